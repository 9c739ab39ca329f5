// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <vector>

#include "core/hub/hub_types.h"
#include "core/planner/fit_report.h"

namespace app {

/// The downloads that one repository offers, with where each would run. GUI thread.
class HubFileList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the discover page")
    /// Number of rows.
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    /// Where a file would run: the order of core::Fits.
    enum Fit { Gpu, Split, Cpu, No };
    Q_ENUM(Fit)
    enum Role {
        LabelRole = Qt::UserRole + 1, ///< "Q4_K_M"
        WordsRole,                    ///< What that means.
        SizeRole,                     ///< Of all its parts, in words.
        FitsRole,        ///< One of Fit for each context of the table's head; -1: none.
        FitTextsRole,    ///< The same in words.
        FitLineRole,     ///< All of them in a line, with their contexts.
        RecommendedRole, ///< What most people would take here: one row.
        CompleteRole,    ///< All its parts are there.
        ReferenceRole,   ///< For DownloadsViewModel::download().
    };
    explicit HubFileList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    /// `contexts` are the columns of the table, in words.
    void show(const std::string& repository, const core::HubFiles& files,
              const QStringList& contexts);
    /// [rows][contexts]; an empty row is not known yet, nothing means beyond the trained context.
    void setFits(const std::vector<std::vector<std::optional<core::Fits>>>& fits);
    const std::vector<core::HubVariant>& variants() const { return m_variants; }
    int count() const { return static_cast<int>(m_variants.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    std::string m_repository;
    QStringList m_contexts;
    std::vector<core::HubVariant> m_variants;
    std::vector<std::vector<std::optional<core::Fits>>> m_fits; // [rows][contexts]
    std::string m_recommended;                                  // Name of a variant.
};

/// "fits the GPU" and the like.
QString fitsText(core::Fits fits);

} // namespace app
