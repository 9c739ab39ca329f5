// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/turn_dropper.h"

#include <string>

namespace inference {

Result<std::size_t> dropOldestTurns(std::vector<ChatMessage>& messages, std::uint32_t tokensMax,
                                    const CountTokens& count) {
    std::vector<std::size_t> turns; // Where each begins.
    for (std::size_t i = 0; i < messages.size(); ++i)
        if (messages[i].role == "user") turns.push_back(i);
    const auto without = [&](std::size_t dropped) {
        std::vector<ChatMessage> rest = messages;
        if (dropped > 0)
            rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(turns[0]),
                       rest.begin() + static_cast<std::ptrdiff_t>(turns[dropped]));
        return rest;
    };
    TRY(const std::uint32_t all, count(messages));
    if (all <= tokensMax) return std::size_t{0};
    const auto tooLong = [&](std::uint32_t tokens) {
        return Error{ErrorCode::LimitExceeded,
                     "the last message alone has " + std::to_string(tokens) + " tokens where "
                         + std::to_string(tokensMax)
                         + " fit: shorten it or load the model with a longer context"};
    };
    if (turns.size() < 2) return tooLong(all);
    std::size_t tooFew = 0;
    std::size_t enough = turns.size() - 1;
    TRY(const std::uint32_t least, count(without(enough)));
    if (least > tokensMax) return tooLong(least);
    while (enough - tooFew > 1) {
        const std::size_t middle = tooFew + (enough - tooFew) / 2;
        TRY(const std::uint32_t tokens, count(without(middle)));
        (tokens <= tokensMax ? enough : tooFew) = middle;
    }
    const std::size_t before = messages.size();
    messages = without(enough);
    return before - messages.size();
}

} // namespace inference
