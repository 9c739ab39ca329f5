// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <random>
#include <string>

#include "core/net/network_gate.h"

/// tests/support/hub_server.py as a running process, with folders that are its repositories.
class HubFixture {
public:
    HubFixture() {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PYTHONDONTWRITEBYTECODE", "1");
        environment.insert("HUB_SERVER_SNDBUF", "65536");
        m_process.setProcessEnvironment(environment);
    }
    ~HubFixture() {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(3000)) m_process.kill();
        m_process.waitForFinished(3000);
    }

    bool start(const QStringList& options = {}) {
        QStringList words{HEARTH_SOURCE_DIR "/tests/support/hub_server.py", "--root", root()};
        m_process.start("python3", words + options);
        if (!m_process.waitForStarted(5000) || !m_process.waitForReadyRead(20000)) return false;
        m_addresses = QJsonDocument::fromJson(m_process.readLine()).object();
        return !m_addresses.isEmpty();
    }

    QString root() const { return m_folder.path(); }
    std::string hub() const { return m_addresses["hub"].toString().toStdString(); }
    std::string cdn() const { return m_addresses["cdn"].toString().toStdString(); }
    std::string authority() const { return m_addresses["ca"].toString().toStdString(); }

    /// Random bytes as REPOSITORY/NAME; gives them.
    QByteArray addFile(const QString& name, qsizetype size, unsigned seed = 1) const {
        QByteArray bytes(size, Qt::Uninitialized);
        std::mt19937_64 random(seed);
        for (qsizetype i = 0; i < size; i += 8) {
            const std::uint64_t word = random();
            std::memcpy(bytes.data() + i, &word,
                        static_cast<std::size_t>(qMin<qsizetype>(8, size - i)));
        }
        const QString path = root() + '/' + name;
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != size) qFatal("cannot write");
        return bytes;
    }

    void control(const QByteArray& settings) { post("/control", settings); }
    void reset() { post("/control/reset", "{}"); }
    QJsonObject stats() {
        core::HttpRequest request;
        request.url = hub() + "/control/stats";
        const auto answer = gate().fetch(request);
        return QJsonDocument::fromJson(QByteArray::fromStdString(answer ? answer->body : ""))
            .object();
    }
    /// What was asked of the servers since reset().
    QJsonArray requests() { return stats()["requests"].toArray(); }

private:
    core::NetworkGate& gate() {
        if (!m_gate) {
            core::NetworkOptions options;
            options.proxy = "";
            options.certificateAuthorities = authority();
            m_gate = std::make_unique<core::NetworkGate>(options);
        }
        return *m_gate;
    }
    void post(const char* path, const QByteArray& body) {
        core::HttpRequest request;
        request.url = hub() + path;
        request.method = core::HttpMethod::Post;
        request.body = body.toStdString();
        const auto answer = gate().fetch(request);
        if (!answer || answer->status != 200) qFatal("the test server does not obey");
    }

    QTemporaryDir m_folder;
    QProcess m_process;
    QJsonObject m_addresses;
    std::unique_ptr<core::NetworkGate> m_gate;
};
