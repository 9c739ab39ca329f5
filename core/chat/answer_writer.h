// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "core/base/task_queue.h"
#include "core/chat/announcer.h"
#include "core/storage/chat_store.h"

namespace core {

/// The answers that are being written: takes text from the engine's thread, tells the listener, and
/// writes it down twice a second and at the end on a thread of its own. Text that cannot be stored
/// is kept and tried again.
class AnswerWriter {
public:
    /// Who ended an answer decides what it counts as.
    enum class EndedBy { Person, Program };

    /// `finished` is called on the writer's thread, after the listener was told.
    AnswerWriter(ChatStore& store, Announcer& announcer, std::function<void(ChatId)> finished);
    /// All answers must have ended.
    ~AnswerWriter();

    struct Begun {
        AnswerCallbacks callbacks;
        std::stop_token stop;
    };
    /// From now on the chat is busy. `message` is stored, Partial, with the text that is there
    /// already.
    Begun begin(const Message& message, std::uint32_t contextLength);

    /// Asks for the end; it comes through the callbacks.
    void stop(ChatId chat, EndedBy by);
    void stopAll(EndedBy by);
    /// Whether an answer in this chat is being written.
    bool isWriting(ChatId chat) const;
    /// Whether one is in any chat.
    bool isWriting() const;
    /// Waits until everything that came in so far is written down.
    void drain();

    /// Reads a conversation, adds what running answers have so far, and hands it on before anything
    /// more is told about them.
    void snapshot(ChatId chat, const Done<Conversation>& done);

private:
    struct Answer;
    using Answers = std::vector<std::shared_ptr<Answer>>;

    Answers running() const;
    void grow(Answer& answer, AnswerPart part, std::string_view text, std::uint32_t tokens);
    void overlay(Conversation& conversation) const;
    void planTick();
    void tick();
    void journal(Answer& answer);
    void finish(const std::shared_ptr<Answer>& answer, const AnswerResult& result);
    void save(const Message& message);
    void saveAgain();
    void storageFailed(const Error& error);

    ChatStore& m_store;
    Announcer& m_announcer;
    std::function<void(ChatId)> m_finished;

    mutable std::mutex m_mutex; // Guards the next three; held for moments only.
    Answers m_answers;
    std::uint64_t m_endings = 0;            // Counts finished answers.
    std::map<MessageId, Message> m_unsaved; // Finished, but the disk would not take them.

    // Used on the queue's thread only.
    bool m_tickPlanned = false;
    bool m_storageBroken = false; // Told once, until something works again.

    TaskQueue m_queue; // Last: it ends before what it uses.
};

} // namespace core
