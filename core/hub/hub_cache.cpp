// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/hub_cache.h"

#include <utility>

#include <zstd.h>

#include "core/storage/renewable_database.h"

namespace core {
namespace {

constexpr std::int64_t kAnswersMax = 2'000;
constexpr std::int64_t kModelsMax = 20'000;
constexpr std::size_t kBodyBytesMax = std::size_t{8} << 20;
constexpr std::size_t kHeaderBytesMax = std::size_t{64} << 20;
constexpr std::int64_t kHeadersBytesMax = std::int64_t{256} << 20; // All, compressed.
constexpr int kPackLevel = 3;

constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS answers(key TEXT PRIMARY KEY, body TEXT NOT NULL,
    fetched_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS models(endpoint TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    fetched_ms INTEGER NOT NULL, PRIMARY KEY(endpoint, id)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS headers(url TEXT PRIMARY KEY, etag TEXT NOT NULL,
    commit_id TEXT NOT NULL, file_bytes INTEGER NOT NULL, bytes INTEGER NOT NULL,
    packed_bytes INTEGER NOT NULL, used_ms INTEGER NOT NULL, packed BLOB NOT NULL) STRICT;
)sql";

/// Empty where it does not work.
std::string pack(const std::string& bytes) {
    std::string packed(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size =
        ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), kPackLevel);
    packed.resize(ZSTD_isError(size) != 0 ? 0 : size);
    return packed;
}

std::optional<std::string> unpack(const std::string& packed, std::int64_t size) {
    if (size < 0 || static_cast<std::uint64_t>(size) > kHeaderBytesMax) return std::nullopt;
    std::string bytes(static_cast<std::size_t>(size), '\0');
    const std::size_t done =
        ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size());
    if (ZSTD_isError(done) != 0 || done != bytes.size()) return std::nullopt;
    return bytes;
}

} // namespace

Result<std::unique_ptr<HubCache>> HubCache::open(const std::filesystem::path& file) {
    TRY(auto connection, openRenewable(file, kSchema));
    return std::unique_ptr<HubCache>(new HubCache(std::move(connection)));
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

Result<void> HubCache::putHeader(const std::string& url, const KeptHeader& header) {
    if (header.bytes.empty() || header.bytes.size() > kHeaderBytesMax) return {};
    const std::string packed = pack(header.bytes);
    if (packed.empty()) return {};
    const std::lock_guard lock(m_mutex);
    return m_connection->transaction([&](Connection& c) -> Result<void> {
        {
            Statement row = c.prepare("INSERT OR REPLACE INTO headers VALUES(?,?,?,?,?,?,?,"
                                      "CAST(? AS BLOB))");
            TRY(row.bind(1, url)
                    .bind(2, header.etag)
                    .bind(3, header.commit)
                    .bind(4, static_cast<std::int64_t>(header.fileBytes))
                    .bind(5, static_cast<std::int64_t>(header.bytes.size()))
                    .bind(6, static_cast<std::int64_t>(packed.size()))
                    .bind(7, unixMsNow())
                    .bind(8, packed)
                    .run());
        }
        Statement old = c.prepare(
            "DELETE FROM headers WHERE url IN (SELECT url FROM (SELECT url, SUM(packed_bytes) OVER "
            "(ORDER BY used_ms DESC, url) AS total FROM headers) WHERE total > ?)");
        return old.bind(1, kHeadersBytesMax).run();
    });
}

Result<std::optional<KeptHeader>> HubCache::header(const std::string& url) {
    const std::lock_guard lock(m_mutex);
    KeptHeader header;
    std::optional<std::string> bytes;
    {
        Statement row = m_connection->prepare(
            "SELECT etag, commit_id, file_bytes, bytes, packed FROM headers WHERE url=?");
        TRY(const bool found, row.bind(1, url).step());
        if (!found) return std::optional<KeptHeader>();
        header.etag = row.text(0);
        header.commit = row.text(1);
        header.fileBytes = static_cast<std::uint64_t>(row.integer(2));
        bytes = unpack(row.text(4), row.integer(3));
    }
    if (!bytes) return std::optional<KeptHeader>();
    header.bytes = std::move(*bytes);
    Statement used = m_connection->prepare("UPDATE headers SET used_ms=? WHERE url=?");
    (void)used.bind(1, unixMsNow())
        .bind(2, url)
        .run(); // Of a read-only disk it reads all the same.
    return std::optional(std::move(header));
}

} // namespace core
