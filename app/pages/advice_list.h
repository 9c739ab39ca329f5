// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "core/planner/advisor.h"

namespace app {

/// Which models of the advisor's table run on one machine, and how. GUI thread.
class AdviceList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the hardware page")

public:
    /// How well a model fits: the order of core::Fits.
    enum Fit { Gpu, Split, Cpu, No };
    Q_ENUM(Fit)
    enum Role {
        NameRole = Qt::UserRole + 1, ///< Model and quantization.
        SizeRole,                    ///< Of the file, in words.
        FitRole,                     ///< One of Fit.
        FitTextRole,                 ///< The same in words.
        SpeedRole,   ///< What bandwidth allows, in words; empty where it does not fit.
        ContextRole, ///< The longest context, in words.
    };
    explicit AdviceList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    void show(std::vector<core::Advice> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    std::vector<core::Advice> m_rows;
};

/// The builds that people ask about, one row per card they are sold with. GUI thread.
class BuildList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the hardware page")

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< "Recommended"
        PartsRole,                   ///< Processor, card with its memory, RAM.
        GuideRole,                   ///< What a buying guide expects of it, in words.
        AdviceRole,                  ///< An AdviceList.
    };
    explicit BuildList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    /// The table must outlive the model.
    void show(const core::MachineTable& table);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    std::vector<core::BuildAdvice> m_rows;
    std::vector<AdviceList*> m_advice; // Children of this.
};

} // namespace app
