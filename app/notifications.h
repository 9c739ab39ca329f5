// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <functional>

#include "app/base/error_text.h"

namespace app {

/// What the window tells people besides its pages: short notices that can be taken back, and errors
/// that stay until dismissed. GUI thread.
class Notifications : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// Head of the error shown; empty for none.
    Q_PROPERTY(QString errorTitle READ errorTitle NOTIFY errorChanged)
    /// What it means and what to do next.
    Q_PROPERTY(QString errorAdvice READ errorAdvice NOTIFY errorChanged)

public:
    using QObject::QObject;

    /// A notice; with `undo`, a button takes back what was done.
    void show(const QString& text, std::function<void()> undo = {});
    void showError(const ErrorText& error);

    /// The notice's button was pressed.
    Q_INVOKABLE void undo();
    Q_INVOKABLE void dismissError();
    /// A notice of the window's own making.
    Q_INVOKABLE void tell(const QString& text) { show(text); }

    QString errorTitle() const { return m_error.title; }
    QString errorAdvice() const { return m_error.advice; }

signals:
    void noticed(const QString& text, bool undoable);
    void errorChanged();

private:
    std::function<void()> m_undo;
    ErrorText m_error;
};

} // namespace app
