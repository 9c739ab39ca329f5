// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <vector>

#include "core/planner/fit_report.h"

namespace app {

/// What a load takes on each device, for bars. GUI thread.
class DeviceUseList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a plan")

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< Of the device.
        TotalTextRole,               ///< "13.1 of 20 GB"
        DetailRole,                  ///< Weights, cache, buffers, in words.
        WeightsRole,                 ///< Shares of the budget, each 0..1.
        CacheRole,
        ComputeRole,
        FitsRole, ///< The total is within the budget.
    };
    explicit DeviceUseList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    void show(std::vector<core::DeviceUse> devices);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    std::vector<core::DeviceUse> m_devices;
};

/// One plan, in words and bars. GUI thread.
class FitViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a page")
    /// There is a plan.
    Q_PROPERTY(bool known READ known NOTIFY changed)
    /// One of HubFileList.Fit.
    Q_PROPERTY(int fit READ fit NOTIFY changed)
    /// Why, and what would help: sentences.
    Q_PROPERTY(QStringList reasons READ reasons NOTIFY changed)
    /// Expected tokens per second, in words.
    Q_PROPERTY(QString speed READ speed NOTIFY changed)
    /// The largest context that fits, in words.
    Q_PROPERTY(QString largest READ largest NOTIFY changed)
    /// Bars.
    Q_PROPERTY(app::DeviceUseList* devices READ devices CONSTANT)

public:
    explicit FitViewModel(QObject* parent = nullptr) : QObject(parent) {}

    /// Nothing: no plan.
    void show(std::optional<core::FitReport> report);

    bool known() const { return m_report.has_value(); }
    int fit() const { return m_report ? static_cast<int>(m_report->fits) : 0; }
    QStringList reasons() const;
    QString speed() const;
    QString largest() const;
    DeviceUseList* devices() { return &m_devices; }

signals:
    void changed();

private:
    std::optional<core::FitReport> m_report;
    DeviceUseList m_devices;
};

} // namespace app
