// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <vector>

#include "core/base/task_queue.h"
#include "core/chat/announcer.h"
#include "core/chat/answer_writer.h"
#include "core/chat/chat_service.h"
#include "core/chat/model_host.h"

namespace core {

/// An answer that is to be written.
struct AnswerOrder {
    ChatId chat = kNoId;
    MessageId question = kNoId;
    MessageId continued = kNoId; ///< Not kNoId: go on with this one.
    /// More of the conversation changed than its end: told as conversationChanged.
    bool rewritten = false;
    bool dropOldest = false; ///< When the context is full, also where the settings say stop.
};

/// What ChatService works with. Functions run on the queue of commands unless they say otherwise.
struct ChatService::State {
    State(ChatStore& chatStore, SettingsStore& settingsStore,
          std::unique_ptr<EngineFactory> factory, ChatListener& listener);

    /// Runs `task` as a command once no answer is being written in this chat; one that is, is
    /// stopped.
    void whenIdle(ChatId chat, std::function<void()> task);
    /// Starts an answer now, or notes it down until a model is there.
    void answer(const AnswerOrder& order);
    /// A load has ended: answers what waits, or tells that it still does.
    void answerWaiting();
    void dropWaiting(ChatId chat);
    Result<Message> storeQuestion(const SendRequest& request);
    GenerationParameters parametersFor(ChatId chat);
    /// Any thread: goes on with an answer from its exact end.
    void goOn(MessageId answer, bool dropOldest, Done<void> done);
    void tellChat(ChatId chat);
    void tellConversation(ChatId chat);
    /// Queue of what is slow: no word of what was purged stays behind.
    void compactIndex();
    /// Any thread.
    void setWaiting(const AnswerOrder& order, bool waits);
    bool waits(ChatId chat) const;

    ChatStore& store;
    SettingsStore& settings;
    Announcer announcer;
    std::atomic<bool> closing = false;

    mutable std::mutex mutex; // Guards the next one; held for moments only.
    std::map<ChatId, AnswerOrder> waiting;
    std::map<ChatId, std::uint64_t> counts; // Newest countContext() of each chat.

    std::map<ChatId, std::vector<std::function<void()>>> deferred; // Until an answer has ended.
    std::map<MessageId, std::uint32_t>
        tokensAtFull; // Of answers that went on with less before them.

    AnswerWriter writer;
    ModelHost host;
    TaskQueue slow;     // Counting, searching, exporting, devices: nobody waits behind these.
    TaskQueue commands; // Last: it ends before what it uses.

private:
    Result<Message> prepareAnswer(const AnswerOrder& order, const ModelInfo& model,
                                  AnswerRequest& request);
    void answerEnded(ChatId chat);
    void makeRoom(ChatId chat);
    void runDeferred(ChatId chat);
};

} // namespace core
