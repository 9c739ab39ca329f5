// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include "app/base/core_events.h"
#include "app/chat/message_list_model.h"
#include "core/chat/message.h"

namespace core {
class ChatService;
class SettingsStore;
} // namespace core

namespace app {

class Notifications;

/// The chat that is open: its messages, what it waits for, and everything that can be done to it.
/// Chat id 0 is a new chat that is stored with its first message. GUI thread; never waits for core.
class ChatViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// Number of the chat; 0 for a new one.
    Q_PROPERTY(double chatId READ chatNumber NOTIFY chatChanged)
    /// Its title; empty for a new one.
    Q_PROPERTY(QString title READ title NOTIFY titleChanged)
    /// What was said.
    Q_PROPERTY(app::MessageListModel* messages READ messages CONSTANT)
    /// An answer is being written, or waited for.
    Q_PROPERTY(bool busy READ busy NOTIFY stateChanged)
    /// Text is coming in at this moment.
    Q_PROPERTY(bool writing READ writing NOTIFY stateChanged)
    /// What the answer waits for, in words; empty for nothing.
    Q_PROPERTY(QString waitText READ waitText NOTIFY stateChanged)
    /// Share of the conversation that the model has read; below 0 when it is not reading.
    Q_PROPERTY(qreal promptProgress READ promptProgress NOTIFY stateChanged)
    /// Tokens that the conversation takes up.
    Q_PROPERTY(int contextTokens READ contextTokens NOTIFY contextChanged)
    /// Tokens that the model can hold; 0 without a model.
    Q_PROPERTY(int contextLength READ contextLength NOTIFY contextChanged)
    /// What is in the composer and not sent yet; kept per chat while the program runs.
    Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged)

public:
    ChatViewModel(core::ChatService& service, core::SettingsStore& settings, CoreEvents& events,
                  Notifications& notifications, QObject* parent = nullptr);

    Q_INVOKABLE void openChat(qint64 chat);
    Q_INVOKABLE void newChat();
    Q_INVOKABLE void rename(const QString& title);

    Q_INVOKABLE void send(const QString& text);
    Q_INVOKABLE void stop();
    Q_INVOKABLE void regenerate(int row);
    /// Of the last answer; does nothing when there is none.
    Q_INVOKABLE void regenerateLast();
    Q_INVOKABLE void continueAnswer(int row);
    /// Of an answer that the full context ended: the model reads fewer of the oldest turns.
    Q_INVOKABLE void answerWithoutOldest(int row);
    /// A person's message is asked again as a new version; an answer is changed in place.
    Q_INVOKABLE void edit(int row, const QString& text);
    Q_INVOKABLE void branch(int row);
    /// With a notice that takes it back.
    Q_INVOKABLE void remove(int row);
    Q_INVOKABLE void previousVersion(int row);
    Q_INVOKABLE void nextVersion(int row);
    /// The text of a message, or any text, to the clipboard.
    Q_INVOKABLE void copyMessage(int row);
    Q_INVOKABLE void copyText(const QString& text);
    Q_INVOKABLE void copyLastAnswer();
    /// The last message that a person wrote; -1 for none.
    Q_INVOKABLE int lastUserRow() const;

    /// What this chat sets other than the defaults; of a new chat kept until it is stored.
    void setOverrides(core::ParameterOverrides overrides);
    const core::ParameterOverrides& overrides() const { return m_overrides; }

    qint64 chatId() const { return m_chat; }
    double chatNumber() const { return static_cast<double>(m_chat); }
    QString title() const { return m_title; }
    MessageListModel* messages() { return &m_messages; }
    bool busy() const { return m_busy; }
    bool writing() const { return m_writing; }
    QString waitText() const { return m_waitText; }
    qreal promptProgress() const { return m_promptProgress; }
    int contextTokens() const { return m_contextTokens; }
    int contextLength() const { return m_contextLength; }
    QString draft() const { return m_drafts.value(m_chat); }
    void setDraft(const QString& draft);

signals:
    void chatChanged();
    void titleChanged();
    void stateChanged();
    void contextChanged();
    void draftChanged();
    void overridesChanged();
    /// Another chat is about to be shown, or a message to be sent: store what is pending.
    void leaving();
    /// A message of this person was taken: the view goes to the end.
    void sent();
    /// Another chat was read and is shown.
    void shown();

private:
    void connectEvents(CoreEvents& events);
    void read();
    void show(const core::Conversation& conversation);
    void adopt(qint64 chat);
    void setWriting(bool writing);
    void setIdle();
    void showWaiting();
    void askContext();
    void selectVersion(core::MessageId message);
    void report(const core::Error& error);
    /// A `done` for commands: shows what went wrong.
    std::function<void(core::Result<void>)> reporting();

    core::ChatService& m_service;
    core::SettingsStore& m_settings;
    CoreEvents& m_events;
    Notifications& m_notifications;
    QPointer<ChatViewModel> m_self;
    MessageListModel m_messages;
    core::ChatId m_chat = core::kNoId;
    QString m_title;
    core::ParameterOverrides m_overrides;
    QHash<qint64, QString> m_drafts;
    QHash<qint64, core::WaitReason> m_waits; // Of all chats.
    QTimer m_contextDelay;
    QTimer m_busyCheck;
    QString m_waitText;
    qreal m_promptProgress = -1;
    int m_contextTokens = 0;
    int m_contextLength = 0;
    int m_asked = 0;        // Number of the newest question to core; older answers are dropped.
    bool m_reading = false; // The conversation was asked for and has not come yet.
    bool m_busy = false;
    bool m_writing = false;
    bool m_starting = false; // The first message of a new chat is on its way.
};

} // namespace app
