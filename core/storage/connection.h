// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace core {

/// A prepared statement lent out by Connection: bind, step, read columns. Goes back to the cache,
/// reset, when it leaves its scope, which must be before the Connection does. Bound text is copied.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    /// Indices count from 1, as in SQL.
    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, double value);
    Statement& bind(int index, std::string_view value);
    Statement& bindNull(int index);
    /// An id; 0 is bound as NULL.
    Statement& bindId(int index, std::int64_t id);

    /// True: a row is there to be read. A failed prepare or bind comes out here.
    Result<bool> step();
    /// For statements that give no rows.
    Result<void> run();

    std::int64_t integer(int column) const; ///< NULL reads as 0.
    double real(int column) const;
    std::string text(int column) const;
    bool isNull(int column) const;

private:
    friend class Connection;
    Statement(sqlite3* database, sqlite3_stmt* statement, bool* inUse, int code);
    void noteBind(int code);

    sqlite3* m_database;
    sqlite3_stmt* m_statement; // Null after a failed prepare.
    bool* m_inUse;
    int m_code; // SQLite's code of the first failure.
};

/// One open handle to a database. Used by one thread at a time.
class Connection {
public:
    enum class Mode : std::uint8_t { ReadWrite, ReadOnly };
    /// WAL, synchronous=FULL, foreign keys on.
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Mode mode);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Statements are cached by their text.
    Statement prepare(std::string_view sql);
    /// Any number of statements without parameters; rows are thrown away.
    Result<void> execute(const char* sql);
    /// Runs `work` between BEGIN IMMEDIATE and COMMIT; an error of either rolls everything back.
    Result<void> transaction(const std::function<Result<void>(Connection&)>& work);
    std::int64_t lastInsertId() const;
    std::int64_t changes() const;      ///< Rows that the last statement changed.
    std::int64_t totalChanges() const; ///< Rows that were changed since the connection was opened.

private:
    struct CachedStatement;
    explicit Connection(sqlite3* handle);
    Result<void> configure(Mode mode);

    sqlite3* m_handle;
    std::vector<std::unique_ptr<CachedStatement>> m_statements;
};

} // namespace core
