// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/net/network_ledger.h"

#include <atomic>
#include <unordered_map>
#include <utility>

#include "core/base/task_queue.h"
#include "core/storage/connection.h"

namespace core {
namespace {

constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS connections(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time_ms INTEGER NOT NULL,
    host TEXT NOT NULL,
    purpose TEXT NOT NULL,
    bytes_up INTEGER NOT NULL DEFAULT 0,
    bytes_down INTEGER NOT NULL DEFAULT 0,
    status INTEGER NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL DEFAULT ''
) STRICT;
)sql";
constexpr std::int64_t kEntriesMax = 100'000;

} // namespace

struct NetworkLedger::State {
    std::unique_ptr<Connection> connection;               // Used by `writer` alone after open().
    std::unordered_map<std::uint64_t, std::int64_t> rows; // key -> id, while it runs
    std::atomic<std::uint64_t> lastKey{0};
    TaskQueue writer; // Last: it ends first.

    void insert(std::uint64_t key, UnixMs time, const std::string& host,
                const std::string& purpose) {
        const auto written = connection
                                 ->prepare("INSERT INTO connections(time_ms, host, purpose) "
                                           "VALUES(?1, ?2, ?3)")
                                 .bind(1, time)
                                 .bind(2, host)
                                 .bind(3, purpose)
                                 .run();
        if (!written) return; // A full disk must not stop a search.
        const std::int64_t id = connection->lastInsertId();
        rows[key] = id;
        if (id % 1000 == 0) {
            (void)connection->prepare("DELETE FROM connections WHERE id <= ?1")
                .bind(1, id - kEntriesMax)
                .run();
        }
    }

    void complete(std::uint64_t key, const LedgerEntry& entry) {
        const auto row = rows.find(key);
        if (row == rows.end()) return;
        (void)connection
            ->prepare("UPDATE connections SET bytes_up=?2, bytes_down=?3, status=?4, outcome=?5 "
                      "WHERE id=?1")
            .bind(1, row->second)
            .bind(2, static_cast<std::int64_t>(entry.bytesUp))
            .bind(3, static_cast<std::int64_t>(entry.bytesDown))
            .bind(4, std::int64_t{entry.status})
            .bind(5, entry.outcome)
            .run();
        rows.erase(row);
    }

    Result<std::vector<LedgerEntry>> list(std::size_t countMax, std::int64_t before) const {
        Statement rowsOf = connection->prepare(
            "SELECT id, time_ms, host, purpose, bytes_up, bytes_down, status, outcome "
            "FROM connections WHERE ?1 = 0 OR id < ?1 ORDER BY id DESC LIMIT ?2");
        rowsOf.bind(1, before).bind(2, static_cast<std::int64_t>(countMax));
        std::vector<LedgerEntry> entries;
        while (true) {
            TRY(const bool more, rowsOf.step());
            if (!more) return entries;
            LedgerEntry& entry = entries.emplace_back();
            entry.id = rowsOf.integer(0);
            entry.time = rowsOf.integer(1);
            entry.host = rowsOf.text(2);
            entry.purpose = rowsOf.text(3);
            entry.bytesUp = static_cast<std::uint64_t>(rowsOf.integer(4));
            entry.bytesDown = static_cast<std::uint64_t>(rowsOf.integer(5));
            entry.status = static_cast<int>(rowsOf.integer(6));
            entry.outcome = rowsOf.text(7);
        }
    }
};

NetworkLedger::NetworkLedger(std::unique_ptr<State> state) : m_state(std::move(state)) {}
NetworkLedger::~NetworkLedger() = default;

Result<std::unique_ptr<NetworkLedger>> NetworkLedger::open(const std::filesystem::path& file) {
    auto state = std::make_unique<State>();
    TRY(state->connection, Connection::open(file, Connection::Mode::ReadWrite));
    // Losing the last entries to a power cut is fine, waiting for the disk at each is not.
    TRY(state->connection->execute("PRAGMA synchronous=NORMAL"));
    TRY(state->connection->execute(kSchema));
    return std::unique_ptr<NetworkLedger>(new NetworkLedger(std::move(state)));
}

std::uint64_t NetworkLedger::begin(std::string host, std::string purpose) {
    const std::uint64_t key = ++m_state->lastKey;
    m_state->writer.post(
        [state = m_state.get(), key, time = unixMsNow(), host = std::move(host),
         purpose = std::move(purpose)] { state->insert(key, time, host, purpose); });
    return key;
}

void NetworkLedger::finish(std::uint64_t key, std::uint64_t bytesUp, std::uint64_t bytesDown,
                           int status, std::string outcome) {
    LedgerEntry entry;
    entry.bytesUp = bytesUp;
    entry.bytesDown = bytesDown;
    entry.status = status;
    entry.outcome = std::move(outcome);
    m_state->writer.post(
        [state = m_state.get(), key, entry = std::move(entry)] { state->complete(key, entry); });
}

Result<std::vector<LedgerEntry>> NetworkLedger::read(std::size_t countMax, std::int64_t before) {
    ASSERT(!m_state->writer.isCurrentThread());
    Result<std::vector<LedgerEntry>> entries = Error{};
    m_state->writer.post([&] { entries = m_state->list(countMax, before); });
    m_state->writer.drain();
    return entries;
}

Result<void> NetworkLedger::clear() {
    Result<void> outcome;
    m_state->writer.post(
        [&] { outcome = m_state->connection->execute("DELETE FROM connections"); });
    m_state->writer.drain();
    return outcome;
}

} // namespace core
