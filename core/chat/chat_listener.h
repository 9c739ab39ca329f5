// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/chat/message.h"
#include "core/chat/text_engine.h"

namespace core {

/// Why an answer has not begun.
enum class WaitReason : std::uint8_t {
    NoModel,      ///< Nothing is loaded: ask for a model. It is answered as soon as one is there.
    ModelLoading, ///< It is answered when loading ends.
    Queued,       ///< The model answers another chat first.
};

enum class ModelStateKind : std::uint8_t { None, Loading, Ready };

/// What is in the model bar.
struct ModelState {
    ModelStateKind kind = ModelStateKind::None;
    ModelInfo info;        ///< Ready.
    ModelLoadOptions load; ///< Loading, and the last one tried.
    float fraction = 0;    ///< Loading.
    /// None or Ready: why the last load did not succeed (Cancelled when a person ended it). A file
    /// that proves unusable leaves the model before it in place: Ready with an error.
    Result<void> error;
};

struct ContextUsage {
    std::uint32_t tokens = 0;
    std::uint32_t contextLength = 0; ///< 0 without a model.
};

/// A new piece of an answer. `offset` is the number of bytes of that part that came before it: a
/// view that took a snapshot skips what it has (offset + text.size() <= its length).
struct AnswerDelta {
    ChatId chat = kNoId;
    MessageId message = kNoId;
    AnswerPart part = AnswerPart::Content;
    std::size_t offset = 0;
    std::string_view text;    ///< Valid during the call.
    std::uint32_t tokens = 0; ///< Generated so far.
    double seconds = 0;       ///< Since the first token.
    double firstTokenSeconds = 0;
};

/// What happens in core, told on core's threads, one call at a time and in order; a call must
/// return quickly and may use ChatService's commands but must not wait for them. Override what is
/// of interest.
class ChatListener {
public:
    virtual ~ChatListener() = default;

    /// New, or its title, date, pin or trash state changed.
    virtual void chatChanged(const ChatSummary& /*chat*/) {}
    virtual void chatPurged(ChatId /*chat*/) {}
    /// Another branch is visible, or messages came or went other than at the end: read it again.
    virtual void conversationChanged(ChatId /*chat*/) {}
    /// Stored and now the last of the visible path: a user's turn, or an answer about to be
    /// written.
    virtual void turnAdded(const Turn& /*turn*/) {}
    /// An answer goes on (continue): its status is Partial again.
    virtual void answerResumed(const Message& /*message*/) {}

    virtual void answerWaiting(ChatId /*chat*/, MessageId /*question*/, WaitReason /*reason*/) {}
    /// The wait ended without an answer (stopped by a person, or its chat was deleted).
    virtual void waitEnded(ChatId /*chat*/, MessageId /*question*/) {}
    virtual void promptProgress(ChatId /*chat*/, MessageId /*answer*/, std::uint32_t /*done*/,
                                std::uint32_t /*total*/) {}
    virtual void answerGrew(const AnswerDelta& /*delta*/) {}
    /// Final: whole text, status, timings. Failed ones hold their error.
    virtual void answerFinished(const Message& /*message*/) {}

    virtual void contextUsed(ChatId /*chat*/, const ContextUsage& /*usage*/) {}
    virtual void modelStateChanged(const ModelState& /*state*/) {}
    /// The database could not be written (full disk, ...). Text is kept in memory and tried again.
    virtual void storageFailed(const Error& /*error*/) {}
};

} // namespace core
