// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/hub_cache.h"

#include <system_error>
#include <utility>

namespace core {
namespace {

constexpr std::int64_t kAnswersMax = 2'000;
constexpr std::int64_t kModelsMax = 20'000;
constexpr std::size_t kBodyBytesMax = std::size_t{8} << 20;

constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS answers(key TEXT PRIMARY KEY, body TEXT NOT NULL,
    fetched_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS models(endpoint TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    fetched_ms INTEGER NOT NULL, PRIMARY KEY(endpoint, id)) STRICT, WITHOUT ROWID;
)sql";

Result<std::unique_ptr<Connection>> openPrepared(const std::filesystem::path& file) {
    TRY(auto connection, Connection::open(file, Connection::Mode::ReadWrite));
    // What is here can be fetched again: it need not survive a power cut.
    TRY(connection->execute("PRAGMA synchronous=NORMAL"));
    TRY(connection->transaction([](Connection& c) { return c.execute(kSchema); }));
    return connection;
}

} // namespace

Result<std::unique_ptr<HubCache>> HubCache::open(const std::filesystem::path& file) {
    auto connection = openPrepared(file);
    if (!connection && connection.error().code == ErrorCode::Corrupt) {
        std::error_code failure;
        for (const char* tail : {"", "-wal", "-shm"})
            std::filesystem::remove(file.string() + tail, failure);
        connection = openPrepared(file);
    }
    if (!connection) return connection.error();
    return std::unique_ptr<HubCache>(new HubCache(std::move(connection).value()));
}

Result<void> HubCache::put(const std::string& key, const std::string& body) {
    if (body.size() > kBodyBytesMax) return {};
    const std::lock_guard lock(m_mutex);
    return m_connection->transaction([&](Connection& c) -> Result<void> {
        {
            Statement row = c.prepare("INSERT OR REPLACE INTO answers VALUES(?,?,?)");
            TRY(row.bind(1, key).bind(2, body).bind(3, unixMsNow()).run());
        }
        Statement old = c.prepare("DELETE FROM answers WHERE key IN (SELECT key FROM answers "
                                  "ORDER BY fetched_ms DESC LIMIT -1 OFFSET ?)");
        return old.bind(1, kAnswersMax).run();
    });
}

Result<std::optional<CachedAnswer>> HubCache::get(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    Statement row = m_connection->prepare("SELECT body, fetched_ms FROM answers WHERE key=?");
    TRY(const bool found, row.bind(1, key).step());
    if (!found) return std::optional<CachedAnswer>();
    return std::optional(CachedAnswer{row.text(0), row.integer(1)});
}

Result<void>
HubCache::putModels(const std::string& endpoint,
                    const std::vector<std::pair<std::string, std::string>>& idsAndBodies) {
    const std::lock_guard lock(m_mutex);
    return m_connection->transaction([&](Connection& c) -> Result<void> {
        for (const auto& [id, body] : idsAndBodies) {
            if (body.size() > kBodyBytesMax) continue;
            Statement row = c.prepare("INSERT OR REPLACE INTO models VALUES(?,?,?,?)");
            TRY(row.bind(1, endpoint).bind(2, id).bind(3, body).bind(4, unixMsNow()).run());
        }
        Statement old =
            c.prepare("DELETE FROM models WHERE endpoint=?1 AND id IN (SELECT id FROM models WHERE "
                      "endpoint=?1 ORDER BY fetched_ms DESC LIMIT -1 OFFSET ?2)");
        return old.bind(1, endpoint).bind(2, kModelsMax).run();
    });
}

Result<std::vector<CachedAnswer>> HubCache::models(const std::string& endpoint) {
    const std::lock_guard lock(m_mutex);
    Statement row = m_connection->prepare(
        "SELECT body, fetched_ms FROM models WHERE endpoint=? ORDER BY fetched_ms DESC, id");
    row.bind(1, endpoint);
    std::vector<CachedAnswer> answers;
    while (true) {
        TRY(const bool found, row.step());
        if (!found) return answers;
        answers.push_back({row.text(0), row.integer(1)});
    }
}

} // namespace core
