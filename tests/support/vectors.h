// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QtTest>
#include <cstring>
#include <vector>

/// Reference data for tests, in the folder that the build names; absent on most machines.
namespace inference::testing {

inline QString vectorPath(const QString& name) {
    return QStringLiteral(HEARTH_VECTORS "/") + name;
}

/// Skips the test function, saying so, where the data is not there.
#define REQUIRE_VECTORS(name)                                                                      \
    if (!QFileInfo::exists(inference::testing::vectorPath(QStringLiteral(name))))                  \
    QSKIP("no reference data: set HEARTH_VECTORS to their folder")

inline QJsonObject readJson(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

inline std::vector<float> readFloats(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QByteArray bytes = file.readAll();
    std::vector<float> values(static_cast<std::size_t>(bytes.size()) / sizeof(float));
    std::memcpy(values.data(), bytes.constData(), values.size() * sizeof(float));
    return values;
}

template <typename T>
std::vector<T> numbers(const QJsonValue& array) {
    std::vector<T> values;
    for (const QJsonValue value : array.toArray())
        values.push_back(static_cast<T>(value.toDouble()));
    return values;
}

} // namespace inference::testing
