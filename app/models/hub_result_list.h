// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <vector>

#include "core/hub/hub_types.h"
#include "core/planner/fit_report.h"

namespace app {

using ResultFit = std::optional<core::Fits>; ///< Nothing: its size is not known.

/// What a search found. GUI thread.
class HubResultList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the discover page")
    /// Number of rows.
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        RepositoryRole = Qt::UserRole + 1, ///< "publisher/repo"
        NameRole,                          ///< Without the publisher.
        DetailRole,                        ///< Publisher, downloads, likes, in words.
        AbilitiesRole,                     ///< Size of the model and what it can do, in words.
        WarningRole,                       ///< Gated or not supported, in words; else empty.
        FitRole,     ///< One of HubFileList.Fit for a usual file of it; -1: not known.
        FitTextRole, ///< The same in words.
    };
    explicit HubResultList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    /// `fits` says for each model where it would run.
    void show(std::vector<core::HubModel> models, std::vector<ResultFit> fits);
    void append(std::vector<core::HubModel> models, std::vector<ResultFit> fits);
    int count() const { return static_cast<int>(m_models.size()); }
    const core::HubModel* model(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    std::vector<core::HubModel> m_models;
    std::vector<ResultFit> m_fits; // [models]
};

/// "vision" and the like in the user's language.
QString capabilityText(core::HubCapability capability);

} // namespace app
