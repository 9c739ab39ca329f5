// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/chat/message.h"
#include "core/storage/connection.h"

namespace core {

/// What ChatStore does to chats, each within a transaction (or read) of its caller.

Error noChat(ChatId id);
Result<ChatSummary> summaryOf(Connection& connection, ChatId id);
/// From the first turn to this message.
Result<std::vector<Message>> pathOf(Connection& connection, MessageId id);
/// Makes the path to this message the visible one.
Result<void> showPathTo(Connection& connection, MessageId id);
/// ChatStore::addMessage()
Result<Message> addTo(Connection& connection, Message message);
Result<void> purgeFrom(Connection& connection, ChatId id);
/// With all that is below them.
Result<void> purgeMessagesDeletedBefore(Connection& connection, UnixMs time);
/// ChatStore::deleteMessage()
Result<void> hideMessage(Connection& connection, MessageId id);
Result<ChatSummary> insertChat(Connection& connection, std::string_view title,
                               std::string_view overrides);
/// ChatStore::branch()
Result<ChatSummary> branchFrom(Connection& connection, MessageId id);

} // namespace core
