// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "inference/base/result.h"
#include "inference/chat/chat_template.h"

namespace inference {

/// Tokens of a conversation as a prompt.
using CountTokens = std::function<Result<std::uint32_t>(std::span<const ChatMessage> messages)>;

/// Takes the oldest turns out of a conversation that has become too long, as few as suffice to make
/// it `tokensMax` tokens. A turn is a user's message with all that answers it; what stands before
/// the first one (the system's words) stays, and so does the last turn. Gives the number of
/// messages that went; nobody calls this but on a person's wish. Fails with LimitExceeded where the
/// last turn alone is too long, and as `count` does; then nothing is taken out.
Result<std::size_t> dropOldestTurns(std::vector<ChatMessage>& messages, std::uint32_t tokensMax,
                                    const CountTokens& count);

} // namespace inference
