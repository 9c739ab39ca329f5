// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/storage/connection.h"

#include <utility>

#include <sqlite3.h>

namespace core {
namespace {

/// How long a statement waits for another handle; only checkpoints ever make one wait.
constexpr int kBusyTimeoutMs = 5000;

ErrorCode codeOf(int sqliteCode) {
    switch (sqliteCode & 0xff) {
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH: return ErrorCode::Io;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorCode::Corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ErrorCode::Busy;
    case SQLITE_NOMEM: return ErrorCode::OutOfMemory;
    case SQLITE_TOOBIG: return ErrorCode::LimitExceeded;
    default: return ErrorCode::Internal;
    }
}

Error databaseError(sqlite3* handle, int code) {
    std::string detail = "database: ";
    detail += sqlite3_errstr(code);
    if (handle != nullptr) {
        const std::string message = sqlite3_errmsg(handle);
        if (message != sqlite3_errstr(code)) detail += " (" + message + ")";
    }
    if ((code & 0xff) == SQLITE_FULL) detail += ": free some space";
    return Error{codeOf(code), std::move(detail)};
}

} // namespace

struct Connection::CachedStatement {
    std::string sql;
    sqlite3_stmt* handle = nullptr;
    bool inUse = false;

    CachedStatement() = default;
    CachedStatement(const CachedStatement&) = delete;
    CachedStatement& operator=(const CachedStatement&) = delete;
    ~CachedStatement() { sqlite3_finalize(handle); }
};

Statement::Statement(sqlite3* database, sqlite3_stmt* statement, bool* inUse, int code)
    : m_database(database), m_statement(statement), m_inUse(inUse), m_code(code) {}

Statement::Statement(Statement&& other) noexcept
    : m_database(other.m_database), m_statement(std::exchange(other.m_statement, nullptr)),
      m_inUse(std::exchange(other.m_inUse, nullptr)), m_code(other.m_code) {}

Statement::~Statement() {
    if (m_statement != nullptr) {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement);
    }
    if (m_inUse != nullptr) *m_inUse = false;
}

void Statement::noteBind(int code) {
    ASSERT(code != SQLITE_RANGE && code != SQLITE_MISUSE);
    if (m_code == SQLITE_OK) m_code = code;
}

Statement& Statement::bind(int index, std::int64_t value) {
    if (m_statement != nullptr) noteBind(sqlite3_bind_int64(m_statement, index, value));
    return *this;
}

Statement& Statement::bind(int index, double value) {
    if (m_statement != nullptr) noteBind(sqlite3_bind_double(m_statement, index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view value) {
    if (m_statement == nullptr) return *this;
    // A null pointer would bind NULL instead of an empty text.
    const char* bytes = value.data() != nullptr ? value.data() : "";
    noteBind(sqlite3_bind_text64(m_statement, index, bytes, value.size(), SQLITE_TRANSIENT,
                                 SQLITE_UTF8));
    return *this;
}

Statement& Statement::bindNull(int index) {
    if (m_statement != nullptr) noteBind(sqlite3_bind_null(m_statement, index));
    return *this;
}

Statement& Statement::bindId(int index, std::int64_t id) {
    return id == 0 ? bindNull(index) : bind(index, id);
}

Result<bool> Statement::step() {
    if (m_code != SQLITE_OK)
        return databaseError(m_statement == nullptr ? m_database : nullptr, m_code);
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return databaseError(m_database, code);
}

Result<void> Statement::run() {
    TRY(const bool row, step());
    ASSERT(!row);
    return {};
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(m_statement, column);
}

std::string Statement::text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
    const int size = sqlite3_column_bytes(m_statement, column);
    return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

Connection::Connection(sqlite3* handle) : m_handle(handle) {}

Connection::~Connection() {
    m_statements.clear();
    sqlite3_close_v2(m_handle);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Mode mode) {
    const int flags =
        (mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    if (handle == nullptr) return Error{ErrorCode::OutOfMemory, "database: out of memory"};
    std::unique_ptr<Connection> connection(new Connection(handle));
    if (code != SQLITE_OK) {
        Error error = databaseError(handle, code);
        error.detail += ": " + file.string();
        return error;
    }
    TRY(connection->configure(mode));
    return connection;
}

Result<void> Connection::configure(Mode mode) {
    sqlite3_extended_result_codes(m_handle, 1);
    sqlite3_busy_timeout(m_handle, kBusyTimeoutMs);
    // The file may come from anywhere (a backup, another machine): its schema gets no special
    // trust.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    TRY(execute("PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; "
                "PRAGMA secure_delete=ON")); // What a person deletes is overwritten.
    if (mode == Mode::ReadWrite) {
        // Some file systems have no shared memory and stay with a rollback journal: that works too.
        TRY(execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"));
    }
    return {};
}

Statement Connection::prepare(std::string_view sql) {
    for (const auto& cached : m_statements) {
        if (cached->inUse || cached->sql != sql) continue;
        cached->inUse = true;
        return Statement(m_handle, cached->handle, &cached->inUse, SQLITE_OK);
    }
    auto fresh = std::make_unique<CachedStatement>();
    fresh->sql = sql;
    const int code =
        sqlite3_prepare_v3(m_handle, fresh->sql.c_str(), static_cast<int>(fresh->sql.size() + 1),
                           SQLITE_PREPARE_PERSISTENT, &fresh->handle, nullptr);
    if (code != SQLITE_OK) return Statement(m_handle, nullptr, nullptr, code);
    fresh->inUse = true;
    m_statements.push_back(std::move(fresh));
    return Statement(m_handle, m_statements.back()->handle, &m_statements.back()->inUse, SQLITE_OK);
}

Result<void> Connection::execute(const char* sql) {
    const int code = sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return databaseError(m_handle, code);
    return {};
}

Result<void> Connection::transaction(const std::function<Result<void>(Connection&)>& work) {
    TRY(execute("BEGIN IMMEDIATE"));
    Result<void> outcome = work(*this);
    if (outcome) outcome = execute("COMMIT");
    // Some failures (a full disk) have rolled back already.
    if (!outcome && sqlite3_get_autocommit(m_handle) == 0) {
        if (const Result<void> undone = execute("ROLLBACK"); !undone) return undone.error();
    }
    return outcome;
}

std::int64_t Connection::lastInsertId() const {
    return sqlite3_last_insert_rowid(m_handle);
}

std::int64_t Connection::totalChanges() const {
    return sqlite3_total_changes64(m_handle);
}

std::int64_t Connection::changes() const {
    return sqlite3_changes64(m_handle);
}

} // namespace core
