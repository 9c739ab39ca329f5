// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <map>
#include <string>
#include <vector>

#include "core/library/model_entry.h"

namespace app {

/// What the hub says of a model's file now.
struct UpstreamNote {
    enum Kind { Unasked, Same, Newer, Gone, Unknown };
    Kind kind = Unasked;
    QString text; ///< The same in words.

    bool operator==(const UpstreamNote&) const = default;
};

/// Models on this machine, as the library page and the model picker list them. GUI thread.
class LibraryList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the library")
    /// Number of rows.
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    /// Whether a model can be opened.
    enum Status { Ready, Offline, Incomplete, Unsupported, Damaged };
    Q_ENUM(Status)
    enum Role {
        NameRole = Qt::UserRole + 1, ///< What commands call it.
        TitleRole,                   ///< What to call it.
        DetailRole,                  ///< Publisher, architecture, size of the model, in words.
        SizeRole,                    ///< On the disk, in words.
        QuantizationRole,            ///< "Q4_K_M"; may be empty.
        SourceRole,                  ///< Whose folder it lies in, in words; empty for our own.
        StatusRole,                  ///< One of Status.
        StatusTextRole,              ///< The same in words, with the reason; empty for Ready.
        RemovableRole,               ///< It may be moved to the trash.
        CautionRole,                 ///< What that does to another program; empty for nothing.
        PathRole,                    ///< Of its first file.
        ReferenceRole,               ///< For DownloadsViewModel::download(); empty: not known.
        NewerRole,                   ///< The hub has another file of that name now.
        UpstreamRole,                ///< What the hub says of it, in words; empty: not asked.
        CustomRole,                  ///< Parameters are kept for it.
    };
    explicit LibraryList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    /// Shows those entries whose words contain the filter's. Keeps rows that stay.
    void show(std::vector<core::ModelEntry> entries);
    void setFilter(const QString& text);
    /// Null for no such row.
    const core::ModelEntry* entry(int row) const;
    /// Every entry, whatever the filter.
    const std::vector<core::ModelEntry>& all() const { return m_all; }
    int count() const { return static_cast<int>(m_rows.size()); }
    void setUpstream(const std::string& name, const UpstreamNote& note);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    void apply();
    UpstreamNote upstream(const std::string& name) const;

    std::vector<core::ModelEntry> m_all;
    std::vector<core::ModelEntry> m_rows;
    QString m_filter;
    std::map<std::string, UpstreamNote> m_upstream; // By name.
};

/// Whose folder it is; empty for our own.
QString sourceText(core::ModelSource source);
/// Its files may be moved to the trash.
bool mayRemove(const core::ModelEntry& entry);
/// What that does to the program whose folder they lie in; empty where they are ours.
QString removalCaution(const core::ModelEntry& entry);

/// Bytes in the unit that files are sold in.
QString fileSizeText(std::uint64_t bytes);
/// 20900000000 as "20.9 B".
QString parametersText(std::uint64_t parameters);

} // namespace app
