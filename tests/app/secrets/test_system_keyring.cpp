// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/secrets/system_keyring.h"
#include "core/hub/secret_service_keyring.h"

using core::KeyringAnswer;
using Kind = core::KeyringAnswer::Kind;

/// The keyring is looked for on a session bus that this test brings: it runs itself again below
/// one without a keyring, and below one with gnome-keyring, whose store is in a fresh home.
class TestSystemKeyring : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;

    /// What `--inside` prints below `prefix`.
    QByteArray inside(const QString& program, const QStringList& prefix,
                      const QString& bus = {}) const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOME", m_home.path());
        environment.insert("XDG_DATA_HOME", m_home.filePath("data"));
        environment.insert("XDG_RUNTIME_DIR", m_home.path());
        environment.insert("XDG_CURRENT_DESKTOP", "GNOME");
        environment.remove("DBUS_SESSION_BUS_ADDRESS");
        if (!bus.isEmpty()) environment.insert("DBUS_SESSION_BUS_ADDRESS", bus);
        environment.remove("DISPLAY");
        environment.insert("HEARTH_TEST_PROGRAM", QCoreApplication::applicationFilePath());
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(program, prefix);
        if (!process.waitForFinished(60000)) process.kill();
        return process.readAllStandardOutput().trimmed();
    }

private slots:
    void isAbsentWhereNobodyAnswers() {
        const QString bus = QStandardPaths::findExecutable("dbus-run-session");
        if (bus.isEmpty()) QSKIP("dbus-run-session is not installed");
        // No service can be started on this bus.
        QFile configuration(m_home.filePath("bus.conf"));
        QVERIFY(configuration.open(QIODevice::WriteOnly));
        configuration.write("<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
                            "<policy context=\"default\"><allow send_destination=\"*\" "
                            "eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/>"
                            "</policy></busconfig>");
        configuration.close();
        QCOMPARE(inside(bus, {"--config-file=" + configuration.fileName(), "--",
                              QCoreApplication::applicationFilePath(), "--inside"}),
                 QByteArray("absent absent absent | absent"));
    }

    void aSilentBusIsGivenUp() {
        // It is connected to, and says nothing.
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = m_home.filePath("silent").toStdString();
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto* plain = reinterpret_cast<const sockaddr*>(&address);
        QCOMPARE(::bind(listener, plain, sizeof address), 0);
        QCOMPARE(::listen(listener, 4), 0);
        const QByteArray said = inside(QCoreApplication::applicationFilePath(), {"--impatient"},
                                       "unix:path=" + QString::fromStdString(path));
        ::close(listener);
        QVERIFY2(said.startsWith("absent ") && said.mid(7).toInt() < 5000, said);
    }

    void withoutABusNobodyIsAsked() {
        QCOMPARE(inside(QCoreApplication::applicationFilePath(), {"--impatient"}),
                 QByteArray("absent 0"));
    }

    void keepsASecretInARealKeyring() {
        const QString bus = QStandardPaths::findExecutable("dbus-run-session");
        if (bus.isEmpty() || QStandardPaths::findExecutable("gnome-keyring-daemon").isEmpty())
            QSKIP("dbus-run-session and gnome-keyring are not both installed");
        const QByteArray said =
            inside(bus, {"--", "sh", "-c",
                         "printf word | gnome-keyring-daemon --unlock --components=secrets "
                         ">/dev/null && exec \"$HEARTH_TEST_PROGRAM\" --inside"});
        if (said.startsWith("absent")) QSKIP("this build has no QtKeychain, or no libsecret");
        QCOMPARE(said, QByteArray("done done:hf_ünicode done notfound | done:hf_öther done"));
    }
};

namespace {

const char* nameOf(Kind kind) {
    switch (kind) {
    case Kind::Done: return "done";
    case Kind::NotFound: return "notfound";
    case Kind::Refused: return "refused";
    case Kind::Absent: return "absent";
    }
    return "?";
}

int useKeyring() {
    const auto keyring = app::makeSystemKeyring();
    const KeyringAnswer written = keyring->write("hub-token", "hf_ünicode");
    const KeyringAnswer read = keyring->read("hub-token");
    const KeyringAnswer removed = keyring->remove("hub-token");
    std::printf("%s %s%s%s %s", nameOf(written.kind), nameOf(read.kind),
                read.secret.empty() ? "" : ":", read.secret.c_str(), nameOf(removed.kind));
    if (removed.kind == Kind::Done) std::printf(" %s", nameOf(keyring->read("hub-token").kind));
    // Both kinds of program see the same entries.
    core::SecretServiceKeyring plain(std::chrono::seconds(20));
    keyring->write("hub-token", "hf_öther");
    const KeyringAnswer seen = plain.read("hub-token");
    std::printf(" | %s", nameOf(seen.kind));
    if (seen.kind == Kind::Done) {
        std::printf(":%s", seen.secret.c_str());
        std::printf(" %s", nameOf(plain.remove("hub-token").kind));
    }
    std::printf("\n");
    return 0;
}

int readImpatiently() {
    core::SecretServiceKeyring plain(std::chrono::milliseconds(500));
    QElapsedTimer timer;
    timer.start();
    const Kind kind = plain.read("hub-token").kind;
    // In half seconds, which a busy machine does not blur.
    std::printf("%s %lld\n", nameOf(kind), static_cast<long long>(timer.elapsed() / 500 * 500));
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    if (application.arguments().contains("--inside")) return useKeyring();
    if (application.arguments().contains("--impatient")) return readImpatiently();
    TestSystemKeyring test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_system_keyring.moc"
