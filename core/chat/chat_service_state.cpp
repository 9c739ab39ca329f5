// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/chat_service_state.h"

#include <utility>

#include "core/chat/prompt_messages.h"

namespace core {
namespace {

constexpr UnixMs kTrashKeptMs = UnixMs{30} * 24 * 60 * 60 * 1000;

} // namespace

ChatService::State::State(ChatStore& chatStore, SettingsStore& settingsStore,
                          std::unique_ptr<EngineFactory> factory, ChatListener& listener)
    : store(chatStore), settings(settingsStore), announcer(listener),
      writer(chatStore, announcer,
             [this](ChatId chat) { commands.post([this, chat] { answerEnded(chat); }); }),
      host(std::move(factory), announcer,
           {[this] { writer.stopAll(AnswerWriter::EndedBy::Program); },
            [this](const std::optional<std::filesystem::path>& model) {
                if (model) settings.update([&](Settings& s) { s.rememberModel(*model); });
                commands.post([this] { answerWaiting(); });
            }}) {
    slow.post([this] {
        // What nobody took back for a month. A failure only means: later.
        const auto purged = store.purgeTrashedBefore(unixMsNow() - kTrashKeptMs);
        if (!purged || purged->empty()) return;
        for (const ChatId chat : *purged) host.forgetChat(chat);
        compactIndex();
    });
}

void ChatService::State::compactIndex() {
    static_cast<void>(store.compactIndex([this] { return !closing; }));
}

void ChatService::State::whenIdle(ChatId chat, std::function<void()> task) {
    commands.post([this, chat, task = std::move(task)] {
        if (!writer.isWriting(chat)) return task();
        writer.stop(chat, AnswerWriter::EndedBy::Person);
        deferred[chat].push_back(task);
        // It may have ended in between, before its end was noticed as one to wait for.
        if (!writer.isWriting(chat)) runDeferred(chat);
    });
}

void ChatService::State::answerEnded(ChatId chat) {
    host.refresh(); // The device may have been lost on the way.
    const bool idle = !deferred.contains(chat);
    runDeferred(chat);
    if (idle && !closing) makeRoom(chat);
}

/// An answer that filled the context goes on without the oldest turns, if a person wants that, for
/// as long as it grows.
void ChatService::State::makeRoom(ChatId chat) {
    if (settings.current().contextFull != ContextFull::DropOldest || writer.isWriting(chat)) return;
    const Result<MessageId> leaf = store.visibleLeaf(chat);
    if (!leaf) return;
    const Result<Message> last = store.message(*leaf);
    if (!last || !last->stoppedByContext() || last->status != MessageStatus::Complete) return;
    std::uint32_t& before = tokensAtFull[last->id];
    if (last->timings.generatedTokens <= before) return;
    before = last->timings.generatedTokens;
    answer({chat, last->parent, last->id});
}

void ChatService::State::runDeferred(ChatId chat) {
    const auto found = deferred.find(chat);
    if (found == deferred.end()) return;
    std::vector<std::function<void()>> tasks = std::move(found->second);
    deferred.erase(found);
    // The first may start an answer, which the next must wait for again.
    for (auto& task : tasks) whenIdle(chat, std::move(task));
}

GenerationParameters ChatService::State::parametersFor(ChatId chat) {
    const GenerationParameters defaults = settings.current().defaults;
    const Result<ParameterOverrides> overrides = store.overrides(chat);
    return sanitized(overrides ? applyOverrides(defaults, *overrides) : defaults);
}

Result<Message> ChatService::State::storeQuestion(const SendRequest& request) {
    Message message;
    message.role = Role::User;
    message.content = request.text;
    message.chat = request.chat;
    message.parent = request.parent;
    bool rewritten = false;
    if (request.chat == kNoId) {
        TRY(const ChatSummary chat, store.createChat("", request.overrides));
        message.chat = chat.id;
    } else {
        TRY(const MessageId leaf, store.visibleLeaf(request.chat));
        if (request.parent == kNoId) message.parent = leaf;
        rewritten = message.parent != leaf;
    }
    auto stored = store.addMessage(message);
    if (!stored) {
        // An empty chat would only be in the way; without a disk it may have to stay.
        if (request.chat == kNoId) static_cast<void>(store.purge(message.chat));
        return stored;
    }
    tellChat(stored->chat);
    if (rewritten) {
        tellConversation(stored->chat);
    } else if (const auto turn = store.turn(stored->id)) {
        announcer.tell([&](ChatListener& listener) { listener.turnAdded(*turn); });
    }
    return stored;
}

Result<Message> ChatService::State::prepareAnswer(const AnswerOrder& order, const ModelInfo& model,
                                                  AnswerRequest& request) {
    request.parameters = parametersFor(order.chat);
    request.continueLast = order.continued != kNoId;
    request.whenFull = order.dropOldest ? ContextFull::DropOldest : settings.current().contextFull;
    TRY(std::vector<Message> path,
        store.pathTo(request.continueLast ? order.continued : order.question));
    Message answer;
    if (request.continueLast) {
        answer = path.back();
        TRY(store.reopenMessage(answer.id));
        answer.status = MessageStatus::Partial;
        answer.error.clear();
        // Nothing to go on from: the same as answering from the start.
        if (answer.content.empty() && answer.reasoning.empty()) request.continueLast = false;
    } else {
        answer.chat = order.chat;
        answer.parent = order.question;
        answer.role = Role::Assistant;
        answer.status = MessageStatus::Partial;
    }
    answer.modelName = model.name;
    answer.parameters = request.parameters;
    if (order.continued == kNoId) {
        TRY(answer, store.addMessage(std::move(answer)));
    }
    request.messages = promptMessages(std::move(path));
    return answer;
}

void ChatService::State::answer(const AnswerOrder& order) {
    if (closing) return;
    const ModelState model = host.state();
    if (model.kind != ModelStateKind::Ready) {
        setWaiting(order, true);
        const WaitReason reason =
            model.kind == ModelStateKind::Loading ? WaitReason::ModelLoading : WaitReason::NoModel;
        if (order.rewritten) tellConversation(order.chat);
        announcer.tell([&](ChatListener& listener) {
            listener.answerWaiting(order.chat, order.question, reason);
        });
        return;
    }
    setWaiting(order, false);
    AnswerRequest request;
    const auto leaf = store.visibleLeaf(order.chat);
    auto prepared = prepareAnswer(order, model.info, request);
    if (!prepared) {
        announcer.tell([&](ChatListener& listener) {
            listener.waitEnded(order.chat, order.question);
            listener.storageFailed(prepared.error());
        });
        return;
    }
    const bool queued = writer.isWriting();
    const Message& message = *prepared;
    AnswerWriter::Begun begun = writer.begin(message, model.info.contextLength);
    if (order.continued != kNoId) {
        announcer.tell([&](ChatListener& listener) { listener.answerResumed(message); });
    } else if (order.rewritten || !leaf || *leaf != order.question) {
        tellConversation(order.chat);
    } else if (const auto turn = store.turn(message.id)) {
        announcer.tell([&](ChatListener& listener) { listener.turnAdded(*turn); });
    }
    if (store.setModel(order.chat, model.info.path.string(), model.info.name)) tellChat(order.chat);
    if (queued) {
        announcer.tell([&](ChatListener& listener) {
            listener.answerWaiting(order.chat, order.question, WaitReason::Queued);
        });
    }
    const auto ended = begun.callbacks.onDone;
    const bool submitted = host.withEngine([&](TextEngine& engine) {
        engine.submit(std::move(request), std::move(begun.callbacks), begun.stop);
    });
    if (!submitted) { // Ejected a moment ago.
        AnswerResult nothing;
        nothing.timings.stopReason = "cancelled";
        writer.stop(order.chat, AnswerWriter::EndedBy::Program);
        ended(nothing);
    }
}

void ChatService::State::goOn(MessageId id, bool dropOldest, Done<void> done) {
    commands.post([this, id, dropOldest, done = std::move(done)] {
        const auto report = [&done](Result<void> outcome) {
            if (done) done(std::move(outcome));
        };
        const Result<Message> read = store.message(id);
        if (!read) return report(read.error());
        if (read->role != Role::Assistant)
            return report(Error{ErrorCode::InvalidArgument, "only an answer can be continued"});
        whenIdle(read->chat, [this, dropOldest, message = *read, done] {
            if (done) done({});
            answer({message.chat, message.parent, message.id, false, dropOldest});
        });
    });
}

void ChatService::State::answerWaiting() {
    std::map<ChatId, AnswerOrder> orders;
    {
        const std::lock_guard lock(mutex);
        orders = waiting;
    }
    for (const auto& [chat, order] : orders) answer(order);
}

void ChatService::State::dropWaiting(ChatId chat) {
    AnswerOrder order;
    {
        const std::lock_guard lock(mutex);
        const auto found = waiting.find(chat);
        if (found == waiting.end()) return;
        order = found->second;
        waiting.erase(found);
    }
    announcer.tell([&](ChatListener& listener) { listener.waitEnded(chat, order.question); });
}

void ChatService::State::setWaiting(const AnswerOrder& order, bool waits) {
    const std::lock_guard lock(mutex);
    if (waits)
        waiting[order.chat] = order;
    else
        waiting.erase(order.chat);
}

bool ChatService::State::waits(ChatId chat) const {
    const std::lock_guard lock(mutex);
    return waiting.contains(chat);
}

void ChatService::State::tellChat(ChatId chat) {
    if (const auto summary = store.chat(chat))
        announcer.tell([&](ChatListener& listener) { listener.chatChanged(*summary); });
}

void ChatService::State::tellConversation(ChatId chat) {
    announcer.tell([&](ChatListener& listener) { listener.conversationChanged(chat); });
}

} // namespace core
