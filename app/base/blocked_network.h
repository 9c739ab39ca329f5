// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QQmlNetworkAccessManagerFactory>

namespace app {

/// The window's engine may fetch nothing: every request of QML fails. What the program needs from
/// the network goes through core's gate.
class BlockedNetworkFactory : public QQmlNetworkAccessManagerFactory {
public:
    QNetworkAccessManager* create(QObject* parent) override;
};

} // namespace app
