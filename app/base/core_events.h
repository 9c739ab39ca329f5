// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <deque>
#include <functional>
#include <mutex>
#include <string>

#include "core/chat/chat_listener.h"

namespace app {

/// A new stretch of an answer, as core::AnswerDelta but with text of its own. Several deltas in a
/// row arrive as one.
struct AnswerGrowth {
    core::ChatId chat = core::kNoId;
    core::MessageId message = core::kNoId;
    core::AnswerPart part = core::AnswerPart::Content;
    std::size_t offset = 0;
    std::string text;
    std::uint32_t tokens = 0;
    double seconds = 0;
    double firstTokenSeconds = 0;
};

/// What core tells, as signals on the GUI thread and in its order. Growing text and progress are
/// handed over at most 60 times a second; everything else at once, after what came before it.
class CoreEvents : public QObject, public core::ChatListener {
    Q_OBJECT

public:
    explicit CoreEvents(QObject* parent = nullptr);

    /// Runs on the GUI thread, after every event that was told before. For answers to questions
    /// that must not be overtaken by what core tells next. Any thread.
    void inOrder(std::function<void()> call);

    void chatChanged(const core::ChatSummary& chat) override;
    void chatPurged(core::ChatId chat) override;
    void conversationChanged(core::ChatId chat) override;
    void turnAdded(const core::Turn& turn) override;
    void answerResumed(const core::Message& message) override;
    void answerWaiting(core::ChatId chat, core::MessageId question,
                       core::WaitReason reason) override;
    void waitEnded(core::ChatId chat, core::MessageId question) override;
    void promptProgress(core::ChatId chat, core::MessageId answer, std::uint32_t done,
                        std::uint32_t total) override;
    void answerGrew(const core::AnswerDelta& delta) override;
    void answerFinished(const core::Message& message) override;
    void contextUsed(core::ChatId chat, const core::ContextUsage& usage) override;
    void modelStateChanged(const core::ModelState& state) override;
    void storageFailed(const core::Error& error) override;

signals:
    void chatUpdated(const core::ChatSummary& chat);
    void chatGone(core::ChatId chat);
    void conversationReplaced(core::ChatId chat);
    void turnAppended(const core::Turn& turn);
    void answerContinued(const core::Message& message);
    void waiting(core::ChatId chat, core::WaitReason reason);
    void waitOver(core::ChatId chat);
    void promptRead(core::ChatId chat, std::uint32_t done, std::uint32_t total);
    void answerGrown(const app::AnswerGrowth& growth);
    void answerEnded(const core::Message& message);
    void contextChanged(core::ChatId chat, const core::ContextUsage& usage);
    void modelChanged(const core::ModelState& state);
    void storageProblem(const core::Error& error);

private:
    struct Item {
        std::function<void(CoreEvents&)> tell; // Empty: growth.
        AnswerGrowth growth;
    };

    void queue(std::function<void(CoreEvents&)> tell);
    void post(bool urgent);
    void wake(bool urgent);
    void flush();

    QPointer<CoreEvents> m_self;
    QTimer m_timer; // Runs while growth waits for the next frame.
    std::mutex m_mutex;
    std::deque<Item> m_items;    // Guarded by m_mutex.
    bool m_postedLazy = false;   // Guarded by m_mutex.
    bool m_postedUrgent = false; // Guarded by m_mutex.
};

} // namespace app
