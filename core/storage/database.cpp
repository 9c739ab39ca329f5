// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/storage/database.h"

#include <future>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/file_io.h"
#include "core/base/task_queue.h"

namespace core {
namespace {

namespace fs = std::filesystem;

/// Up to this size the whole file is checked at every start (a tenth of a second or so); larger
/// ones only after a crash.
constexpr std::uintmax_t kAlwaysCheckBytesMax = 32u << 20u;

fs::path besides(const fs::path& file, const char* suffix) {
    return file.string() + suffix;
}

Result<std::int64_t> schemaVersion(Connection& connection) {
    Statement exists = connection.prepare(
        "SELECT count(*) FROM sqlite_schema WHERE type='table' AND name='migrations'");
    TRY(const bool counted, exists.step());
    if (!counted || exists.integer(0) == 0) return std::int64_t{0};
    Statement newest = connection.prepare("SELECT max(version) FROM migrations");
    TRY(const bool found, newest.step());
    return found ? newest.integer(0) : std::int64_t{0};
}

Result<void> applyMigration(Connection& connection, std::size_t index) {
    TRY(connection.execute("CREATE TABLE IF NOT EXISTS migrations(version INTEGER PRIMARY KEY, "
                           "name TEXT NOT NULL, applied_ms INTEGER NOT NULL) STRICT"));
    TRY(connection.execute(migrations()[index].sql));
    return connection.prepare("INSERT INTO migrations VALUES(?1, ?2, ?3)")
        .bind(1, static_cast<std::int64_t>(index + 1))
        .bind(2, migrations()[index].name)
        .bind(3, unixMsNow())
        .run();
}

Result<void> migrate(Connection& connection) {
    TRY(const std::int64_t current, schemaVersion(connection));
    const auto steps = migrations();
    if (current > static_cast<std::int64_t>(steps.size())) {
        return Error{ErrorCode::Unsupported, "the database was written by a newer Hearth (schema "
                                                 + std::to_string(current) + ", this one knows "
                                                 + std::to_string(steps.size())
                                                 + "): update the program"};
    }
    for (std::size_t i = static_cast<std::size_t>(current); i < steps.size(); ++i) {
        const auto apply = [&](Connection& c) { return applyMigration(c, i); };
        TRY(connection.transaction(apply));
    }
    return {};
}

Result<void> checkWhole(Connection& connection) {
    Statement check = connection.prepare("PRAGMA quick_check(1)");
    TRY(const bool row, check.step());
    if (row && check.text(0) != "ok")
        return Error{ErrorCode::Corrupt, "database: " + check.text(0)};
    return {};
}

Result<std::unique_ptr<Connection>> openChecked(const fs::path& file, bool thorough) {
    TRY(auto connection, Connection::open(file, Connection::Mode::ReadWrite));
    if (thorough) TRY(checkWhole(*connection));
    TRY(migrate(*connection));
    return connection;
}

} // namespace

struct Database::State {
    // Destroyed from the end: queues finish first, then the connections close, then the lock goes.
    std::optional<FileLock> lock;
    DatabaseReport report;
    std::unique_ptr<Connection> writer;
    std::unique_ptr<Connection> reader;
    TaskQueue readQueue;
    TaskQueue writeQueue;
};

Database::Database(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const fs::path& file) {
    auto state = std::make_unique<State>();
    TRY(FileLock lock, FileLock::acquire(besides(file, ".lock")));
    std::error_code absent;
    const std::uintmax_t bytes = fs::file_size(file, absent);
    const bool thorough = lock.wasAbandoned() || (!absent && bytes <= kAlwaysCheckBytesMax);
    state->lock.emplace(std::move(lock));
    state->report.created = static_cast<bool>(absent) || bytes == 0;

    auto writer = openChecked(file, thorough);
    if (!writer && writer.error().code == ErrorCode::Corrupt) {
        state->report.damage = writer.error().detail;
        state->report.created = true;
        TRY(state->report.movedAside, moveAside(file));
        // The log belongs to the damaged file; beside a new one it would damage that, too.
        for (const char* suffix : {"-wal", "-shm"}) {
            std::error_code ignored;
            fs::rename(besides(file, suffix), besides(state->report.movedAside, suffix), ignored);
        }
        writer = openChecked(file, false);
    }
    if (!writer) return std::move(writer).error();
    state->writer = std::move(writer).value();
    TRY(state->reader, Connection::open(file, Connection::Mode::ReadOnly));
    return std::unique_ptr<Database>(new Database(std::move(state)));
}

const DatabaseReport& Database::report() const {
    return m_state->report;
}

void Database::write(Work work, Done<void> done) {
    m_state->writeQueue.post(
        [state = m_state.get(), work = std::move(work), done = std::move(done)] {
            Result<void> outcome = state->writer->transaction(work);
            if (done) done(std::move(outcome));
        });
}

Result<void> Database::writeAndWait(Work work) {
    ASSERT(!m_state->writeQueue.isCurrentThread());
    std::promise<Result<void>> promise;
    auto outcome = promise.get_future();
    write(std::move(work),
          [&promise](Result<void> result) { promise.set_value(std::move(result)); });
    return outcome.get();
}

void Database::read(Work work, Done<void> done) {
    m_state->readQueue.post(
        [state = m_state.get(), work = std::move(work), done = std::move(done)] {
            const auto consistently = [&]() -> Result<void> {
                TRY(state->reader->execute("BEGIN"));
                Result<void> outcome = work(*state->reader);
                const Result<void> ended = state->reader->execute("COMMIT");
                if (outcome && !ended) return ended.error();
                return outcome;
            };
            Result<void> outcome = consistently();
            if (done) done(std::move(outcome));
        });
}

Result<void> Database::readAndWait(Work work) {
    ASSERT(!m_state->readQueue.isCurrentThread());
    std::promise<Result<void>> promise;
    auto outcome = promise.get_future();
    read(std::move(work),
         [&promise](Result<void> result) { promise.set_value(std::move(result)); });
    return outcome.get();
}

} // namespace core
