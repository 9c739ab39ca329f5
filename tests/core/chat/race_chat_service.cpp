// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Many threads give commands to one service at once while models come and go. Without Qt, whose own
// threads ThreadSanitizer cannot see into. Ends with 0 when every command was answered and no
// answer is left unfinished.
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <random>
#include <thread>
#include <vector>

#include <stdlib.h>

#include "core/chat/chat_service.h"
#include "tests/support/fake_engine.h"

using namespace core;
using namespace testing_support;
using namespace std::chrono_literals;

namespace {

constexpr int kThreads = 4;
constexpr int kCommandsPerThread = 150;

class CountingListener : public ChatListener {
public:
    void turnAdded(const Turn& turn) override {
        if (turn.message.role == Role::Assistant) lastAnswer = turn.message.id;
        lastMessage = turn.message.id;
    }
    void answerGrew(const AnswerDelta& delta) override { bytes += delta.text.size(); }
    void answerFinished(const Message&) override { ++finished; }
    void modelStateChanged(const ModelState& state) override {
        if (state.kind == ModelStateKind::Ready) ++loads;
    }

    std::atomic<MessageId> lastAnswer = kNoId;
    std::atomic<MessageId> lastMessage = kNoId;
    std::atomic<std::size_t> bytes = 0;
    std::atomic<int> finished = 0;
    std::atomic<int> loads = 0;
};

struct Commands {
    ChatService& service;
    CountingListener& listener;
    std::atomic<int> given = 0;
    std::atomic<int> answered = 0;
    std::atomic<ChatId> chat = kNoId;

    template <typename T>
    Done<T> done() {
        ++given;
        return [this](const Result<T>&) { ++answered; };
    }

    void give(unsigned which) {
        switch (which % 16) {
        case 0:
            if (which % 3 == 0)
                service.loadModel({"/models/" + std::to_string(which % 5) + ".gguf"});
            break;
        case 1: service.stop(chat); break;
        case 2: service.regenerate(listener.lastAnswer, done<void>()); break;
        case 3: service.continueAnswer(listener.lastAnswer, done<void>()); break;
        case 4: service.conversation(chat, done<Conversation>()); break;
        case 5: service.countContext(chat, "a draft", done<ContextUsage>()); break;
        case 6: service.search("words", done<std::vector<SearchHit>>()); break;
        case 7: service.editAndResend(listener.lastMessage, "other words", done<Message>()); break;
        case 8: service.selectVersion(listener.lastMessage, done<void>()); break;
        case 9: service.chats(ChatListKind::Alive, done<std::vector<ChatSummary>>()); break;
        case 10:
            if (which % 7 == 0) service.ejectModel();
            static_cast<void>(service.isBusy(chat));
            break;
        case 11: static_cast<void>(service.modelState()); break;
        default: send(which % 3 == 0 ? kNoId : chat.load()); break;
        }
    }

    void send(ChatId where) {
        SendRequest request;
        request.chat = where;
        request.text = "some words to be said again";
        ++given;
        service.sendMessage(request, [this](const Result<Message>& stored) {
            ++answered;
            if (stored) chat = stored->chat;
        });
    }
};

} // namespace

int main() {
    std::string folder = (std::filesystem::temp_directory_path() / "hearth-race-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) return 2;
    const std::filesystem::path path = folder;
    int unfinished = 0;
    int missing = 0;
    {
        auto database = Database::open(path / "hearth.db").value();
        auto store = ChatStore::open(*database).value();
        auto settings = SettingsStore::open(path / "settings.json");
        auto behaviour = std::make_shared<FakeBehaviour>();
        behaviour->tokenDelay = 1ms;
        behaviour->loadDelay = 20ms;
        behaviour->reasoning = "thinking of it";
        CountingListener listener;
        {
            ChatService service(*store, *settings, std::make_unique<FakeEngineFactory>(behaviour),
                                listener);
            Commands commands{service, listener};
            commands.send(kNoId);
            std::vector<std::jthread> threads;
            threads.reserve(kThreads);
            for (int i = 0; i < kThreads; ++i) {
                threads.emplace_back([&commands, i] {
                    std::mt19937 random(static_cast<unsigned>(i));
                    for (int n = 0; n < kCommandsPerThread; ++n) {
                        commands.give(static_cast<unsigned>(random()));
                        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 8));
                    }
                });
            }
            threads.clear();
            service.loadModel({"/models/last.gguf"});
            std::this_thread::sleep_for(200ms);
            std::printf("%d commands, %d loads, %d answers, %zu bytes\n", commands.given.load(),
                        listener.loads.load(), listener.finished.load(), listener.bytes.load());
            // Every command is answered at the latest when the service goes.
            service.stop(commands.chat);
            std::atomic<int>& answered = commands.answered;
            for (int i = 0; i < 500 && answered < commands.given; ++i)
                std::this_thread::sleep_for(20ms);
            missing = commands.given - answered;
        }
        const auto chats = store->chats().value();
        for (const ChatSummary& chat : chats) {
            const auto messages = store->allMessages(chat.id).value();
            for (const Message& message : messages)
                if (message.status == MessageStatus::Partial) ++unfinished;
        }
        const std::lock_guard lock(behaviour->mutex);
        if (behaviour->enginesAliveMax != 1 || behaviour->enginesAlive != 0) missing += 1000;
    }
    std::filesystem::remove_all(path);
    if (missing != 0 || unfinished != 0)
        std::fprintf(stderr, "%d commands unanswered, %d answers unfinished\n", missing,
                     unfinished);
    return missing == 0 && unfinished == 0 ? 0 : 1;
}
