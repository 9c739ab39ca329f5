// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>

#include "core/storage/database.h"

namespace core {
namespace {

// Times are Unix milliseconds; 0 means never. Roles and states are the numbers in
// core/chat/message.h.
//
// A chat's messages form a tree. `selected_child` (and `selected_root`) name the version shown
// below a message; they are hints, checked when read. `parent_id` does not cascade: SQLite bounds
// the depth of cascades, and chains of turns may be longer.
//
// The full-text tables hold an index only; the triggers keep them true.
constexpr const char* kFirstSchema = R"sql(
CREATE TABLE chats(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL DEFAULT '',
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0,
    deleted_ms INTEGER NOT NULL DEFAULT 0,
    model_path TEXT NOT NULL DEFAULT '',
    model_name TEXT NOT NULL DEFAULT '',
    overrides TEXT NOT NULL DEFAULT '{}',
    selected_root INTEGER
) STRICT;
CREATE INDEX chats_by_date ON chats(deleted_ms, pinned DESC, updated_ms DESC);

CREATE TABLE messages(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL REFERENCES chats(id) DEFERRABLE INITIALLY DEFERRED,
    parent_id INTEGER REFERENCES messages(id) DEFERRABLE INITIALLY DEFERRED,
    selected_child INTEGER,
    role INTEGER NOT NULL,
    status INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    deleted_ms INTEGER NOT NULL DEFAULT 0,
    content TEXT NOT NULL,
    reasoning TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    error_code TEXT NOT NULL DEFAULT '',
    model_name TEXT NOT NULL DEFAULT '',
    parameters TEXT NOT NULL DEFAULT '{}',
    timings TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX messages_by_chat ON messages(chat_id);
CREATE INDEX messages_by_parent ON messages(parent_id);
CREATE INDEX messages_partial ON messages(status) WHERE status = 1;

CREATE TABLE message_journal(
    message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    content TEXT NOT NULL,
    reasoning TEXT NOT NULL,
    PRIMARY KEY(message_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE messages_fts USING fts5(content, content='messages', content_rowid='id',
    prefix='2 3', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER messages_indexed AFTER INSERT ON messages BEGIN
    INSERT INTO messages_fts(rowid, content) VALUES(new.id, new.content);
END;
CREATE TRIGGER messages_unindexed AFTER DELETE ON messages BEGIN
    INSERT INTO messages_fts(messages_fts, rowid, content) VALUES('delete', old.id, old.content);
END;
CREATE TRIGGER messages_reindexed AFTER UPDATE OF content ON messages
WHEN old.content IS NOT new.content BEGIN
    INSERT INTO messages_fts(messages_fts, rowid, content) VALUES('delete', old.id, old.content);
    INSERT INTO messages_fts(rowid, content) VALUES(new.id, new.content);
END;

CREATE VIRTUAL TABLE chats_fts USING fts5(title, content='chats', content_rowid='id',
    prefix='2 3', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER chats_indexed AFTER INSERT ON chats BEGIN
    INSERT INTO chats_fts(rowid, title) VALUES(new.id, new.title);
END;
CREATE TRIGGER chats_unindexed AFTER DELETE ON chats BEGIN
    INSERT INTO chats_fts(chats_fts, rowid, title) VALUES('delete', old.id, old.title);
END;
CREATE TRIGGER chats_reindexed AFTER UPDATE OF title ON chats
WHEN old.title IS NOT new.title BEGIN
    INSERT INTO chats_fts(chats_fts, rowid, title) VALUES('delete', old.id, old.title);
    INSERT INTO chats_fts(rowid, title) VALUES(new.id, new.title);
END;
)sql";

constexpr std::array kMigrations{
    Migration{"chats, messages, journal, full-text search", kFirstSchema},
};

} // namespace

std::span<const Migration> migrations() {
    return kMigrations;
}

} // namespace core
