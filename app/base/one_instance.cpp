// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/base/one_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QThread>

#include <system_error>

#include <unistd.h>

#include "app/base/qt_text.h"

namespace app {
namespace {

constexpr qint64 kRequestMax = 64 * 1024; // Longer than any path or link.
constexpr int kRetryMs = 50;
constexpr QFile::Permissions kOwnerOnly =
    QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner; // 0700
constexpr char kTaken[] = "taken\n";

/// A folder of ours that nobody else may enter; empty where there is no such thing.
QString socketFolder() {
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (runtime.isEmpty()) return {};
    const QString folder = runtime + QStringLiteral("/hearth");
    if (!QFileInfo(folder).isDir() && !QDir().mkdir(folder, kOwnerOnly)
        && !QFileInfo(folder).isDir()) // Another one may have been quicker.
        return {};
    const QFileInfo made(folder);
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                                      | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    const bool ours = !made.isSymLink() && made.ownerId() == ::geteuid();
    return ours && !(made.permissions() & others) ? folder : QString();
}

/// Short, for a socket's path has at most 107 characters, and the same for every way to write the
/// folder's path.
QString nameOf(const std::filesystem::path& data) {
    std::error_code failure;
    std::filesystem::path real = std::filesystem::canonical(data, failure);
    if (failure) real = std::filesystem::absolute(data, failure).lexically_normal();
    const QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(real.string()),
                                                     QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(16));
}

QByteArray written(const OpenRequest& request) {
    const QJsonObject object{{QStringLiteral("model"), request.model},
                             {QStringLiteral("link"), request.link},
                             {QStringLiteral("activation"), request.activation},
                             {QStringLiteral("offline"), request.offline}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

OpenRequest parsed(const QByteArray& line) {
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    OpenRequest request;
    request.model = object.value(QStringLiteral("model")).toString();
    request.link = object.value(QStringLiteral("link")).toString();
    request.activation = object.value(QStringLiteral("activation")).toString();
    request.offline = object.value(QStringLiteral("offline")).toBool();
    return request;
}

} // namespace

OneInstance::OneInstance(const std::filesystem::path& data, QObject* parent) : QObject(parent) {
    const QString folder = socketFolder();
    if (!folder.isEmpty()) m_path = folder + u'/' + nameOf(data);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* peer = m_server.nextPendingConnection()) take(peer);
    });
}

bool OneInstance::listen() {
    if (m_path.isEmpty()) return false;
    // We hold the data folder: whoever made a socket here before is gone.
    QLocalServer::removeServer(m_path);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    return m_server.listen(m_path);
}

void OneInstance::take(QLocalSocket* peer) {
    connect(peer, &QLocalSocket::disconnected, peer, &QObject::deleteLater);
    connect(peer, &QLocalSocket::readyRead, this, [this, peer] {
        if (!peer->canReadLine()) {
            if (peer->bytesAvailable() > kRequestMax) peer->abort();
            return;
        }
        const OpenRequest request = parsed(peer->readLine(kRequestMax));
        peer->write(kTaken);
        peer->disconnectFromServer(); // After what was written has gone.
        emit requested(request);
    });
}

bool OneInstance::handOver(const OpenRequest& request, int timeoutMs) const {
    if (m_path.isEmpty()) return false;
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < timeoutMs) {
        QLocalSocket socket;
        socket.connectToServer(m_path);
        if (socket.waitForConnected(timeoutMs)) {
            socket.write(written(request));
            QByteArray answer;
            while (!answer.contains('\n') && clock.elapsed() < timeoutMs
                   && socket.waitForReadyRead(timeoutMs))
                answer += socket.readAll();
            return answer == kTaken;
        }
        QThread::msleep(kRetryMs); // It may have begun a moment before us.
    }
    return false;
}

} // namespace app
