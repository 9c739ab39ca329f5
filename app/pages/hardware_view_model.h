// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "app/pages/advice_list.h"
#include "core/base/paths.h"
#include "core/base/task_queue.h"
#include "core/planner/hardware_info.h"

namespace app {

/// Graphics devices of this machine. GUI thread.
class GraphicsList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the hardware page")

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< As the driver gives it.
        KindRole,                    ///< Own memory, shared memory or software, in words.
        MemoryRole,                  ///< Free and whole, in words.
        UsedRole,                    ///< Share of the memory that is in use, 0..1.
        BandwidthRole,               ///< In words; empty where it is unknown.
        FeaturesRole,                ///< Bus, driver and abilities, joined.
    };
    explicit GraphicsList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    void show(std::vector<core::HardwareDevice> devices);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    std::vector<core::HardwareDevice> m_devices;
};

/// The hardware page: what this machine has, what it can run, and what other machines could. Looks
/// on a thread of its own when first asked. GUI thread.
class HardwareViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// The machine is being looked at, or its memory measured.
    Q_PROPERTY(bool busy READ busy NOTIFY changed)
    /// Something is known about it.
    Q_PROPERTY(bool known READ known NOTIFY changed)
    /// Name of the processor.
    Q_PROPERTY(QString cpuName READ cpuName NOTIFY changed)
    /// Cores and instruction sets, in words.
    Q_PROPERTY(QString cpuDetail READ cpuDetail NOTIFY changed)
    /// Free and whole RAM, in words.
    Q_PROPERTY(QString ramText READ ramText NOTIFY changed)
    /// Share of the RAM that is in use, 0..1.
    Q_PROPERTY(qreal ramUsed READ ramUsed NOTIFY changed)
    /// Measured, in words; empty before the first measurement.
    Q_PROPERTY(QString ramBandwidth READ ramBandwidth NOTIFY changed)
    /// Graphics devices.
    Q_PROPERTY(app::GraphicsList* graphics READ graphics CONSTANT)
    /// Why there are none; empty when there is one.
    Q_PROPERTY(QString graphicsNote READ graphicsNote NOTIFY changed)
    /// What this machine can run of the models in the table.
    Q_PROPERTY(app::AdviceList* advice READ advice CONSTANT)
    /// The builds people ask about.
    Q_PROPERTY(app::BuildList* builds READ builds CONSTANT)
    /// When the table of machines was made.
    Q_PROPERTY(QString tableDate READ tableDate NOTIFY changed)
    /// What is wrong with an edited table; empty for nothing.
    Q_PROPERTY(QString tableProblem READ tableProblem NOTIFY changed)

public:
    explicit HardwareViewModel(core::Paths paths, QObject* parent = nullptr);

    /// Looks, in the background; measures the memory the first time.
    Q_INVOKABLE void refresh();
    /// Measures the memory again.
    Q_INVOKABLE void measure();

    bool busy() const { return m_busy; }
    bool known() const { return !m_hardware.cpuName.empty(); }
    QString cpuName() const;
    QString cpuDetail() const;
    QString ramText() const;
    qreal ramUsed() const;
    QString ramBandwidth() const;
    GraphicsList* graphics() { return &m_graphics; }
    QString graphicsNote() const;
    AdviceList* advice() { return &m_advice; }
    BuildList* builds() { return &m_builds; }
    QString tableDate() const;
    QString tableProblem() const { return m_tableProblem; }

signals:
    void changed();

private:
    void look(bool measureAgain);
    void take(core::HardwareInfo hardware, core::MachineTable table);

    core::Paths m_paths;
    core::MachineTable m_table;
    QString m_tableProblem;
    core::HardwareInfo m_hardware;
    GraphicsList m_graphics;
    AdviceList m_advice;
    BuildList m_builds;
    bool m_busy = false;
    QPointer<HardwareViewModel> m_self;
    core::TaskQueue m_queue; // Last: its tasks use the rest.
};

} // namespace app
