// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QDate>
#include <QPointer>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "core/chat/message.h"
#include "core/storage/chat_store.h"

namespace core {
class ChatService;
}

namespace app {

class CoreEvents;
class Notifications;

/// The chats by date, newest first, or what a search found. GUI thread; core is asked without
/// waiting.
class ChatListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// Words to look for; empty shows all chats.
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    /// Rows shown.
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// The list was read once: an empty one is empty indeed.
    Q_PROPERTY(bool ready READ ready NOTIFY countChanged)

public:
    enum Role {
        ChatIdRole = Qt::UserRole + 1, ///< Number of the chat.
        TitleRole,                     ///< What the list shows.
        GroupRole,                     ///< "Today", "Yesterday", ...; of a search: "Found".
        SnippetRole,                   ///< Words around what was found; empty otherwise.
        PinnedRole,                    ///< Stays on top.
    };

    ChatListModel(core::ChatService& service, CoreEvents& events, Notifications& notifications,
                  QObject* parent = nullptr);

    void reload();

    Q_INVOKABLE void rename(int row, const QString& title);
    Q_INVOKABLE void setPinned(int row, bool pinned);
    /// Into the trash, with a notice that takes it back.
    Q_INVOKABLE void remove(int row);
    /// -1 for no such row.
    Q_INVOKABLE qint64 chatAt(int row) const;
    /// Row of a chat; -1 when it is not shown.
    Q_INVOKABLE int rowOf(qint64 chat) const;
    /// Sorts into groups again: the day may have changed.
    Q_INVOKABLE void refreshDates();

    QString query() const { return m_query; }
    void setQuery(const QString& query);
    int count() const { return static_cast<int>(m_rows.size()); }
    bool ready() const { return m_ready; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void queryChanged();
    void countChanged();
    /// A chat went away; the page that shows it turns to another.
    void removed(qint64 chat);

private:
    struct Row {
        core::ChatSummary chat;
        QString snippet;
    };

    void showAll(std::vector<core::ChatSummary> chats);
    void showHits(const std::vector<core::SearchHit>& hits);
    void update(const core::ChatSummary& chat);
    void take(int row);
    void runSearch();
    QString groupOf(const core::ChatSummary& chat) const;

    core::ChatService& m_service;
    Notifications& m_notifications;
    QPointer<ChatListModel> m_self;
    std::vector<Row> m_rows;
    QString m_query;
    QTimer m_searchDelay;
    int m_asked = 0; // Number of the newest question to core; older answers are dropped.
    QDate m_today;
    bool m_ready = false;
};

} // namespace app
