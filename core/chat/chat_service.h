// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/chat/chat_export.h"
#include "core/chat/chat_listener.h"
#include "core/chat/message.h"
#include "core/chat/text_engine.h"
#include "core/settings/settings.h"
#include "core/storage/chat_store.h"

namespace core {

struct SendRequest {
    ChatId chat = kNoId; ///< kNoId: a new chat, with `overrides`.
    /// Below which message; kNoId: below the last visible one.
    MessageId parent = kNoId;
    std::string text;
    ParameterOverrides overrides; ///< Of a new chat only; setOverrides() changes those of others.
};

/// Chats and the model that answers them: the whole way of a turn, from durable question to
/// finished answer. Commands return at once and may be given from any thread; what they bring about
/// is told to the listener, and `done` says whether the command itself worked.
///
/// One model at a time. Answers to several chats queue up behind each other. A message sent while
/// no model is there, or while one is loading, is stored and waits: it is answered once a model is
/// ready. A command that begins an answer, or takes messages away, first ends the answer that is
/// being written in that chat. What was deleted a month ago is purged at the start. Threads: one
/// that works through commands, one that writes growing answers down (twice a second), one that
/// loads models, one for what is slow; the engine and the database have their own.
class ChatService {
public:
    /// All must outlive the service. The parameters of an answer are the settings' defaults with
    /// the chat's overrides.
    ChatService(ChatStore& store, SettingsStore& settings, std::unique_ptr<EngineFactory> engines,
                ChatListener& listener);
    /// Stops what is running, writes it down as interrupted, and joins.
    ~ChatService();

    // Models
    /// Replaces the loaded model, but only once the new file has proved usable. Answers being
    /// written are interrupted. The settings remember it. A load that is under way is cancelled.
    void loadModel(ModelLoadOptions options);
    void cancelLoad();
    void ejectModel();
    ModelState modelState() const;
    /// Slow the first time (drivers start).
    void devices(Done<inference::DeviceList> done);

    // Reading
    void chats(ChatListKind kind, Done<std::vector<ChatSummary>> done);
    /// With all text that running answers have so far; deltas told later come after it.
    void conversation(ChatId chat, Done<Conversation> done);
    void search(std::string query, Done<std::vector<SearchHit>> done);
    /// Also told to the listener, whenever it changes, for chats that are being answered.
    void countContext(ChatId chat, std::string_view draft, Done<ContextUsage> done);

    // Turns
    /// `done` gets the stored user message: on disk, whatever happens next.
    void sendMessage(SendRequest request, Done<Message> done = {});
    /// A new answer beside this one; for a user's message: an answer to it.
    void regenerate(MessageId message, Done<void> done = {});
    /// Goes on from the exact end of an answer, in place.
    void continueAnswer(MessageId answer, Done<void> done = {});
    /// Goes on with an answer that the full context ended, or begins it at last, without the oldest
    /// turns: what a person chose this time, whatever the settings say.
    void answerWithoutOldest(MessageId answer, Done<void> done = {});
    /// The text as a new version of that user message, then an answer to it.
    void editAndResend(MessageId userMessage, std::string_view text, Done<Message> done = {});
    /// Changes the text of an answer in place, without answering.
    void editAnswer(MessageId answer, std::string_view text, Done<void> done = {});
    /// Ends what is running or waiting in this chat. Text written so far is kept.
    void stop(ChatId chat);
    /// Whether an answer in this chat is running or waiting.
    bool isBusy(ChatId chat) const;

    void selectVersion(MessageId message, Done<void> done = {});
    void deleteMessage(MessageId message, Done<void> done = {});
    void restoreMessage(MessageId message, Done<void> done = {});

    // Chats
    void renameChat(ChatId chat, std::string_view title, Done<void> done = {});
    void setPinned(ChatId chat, bool pinned, Done<void> done = {});
    void setOverrides(ChatId chat, ParameterOverrides overrides, Done<void> done = {});
    /// To the trash; undone by restoreChat(). Stops its answers.
    void deleteChat(ChatId chat, Done<void> done = {});
    void restoreChat(ChatId chat, Done<void> done = {});
    void purgeChat(ChatId chat, Done<void> done = {});
    void branchChat(MessageId message, Done<ChatSummary> done = {});
    void exportChat(ChatId chat, ExportFormat format, std::filesystem::path file,
                    Done<void> done = {});

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace core
