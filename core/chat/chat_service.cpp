// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/chat_service.h"

#include <utility>

#include "core/base/file_io.h"
#include "core/base/utf8.h"
#include "core/chat/chat_service_state.h"
#include "core/chat/prompt_messages.h"

namespace core {
namespace {

template <typename T>
void report(const Done<T>& done, Result<T> outcome) {
    if (done) done(std::move(outcome));
}

Error emptyText() {
    return Error{ErrorCode::InvalidArgument, "the message is empty"};
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// What the next answer would read: the visible path and what is in the composer.
AnswerRequest nextRequest(Conversation conversation, std::string draft,
                          GenerationParameters parameters) {
    AnswerRequest request;
    std::vector<Message> path;
    for (Turn& turn : conversation.turns) path.push_back(std::move(turn.message));
    if (!isBlank(draft)) {
        Message message;
        message.content = std::move(draft);
        path.push_back(std::move(message));
    }
    request.messages = promptMessages(std::move(path));
    request.parameters = std::move(parameters);
    return request;
}

} // namespace

ChatService::ChatService(ChatStore& store, SettingsStore& settings,
                         std::unique_ptr<EngineFactory> engines, ChatListener& listener)
    : m_state(std::make_unique<State>(store, settings, std::move(engines), listener)) {}

ChatService::~ChatService() {
    State& s = *m_state;
    s.closing = true;
    s.writer.stopAll(AnswerWriter::EndedBy::Program);
    s.commands.drain(); // Questions that were sent are stored; no answer begins any more.
    s.slow.drain();
    s.host.close(); // The engine reports the end of what it was doing.
    s.writer.drain();
    s.commands.drain(); // What waited for those ends.
}

// Models

void ChatService::loadModel(ModelLoadOptions options) {
    options.keepFree = m_state->settings.current().keepFree;
    m_state->host.load(std::move(options));
    m_state->commands.post([s = m_state.get()] {
        s->host.announce();
        std::vector<AnswerOrder> orders;
        {
            const std::lock_guard lock(s->mutex);
            for (const auto& [chat, order] : s->waiting) orders.push_back(order);
        }
        s->announcer.tell([&](ChatListener& listener) {
            for (const AnswerOrder& order : orders)
                listener.answerWaiting(order.chat, order.question, WaitReason::ModelLoading);
        });
    });
}

void ChatService::cancelLoad() {
    m_state->host.cancelLoad();
}

void ChatService::ejectModel() {
    m_state->host.eject();
}

ModelState ChatService::modelState() const {
    return m_state->host.state();
}

void ChatService::devices(Done<inference::DeviceList> done) {
    m_state->slow.post([s = m_state.get(), done = std::move(done)] {
        report<inference::DeviceList>(done, s->host.listDevices());
    });
}

// Reading

void ChatService::chats(ChatListKind kind, Done<std::vector<ChatSummary>> done) {
    m_state->commands.post(
        [s = m_state.get(), kind, done = std::move(done)] { report(done, s->store.chats(kind)); });
}

void ChatService::conversation(ChatId chat, Done<Conversation> done) {
    m_state->commands.post(
        [s = m_state.get(), chat, done = std::move(done)] { s->writer.snapshot(chat, done); });
}

void ChatService::search(std::string query, Done<std::vector<SearchHit>> done) {
    m_state->slow.post([s = m_state.get(), query = std::move(query), done = std::move(done)] {
        report(done, s->store.search(query));
    });
}

void ChatService::countContext(ChatId chat, std::string_view draft, Done<ContextUsage> done) {
    std::uint64_t number = 0;
    {
        const std::lock_guard lock(m_state->mutex);
        number = ++m_state->counts[chat];
    }
    m_state->slow.post(
        [s = m_state.get(), chat, number, draft = validUtf8(draft), done = std::move(done)] {
            const auto count = [&]() -> Result<ContextUsage> {
                {
                    const std::lock_guard lock(s->mutex);
                    if (s->counts[chat] != number || s->closing)
                        return Error{ErrorCode::Cancelled, "a newer count was asked for"};
                }
                Conversation conversation;
                if (chat != kNoId) {
                    TRY(conversation, s->store.conversation(chat));
                }
                const AnswerRequest request =
                    nextRequest(std::move(conversation), draft, s->parametersFor(chat));
                ContextUsage usage;
                if (request.messages.empty()) {
                    usage.contextLength = s->host.state().info.contextLength;
                    return usage;
                }
                Result<std::uint32_t> tokens = Error{ErrorCode::NotFound, "no model is loaded"};
                s->host.withEngine([&](TextEngine& engine) {
                    tokens = engine.countTokens(request);
                    usage.contextLength = engine.info().contextLength;
                });
                TRY(usage.tokens, std::move(tokens));
                return usage;
            };
            report(done, count());
        });
}

// Turns

void ChatService::sendMessage(SendRequest request, Done<Message> done) {
    request.text = validUtf8(request.text);
    auto send = [s = m_state.get(), request, done = std::move(done)] {
        if (isBlank(request.text)) return report<Message>(done, emptyText());
        Result<Message> stored = s->storeQuestion(request);
        const Result<Message> question = stored;
        report(done, std::move(stored));
        if (question) s->answer({question->chat, question->id});
    };
    if (request.chat == kNoId)
        m_state->commands.post(std::move(send));
    else
        m_state->whenIdle(request.chat, std::move(send));
}

void ChatService::regenerate(MessageId message, Done<void> done) {
    m_state->commands.post([s = m_state.get(), message, done = std::move(done)] {
        const Result<Message> read = s->store.message(message);
        if (!read) return report<void>(done, read.error());
        const MessageId question = read->role == Role::User ? message : read->parent;
        if (question == kNoId) {
            return report<void>(
                done, Error{ErrorCode::InvalidArgument, "there is no question that this answers"});
        }
        s->whenIdle(read->chat, [s, chat = read->chat, question, done] {
            report<void>(done, {});
            s->answer({chat, question});
        });
    });
}

void ChatService::continueAnswer(MessageId answer, Done<void> done) {
    m_state->goOn(answer, false, std::move(done));
}

void ChatService::answerWithoutOldest(MessageId answer, Done<void> done) {
    m_state->goOn(answer, true, std::move(done));
}

void ChatService::editAndResend(MessageId userMessage, std::string_view text, Done<Message> done) {
    m_state->commands.post(
        [s = m_state.get(), userMessage, text = validUtf8(text), done = std::move(done)] {
            if (isBlank(text)) return report<Message>(done, emptyText());
            Result<Message> read = s->store.message(userMessage);
            if (!read) return report(done, std::move(read));
            if (read->role != Role::User) {
                return report<Message>(done, Error{ErrorCode::InvalidArgument,
                                                   "only one's own message can be sent again"});
            }
            s->whenIdle(read->chat, [s, old = *read, text, done] {
                Message fresh;
                fresh.chat = old.chat;
                fresh.parent = old.parent;
                fresh.role = Role::User;
                fresh.content = text;
                Result<Message> stored = s->store.addMessage(std::move(fresh));
                const Result<Message> question = stored;
                report(done, std::move(stored));
                if (!question) return;
                s->tellChat(question->chat);
                s->answer({question->chat, question->id, kNoId, true});
            });
        });
}

void ChatService::editAnswer(MessageId answer, std::string_view text, Done<void> done) {
    m_state->commands.post(
        [s = m_state.get(), answer, text = validUtf8(text), done = std::move(done)] {
            const Result<Message> read = s->store.message(answer);
            if (!read) return report<void>(done, read.error());
            s->whenIdle(read->chat, [s, answer, text, done] {
                Result<Message> current = s->store.message(answer);
                if (!current) return report<void>(done, current.error());
                current->content = text;
                if (current->status != MessageStatus::Failed)
                    current->status = MessageStatus::Complete;
                const Result<void> saved = s->store.finishMessage(*current);
                report<void>(done, saved);
                if (saved) s->tellConversation(current->chat);
            });
        });
}

void ChatService::stop(ChatId chat) {
    m_state->writer.stop(chat, AnswerWriter::EndedBy::Person);
    m_state->commands.post([s = m_state.get(), chat] {
        s->writer.stop(chat, AnswerWriter::EndedBy::Person);
        s->dropWaiting(chat);
    });
}

bool ChatService::isBusy(ChatId chat) const {
    return m_state->writer.isWriting(chat) || m_state->waits(chat);
}

void ChatService::selectVersion(MessageId message, Done<void> done) {
    m_state->commands.post([s = m_state.get(), message, done = std::move(done)] {
        const Result<Message> read = s->store.message(message);
        const Result<void> selected =
            read ? s->store.selectVersion(message) : Result<void>(read.error());
        report<void>(done, selected);
        if (selected) s->tellConversation(read->chat);
    });
}

void ChatService::deleteMessage(MessageId message, Done<void> done) {
    m_state->commands.post([s = m_state.get(), message, done = std::move(done)] {
        const Result<Message> read = s->store.message(message);
        if (!read) return report<void>(done, read.error());
        s->dropWaiting(read->chat);
        s->whenIdle(read->chat, [s, message, chat = read->chat, done] {
            const Result<void> deleted = s->store.deleteMessage(message);
            report<void>(done, deleted);
            if (deleted) s->host.forgetChat(chat);
            if (deleted) s->tellConversation(chat);
        });
    });
}

void ChatService::restoreMessage(MessageId message, Done<void> done) {
    m_state->commands.post([s = m_state.get(), message, done = std::move(done)] {
        const Result<Message> read = s->store.message(message);
        const Result<void> restored =
            read ? s->store.restoreMessage(message) : Result<void>(read.error());
        report<void>(done, restored);
        if (restored) s->tellConversation(read->chat);
    });
}

// Chats

void ChatService::renameChat(ChatId chat, std::string_view title, Done<void> done) {
    m_state->commands.post(
        [s = m_state.get(), chat, title = validUtf8(title), done = std::move(done)] {
            const Result<void> renamed = s->store.renameChat(chat, title);
            report<void>(done, renamed);
            if (renamed) s->tellChat(chat);
        });
}

void ChatService::setPinned(ChatId chat, bool pinned, Done<void> done) {
    m_state->commands.post([s = m_state.get(), chat, pinned, done = std::move(done)] {
        const Result<void> set = s->store.setPinned(chat, pinned);
        report<void>(done, set);
        if (set) s->tellChat(chat);
    });
}

void ChatService::setOverrides(ChatId chat, ParameterOverrides overrides, Done<void> done) {
    m_state->commands.post(
        [s = m_state.get(), chat, overrides = std::move(overrides), done = std::move(done)] {
            report(done, s->store.setOverrides(chat, overrides));
        });
}

void ChatService::deleteChat(ChatId chat, Done<void> done) {
    stop(chat);
    m_state->whenIdle(chat, [s = m_state.get(), chat, done = std::move(done)] {
        const Result<void> moved = s->store.moveToTrash(chat);
        report<void>(done, moved);
        if (moved) s->tellChat(chat);
    });
}

void ChatService::restoreChat(ChatId chat, Done<void> done) {
    m_state->commands.post([s = m_state.get(), chat, done = std::move(done)] {
        const Result<void> restored = s->store.restoreFromTrash(chat);
        report<void>(done, restored);
        if (restored) s->tellChat(chat);
    });
}

void ChatService::purgeChat(ChatId chat, Done<void> done) {
    stop(chat);
    m_state->whenIdle(chat, [s = m_state.get(), chat, done = std::move(done)] {
        const Result<void> purged = s->store.purge(chat);
        report<void>(done, purged);
        if (!purged) return;
        s->announcer.tell([&](ChatListener& listener) { listener.chatPurged(chat); });
        s->host.forgetChat(chat);
        s->slow.post([s] { s->compactIndex(); });
    });
}

void ChatService::branchChat(MessageId message, Done<ChatSummary> done) {
    m_state->commands.post([s = m_state.get(), message, done = std::move(done)] {
        Result<ChatSummary> chat = s->store.branch(message);
        if (chat) s->tellChat(chat->id);
        report(done, std::move(chat));
    });
}

void ChatService::exportChat(ChatId chat, ExportFormat format, std::filesystem::path file,
                             Done<void> done) {
    m_state->slow.post(
        [s = m_state.get(), chat, format, file = std::move(file), done = std::move(done)] {
            const auto write = [&]() -> Result<void> {
                TRY(const Conversation conversation, s->store.conversation(chat));
                if (format == ExportFormat::Markdown)
                    return replaceFile(file, exportMarkdown(conversation));
                TRY(const std::vector<Message> messages, s->store.allMessages(chat));
                return replaceFile(file, exportJson(conversation, messages));
            };
            report(done, write());
        });
}

} // namespace core
