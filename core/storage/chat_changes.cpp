// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/storage/chat_changes.h"

#include <algorithm>

#include "core/storage/message_rows.h"
#include "core/storage/title.h"

namespace core {
namespace {

Result<void> touchChat(Connection& connection, ChatId id, UnixMs now) {
    TRY(connection.prepare("UPDATE chats SET updated_ms=?2 WHERE id=?1")
            .bind(1, id)
            .bind(2, now)
            .run());
    return connection.changes() == 0 ? Result<void>(noChat(id)) : Result<void>();
}

Result<void> checkParent(Connection& connection, const Message& message) {
    if (message.parent == kNoId) return {};
    Statement row = connection.prepare("SELECT chat_id FROM messages WHERE id=?1");
    row.bind(1, message.parent);
    TRY(const bool found, row.step());
    if (!found || row.integer(0) != message.chat) {
        return Error{ErrorCode::NotFound, "no message " + std::to_string(message.parent)
                                              + " in chat " + std::to_string(message.chat)};
    }
    return {};
}

/// The version to show in place of one that goes: the one before it, else the one after it.
MessageId neighbourOf(const MessageTree& tree, const TreeNode& node) {
    MessageId before = kNoId;
    for (const TreeNode& other : tree.nodes) {
        if (other.parent != node.parent || other.id == node.id || !other.visible) continue;
        if (other.id > node.id) return before != kNoId ? before : other.id;
        before = other.id;
    }
    return before;
}

} // namespace

Error noChat(ChatId id) {
    return Error{ErrorCode::NotFound, "no chat " + std::to_string(id)};
}

Result<ChatSummary> summaryOf(Connection& connection, ChatId id) {
    static const std::string kSql =
        "SELECT " + std::string(kSummaryColumns) + " FROM chats WHERE id=?1";
    Statement row = connection.prepare(kSql);
    row.bind(1, id);
    TRY(const bool found, row.step());
    if (!found) return noChat(id);
    return readSummary(row);
}

Result<std::vector<Message>> pathOf(Connection& connection, MessageId id) {
    std::vector<Message> path;
    for (MessageId next = id; next != kNoId;) {
        TRY(Message message, readMessage(connection, next));
        next = message.parent;
        path.push_back(std::move(message));
    }
    std::reverse(path.begin(), path.end());
    return path;
}

Result<void> showPathTo(Connection& connection, MessageId id) {
    TRY(connection
            .prepare("WITH RECURSIVE up(child, parent) AS ("
                     "SELECT id, parent_id FROM messages WHERE id=?1 UNION ALL "
                     "SELECT m.id, m.parent_id FROM messages m JOIN up ON m.id=up.parent) "
                     "UPDATE messages SET selected_child=up.child FROM up "
                     "WHERE messages.id=up.parent AND messages.selected_child IS NOT up.child")
            .bind(1, id)
            .run());
    return connection
        .prepare("WITH RECURSIVE up(id, parent, chat) AS ("
                 "SELECT id, parent_id, chat_id FROM messages WHERE id=?1 UNION ALL "
                 "SELECT m.id, m.parent_id, m.chat_id FROM messages m JOIN up ON m.id=up.parent) "
                 "UPDATE chats SET selected_root=up.id FROM up "
                 "WHERE up.parent IS NULL AND chats.id=up.chat")
        .bind(1, id)
        .run();
}

Result<Message> addTo(Connection& connection, Message message) {
    TRY(checkParent(connection, message));
    message.createdMs = unixMsNow();
    TRY(touchChat(connection, message.chat, message.createdMs));
    TRY(message.id, insertMessage(connection, message));
    TRY(showPathTo(connection, message.id));
    if (message.role == Role::User) {
        TRY(connection.prepare("UPDATE chats SET title=?2 WHERE id=?1 AND title=''")
                .bind(1, message.chat)
                .bind(2, titleFrom(message.content))
                .run());
    }
    return message;
}

Result<void> purgeFrom(Connection& connection, ChatId id) {
    TRY(connection.prepare("DELETE FROM messages WHERE chat_id=?1").bind(1, id).run());
    TRY(connection.prepare("DELETE FROM chats WHERE id=?1").bind(1, id).run());
    return connection.changes() == 0 ? Result<void>(noChat(id)) : Result<void>();
}

Result<void> purgeMessagesDeletedBefore(Connection& connection, UnixMs time) {
    return connection
        .prepare("WITH RECURSIVE gone(id) AS ("
                 "SELECT id FROM messages WHERE deleted_ms<>0 AND deleted_ms<?1 UNION "
                 "SELECT m.id FROM messages m JOIN gone ON m.parent_id=gone.id) "
                 "DELETE FROM messages WHERE id IN (SELECT id FROM gone)")
        .bind(1, time)
        .run();
}

Result<void> hideMessage(Connection& connection, MessageId id) {
    TRY(const Message message, readMessage(connection, id));
    TRY(const MessageTree tree, MessageTree::read(connection, message.chat));
    const TreeNode* node = tree.find(id);
    ASSERT(node != nullptr);
    const MessageId instead = neighbourOf(tree, *node);
    TRY(connection.prepare("UPDATE messages SET deleted_ms=?2 WHERE id=?1")
            .bind(1, id)
            .bind(2, unixMsNow())
            .run());
    TRY(connection
            .prepare("UPDATE messages SET selected_child=?2 WHERE id=?1 AND selected_child=?3")
            .bindId(1, message.parent)
            .bindId(2, instead)
            .bind(3, id)
            .run());
    return connection.prepare("UPDATE chats SET selected_root=?2 WHERE id=?1 AND selected_root=?3")
        .bind(1, message.chat)
        .bindId(2, instead)
        .bind(3, id)
        .run();
}

Result<ChatSummary> insertChat(Connection& connection, std::string_view title,
                               std::string_view overrides) {
    const UnixMs now = unixMsNow();
    TRY(connection
            .prepare("INSERT INTO chats(title, created_ms, updated_ms, overrides) "
                     "VALUES(?1, ?2, ?2, ?3)")
            .bind(1, title)
            .bind(2, now)
            .bind(3, overrides)
            .run());
    return summaryOf(connection, connection.lastInsertId());
}

Result<ChatSummary> branchFrom(Connection& connection, MessageId id) {
    TRY(std::vector<Message> path, pathOf(connection, id));
    Statement source = connection.prepare("SELECT title, overrides FROM chats WHERE id=?1");
    source.bind(1, path.back().chat);
    TRY(const bool found, source.step());
    if (!found) return noChat(path.back().chat);
    TRY(const ChatSummary chat, insertChat(connection, source.text(0), source.text(1)));
    MessageId parent = kNoId;
    for (Message& message : path) {
        message.chat = chat.id;
        message.parent = parent;
        if (message.status == MessageStatus::Partial) message.status = MessageStatus::Interrupted;
        TRY(parent, insertMessage(connection, message));
    }
    TRY(showPathTo(connection, parent));
    return chat;
}

} // namespace core
