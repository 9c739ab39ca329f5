// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QQmlEngine>
#include <QtQuickTest>

#include "app/base/icon_provider.h"

/// Gives the tests' engine what the application gives its own.
class Setup : public QObject {
    Q_OBJECT

public slots:
    void qmlEngineAvailable(QQmlEngine* engine) {
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        engine->addImageProvider(QStringLiteral("icon"), new app::IconProvider);
    }
};

QUICK_TEST_MAIN_WITH_SETUP(components, Setup)

#include "test_components.moc"
