// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <string>

/// tests/support/proxy_server.py as a running process.
class ProxyFixture {
public:
    ~ProxyFixture() {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(3000)) m_process.kill();
        m_process.waitForFinished(3000);
    }
    bool start(const QStringList& options = {}) {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start("python3",
                        QStringList{HEARTH_SOURCE_DIR "/tests/support/proxy_server.py"} + options);
        if (!m_process.waitForStarted(5000) || !m_process.waitForReadyRead(20000)) return false;
        m_port = QJsonDocument::fromJson(m_process.readLine()).object()["port"].toInt();
        return m_port > 0;
    }
    /// "127.0.0.1:4711"
    std::string host() const { return "127.0.0.1:" + std::to_string(m_port); }
    /// What it was asked since the last call.
    QJsonArray requests() {
        m_process.waitForReadyRead(200);
        QJsonArray all;
        while (m_process.canReadLine())
            all.append(QJsonDocument::fromJson(m_process.readLine()).object());
        return all;
    }

private:
    QProcess m_process;
    int m_port = 0;
};
