// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QProcessEnvironment>

/// What a run of hearth-cli left behind.
struct CliOutcome {
    /// -1: it did not end by itself.
    int status = -1;
    QByteArray out;
    QByteArray err;

    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    /// Of a command that streams: one object per line.
    QList<QJsonObject> lines() const {
        QList<QJsonObject> objects;
        for (const QByteArray& line : out.split('\n'))
            if (!line.isEmpty()) objects.append(QJsonDocument::fromJson(line).object());
        return objects;
    }
    QJsonObject last() const { return lines().isEmpty() ? QJsonObject() : lines().last(); }
};

/// The environment of this process without what would lead hearth-cli to a real hub.
inline QProcessEnvironment cliEnvironment() {
    QProcessEnvironment clean = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY",
                             "HF_TOKEN", "HF_ENDPOINT"})
        clean.remove(name);
    clean.insert("HF_TOKEN_PATH", "/nonexistent");
    return clean;
}

/// Runs the program built beside the tests and waits for its end, a minute at most.
inline CliOutcome runCli(const QStringList& arguments, const QByteArray& input = {}) {
    QProcess process;
    process.setProcessEnvironment(cliEnvironment());
    process.start(HEARTH_CLI, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60000)) process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError()};
}
