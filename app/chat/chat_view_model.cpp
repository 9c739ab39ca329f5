// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/chat/chat_view_model.h"

#include <QClipboard>
#include <QGuiApplication>

#include <utility>

#include "app/base/error_text.h"
#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"
#include "app/notifications.h"
#include "core/chat/chat_service.h"

namespace app {
namespace {

constexpr int kContextDelayMs = 250;
constexpr int kBusyCheckMs = 400;

QString waitReasonText(core::WaitReason reason) {
    switch (reason) {
    case core::WaitReason::NoModel:
        return ChatViewModel::tr(
            "Your message is saved. It is answered as soon as a model is open.");
    case core::WaitReason::ModelLoading:
        return ChatViewModel::tr(
            "Your message is saved. It is answered when the model has loaded.");
    case core::WaitReason::Queued: break;
    }
    return ChatViewModel::tr("The model answers another chat first.");
}

} // namespace

ChatViewModel::ChatViewModel(core::ChatService& service, core::SettingsStore& settings,
                             CoreEvents& events, Notifications& notifications, QObject* parent)
    : QObject(parent), m_service(service), m_settings(settings), m_events(events),
      m_notifications(notifications), m_self(this) {
    m_contextDelay.setSingleShot(true);
    m_contextDelay.setInterval(kContextDelayMs);
    connect(&m_contextDelay, &QTimer::timeout, this, &ChatViewModel::askContext);
    m_busyCheck.setSingleShot(true);
    m_busyCheck.setInterval(kBusyCheckMs);
    connect(&m_busyCheck, &QTimer::timeout, this, [this] {
        if (m_busy && !m_writing && m_chat != core::kNoId) showWaiting();
    });
    connectEvents(events);
}

void ChatViewModel::connectEvents(CoreEvents& events) {
    connect(&events, &CoreEvents::chatUpdated, this, [this](const core::ChatSummary& chat) {
        if (chat.id != m_chat || chat.deletedMs != 0) return;
        m_title = toQString(chat.title);
        emit titleChanged();
    });
    connect(&events, &CoreEvents::conversationReplaced, this, [this](core::ChatId chat) {
        if (chat == m_chat) read();
    });
    connect(&events, &CoreEvents::turnAppended, this, [this](const core::Turn& turn) {
        if (turn.message.role == core::Role::Assistant) m_waits.remove(turn.message.chat);
        if (turn.message.chat != m_chat) return;
        m_messages.append(turn);
        if (turn.message.status == core::MessageStatus::Partial) setWriting(true);
    });
    connect(&events, &CoreEvents::answerContinued, this, [this](const core::Message& message) {
        if (message.chat != m_chat) return;
        m_messages.resume(message);
        setWriting(true);
    });
    connect(&events, &CoreEvents::waiting, this,
            [this](core::ChatId chat, core::WaitReason reason) {
                m_waits.insert(chat, reason);
                if (chat != m_chat) return;
                m_busy = true;
                m_waitText = waitReasonText(reason);
                emit stateChanged();
            });
    connect(&events, &CoreEvents::waitOver, this, [this](core::ChatId chat) {
        m_waits.remove(chat);
        if (chat == m_chat) setIdle();
    });
    connect(&events, &CoreEvents::promptRead, this,
            [this](core::ChatId chat, std::uint32_t done, std::uint32_t total) {
                if (chat != m_chat || total == 0) return;
                m_promptProgress = done >= total ? -1 : qreal(done) / total;
                emit stateChanged();
            });
    connect(&events, &CoreEvents::answerGrown, this, [this](const AnswerGrowth& growth) {
        if (growth.chat != m_chat) return;
        if (!m_messages.grow(growth) && !m_reading) read();
        if (m_promptProgress < 0 && m_writing) return;
        m_promptProgress = -1;
        setWriting(true);
    });
    connect(&events, &CoreEvents::answerEnded, this, [this](const core::Message& message) {
        if (message.chat != m_chat) return;
        m_messages.finish(message);
        setIdle();
    });
    connect(&events, &CoreEvents::contextChanged, this,
            [this](core::ChatId chat, const core::ContextUsage& usage) {
                if (chat != m_chat) return;
                m_contextTokens = static_cast<int>(usage.tokens);
                m_contextLength = static_cast<int>(usage.contextLength);
                emit contextChanged();
            });
    connect(&events, &CoreEvents::modelChanged, this, [this](const core::ModelState& state) {
        if (state.kind == core::ModelStateKind::Loading) return;
        const bool none = state.kind == core::ModelStateKind::None;
        m_contextLength = none ? 0 : static_cast<int>(state.info.contextLength);
        emit contextChanged();
        if (!none) m_contextDelay.start();
    });
}

void ChatViewModel::openChat(qint64 chat) {
    if (chat == m_chat && chat != core::kNoId) return;
    emit leaving();
    adopt(chat);
    m_messages.clear();
    m_title.clear();
    m_contextTokens = 0;
    m_overrides = {};
    emit titleChanged();
    emit contextChanged();
    emit overridesChanged();
    setIdle();
    if (chat != core::kNoId) read();
}

void ChatViewModel::newChat() {
    openChat(core::kNoId);
}

// From now on this is the chat that is shown.
void ChatViewModel::adopt(qint64 chat) {
    m_chat = chat;
    m_starting = false;
    m_reading = false;
    ++m_asked;
    m_settings.update([chat](core::Settings& settings) { settings.lastChat = chat; });
    emit chatChanged();
    emit draftChanged();
}

void ChatViewModel::read() {
    const int question = ++m_asked;
    m_reading = true;
    m_service.conversation(m_chat, [self = m_self, &events = m_events, question](auto result) {
        events.inOrder([self, question, result = std::move(result)] {
            if (!self || question != self->m_asked) return;
            self->m_reading = false;
            if (result) {
                self->show(result.value());
            } else if (result.error().code == core::ErrorCode::NotFound) {
                self->newChat();
            } else {
                self->report(result.error());
            }
        });
    });
}

void ChatViewModel::show(const core::Conversation& conversation) {
    const bool first = m_messages.count() == 0;
    m_messages.show(conversation);
    m_title = toQString(conversation.chat.title);
    m_overrides = conversation.overrides;
    emit titleChanged();
    emit overridesChanged();
    const bool writing =
        !conversation.turns.empty()
        && conversation.turns.back().message.status == core::MessageStatus::Partial;
    if (writing) {
        setWriting(true);
    } else {
        showWaiting();
    }
    m_contextDelay.start();
    if (first) emit shown();
}

// An answer is to come, or none. The service may call a chat busy a moment longer than it tells of
// the end: then nobody would tell again, so ask again.
void ChatViewModel::showWaiting() {
    m_busy = m_service.isBusy(m_chat);
    m_writing = false;
    m_waitText =
        m_busy && m_waits.contains(m_chat) ? waitReasonText(m_waits.value(m_chat)) : QString();
    if (m_busy) m_busyCheck.start();
    emit stateChanged();
}

void ChatViewModel::setWriting(bool writing) {
    m_writing = writing;
    m_busy = writing;
    m_waitText.clear();
    emit stateChanged();
}

void ChatViewModel::setIdle() {
    m_promptProgress = -1;
    setWriting(false);
    m_contextDelay.start();
}

void ChatViewModel::rename(const QString& title) {
    const QString kept = title.simplified();
    if (m_chat != core::kNoId && !kept.isEmpty()) {
        m_service.renameChat(m_chat, fromQString(kept), reporting());
    }
}

void ChatViewModel::send(const QString& text) {
    if (text.trimmed().isEmpty() || m_busy || m_starting) return;
    emit leaving(); // What was just changed counts for this message.
    core::SendRequest request;
    request.chat = m_chat;
    request.text = fromQString(text);
    if (m_chat == core::kNoId) {
        request.overrides = m_overrides;
        m_starting = true;
    }
    m_busy = true;
    emit stateChanged();
    const core::ChatId before = m_chat;
    m_service.sendMessage(std::move(request), [self = m_self, before, text](auto result) {
        postToGui(self, [before, text, result = std::move(result)](ChatViewModel& model) {
            if (model.m_chat != before) return;
            if (!result) {
                model.m_starting = false;
                model.setIdle();
                model.setDraft(text);
                model.report(result.error());
                return;
            }
            if (before != core::kNoId) return;
            model.m_drafts.remove(core::kNoId);
            model.adopt(result.value().chat);
            model.read();
        });
    });
    setDraft({});
    emit sent();
}

void ChatViewModel::stop() {
    if (m_chat != core::kNoId) m_service.stop(m_chat);
}

void ChatViewModel::regenerate(int row) {
    const core::Turn* turn = m_messages.turn(row);
    if (turn != nullptr && !m_busy) m_service.regenerate(turn->message.id, reporting());
}

void ChatViewModel::regenerateLast() {
    if (m_messages.count() > 0) regenerate(m_messages.count() - 1);
}

void ChatViewModel::continueAnswer(int row) {
    const core::Turn* turn = m_messages.turn(row);
    if (turn != nullptr && !m_busy) m_service.continueAnswer(turn->message.id, reporting());
}

void ChatViewModel::answerWithoutOldest(int row) {
    const core::Turn* turn = m_messages.turn(row);
    if (turn != nullptr && !m_busy) m_service.answerWithoutOldest(turn->message.id, reporting());
}

void ChatViewModel::edit(int row, const QString& text) {
    const core::Turn* turn = m_messages.turn(row);
    if (turn == nullptr || m_busy || text.trimmed().isEmpty()) return;
    if (turn->message.role != core::Role::User) {
        m_service.editAnswer(turn->message.id, fromQString(text), reporting());
        return;
    }
    m_service.editAndResend(turn->message.id, fromQString(text), [done = reporting()](auto result) {
        done(result ? core::Result<void>() : core::Result<void>(result.error()));
    });
    emit sent();
}

void ChatViewModel::branch(int row) {
    const core::Turn* turn = m_messages.turn(row);
    if (turn == nullptr) return;
    m_service.branchChat(turn->message.id, [self = m_self](auto result) {
        postToGui(self, [result = std::move(result)](ChatViewModel& model) {
            if (!result) {
                model.report(result.error());
                return;
            }
            model.openChat(result.value().id);
            model.m_notifications.show(tr("This is a copy of the chat up to that message."));
        });
    });
}

void ChatViewModel::remove(int row) {
    const core::Turn* turn = m_messages.turn(row);
    if (turn == nullptr || m_busy) return;
    const core::MessageId message = turn->message.id;
    core::ChatService& service = m_service;
    service.deleteMessage(message, reporting());
    m_notifications.show(tr("Message deleted, with what followed it"),
                         [&service, message] { service.restoreMessage(message); });
}

void ChatViewModel::previousVersion(int row) {
    if (const core::Turn* turn = m_messages.turn(row)) selectVersion(turn->previousVersion);
}

void ChatViewModel::nextVersion(int row) {
    if (const core::Turn* turn = m_messages.turn(row)) selectVersion(turn->nextVersion);
}

void ChatViewModel::selectVersion(core::MessageId message) {
    if (message != core::kNoId && !m_busy) m_service.selectVersion(message, reporting());
}

void ChatViewModel::copyMessage(int row) {
    copyText(m_messages.text(row));
}

void ChatViewModel::copyText(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
    m_notifications.show(tr("Copied"));
}

void ChatViewModel::copyLastAnswer() {
    for (int row = m_messages.count() - 1; row >= 0; --row) {
        if (m_messages.turn(row)->message.role != core::Role::Assistant) continue;
        copyMessage(row);
        return;
    }
}

int ChatViewModel::lastUserRow() const {
    for (int row = m_messages.count() - 1; row >= 0; --row) {
        if (m_messages.turn(row)->message.role == core::Role::User) return row;
    }
    return -1;
}

void ChatViewModel::setOverrides(core::ParameterOverrides overrides) {
    m_overrides = std::move(overrides);
    if (m_chat != core::kNoId) m_service.setOverrides(m_chat, m_overrides, reporting());
}

void ChatViewModel::setDraft(const QString& draft) {
    if (draft == this->draft()) return;
    m_drafts.insert(m_chat, draft);
    m_contextDelay.start();
    emit draftChanged();
}

void ChatViewModel::askContext() {
    if (m_writing || m_contextLength == 0) return;
    const core::ChatId chat = m_chat;
    m_service.countContext(chat, fromQString(draft()), [self = m_self, chat](auto result) {
        postToGui(self, [chat, result = std::move(result)](ChatViewModel& model) {
            if (chat != model.m_chat || !result) return;
            model.m_contextTokens = static_cast<int>(result.value().tokens);
            if (result.value().contextLength > 0) {
                model.m_contextLength = static_cast<int>(result.value().contextLength);
            }
            emit model.contextChanged();
        });
    });
}

void ChatViewModel::report(const core::Error& error) {
    if (error.code == core::ErrorCode::Cancelled) return;
    m_notifications.showError(errorText(error, ErrorScene::Storage));
}

std::function<void(core::Result<void>)> ChatViewModel::reporting() {
    return [self = m_self](const core::Result<void>& result) {
        if (result) return;
        postToGui(self, [error = result.error()](ChatViewModel& model) { model.report(error); });
    };
}

} // namespace app
