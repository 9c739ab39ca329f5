// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/message.h"

#include "core/base/json.h"

namespace core {

std::string_view roleName(Role role) {
    switch (role) {
    case Role::System: return "system";
    case Role::User: return "user";
    case Role::Assistant: return "assistant";
    case Role::Tool: return "tool";
    }
    return "user";
}

double MessageTimings::generateTokensPerSecond() const {
    // The first token belongs to the reading of the prompt: n tokens span n - 1 steps.
    return generateSeconds > 0 && generatedTokens > 1 ? (generatedTokens - 1) / generateSeconds : 0;
}

double MessageTimings::promptTokensPerSecond() const {
    const std::uint32_t read =
        promptTokens > promptTokensReused ? promptTokens - promptTokensReused : 0;
    return promptSeconds > 0 ? read / promptSeconds : 0;
}

std::string toJson(const MessageTimings& timings) {
    return dumpJson(Json{{"prompt_tokens", timings.promptTokens},
                         {"prompt_tokens_reused", timings.promptTokensReused},
                         {"generated_tokens", timings.generatedTokens},
                         {"messages_dropped", timings.messagesDropped},
                         {"prompt_seconds", timings.promptSeconds},
                         {"first_token_seconds", timings.firstTokenSeconds},
                         {"generate_seconds", timings.generateSeconds},
                         {"stop_reason", timings.stopReason}});
}

MessageTimings timingsFromJson(std::string_view text) {
    MessageTimings timings;
    const Result<Json> json = parseJsonObject(text);
    if (!json) return timings;
    timings.promptTokens = jsonInteger<std::uint32_t>(*json, "prompt_tokens").value_or(0);
    timings.promptTokensReused =
        jsonInteger<std::uint32_t>(*json, "prompt_tokens_reused").value_or(0);
    timings.generatedTokens = jsonInteger<std::uint32_t>(*json, "generated_tokens").value_or(0);
    timings.messagesDropped = jsonInteger<std::uint32_t>(*json, "messages_dropped").value_or(0);
    timings.promptSeconds = jsonNumber(*json, "prompt_seconds").value_or(0);
    timings.firstTokenSeconds = jsonNumber(*json, "first_token_seconds").value_or(0);
    timings.generateSeconds = jsonNumber(*json, "generate_seconds").value_or(0);
    timings.stopReason = jsonText(*json, "stop_reason").value_or("");
    return timings;
}

bool Message::stoppedByContext() const {
    return role == Role::Assistant && status != MessageStatus::Partial
           && timings.stopReason == "context_full";
}

bool Message::canContinue() const {
    if (role != Role::Assistant) return false;
    if (status == MessageStatus::Interrupted || status == MessageStatus::Failed) return true;
    return status == MessageStatus::Complete
           && (timings.stopReason == "cancelled" || timings.stopReason == "length"
               || timings.stopReason == "context_full");
}

} // namespace core
