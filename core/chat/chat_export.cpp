// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/chat_export.h"

#include <array>
#include <ctime>
#include <set>

#include "core/base/json.h"

namespace core {
namespace {

constexpr int kExportVersion = 1;

/// ISO 8601 in UTC.
std::string timeText(UnixMs time) {
    const auto seconds = static_cast<std::time_t>(time / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

const char* speaker(Role role) {
    switch (role) {
    case Role::System: return "System";
    case Role::User: return "You";
    case Role::Assistant: return "Assistant";
    case Role::Tool: return "Tool";
    }
    return "You";
}

const char* statusName(MessageStatus status) {
    switch (status) {
    case MessageStatus::Complete: return "complete";
    case MessageStatus::Partial: return "partial";
    case MessageStatus::Interrupted: return "interrupted";
    case MessageStatus::Failed: return "failed";
    }
    return "complete";
}

Json embedded(const std::string& json) {
    return Json::parse(json, nullptr, false);
}

Json messageJson(const Message& message, bool visible) {
    Json json{{"id", message.id},
              {"parent", message.parent == kNoId ? Json() : Json(message.parent)},
              {"role", roleName(message.role)},
              {"status", statusName(message.status)},
              {"created", timeText(message.createdMs)},
              {"content", message.content},
              {"visible", visible}};
    if (!message.reasoning.empty()) json["reasoning"] = message.reasoning;
    if (message.role != Role::Assistant) return json;
    json["model"] = message.modelName;
    json["parameters"] = embedded(toJson(message.parameters));
    json["timings"] = embedded(toJson(message.timings));
    if (message.status == MessageStatus::Failed) {
        json["error"] = {{"code", inference::errorCodeName(message.errorCode)},
                         {"detail", message.error}};
    }
    return json;
}

} // namespace

std::string exportMarkdown(const Conversation& conversation) {
    const ChatSummary& chat = conversation.chat;
    std::string text = "# " + (chat.title.empty() ? "Chat" : chat.title) + "\n\n";
    text += "*" + timeText(chat.createdMs) + "*\n";
    for (const Turn& turn : conversation.turns) {
        const Message& message = turn.message;
        text += "\n## " + std::string(speaker(message.role));
        if (!message.modelName.empty()) text += " (" + message.modelName + ")";
        text += "\n\n";
        if (!message.reasoning.empty()) {
            // The blank lines let Markdown inside the block be read as such.
            text += "<details>\n<summary>Reasoning</summary>\n\n" + message.reasoning
                    + "\n\n</details>\n\n";
        }
        text += message.content;
        if (text.back() != '\n') text += '\n';
        if (message.status == MessageStatus::Failed) text += "\n*Failed: " + message.error + "*\n";
        if (message.status == MessageStatus::Interrupted) text += "\n*Interrupted*\n";
    }
    return text;
}

std::string exportJson(const Conversation& conversation, const std::vector<Message>& messages) {
    std::set<MessageId> visible;
    for (const Turn& turn : conversation.turns) visible.insert(turn.message.id);
    Json list = Json::array();
    for (const Message& message : messages)
        list.push_back(messageJson(message, visible.contains(message.id)));
    const ChatSummary& chat = conversation.chat;
    const Json json{{"format", "hearth-chat"},
                    {"version", kExportVersion},
                    {"title", chat.title},
                    {"created", timeText(chat.createdMs)},
                    {"updated", timeText(chat.updatedMs)},
                    {"model", chat.modelName},
                    {"parameters", embedded(toJson(conversation.overrides))},
                    {"messages", std::move(list)}};
    return dumpJson(json, 2) + "\n";
}

} // namespace core
