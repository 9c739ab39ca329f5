// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/chat/generation_parameters.h"

namespace core {

using ChatId = std::int64_t;
using MessageId = std::int64_t;
inline constexpr std::int64_t kNoId = 0; ///< Ids in the database begin at 1.

enum class Role : std::uint8_t { System = 0, User = 1, Assistant = 2, Tool = 3 };
/// "system", "user", "assistant", "tool", as chat templates name them.
std::string_view roleName(Role role);

/// The numbers are stored; never renumber.
enum class MessageStatus : std::uint8_t {
    Complete = 0, ///< Nothing more will come by itself.
    Partial = 1,  ///< Being written at this moment.
    Interrupted =
        2,      ///< The program ended, or the model was taken away, while it was being written.
    Failed = 3, ///< The engine reported an error; what was written before it is kept.
};

/// How an answer came to be. After "continue" the counts and seconds are those of all parts added
/// up.
struct MessageTimings {
    std::uint32_t promptTokens = 0;
    std::uint32_t promptTokensReused = 0; ///< Found in the cache.
    std::uint32_t generatedTokens = 0;
    /// Messages of the chat that the model did not read, for want of room.
    std::uint32_t messagesDropped = 0;
    double promptSeconds = 0;
    double firstTokenSeconds = 0; ///< From submitting to the first token; of the first part.
    double generateSeconds = 0;   ///< From the first token to the last.
    /// As inference::stopReasonName(): "stop", "length", "cancelled", ...; empty while unknown.
    std::string stopReason;

    /// 0 where nothing was measured.
    double generateTokensPerSecond() const;
    double promptTokensPerSecond() const;
    bool operator==(const MessageTimings&) const = default;
};
std::string toJson(const MessageTimings& timings);
/// What is missing or unreadable stays at its default.
MessageTimings timingsFromJson(std::string_view json);

/// One node of a chat's tree. Its siblings (same parent) are its versions.
struct Message {
    MessageId id = kNoId;
    ChatId chat = kNoId;
    MessageId parent = kNoId; ///< kNoId: the first turn.
    Role role = Role::User;
    MessageStatus status = MessageStatus::Complete;
    UnixMs createdMs = 0;
    std::string content;   ///< What is shown and sent; Markdown for assistants.
    std::string reasoning; ///< The thought before it.
    std::string error;     ///< Why it failed; English detail, codes by errorCode.
    ErrorCode errorCode = ErrorCode::Internal; ///< Only with Failed.
    std::string modelName;                     ///< Assistants: who wrote it.
    GenerationParameters parameters;           ///< Assistants: with what.
    MessageTimings timings;                    ///< Assistants.

    /// An answer that was cut off: stopped, interrupted, failed, or out of its token budget.
    bool canContinue() const;
    /// The context was full, before this answer began or while it was written, and nothing was
    /// dropped to make room: a person may choose to.
    bool stoppedByContext() const;
    bool operator==(const Message&) const = default;
};

/// A line of the list of chats.
struct ChatSummary {
    ChatId id = kNoId;
    std::string title; ///< Empty until the first message, or a person, gave one.
    UnixMs createdMs = 0;
    UnixMs updatedMs = 0; ///< Last message; lists are ordered and grouped by it.
    bool pinned = false;
    UnixMs deletedMs = 0;  ///< Not 0: in the trash since then.
    std::string modelPath; ///< Last used; may be gone.
    std::string modelName;

    bool operator==(const ChatSummary&) const = default;
};

/// A message on the visible path and its place among its versions.
struct Turn {
    Message message;
    int version = 1; ///< Counted from 1, oldest first.
    int versionCount = 1;
    MessageId previousVersion = kNoId;
    MessageId nextVersion = kNoId;
};

/// What a chat page shows: the path from the first turn to the last along the chosen versions.
struct Conversation {
    ChatSummary chat;
    ParameterOverrides overrides; ///< What this chat sets other than the defaults.
    std::vector<Turn> turns;
};

} // namespace core
