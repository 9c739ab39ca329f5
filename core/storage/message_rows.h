// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/chat/message.h"
#include "core/storage/connection.h"

namespace core {

/// Rows of the tables `chats` and `messages` as values, and back. Within a transaction or read.

/// Columns for a query that readSummary() understands.
inline constexpr std::string_view kSummaryColumns =
    "id, title, created_ms, updated_ms, pinned, deleted_ms, model_path, model_name";
ChatSummary readSummary(const Statement& row);

/// With what the journal holds, if it is still being written. NotFound.
Result<Message> readMessage(Connection& connection, MessageId id);
/// Inserts as it is, except for `id`, which the database gives.
Result<MessageId> insertMessage(Connection& connection, const Message& message);
/// Everything but id, chat, parent, role and time.
Result<void> updateMessage(Connection& connection, const Message& message);

/// What is needed of a message to find its place.
struct TreeNode {
    MessageId id = kNoId;
    MessageId parent = kNoId;
    MessageId selectedChild = kNoId;
    bool visible = true; ///< Neither it nor what is above it is deleted.
};

/// A chat's tree without its texts, parents before children.
struct MessageTree {
    std::vector<TreeNode> nodes;
    MessageId selectedRoot = kNoId;

    static Result<MessageTree> read(Connection& connection, ChatId chat);
    const TreeNode* find(MessageId id) const;
    /// Visible children of each node that has any (of kNoId: the first turns), oldest first.
    std::unordered_map<MessageId, std::vector<MessageId>> children() const;
    /// The visible path, along the selected versions; where none is selected, the newest.
    std::vector<MessageId> visiblePath() const;
};

} // namespace core
