// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/storage/connection.h"

namespace core {

/// One step of the schema; its version is its place in the table, counted from 1.
struct Migration {
    std::string_view name;
    const char* sql;
};
/// storage/migrations_tables.cpp. Published entries never change; new ones go to the end.
std::span<const Migration> migrations();

/// What opening found out, for people.
struct DatabaseReport {
    std::filesystem::path movedAside; ///< Not empty: the old file was damaged and lies here now.
    std::string damage;               ///< What SQLite said about it.
    bool created = false;             ///< There was no database before, or none that was whole.
};

/// The program's SQLite database: WAL, synchronous=FULL, foreign keys on. One thread owns the
/// connection that writes and takes jobs from a queue; each job is one transaction, on disk before
/// it reports. A second thread reads, so that readers never wait for the disk to finish writing.
///
/// One process at a time: a lock file beside the database is held while it is open. A second
/// process is refused with Busy (and not let in read-only: it would show chats that it cannot
/// continue). A damaged file is moved aside, never deleted, and a new database begun: see report().
/// A database of a newer program is refused with Unsupported and left untouched.
class Database {
public:
    using Work = std::function<Result<void>(Connection&)>;

    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);
    /// Finishes queued writes and reads, then closes.
    ~Database();

    const DatabaseReport& report() const;

    /// Queues a transaction. `done` is called on the writing thread after the commit.
    void write(Work work, Done<void> done = {});
    /// Waits for it. Not from the writing thread.
    Result<void> writeAndWait(Work work);

    /// Queues a read on the reading thread; it sees one state of the database throughout.
    void read(Work work, Done<void> done = {});
    /// Waits for it. Not from the reading thread.
    Result<void> readAndWait(Work work);

private:
    struct State;
    explicit Database(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace core
