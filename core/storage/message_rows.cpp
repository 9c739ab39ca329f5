// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/storage/message_rows.h"

#include <algorithm>
namespace core {
namespace {

ErrorCode errorCodeNamed(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        if (inference::errorCodeName(code) == name) return code;
    }
    return ErrorCode::Internal;
}

std::string_view errorNameOf(const Message& message) {
    return message.status == MessageStatus::Failed ? inference::errorCodeName(message.errorCode)
                                                   : std::string_view();
}

/// Numbers in a database may be anybody's: unknown ones become the harmless kind.
Role roleOf(std::int64_t number) {
    return number >= 0 && number <= static_cast<int>(Role::Tool) ? static_cast<Role>(number)
                                                                 : Role::User;
}

MessageStatus statusOf(std::int64_t number) {
    return number >= 0 && number <= static_cast<int>(MessageStatus::Failed)
               ? static_cast<MessageStatus>(number)
               : MessageStatus::Complete;
}

Result<void> appendJournal(Connection& connection, Message& message) {
    Statement rows = connection.prepare(
        "SELECT content, reasoning FROM message_journal WHERE message_id=?1 ORDER BY sequence");
    rows.bind(1, message.id);
    while (true) {
        TRY(const bool more, rows.step());
        if (!more) return {};
        message.content += rows.text(0);
        message.reasoning += rows.text(1);
    }
}

} // namespace

ChatSummary readSummary(const Statement& row) {
    ChatSummary chat;
    chat.id = row.integer(0);
    chat.title = row.text(1);
    chat.createdMs = row.integer(2);
    chat.updatedMs = row.integer(3);
    chat.pinned = row.integer(4) != 0;
    chat.deletedMs = row.integer(5);
    chat.modelPath = row.text(6);
    chat.modelName = row.text(7);
    return chat;
}

Result<Message> readMessage(Connection& connection, MessageId id) {
    Statement row = connection.prepare(
        "SELECT id, chat_id, parent_id, role, status, created_ms, content, reasoning, error, "
        "error_code, model_name, parameters, timings FROM messages WHERE id=?1");
    row.bind(1, id);
    TRY(const bool found, row.step());
    if (!found) return Error{ErrorCode::NotFound, "no message " + std::to_string(id)};
    Message message;
    message.id = row.integer(0);
    message.chat = row.integer(1);
    message.parent = row.integer(2);
    message.role = roleOf(row.integer(3));
    message.status = statusOf(row.integer(4));
    message.createdMs = row.integer(5);
    message.content = row.text(6);
    message.reasoning = row.text(7);
    message.error = row.text(8);
    message.errorCode = errorCodeNamed(row.text(9));
    message.modelName = row.text(10);
    if (auto parameters = parametersFromJson(row.text(11)))
        message.parameters = std::move(parameters).value();
    message.timings = timingsFromJson(row.text(12));
    if (message.status == MessageStatus::Partial) TRY(appendJournal(connection, message));
    return message;
}

Result<MessageId> insertMessage(Connection& connection, const Message& message) {
    Statement insert = connection.prepare(
        "INSERT INTO messages(chat_id, parent_id, role, status, created_ms, content, reasoning, "
        "error, error_code, model_name, parameters, timings) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    insert.bind(1, message.chat)
        .bindId(2, message.parent)
        .bind(3, static_cast<std::int64_t>(message.role))
        .bind(4, static_cast<std::int64_t>(message.status))
        .bind(5, message.createdMs)
        .bind(6, message.content)
        .bind(7, message.reasoning)
        .bind(8, message.error)
        .bind(9, errorNameOf(message))
        .bind(10, message.modelName)
        .bind(11, toJson(message.parameters))
        .bind(12, toJson(message.timings));
    TRY(insert.run());
    return connection.lastInsertId();
}

Result<void> updateMessage(Connection& connection, const Message& message) {
    Statement update = connection.prepare(
        "UPDATE messages SET status=?2, content=?3, reasoning=?4, error=?5, error_code=?6, "
        "model_name=?7, parameters=?8, timings=?9 WHERE id=?1");
    update.bind(1, message.id)
        .bind(2, static_cast<std::int64_t>(message.status))
        .bind(3, message.content)
        .bind(4, message.reasoning)
        .bind(5, message.error)
        .bind(6, errorNameOf(message))
        .bind(7, message.modelName)
        .bind(8, toJson(message.parameters))
        .bind(9, toJson(message.timings));
    TRY(update.run());
    if (connection.changes() == 0)
        return Error{ErrorCode::NotFound, "no message " + std::to_string(message.id)};
    return {};
}

Result<MessageTree> MessageTree::read(Connection& connection, ChatId chat) {
    MessageTree tree;
    Statement root = connection.prepare("SELECT selected_root FROM chats WHERE id=?1");
    root.bind(1, chat);
    TRY(const bool exists, root.step());
    if (!exists) return Error{ErrorCode::NotFound, "no chat " + std::to_string(chat)};
    tree.selectedRoot = root.integer(0);

    // A child is stored after its parent, so ids are in tree order.
    Statement rows = connection.prepare("SELECT id, parent_id, selected_child, deleted_ms "
                                        "FROM messages WHERE chat_id=?1 ORDER BY id");
    rows.bind(1, chat);
    while (true) {
        TRY(const bool more, rows.step());
        if (!more) return tree;
        TreeNode node{rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3) == 0};
        if (node.parent != kNoId) {
            const TreeNode* parent = tree.find(node.parent);
            if (parent == nullptr || !parent->visible) node.visible = false;
        }
        tree.nodes.push_back(node);
    }
}

const TreeNode* MessageTree::find(MessageId id) const {
    const auto place =
        std::lower_bound(nodes.begin(), nodes.end(), id,
                         [](const TreeNode& node, MessageId wanted) { return node.id < wanted; });
    return place != nodes.end() && place->id == id ? &*place : nullptr;
}

std::unordered_map<MessageId, std::vector<MessageId>> MessageTree::children() const {
    std::unordered_map<MessageId, std::vector<MessageId>> result;
    for (const TreeNode& node : nodes)
        if (node.visible) result[node.parent].push_back(node.id);
    return result;
}

std::vector<MessageId> MessageTree::visiblePath() const {
    std::unordered_map<MessageId, MessageId> newest; // Parent -> its last visible child.
    for (const TreeNode& node : nodes)
        if (node.visible) newest[node.parent] = node.id;
    std::vector<MessageId> path;
    MessageId parent = kNoId;
    MessageId selected = selectedRoot;
    while (true) {
        const TreeNode* next = find(selected);
        if (next == nullptr || !next->visible || next->parent != parent) {
            const auto last = newest.find(parent);
            if (last == newest.end()) return path;
            next = find(last->second);
        }
        path.push_back(next->id);
        parent = next->id;
        selected = next->selectedChild;
    }
}

} // namespace core
