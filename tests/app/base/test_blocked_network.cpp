// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <memory>

#include "app/base/blocked_network.h"
#include "app/base/icon_provider.h"

class TestBlockedNetwork : public QObject {
    Q_OBJECT

private slots:
    void refusesEveryRequestWithoutConnecting();
    void drawsIconsInTheAskedColour();
};

void TestBlockedNetwork::refusesEveryRequestWithoutConnecting() {
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QSignalSpy connected(&server, &QTcpServer::newConnection);
    app::BlockedNetworkFactory factory;
    const std::unique_ptr<QNetworkAccessManager> manager(factory.create(nullptr));
    const QUrl url(QStringLiteral("http://127.0.0.1:%1/pixel.png").arg(server.serverPort()));
    QNetworkReply* reply = manager->get(QNetworkRequest(url));
    QSignalSpy finished(reply, &QNetworkReply::finished);
    QVERIFY(finished.wait(1000));
    QCOMPARE(reply->error(), QNetworkReply::ContentAccessDenied);
    QTest::qWait(50);
    QCOMPARE(connected.size(), 0);
}

void TestBlockedNetwork::drawsIconsInTheAskedColour() {
    app::IconProvider icons;
    QSize size;
    const QImage image = icons.requestImage("plus/ff0000", &size, QSize(24, 24));
    QCOMPARE(size, QSize(24, 24));
    QCOMPARE(image.pixelColor(12, 12), QColor(255, 0, 0));
    QCOMPARE(image.pixelColor(2, 2).alpha(), 0);
    QVERIFY(!icons.requestImage("no-such-icon/ff0000", &size, QSize(24, 24)).isNull());
    QVERIFY(!icons.requestImage("../../etc/passwd/zz", &size, QSize()).isNull());
}

QTEST_MAIN(TestBlockedNetwork)
#include "test_blocked_network.moc"
