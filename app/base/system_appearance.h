// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QDBusVariant>
#include <QObject>

namespace app {

/// Whether the desktop asks for a dark window and for less motion: first by the desktop portal
/// (asked without waiting), else by the lightness of the palette at the start. GUI thread.
class SystemAppearance : public QObject {
    Q_OBJECT

public:
    explicit SystemAppearance(QObject* parent = nullptr);

    bool dark() const { return m_dark; }

signals:
    void changed();

private slots:
    void portalChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void askPortal();
    void setDark(bool dark);

    bool m_paletteDark = false; // Before we set a palette of our own.
    bool m_dark = false;
};

} // namespace app
