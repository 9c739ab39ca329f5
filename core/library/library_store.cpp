// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/library/library_store.h"

#include <utility>

#include "core/base/file_io.h"
#include "core/library/library_json.h"

namespace core {
namespace {

constexpr std::int64_t kSchemaVersion = 1;

// Paths are bytes: file names need not be UTF-8, and SQLite does not mind.
constexpr const char* kSchema = R"sql(
CREATE TABLE facts(path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    facts TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE hashes(path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE provenance(path TEXT PRIMARY KEY, repository TEXT NOT NULL, file TEXT NOT NULL,
    commit_id TEXT NOT NULL, sha256 TEXT NOT NULL, etag TEXT NOT NULL, licence TEXT NOT NULL,
    url TEXT NOT NULL, fetched_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE defaults(name TEXT PRIMARY KEY, defaults TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE roots(path TEXT PRIMARY KEY, source INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE seen_roots(path TEXT PRIMARY KEY, device INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE seen(root TEXT NOT NULL, name TEXT NOT NULL, entry TEXT NOT NULL,
    PRIMARY KEY(root, name)) STRICT, WITHOUT ROWID;
)sql";

Result<void> prepareSchema(Connection& connection) {
    // Two processes may come here at once: the second finds the first one's tables.
    return connection.transaction([](Connection& c) -> Result<void> {
        std::int64_t version = 0;
        {
            Statement row = c.prepare("PRAGMA user_version");
            TRY(const bool found, row.step());
            if (found) version = row.integer(0);
        }
        if (version > kSchemaVersion)
            return Error{ErrorCode::Unsupported,
                         "the library was written by a newer Hearth: update this one"};
        if (version == kSchemaVersion) return {};
        TRY(c.execute(kSchema));
        return c.execute("PRAGMA user_version=1");
    });
}

Result<std::unique_ptr<Connection>> openPrepared(const std::filesystem::path& file) {
    TRY(auto connection, Connection::open(file, Connection::Mode::ReadWrite));
    TRY(prepareSchema(*connection));
    return connection;
}

Statement& bindFile(Statement& statement, const ModelPart& part) {
    return statement.bind(1, part.path.native())
        .bind(2, static_cast<std::int64_t>(part.bytes))
        .bind(3, part.modifiedNs);
}

} // namespace

Result<std::unique_ptr<LibraryStore>> LibraryStore::open(const std::filesystem::path& file) {
    auto connection = openPrepared(file);
    if (!connection && connection.error().code == ErrorCode::Corrupt) {
        TRY(moveAside(file));
        connection = openPrepared(file);
    }
    if (!connection) return connection.error();
    return std::unique_ptr<LibraryStore>(new LibraryStore(std::move(connection).value()));
}

Result<void> LibraryStore::transaction(const std::function<Result<void>()>& work) {
    return m_connection->transaction([&](Connection&) { return work(); });
}

Result<std::optional<ModelFacts>> LibraryStore::facts(const ModelPart& part) {
    Statement row =
        m_connection->prepare("SELECT facts FROM facts WHERE path=? AND bytes=? AND modified_ns=?");
    TRY(const bool found, bindFile(row, part).step());
    if (!found) return std::optional<ModelFacts>();
    return std::optional(readFacts(row.text(0)));
}

Result<void> LibraryStore::setFacts(const ModelPart& part, const ModelFacts& facts) {
    Statement row = m_connection->prepare("INSERT OR REPLACE INTO facts VALUES(?,?,?,?)");
    return bindFile(row, part).bind(4, writeFacts(facts)).run();
}

Result<std::optional<std::string>> LibraryStore::hash(const ModelPart& part) {
    Statement row = m_connection->prepare(
        "SELECT sha256 FROM hashes WHERE path=? AND bytes=? AND modified_ns=?");
    TRY(const bool found, bindFile(row, part).step());
    if (!found) return std::optional<std::string>();
    return std::optional(row.text(0));
}

Result<void> LibraryStore::setHash(const ModelPart& part, const std::string& sha256) {
    Statement row = m_connection->prepare("INSERT OR REPLACE INTO hashes VALUES(?,?,?,?)");
    return bindFile(row, part).bind(4, sha256).run();
}

Result<std::optional<ModelProvenance>> LibraryStore::provenance(const std::filesystem::path& path) {
    Statement row = m_connection->prepare("SELECT repository, file, commit_id, sha256, etag, "
                                          "licence, url, fetched_ms FROM provenance WHERE path=?");
    TRY(const bool found, row.bind(1, path.native()).step());
    if (!found) return std::optional<ModelProvenance>();
    ModelProvenance from;
    from.repository = row.text(0);
    from.file = row.text(1);
    from.commit = row.text(2);
    from.sha256 = row.text(3);
    from.etag = row.text(4);
    from.licence = row.text(5);
    from.url = row.text(6);
    from.fetchedMs = row.integer(7);
    return std::optional(std::move(from));
}

Result<void> LibraryStore::setProvenance(const std::filesystem::path& path,
                                         const ModelProvenance& from) {
    Statement row =
        m_connection->prepare("INSERT OR REPLACE INTO provenance VALUES(?,?,?,?,?,?,?,?,?)");
    return row.bind(1, path.native())
        .bind(2, from.repository)
        .bind(3, from.file)
        .bind(4, from.commit)
        .bind(5, from.sha256)
        .bind(6, from.etag)
        .bind(7, from.licence)
        .bind(8, from.url)
        .bind(9, from.fetchedMs)
        .run();
}

Result<LoadDefaults> LibraryStore::defaults(const std::string& name) {
    Statement row = m_connection->prepare("SELECT defaults FROM defaults WHERE name=?");
    TRY(const bool found, row.bind(1, name).step());
    return found ? readLoadDefaults(row.text(0)) : LoadDefaults();
}

Result<void> LibraryStore::setDefaults(const std::string& name, const LoadDefaults& defaults) {
    if (defaults == LoadDefaults()) {
        Statement row = m_connection->prepare("DELETE FROM defaults WHERE name=?");
        return row.bind(1, name).run();
    }
    Statement row = m_connection->prepare("INSERT OR REPLACE INTO defaults VALUES(?,?)");
    return row.bind(1, name).bind(2, writeLoadDefaults(defaults)).run();
}

Result<std::vector<ModelRoot>> LibraryStore::roots() {
    Statement row = m_connection->prepare("SELECT path, source FROM roots ORDER BY path");
    std::vector<ModelRoot> roots;
    while (true) {
        TRY(const bool found, row.step());
        if (!found) return roots;
        const std::int64_t source = row.integer(1);
        if (source < 0 || source > static_cast<std::int64_t>(ModelSource::HubCache)) continue;
        roots.push_back({row.text(0), static_cast<ModelSource>(source)});
    }
}

Result<void> LibraryStore::addRoot(const ModelRoot& root) {
    Statement row = m_connection->prepare("INSERT OR REPLACE INTO roots VALUES(?,?)");
    return row.bind(1, root.path.native()).bind(2, static_cast<std::int64_t>(root.source)).run();
}

Result<void> LibraryStore::removeRoot(const std::filesystem::path& path) {
    for (const char* sql : {"DELETE FROM roots WHERE path=?", "DELETE FROM seen WHERE root=?",
                            "DELETE FROM seen_roots WHERE path=?"}) {
        Statement row = m_connection->prepare(sql);
        TRY(row.bind(1, path.native()).run());
    }
    return {};
}

Result<void> LibraryStore::setSeen(const ModelRoot& root, std::uint64_t device,
                                   const std::vector<ModelEntry>& entries) {
    {
        Statement row = m_connection->prepare("INSERT OR REPLACE INTO seen_roots VALUES(?,?)");
        TRY(row.bind(1, root.path.native()).bind(2, static_cast<std::int64_t>(device)).run());
    }
    {
        Statement row = m_connection->prepare("DELETE FROM seen WHERE root=?");
        TRY(row.bind(1, root.path.native()).run());
    }
    for (const ModelEntry& entry : entries) {
        Statement row = m_connection->prepare("INSERT OR REPLACE INTO seen VALUES(?,?,?)");
        TRY(row.bind(1, root.path.native()).bind(2, entry.name).bind(3, writeEntry(entry)).run());
    }
    return {};
}

Result<std::vector<ModelEntry>> LibraryStore::seen(const ModelRoot& root) {
    Statement row = m_connection->prepare("SELECT entry FROM seen WHERE root=? ORDER BY name");
    row.bind(1, root.path.native());
    std::vector<ModelEntry> entries;
    while (true) {
        TRY(const bool found, row.step());
        if (!found) return entries;
        ModelEntry entry = readEntry(row.text(0));
        if (entry.parts.empty() || entry.name.empty()) continue;
        entry.source = root.source;
        entry.root = root.path;
        entry.online = false;
        entries.push_back(std::move(entry));
    }
}

Result<std::uint64_t> LibraryStore::seenDevice(const ModelRoot& root) {
    Statement row = m_connection->prepare("SELECT device FROM seen_roots WHERE path=?");
    TRY(const bool found, row.bind(1, root.path.native()).step());
    return found ? static_cast<std::uint64_t>(row.integer(0)) : std::uint64_t{0};
}

Result<void> LibraryStore::forget(const std::filesystem::path& path) {
    for (const char* sql : {"DELETE FROM facts WHERE path=?", "DELETE FROM hashes WHERE path=?",
                            "DELETE FROM provenance WHERE path=?"}) {
        Statement row = m_connection->prepare(sql);
        TRY(row.bind(1, path.native()).run());
    }
    return {};
}

} // namespace core
