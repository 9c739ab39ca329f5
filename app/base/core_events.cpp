// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/base/core_events.h"

#include <utility>

#include "app/base/post_to_gui.h"

namespace app {
namespace {

constexpr int kFrameMs = 16;

} // namespace

CoreEvents::CoreEvents(QObject* parent) : QObject(parent), m_self(this) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kFrameMs);
    connect(&m_timer, &QTimer::timeout, this, &CoreEvents::flush);
}

void CoreEvents::inOrder(std::function<void()> call) {
    queue([call = std::move(call)](CoreEvents&) { call(); });
}

void CoreEvents::chatChanged(const core::ChatSummary& chat) {
    queue([chat](CoreEvents& self) { emit self.chatUpdated(chat); });
}

void CoreEvents::chatPurged(core::ChatId chat) {
    queue([chat](CoreEvents& self) { emit self.chatGone(chat); });
}

void CoreEvents::conversationChanged(core::ChatId chat) {
    queue([chat](CoreEvents& self) { emit self.conversationReplaced(chat); });
}

void CoreEvents::turnAdded(const core::Turn& turn) {
    queue([turn](CoreEvents& self) { emit self.turnAppended(turn); });
}

void CoreEvents::answerResumed(const core::Message& message) {
    queue([message](CoreEvents& self) { emit self.answerContinued(message); });
}

void CoreEvents::answerWaiting(core::ChatId chat, core::MessageId, core::WaitReason reason) {
    queue([chat, reason](CoreEvents& self) { emit self.waiting(chat, reason); });
}

void CoreEvents::waitEnded(core::ChatId chat, core::MessageId) {
    queue([chat](CoreEvents& self) { emit self.waitOver(chat); });
}

void CoreEvents::promptProgress(core::ChatId chat, core::MessageId, std::uint32_t done,
                                std::uint32_t total) {
    queue([chat, done, total](CoreEvents& self) { emit self.promptRead(chat, done, total); });
}

void CoreEvents::answerGrew(const core::AnswerDelta& delta) {
    {
        const std::lock_guard lock(m_mutex);
        Item* last = m_items.empty() ? nullptr : &m_items.back();
        const bool joins = last != nullptr && !last->tell && last->growth.message == delta.message
                           && last->growth.part == delta.part
                           && last->growth.offset + last->growth.text.size() == delta.offset;
        if (!joins) {
            m_items.push_back({{}, {}});
            last = &m_items.back();
            last->growth.chat = delta.chat;
            last->growth.message = delta.message;
            last->growth.part = delta.part;
            last->growth.offset = delta.offset;
        }
        last->growth.text += delta.text;
        last->growth.tokens = delta.tokens;
        last->growth.seconds = delta.seconds;
        last->growth.firstTokenSeconds = delta.firstTokenSeconds;
    }
    post(false);
}

void CoreEvents::answerFinished(const core::Message& message) {
    queue([message](CoreEvents& self) { emit self.answerEnded(message); });
}

void CoreEvents::contextUsed(core::ChatId chat, const core::ContextUsage& usage) {
    queue([chat, usage](CoreEvents& self) { emit self.contextChanged(chat, usage); });
}

void CoreEvents::modelStateChanged(const core::ModelState& state) {
    queue([state](CoreEvents& self) { emit self.modelChanged(state); });
}

void CoreEvents::storageFailed(const core::Error& error) {
    queue([error](CoreEvents& self) { emit self.storageProblem(error); });
}

void CoreEvents::queue(std::function<void(CoreEvents&)> tell) {
    {
        const std::lock_guard lock(m_mutex);
        m_items.push_back({std::move(tell), {}});
    }
    post(true);
}

void CoreEvents::post(bool urgent) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_postedUrgent || (!urgent && m_postedLazy)) return;
        (urgent ? m_postedUrgent : m_postedLazy) = true;
    }
    postToGui(m_self, [urgent](CoreEvents& self) { self.wake(urgent); });
}

void CoreEvents::wake(bool urgent) {
    if (urgent) {
        m_timer.stop();
        flush();
    } else if (!m_timer.isActive()) {
        m_timer.start();
    }
}

void CoreEvents::flush() {
    std::deque<Item> items;
    {
        const std::lock_guard lock(m_mutex);
        items.swap(m_items);
        m_postedLazy = false;
        m_postedUrgent = false;
    }
    for (Item& item : items) {
        if (item.tell) {
            item.tell(*this);
        } else {
            emit answerGrown(item.growth);
        }
    }
}

} // namespace app
