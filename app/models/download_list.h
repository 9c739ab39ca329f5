// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "core/download/download_queue.h"

namespace app {

/// The list of downloads. GUI thread.
class DownloadList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the downloads")
    /// Number of rows.
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    /// What can be done with a row.
    enum State { Active, Waiting, Paused, Failed, Finished };
    Q_ENUM(State)
    enum Role {
        IdRole = Qt::UserRole + 1, ///< For commands.
        NameRole,                  ///< Of the model's file.
        StateRole,                 ///< One of State.
        DetailRole,                ///< Bytes, rate, time left, or what is wrong: in words.
        FractionRole,              ///< 0..1; below 0 while the size is unknown.
    };
    explicit DownloadList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    /// `resting`: nothing runs before a person says so, as after a start of the program.
    void show(std::vector<core::DownloadItem> items, bool resting);
    int count() const { return static_cast<int>(m_items.size()); }
    const core::DownloadItem* item(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    State stateOf(const core::DownloadItem& item) const;
    QString detailText(const core::DownloadItem& item) const;

    std::vector<core::DownloadItem> m_items;
    bool m_resting = false;
};

/// Seconds as people say them: "3 min".
QString durationText(double seconds);

} // namespace app
