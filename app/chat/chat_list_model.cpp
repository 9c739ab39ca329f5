// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/chat/chat_list_model.h"

#include <QDateTime>
#include <QSet>

#include <algorithm>

#include "app/base/core_events.h"
#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"
#include "app/notifications.h"
#include "core/chat/chat_service.h"

namespace app {
namespace {

constexpr int kSearchDelayMs = 120;

bool comesBefore(const core::ChatSummary& a, const core::ChatSummary& b) {
    if (a.pinned != b.pinned) return a.pinned;
    if (a.updatedMs != b.updatedMs) return a.updatedMs > b.updatedMs;
    return a.id > b.id;
}

} // namespace

ChatListModel::ChatListModel(core::ChatService& service, CoreEvents& events,
                             Notifications& notifications, QObject* parent)
    : QAbstractListModel(parent), m_service(service), m_notifications(notifications), m_self(this),
      m_today(QDate::currentDate()) {
    m_searchDelay.setSingleShot(true);
    m_searchDelay.setInterval(kSearchDelayMs);
    connect(&m_searchDelay, &QTimer::timeout, this, &ChatListModel::runSearch);
    connect(&events, &CoreEvents::chatUpdated, this, &ChatListModel::update);
    connect(&events, &CoreEvents::chatGone, this, [this](core::ChatId chat) {
        if (const int row = rowOf(chat); row >= 0) take(row);
    });
}

void ChatListModel::reload() {
    const int question = ++m_asked;
    m_service.chats(core::ChatListKind::Alive, [self = m_self, question](auto result) {
        postToGui(self, [question, result = std::move(result)](ChatListModel& model) mutable {
            if (question != model.m_asked) return;
            if (!result) {
                model.m_notifications.showError(errorText(result.error(), ErrorScene::Storage));
                return;
            }
            model.showAll(std::move(result).value());
        });
    });
}

void ChatListModel::runSearch() {
    if (m_query.trimmed().isEmpty()) {
        reload();
        return;
    }
    const int question = ++m_asked;
    m_service.search(fromQString(m_query.trimmed()), [self = m_self, question](auto result) {
        postToGui(self, [question, result = std::move(result)](ChatListModel& model) {
            if (question == model.m_asked && result) model.showHits(result.value());
        });
    });
}

void ChatListModel::showAll(std::vector<core::ChatSummary> chats) {
    std::sort(chats.begin(), chats.end(), comesBefore);
    beginResetModel();
    m_rows.clear();
    for (core::ChatSummary& chat : chats) m_rows.push_back({std::move(chat), {}});
    m_ready = true;
    endResetModel();
    emit countChanged();
}

// A chat appears once, with the best of its hits.
void ChatListModel::showHits(const std::vector<core::SearchHit>& hits) {
    QSet<qint64> seen;
    beginResetModel();
    m_rows.clear();
    for (const core::SearchHit& hit : hits) {
        if (seen.contains(hit.chat)) continue;
        seen.insert(hit.chat);
        Row row;
        row.chat.id = hit.chat;
        row.chat.title = hit.chatTitle;
        row.chat.updatedMs = hit.updatedMs;
        row.snippet = hit.message == core::kNoId ? QString() : toQString(hit.snippet);
        m_rows.push_back(std::move(row));
    }
    endResetModel();
    emit countChanged();
}

void ChatListModel::update(const core::ChatSummary& chat) {
    const int row = rowOf(chat.id);
    if (!m_query.isEmpty()) {
        if (row >= 0 && chat.deletedMs != 0) {
            take(row);
        } else if (row >= 0) {
            m_rows[static_cast<std::size_t>(row)].chat = chat;
            emit dataChanged(index(row), index(row));
        }
        return;
    }
    if (chat.deletedMs != 0) {
        if (row >= 0) take(row);
        return;
    }
    // Where it belongs among the others.
    int target = 0;
    for (int i = 0; i < count(); ++i) {
        if (i != row && comesBefore(m_rows[static_cast<std::size_t>(i)].chat, chat)) ++target;
    }
    if (row < 0) {
        beginInsertRows({}, target, target);
        m_rows.insert(m_rows.begin() + target, Row{chat, {}});
        endInsertRows();
        emit countChanged();
        return;
    }
    if (target != row) {
        beginMoveRows({}, row, row, {}, target > row ? target + 1 : target);
        Row moved = std::move(m_rows[static_cast<std::size_t>(row)]);
        m_rows.erase(m_rows.begin() + row);
        m_rows.insert(m_rows.begin() + target, std::move(moved));
        endMoveRows();
    }
    m_rows[static_cast<std::size_t>(target)].chat = chat;
    emit dataChanged(index(target), index(target));
}

void ChatListModel::take(int row) {
    const qint64 chat = chatAt(row);
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
    emit countChanged();
    emit removed(chat);
}

void ChatListModel::rename(int row, const QString& title) {
    const qint64 chat = chatAt(row);
    const QString kept = title.simplified();
    if (chat > 0 && !kept.isEmpty()) m_service.renameChat(chat, fromQString(kept));
}

void ChatListModel::setPinned(int row, bool pinned) {
    if (const qint64 chat = chatAt(row); chat > 0) m_service.setPinned(chat, pinned);
}

void ChatListModel::remove(int row) {
    const qint64 chat = chatAt(row);
    if (chat <= 0) return;
    const QString title = data(index(row), TitleRole).toString();
    core::ChatService& service = m_service;
    service.deleteChat(chat);
    m_notifications.show(tr("Deleted \u201C%1\u201D").arg(title.left(40)),
                         [&service, chat] { service.restoreChat(chat); });
}

qint64 ChatListModel::chatAt(int row) const {
    return row >= 0 && row < count() ? m_rows[static_cast<std::size_t>(row)].chat.id : -1;
}

int ChatListModel::rowOf(qint64 chat) const {
    for (int row = 0; row < count(); ++row) {
        if (chatAt(row) == chat) return row;
    }
    return -1;
}

void ChatListModel::refreshDates() {
    const QDate today = QDate::currentDate();
    if (today == m_today) return;
    m_today = today;
    if (count() > 0) emit dataChanged(index(0), index(count() - 1), {GroupRole});
}

void ChatListModel::setQuery(const QString& query) {
    if (query == m_query) return;
    m_query = query;
    m_searchDelay.start();
    emit queryChanged();
}

QString ChatListModel::groupOf(const core::ChatSummary& chat) const {
    if (chat.pinned) return tr("Pinned");
    const QDate day = QDateTime::fromMSecsSinceEpoch(chat.updatedMs).date();
    const qint64 age = day.daysTo(m_today);
    if (age <= 0) return tr("Today");
    if (age == 1) return tr("Yesterday");
    return age <= 7 ? tr("Previous 7 days") : tr("Earlier");
}

int ChatListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ChatListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case ChatIdRole: return QVariant::fromValue<qint64>(row.chat.id);
    case TitleRole: return row.chat.title.empty() ? tr("New chat") : toQString(row.chat.title);
    case GroupRole: return m_query.isEmpty() ? groupOf(row.chat) : tr("Found");
    case SnippetRole: return row.snippet;
    case PinnedRole: return row.chat.pinned;
    default: return {};
    }
}

QHash<int, QByteArray> ChatListModel::roleNames() const {
    return {{ChatIdRole, "chatId"},
            {TitleRole, "title"},
            {GroupRole, "group"},
            {SnippetRole, "snippet"},
            {PinnedRole, "pinned"}};
}

} // namespace app
