// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "core/library/model_entry.h"

namespace app {

/// One copy of a model of which there are others, byte for byte.
struct ModelCopy {
    core::ModelEntry entry;
    std::size_t set = 0;    ///< Copies of one model have the same number, and follow each other.
    std::size_t copies = 0; ///< Of that model.
};

/// Models that are here more than once: a row for each copy. GUI thread.
class DuplicateList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the library")
    /// Number of rows.
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< For commands.
        TitleRole,     ///< What model it is, and how often it is here; empty but for its first row.
        PathRole,      ///< Where this copy is.
        SizeRole,      ///< What its removal frees, in words.
        SourceRole,    ///< Whose folder it lies in, in words; empty for our own.
        RemovableRole, ///< It may be moved to the trash.
        CautionRole,   ///< What its removal does to another program; empty for nothing.
    };
    explicit DuplicateList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    void show(std::vector<ModelCopy> copies);
    int count() const { return static_cast<int>(m_copies.size()); }
    const ModelCopy* copy(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    std::vector<ModelCopy> m_copies;
};

} // namespace app
