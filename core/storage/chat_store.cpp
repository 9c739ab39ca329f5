// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/storage/chat_store.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "core/storage/chat_changes.h"
#include "core/storage/chat_search.h"
#include "core/storage/message_rows.h"

namespace core {
namespace {

Result<Turn> turnOf(Connection& connection, MessageId id, const std::vector<MessageId>& versions) {
    Turn turn;
    TRY(turn.message, readMessage(connection, id));
    const auto place = std::find(versions.begin(), versions.end(), id);
    if (place == versions.end()) return turn; // Hidden.
    turn.version = static_cast<int>(place - versions.begin()) + 1;
    turn.versionCount = static_cast<int>(versions.size());
    if (place != versions.begin()) turn.previousVersion = *(place - 1);
    if (place + 1 != versions.end()) turn.nextVersion = *(place + 1);
    return turn;
}

Result<ParameterOverrides> overridesOf(Connection& connection, ChatId id) {
    Statement row = connection.prepare("SELECT overrides FROM chats WHERE id=?1");
    row.bind(1, id);
    TRY(const bool found, row.step());
    if (!found) return noChat(id);
    auto overrides = overridesFromJson(row.text(0));
    return overrides ? std::move(overrides).value() : ParameterOverrides();
}

Result<Conversation> conversationOf(Connection& connection, ChatId id) {
    Conversation conversation;
    TRY(conversation.chat, summaryOf(connection, id));
    TRY(conversation.overrides, overridesOf(connection, id));
    TRY(const MessageTree tree, MessageTree::read(connection, id));
    const auto children = tree.children();
    MessageId parent = kNoId;
    for (const MessageId next : tree.visiblePath()) {
        TRY(Turn turn, turnOf(connection, next, children.at(parent)));
        conversation.turns.push_back(std::move(turn));
        parent = next;
    }
    return conversation;
}

/// FTS5 manual, "The 'merge' Command": a negative number begins to merge everything into one
/// segment, positive ones go on with it; each writes about that many pages.
constexpr const char* kCompactMessages =
    "INSERT INTO messages_fts(messages_fts, rank) VALUES('merge', -300)";
constexpr const char* kCompactMessagesMore =
    "INSERT INTO messages_fts(messages_fts, rank) VALUES('merge', 300)";
constexpr const char* kCompactTitles =
    "INSERT INTO chats_fts(chats_fts, rank) VALUES('merge', -300)";
constexpr const char* kCompactTitlesMore =
    "INSERT INTO chats_fts(chats_fts, rank) VALUES('merge', 300)";

} // namespace

ChatStore::ChatStore(Database& database) : m_database(database) {}

template <typename T>
Result<T> ChatStore::reading(const std::function<Result<T>(Connection&)>& work) {
    std::optional<T> value;
    TRY(m_database.readAndWait([&](Connection& connection) -> Result<void> {
        Result<T> outcome = work(connection);
        if (!outcome) return std::move(outcome).error();
        value = std::move(outcome).value();
        return {};
    }));
    return std::move(*value);
}

template <typename T>
Result<T> ChatStore::writing(const std::function<Result<T>(Connection&)>& work) {
    std::optional<T> value;
    TRY(m_database.writeAndWait([&](Connection& connection) -> Result<void> {
        Result<T> outcome = work(connection);
        if (!outcome) return std::move(outcome).error();
        value = std::move(outcome).value();
        return {};
    }));
    return std::move(*value);
}

Result<void> ChatStore::changeChat(ChatId id, const char* sql,
                                   const std::function<void(Statement&)>& bind) {
    return m_database.writeAndWait([&](Connection& connection) -> Result<void> {
        Statement update = connection.prepare(sql);
        update.bind(1, id);
        bind(update);
        TRY(update.run());
        return connection.changes() == 0 ? Result<void>(noChat(id)) : Result<void>();
    });
}

Result<std::unique_ptr<ChatStore>> ChatStore::open(Database& database) {
    std::unique_ptr<ChatStore> store(new ChatStore(database));
    TRY(store->recover());
    return store;
}

Result<void> ChatStore::recover() {
    return m_database.writeAndWait([](Connection& connection) -> Result<void> {
        std::vector<MessageId> partial;
        Statement rows = connection.prepare("SELECT id FROM messages WHERE status=1");
        while (true) {
            TRY(const bool more, rows.step());
            if (!more) break;
            partial.push_back(rows.integer(0));
        }
        for (const MessageId id : partial) {
            TRY(Message message, readMessage(connection, id));
            message.status = MessageStatus::Interrupted;
            TRY(updateMessage(connection, message));
        }
        return connection.execute("DELETE FROM message_journal");
    });
}

Result<std::vector<ChatSummary>> ChatStore::chats(ChatListKind kind) {
    const char* order = kind == ChatListKind::Alive
                            ? " FROM chats WHERE deleted_ms=0 ORDER BY pinned DESC, "
                              "updated_ms DESC, id DESC"
                            : " FROM chats WHERE deleted_ms<>0 ORDER BY deleted_ms DESC, id DESC";
    const std::string sql = "SELECT " + std::string(kSummaryColumns) + order;
    return reading<std::vector<ChatSummary>>(
        [&](Connection& connection) -> Result<std::vector<ChatSummary>> {
            std::vector<ChatSummary> list;
            Statement rows = connection.prepare(sql);
            while (true) {
                TRY(const bool more, rows.step());
                if (!more) return list;
                list.push_back(readSummary(rows));
            }
        });
}

Result<ChatSummary> ChatStore::chat(ChatId id) {
    return reading<ChatSummary>([&](Connection& c) { return summaryOf(c, id); });
}

Result<Conversation> ChatStore::conversation(ChatId id) {
    return reading<Conversation>([&](Connection& c) { return conversationOf(c, id); });
}

Result<Message> ChatStore::message(MessageId id) {
    return reading<Message>([&](Connection& c) { return readMessage(c, id); });
}

Result<Turn> ChatStore::turn(MessageId id) {
    return reading<Turn>([&](Connection& c) -> Result<Turn> {
        TRY(const Message message, readMessage(c, id));
        TRY(const MessageTree tree, MessageTree::read(c, message.chat));
        return turnOf(c, id, tree.children()[message.parent]);
    });
}

Result<MessageId> ChatStore::visibleLeaf(ChatId id) {
    return reading<MessageId>([&](Connection& c) -> Result<MessageId> {
        TRY(const MessageTree tree, MessageTree::read(c, id));
        const std::vector<MessageId> path = tree.visiblePath();
        return path.empty() ? kNoId : path.back();
    });
}

Result<ParameterOverrides> ChatStore::overrides(ChatId id) {
    return reading<ParameterOverrides>([&](Connection& c) { return overridesOf(c, id); });
}

Result<std::vector<Message>> ChatStore::pathTo(MessageId id) {
    return reading<std::vector<Message>>([&](Connection& c) { return pathOf(c, id); });
}

Result<std::vector<Message>> ChatStore::allMessages(ChatId id) {
    return reading<std::vector<Message>>([&](Connection& c) -> Result<std::vector<Message>> {
        std::vector<Message> messages;
        TRY(const MessageTree tree, MessageTree::read(c, id));
        for (const TreeNode& node : tree.nodes) {
            if (!node.visible) continue;
            TRY(Message message, readMessage(c, node.id));
            messages.push_back(std::move(message));
        }
        return messages;
    });
}

Result<std::vector<SearchHit>> ChatStore::search(std::string_view query, std::size_t limit) {
    return reading<std::vector<SearchHit>>(
        [&](Connection& c) { return searchChats(c, query, limit); });
}

Result<ChatSummary> ChatStore::createChat(std::string_view title,
                                          const ParameterOverrides& overrides) {
    return writing<ChatSummary>(
        [&](Connection& c) { return insertChat(c, title, toJson(overrides)); });
}

Result<void> ChatStore::renameChat(ChatId id, std::string_view title) {
    return changeChat(id, "UPDATE chats SET title=?2 WHERE id=?1",
                      [&](Statement& s) { s.bind(2, title); });
}

Result<void> ChatStore::setPinned(ChatId id, bool pinned) {
    return changeChat(id, "UPDATE chats SET pinned=?2 WHERE id=?1",
                      [&](Statement& s) { s.bind(2, std::int64_t{pinned}); });
}

Result<void> ChatStore::setOverrides(ChatId id, const ParameterOverrides& overrides) {
    return changeChat(id, "UPDATE chats SET overrides=?2 WHERE id=?1",
                      [&](Statement& s) { s.bind(2, toJson(overrides)); });
}

Result<void> ChatStore::setModel(ChatId id, std::string_view path, std::string_view name) {
    return changeChat(id, "UPDATE chats SET model_path=?2, model_name=?3 WHERE id=?1",
                      [&](Statement& s) { s.bind(2, path).bind(3, name); });
}

Result<void> ChatStore::moveToTrash(ChatId id) {
    return changeChat(id, "UPDATE chats SET deleted_ms=?2 WHERE id=?1",
                      [&](Statement& s) { s.bind(2, unixMsNow()); });
}

Result<void> ChatStore::restoreFromTrash(ChatId id) {
    return changeChat(id, "UPDATE chats SET deleted_ms=0 WHERE id=?1", [](Statement&) {});
}

Result<void> ChatStore::purge(ChatId id) {
    return m_database.writeAndWait([&](Connection& c) { return purgeFrom(c, id); });
}

Result<std::vector<ChatId>> ChatStore::purgeTrashedBefore(UnixMs time) {
    return writing<std::vector<ChatId>>([&](Connection& c) -> Result<std::vector<ChatId>> {
        std::vector<ChatId> ids;
        Statement rows =
            c.prepare("SELECT id FROM chats WHERE deleted_ms<>0 AND deleted_ms<?1 ORDER BY id");
        rows.bind(1, time);
        while (true) {
            TRY(const bool more, rows.step());
            if (!more) break;
            ids.push_back(rows.integer(0));
        }
        for (const ChatId id : ids) TRY(purgeFrom(c, id));
        TRY(purgeMessagesDeletedBefore(c, time));
        return ids;
    });
}

Result<void> ChatStore::compactIndex(const std::function<bool()>& goOn) {
    for (const bool titles : {false, true}) {
        const char* begin = titles ? kCompactTitles : kCompactMessages;
        const char* more = titles ? kCompactTitlesMore : kCompactMessagesMore;
        bool done = false;
        for (bool first = true; !done && goOn(); first = false) {
            Result<void> step = m_database.writeAndWait([&](Connection& c) {
                const std::int64_t before = c.totalChanges();
                Result<void> merged = c.execute(first ? begin : more);
                // FTS5 counts one change for the command itself.
                done = !first && c.totalChanges() - before < 2;
                return merged;
            });
            if (!step) return step;
        }
    }
    return {};
}

Result<Message> ChatStore::addMessage(Message message) {
    return writing<Message>([&](Connection& c) { return addTo(c, std::move(message)); });
}

Result<void> ChatStore::finishMessage(const Message& message) {
    return m_database.writeAndWait([&](Connection& c) -> Result<void> {
        TRY(updateMessage(c, message));
        return c.prepare("DELETE FROM message_journal WHERE message_id=?1")
            .bind(1, message.id)
            .run();
    });
}

Result<void> ChatStore::appendToJournal(MessageId id, std::string_view content,
                                        std::string_view reasoning) {
    return m_database.writeAndWait([&](Connection& c) {
        return c
            .prepare("INSERT INTO message_journal SELECT ?1, coalesce(max(sequence), 0) + 1, ?2, "
                     "?3 FROM message_journal WHERE message_id=?1")
            .bind(1, id)
            .bind(2, content)
            .bind(3, reasoning)
            .run();
    });
}

Result<void> ChatStore::reopenMessage(MessageId id) {
    return m_database.writeAndWait([&](Connection& c) -> Result<void> {
        TRY(c.prepare("UPDATE messages SET status=1, error='', error_code='' WHERE id=?1")
                .bind(1, id)
                .run());
        if (c.changes() == 0) return Error{ErrorCode::NotFound, "no message " + std::to_string(id)};
        return {};
    });
}

Result<void> ChatStore::selectVersion(MessageId id) {
    return m_database.writeAndWait([&](Connection& c) -> Result<void> {
        TRY(readMessage(c, id));
        return showPathTo(c, id);
    });
}

Result<void> ChatStore::deleteMessage(MessageId id) {
    return m_database.writeAndWait([&](Connection& c) { return hideMessage(c, id); });
}

Result<void> ChatStore::restoreMessage(MessageId id) {
    return m_database.writeAndWait([&](Connection& c) -> Result<void> {
        TRY(readMessage(c, id));
        TRY(c.prepare("UPDATE messages SET deleted_ms=0 WHERE id=?1").bind(1, id).run());
        return showPathTo(c, id);
    });
}

Result<ChatSummary> ChatStore::branch(MessageId id) {
    return writing<ChatSummary>([&](Connection& c) { return branchFrom(c, id); });
}

} // namespace core
