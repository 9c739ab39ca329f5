// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QByteArray>
#include <QLocalServer>
#include <QObject>
#include <QString>

#include <filesystem>

class QLocalSocket;

namespace app {

/// What somebody wants of the window that is open already. All empty: only to see it.
struct OpenRequest {
    QString model;        ///< Absolute path of a file.
    QString link;         ///< "hearth://…"
    QString activation;   ///< Of the desktop, which lets a window come to the front with it.
    bool offline = false; ///< Nothing may leave from now on.

    bool operator==(const OpenRequest&) const = default;
};

/// One window per data folder. Whoever holds the folder listens on a socket of the file system, in
/// a folder of the user's runtime directory that nobody else may enter; whoever comes second hands
/// over what it was to open, and ends. It is the data folder's lock that says who is first, so
/// what a crashed program left behind is in nobody's way. GUI thread.
class OneInstance : public QObject {
    Q_OBJECT

public:
    /// `data` is the data folder, which this process holds or fails to get hold of.
    explicit OneInstance(const std::filesystem::path& data, QObject* parent = nullptr);

    /// Takes requests from now on. False where the machine has no place for the socket: a second
    /// start then says that the program is open already.
    bool listen();
    /// Gives a request to the one that listens, which may still be about to; waits up to
    /// `timeoutMs`. False if nobody took it.
    bool handOver(const OpenRequest& request, int timeoutMs = 5000) const;

    /// Where the socket is; empty without a runtime folder that is the user's alone.
    QString socketPath() const { return m_path; }

signals:
    void requested(const app::OpenRequest& request);

private:
    void take(QLocalSocket* peer);

    QString m_path;
    QLocalServer m_server;
};

} // namespace app
