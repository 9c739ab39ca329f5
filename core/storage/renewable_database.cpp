// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/storage/renewable_database.h"

#include <system_error>

namespace core {
namespace {

Result<std::unique_ptr<Connection>> openPrepared(const std::filesystem::path& file,
                                                 const char* schema) {
    TRY(auto connection, Connection::open(file, Connection::Mode::ReadWrite));
    TRY(connection->execute("PRAGMA synchronous=NORMAL"));
    TRY(connection->transaction([&](Connection& c) { return c.execute(schema); }));
    return connection;
}

} // namespace

Result<std::unique_ptr<Connection>> openRenewable(const std::filesystem::path& file,
                                                  const char* schema) {
    auto connection = openPrepared(file, schema);
    if (connection || connection.error().code != ErrorCode::Corrupt) return connection;
    std::error_code failure;
    for (const char* tail : {"", "-wal", "-shm"})
        std::filesystem::remove(file.string() + tail, failure);
    return openPrepared(file, schema);
}

} // namespace core
