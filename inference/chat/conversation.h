// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "inference/chat/chat_template.h"
#include "inference/jinja/value.h"

namespace inference {

/// The `messages` of a template: one dict each, texts marked as untrusted, roles not.
using Conversation = std::vector<jinja::Value>;

Result<Conversation> conversationFrom(std::span<const ChatMessage> messages,
                                      std::string_view templateSource);
Result<Conversation> conversationFromJson(std::string_view messagesJson);

/// Puts the text of leading system turns in front of the first user turn.
Conversation withoutSystemTurns(const Conversation& conversation);
/// Joins neighbouring turns of one role.
Conversation withAlternatingTurns(const Conversation& conversation);
/// Gives tool calls ids of nine letters and digits, which older Mistral templates insist on.
Conversation withShortCallIds(const Conversation& conversation);
/// Content as a list of typed parts, for templates that know nothing else.
Conversation withContentParts(const Conversation& conversation);
/// A call's arguments as JSON text instead of an object.
Conversation withArgumentsAsText(const Conversation& conversation);

} // namespace inference
