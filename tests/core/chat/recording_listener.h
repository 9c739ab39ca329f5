// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/chat/chat_listener.h"

namespace testing_support {

/// Writes down what it is told, so that a test can wait for something and look at it. Also plays
/// the view: keeps the text of each answer from its deltas.
class RecordingListener : public core::ChatListener {
public:
    using Lock = std::unique_lock<std::mutex>;

    void chatChanged(const core::ChatSummary& chat) override {
        note("chat", [&] { chats[chat.id] = chat; });
    }
    void chatPurged(core::ChatId chat) override {
        note("purged", [&] { chats.erase(chat); });
    }
    void conversationChanged(core::ChatId) override {
        note("conversation", [] {});
    }
    void turnAdded(const core::Turn& turn) override {
        note("turn:" + std::string(core::roleName(turn.message.role)), [&] {
            turns.push_back(turn);
            texts[turn.message.id] = turn.message.content;
        });
    }
    void answerResumed(const core::Message& message) override {
        note("resumed", [&] {
            texts[message.id] = message.content;
            resumed.push_back(message);
        });
    }
    void answerWaiting(core::ChatId, core::MessageId, core::WaitReason reason) override {
        note("waiting:" + std::to_string(static_cast<int>(reason)), [] {});
    }
    void waitEnded(core::ChatId, core::MessageId) override {
        note("wait ended", [] {});
    }
    void answerGrew(const core::AnswerDelta& delta) override {
        note("", [&] {
            ++deltas;
            std::string& text = delta.part == core::AnswerPart::Content ? texts[delta.message]
                                                                        : thoughts[delta.message];
            if (delta.offset != text.size()) gaps = true;
            text += delta.text;
        });
    }
    void answerFinished(const core::Message& message) override {
        note("finished", [&] { finished.push_back(message); });
    }
    void contextUsed(core::ChatId, const core::ContextUsage& used) override {
        note("", [&] { usage = used; });
    }
    void modelStateChanged(const core::ModelState& state) override {
        note("", [&] {
            model = state;
            if (states.empty() || states.back() != state.kind) states.push_back(state.kind);
        });
    }
    void storageFailed(const core::Error& error) override {
        note("storage", [&] { storageErrors.push_back(error); });
    }

    /// True when it became so within ten seconds.
    bool waitFor(const std::function<bool()>& condition) {
        Lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(10), condition);
    }
    bool waitForFinished(std::size_t count) {
        return waitFor([&] { return finished.size() >= count; });
    }
    bool waitForModel(core::ModelStateKind kind) {
        return waitFor([&] { return model.kind == kind; });
    }
    core::Message lastFinished() {
        const std::lock_guard lock(mutex);
        return finished.back();
    }
    std::vector<std::string> takeEvents() {
        const std::lock_guard lock(mutex);
        return std::exchange(events, {});
    }

    std::mutex mutex;
    std::condition_variable changed;
    // Guarded by `mutex`.
    std::vector<std::string> events;
    std::map<core::ChatId, core::ChatSummary> chats;
    std::vector<core::Turn> turns;
    std::vector<core::Message> resumed;
    std::vector<core::Message> finished;
    std::map<core::MessageId, std::string> texts;
    std::map<core::MessageId, std::string> thoughts;
    std::vector<core::Error> storageErrors;
    std::vector<core::ModelStateKind> states;
    core::ModelState model;
    core::ContextUsage usage;
    int deltas = 0;
    bool gaps = false;

private:
    void note(const std::string& event, const std::function<void()>& record) {
        {
            const std::lock_guard lock(mutex);
            if (!event.empty()) events.push_back(event);
            record();
        }
        changed.notify_all();
    }
};

} // namespace testing_support
