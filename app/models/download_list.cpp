// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/download_list.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <utility>

#include "app/base/qt_text.h"
#include "app/models/library_list.h"

namespace app {
namespace {

using core::DownloadItem;

QString stateText(const DownloadItem& item) {
    switch (item.state) {
    case core::DownloadState::Queued: return DownloadList::tr("waiting for its turn");
    case core::DownloadState::Checking: return DownloadList::tr("checking");
    case core::DownloadState::Retrying: return DownloadList::tr("trying again");
    case core::DownloadState::Paused: return DownloadList::tr("paused");
    case core::DownloadState::Finished: return DownloadList::tr("verified");
    default: return {};
    }
}

} // namespace

QString durationText(double seconds) {
    const auto whole = static_cast<int>(std::min(seconds, 1e8));
    if (whole < 60) return DownloadList::tr("%n s", "seconds", whole);
    if (whole < 3600) return DownloadList::tr("%n min", "minutes", whole / 60);
    return DownloadList::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

DownloadList::State DownloadList::stateOf(const DownloadItem& item) const {
    switch (item.state) {
    case core::DownloadState::Running:
    case core::DownloadState::Checking:
    case core::DownloadState::Retrying: return Active;
    case core::DownloadState::Queued: return m_resting ? Paused : Waiting;
    case core::DownloadState::Paused: return Paused;
    case core::DownloadState::Failed: return Failed;
    case core::DownloadState::Finished: return Finished;
    }
    return Waiting;
}

QString DownloadList::detailText(const DownloadItem& item) const {
    if (item.state == core::DownloadState::Failed && item.error)
        return asSentence(toQString(item.error->detail));
    QStringList words;
    if (item.total > 0 && item.state != core::DownloadState::Finished)
        words.append(tr("%1 of %2").arg(fileSizeText(item.bytes), fileSizeText(item.total)));
    else if (item.total > 0)
        words.append(fileSizeText(item.total));
    if (item.state == core::DownloadState::Running && item.rate > 0) {
        words.append(tr("%1/s").arg(fileSizeText(static_cast<std::uint64_t>(item.rate))));
        if (item.secondsLeft > 0) words.append(tr("%1 left").arg(durationText(item.secondsLeft)));
    }
    const bool rests = m_resting && item.state == core::DownloadState::Queued;
    if (const QString state = rests ? tr("waits since the last time") : stateText(item);
        !state.isEmpty())
        words.append(state);
    if (!item.remark.empty()) words.append(toQString(item.remark));
    return words.join(QStringLiteral(" · "));
}

void DownloadList::show(std::vector<DownloadItem> items, bool resting) {
    m_resting = resting;
    bool sameRows = items.size() == m_items.size();
    for (std::size_t i = 0; sameRows && i < items.size(); ++i)
        sameRows = items[i].id == m_items[i].id;
    if (sameRows) {
        m_items = std::move(items);
        if (!m_items.empty()) emit dataChanged(index(0), index(count() - 1));
        return;
    }
    beginResetModel();
    m_items = std::move(items);
    endResetModel();
    emit countChanged();
}

const DownloadItem* DownloadList::item(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return row >= 0 && at < m_items.size() ? &m_items[at] : nullptr;
}

int DownloadList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant DownloadList::data(const QModelIndex& index, int role) const {
    const DownloadItem* row = index.isValid() ? item(index.row()) : nullptr;
    if (row == nullptr) return {};
    switch (role) {
    case IdRole: return static_cast<qlonglong>(row->id);
    case NameRole: return toQString(row->label);
    case StateRole: return stateOf(*row);
    case DetailRole: return detailText(*row);
    case FractionRole:
        if (row->total == 0) return -1.0;
        return static_cast<double>(row->bytes) / static_cast<double>(row->total);
    default: return {};
    }
}

QHash<int, QByteArray> DownloadList::roleNames() const {
    return {{IdRole, "downloadId"},
            {NameRole, "name"},
            {StateRole, "state"},
            {DetailRole, "detail"},
            {FractionRole, "fraction"}};
}

} // namespace app
