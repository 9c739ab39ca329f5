// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/prompt_messages.h"

#include <utility>

namespace core {

std::vector<Message> promptMessages(std::vector<Message> path) {
    std::vector<Message> result;
    for (Message& message : path) {
        const bool answer = message.role == Role::Assistant;
        if (answer && message.content.empty() && message.reasoning.empty()) continue;
        if (!result.empty() && message.role == Role::User && result.back().role == Role::User) {
            result.back().content += "\n\n" + message.content;
        } else {
            result.push_back(std::move(message));
        }
    }
    return result;
}

} // namespace core
