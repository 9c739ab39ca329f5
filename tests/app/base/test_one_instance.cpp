// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <future>

#include "app/base/one_instance.h"

using app::OneInstance;
using app::OpenRequest;

namespace {

std::filesystem::path pathOf(const QTemporaryDir& folder) {
    return folder.path().toStdString();
}

/// From another thread, as another process would; meanwhile this one's events go on.
bool handOver(const std::filesystem::path& data, const OpenRequest& request, int timeoutMs = 5000) {
    auto done = std::async(std::launch::async,
                           [&] { return OneInstance(data).handOver(request, timeoutMs); });
    while (done.wait_for(std::chrono::milliseconds(5)) != std::future_status::ready)
        QCoreApplication::processEvents();
    return done.get();
}

} // namespace

class TestOneInstance : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(m_runtime.isValid());
        qputenv("XDG_RUNTIME_DIR", m_runtime.path().toUtf8());
        QFile::setPermissions(m_runtime.path(),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void theFirstGetsWhatTheSecondWasToOpen() {
        const QTemporaryDir data;
        OneInstance first(pathOf(data));
        QVERIFY(first.listen());
        QList<OpenRequest> taken;
        connect(&first, &OneInstance::requested, this,
                [&](const OpenRequest& request) { taken.append(request); });
        OpenRequest wanted;
        wanted.link = QStringLiteral("hearth://models/huggingface/a/b?file=ü c.gguf");
        wanted.model = QStringLiteral("/somewhere/with spaces/m.gguf");
        wanted.offline = true;
        QVERIFY(handOver(pathOf(data), wanted));
        QCOMPARE(taken.size(), 1);
        QVERIFY(taken.front() == wanted);
        QVERIFY(handOver(pathOf(data), {}));
        QCOMPARE(taken.size(), 2);
    }

    void nobodyElseMayEnter() {
        const QTemporaryDir data;
        OneInstance first(pathOf(data));
        QVERIFY(first.listen());
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                                          | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFileInfo(QFileInfo(first.socketPath()).path()).permissions() & others));
        QVERIFY(!(QFileInfo(first.socketPath()).permissions() & others));
    }

    void foldersOfDataAreIndependent() {
        const QTemporaryDir one;
        const QTemporaryDir other;
        OneInstance first(pathOf(one));
        QVERIFY(first.listen());
        QVERIFY(!handOver(pathOf(other), {}, 200));
        // However the path is written.
        QCOMPARE(OneInstance(pathOf(one) / "." / "").socketPath(), first.socketPath());
    }

    void whatACrashLeftIsInNobodysWay() {
        const QTemporaryDir data;
        const QString path = OneInstance(pathOf(data)).socketPath();
        QFile left(path);
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.close();
        QVERIFY(!handOver(pathOf(data), {}, 200));
        OneInstance next(pathOf(data));
        QVERIFY(next.listen());
        QVERIFY(handOver(pathOf(data), {}));
    }

    void aSecondThatIsTooQuickWaitsForTheFirst() {
        const QTemporaryDir data;
        OneInstance first(pathOf(data));
        QTimer::singleShot(300, &first, [&] { QVERIFY(first.listen()); });
        QVERIFY(handOver(pathOf(data), {}));
    }

    void nonsenseIsNoRequestToOpenAnything() {
        const QTemporaryDir data;
        OneInstance first(pathOf(data));
        QVERIFY(first.listen());
        QList<OpenRequest> taken;
        connect(&first, &OneInstance::requested, this,
                [&](const OpenRequest& request) { taken.append(request); });
        QLocalSocket peer;
        peer.connectToServer(first.socketPath());
        QVERIFY(peer.waitForConnected(1000));
        peer.write("[[[[ no json\n");
        QTRY_COMPARE(taken.size(), 1);
        QVERIFY(taken.front() == OpenRequest());
        QLocalSocket endless;
        endless.connectToServer(first.socketPath());
        QVERIFY(endless.waitForConnected(1000));
        endless.write(QByteArray(256 * 1024, 'x'));
        QTRY_COMPARE(endless.state(), QLocalSocket::UnconnectedState);
        QCOMPARE(taken.size(), 1);
    }

private:
    QTemporaryDir m_runtime;
};

QTEST_GUILESS_MAIN(TestOneInstance)
#include "test_one_instance.moc"
