// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/duplicate_list.h"

#include <utility>

#include "app/base/qt_text.h"
#include "app/models/library_list.h"

namespace app {

void DuplicateList::show(std::vector<ModelCopy> copies) {
    beginResetModel();
    m_copies = std::move(copies);
    endResetModel();
    emit countChanged();
}

const ModelCopy* DuplicateList::copy(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return row >= 0 && at < m_copies.size() ? &m_copies[at] : nullptr;
}

int DuplicateList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant DuplicateList::data(const QModelIndex& index, int role) const {
    const ModelCopy* row = index.isValid() ? copy(index.row()) : nullptr;
    if (row == nullptr) return {};
    const core::ModelEntry& entry = row->entry;
    switch (role) {
    case NameRole: return toQString(entry.name);
    case TitleRole: {
        const ModelCopy* above = copy(index.row() - 1);
        if (above != nullptr && above->set == row->set) return QString();
        return tr("%1 is here %n times", nullptr, static_cast<int>(row->copies))
            .arg(toQString(entry.title()));
    }
    case PathRole: return pathToQString(entry.path());
    case SizeRole: return fileSizeText(entry.bytes);
    case SourceRole: return sourceText(entry.source);
    case RemovableRole: return mayRemove(entry);
    case CautionRole: return removalCaution(entry);
    default: return {};
    }
}

QHash<int, QByteArray> DuplicateList::roleNames() const {
    return {{NameRole, "name"},      {TitleRole, "title"},   {PathRole, "path"},
            {SizeRole, "size"},      {SourceRole, "source"}, {RemovableRole, "removable"},
            {CautionRole, "caution"}};
}

} // namespace app
