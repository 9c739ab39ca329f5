// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/download_store.h"

#include <utility>

namespace core {
namespace {

// States are the numbers of DownloadState; new ones go to its end.
constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS downloads(
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    repository TEXT NOT NULL,
    revision TEXT NOT NULL,
    file TEXT NOT NULL,
    quantization TEXT NOT NULL,
    companions INTEGER NOT NULL,
    label TEXT NOT NULL,
    state INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    total INTEGER NOT NULL,
    error TEXT NOT NULL,
    entry_point TEXT NOT NULL,
    added_ms INTEGER NOT NULL
) STRICT;
)sql";

DownloadState stateOf(std::int64_t number) {
    switch (static_cast<DownloadState>(number)) {
    case DownloadState::Paused: return DownloadState::Paused;
    case DownloadState::Failed: return DownloadState::Failed;
    case DownloadState::Finished: return DownloadState::Finished;
    default: return DownloadState::Queued;
    }
}

} // namespace

Result<std::unique_ptr<DownloadStore>> DownloadStore::open(const std::filesystem::path& file) {
    TRY(FileLock lock, FileLock::acquire(file.string() + ".lock"));
    auto connection = Connection::open(file, Connection::Mode::ReadWrite);
    Result<void> made = connection ? (*connection)->execute(kSchema) : connection.error();
    if (!made && made.error().code == ErrorCode::Corrupt) {
        // The list can be made anew from the partial files' names; the bytes are not in it.
        if (connection) connection = Error{};
        TRY(const auto aside, moveAside(file));
        connection = Connection::open(file, Connection::Mode::ReadWrite);
        made = connection ? (*connection)->execute(kSchema) : connection.error();
    }
    if (!made) return made.error();
    return std::unique_ptr<DownloadStore>(
        new DownloadStore(std::move(lock), std::move(connection).value()));
}

Result<std::vector<DownloadItem>> DownloadStore::load() {
    Statement rows = m_connection->prepare(
        "SELECT id, repository, revision, file, quantization, companions, label, state, bytes, "
        "total, error, entry_point, added_ms FROM downloads ORDER BY position, id");
    std::vector<DownloadItem> items;
    while (true) {
        TRY(const bool more, rows.step());
        if (!more) return items;
        DownloadItem& item = items.emplace_back();
        item.id = rows.integer(0);
        item.reference.repository = rows.text(1);
        item.reference.revision = rows.text(2);
        item.reference.file = rows.text(3);
        item.reference.quantization = rows.text(4);
        item.companions = rows.integer(5) != 0 ? Companions::Take : Companions::Leave;
        item.label = rows.text(6);
        item.state = stateOf(rows.integer(7));
        item.bytes = static_cast<std::uint64_t>(rows.integer(8));
        item.total = static_cast<std::uint64_t>(rows.integer(9));
        if (const std::string error = rows.text(10); !error.empty())
            item.error = Error{ErrorCode::Network, error};
        item.entryPoint = rows.text(11);
        item.addedMs = rows.integer(12);
    }
}

Result<void> DownloadStore::save(const DownloadItem& item, std::size_t position) {
    return m_connection
        ->prepare("INSERT OR REPLACE INTO downloads VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
                  "?10, ?11, ?12, ?13, ?14)")
        .bind(1, item.id)
        .bind(2, static_cast<std::int64_t>(position))
        .bind(3, item.reference.repository)
        .bind(4, item.reference.revision)
        .bind(5, item.reference.file)
        .bind(6, item.reference.quantization)
        .bind(7, std::int64_t{item.companions == Companions::Take})
        .bind(8, item.label)
        .bind(9, static_cast<std::int64_t>(item.state))
        .bind(10, static_cast<std::int64_t>(item.bytes))
        .bind(11, static_cast<std::int64_t>(item.total))
        .bind(12, item.error ? item.error->detail : std::string())
        .bind(13, item.entryPoint.string())
        .bind(14, item.addedMs)
        .run();
}

Result<void> DownloadStore::remove(DownloadId id) {
    return m_connection->prepare("DELETE FROM downloads WHERE id = ?1").bind(1, id).run();
}

} // namespace core
