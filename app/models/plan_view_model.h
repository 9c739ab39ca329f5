// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "app/models/fit_view_model.h"
#include "core/base/paths.h"
#include "core/base/task_queue.h"
#include "core/planner/memory_planner.h"

namespace core {
class SettingsStore;
} // namespace core

namespace app {

/// A model out of its header alone, and what is known of its file.
struct DescribedModel {
    std::shared_ptr<const inference::Model> model; ///< Null for one that this version cannot run.
    std::vector<std::string> obstacles;            ///< Why it cannot.
    std::string architecture;                      ///< As the header names it.
    core::ModelIdentity identity;                  ///< For the speeds that were seen here.
    std::uint64_t fetchedBytes = 0;                ///< 0: it lies here.
};

/// A header as a model that can be planned, or why this version cannot run it.
core::Result<DescribedModel> describeHeader(inference::GgufFile header);

/// Where one model goes with what is free, for a context and a cache of one's choice. Reading the
/// header and planning are done on a thread of its own; of several wishes the last one counts, so
/// that a slider can be drawn over them. GUI thread.
class PlanViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a page")
    /// The header is being read.
    Q_PROPERTY(bool busy READ busy NOTIFY changed)
    /// Why there is no plan; empty for nothing.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    /// The header was read, and this version cannot run the model.
    Q_PROPERTY(bool unsupported READ unsupported NOTIFY changed)
    /// The header was not given out: a licence to accept, or a token to set.
    Q_PROPERTY(bool denied READ denied NOTIFY changed)
    /// How much was read for the plan, in words; empty where the file lies here.
    Q_PROPERTY(QString source READ source NOTIFY changed)
    /// The longest context that the model was trained for; 0 while it is not known.
    Q_PROPERTY(int contextTrained READ contextTrained NOTIFY changed)
    /// Number of its layers; 0 while it is not known.
    Q_PROPERTY(int layers READ layers NOTIFY changed)
    /// It is a mixture of experts.
    Q_PROPERTY(bool experts READ experts NOTIFY changed)
    /// The context to plan for.
    Q_PROPERTY(int context READ context WRITE setContext NOTIFY wishChanged)
    /// Types of a cache, in the order of cacheType.
    Q_PROPERTY(QStringList cacheTypes READ cacheTypes CONSTANT)
    /// Index of the type of keys and values.
    Q_PROPERTY(int cacheType READ cacheType WRITE setCacheType NOTIFY wishChanged)
    /// Layers on the graphics device; -1: as many as fit.
    Q_PROPERTY(int gpuLayers READ gpuLayers WRITE setGpuLayers NOTIFY wishChanged)
    /// Layers whose experts stay in RAM; -1: as few as fit.
    Q_PROPERTY(int cpuExperts READ cpuExperts WRITE setCpuExperts NOTIFY wishChanged)
    /// The plan.
    Q_PROPERTY(app::FitViewModel* fit READ fit CONSTANT)

public:
    using Read = std::function<core::Result<DescribedModel>(const std::stop_token& stop)>;
    using Fits = std::optional<core::Fits>; ///< Nothing: beyond what the model was trained for.

    PlanViewModel(core::Paths paths, const core::SettingsStore& settings,
                  QObject* parent = nullptr);
    ~PlanViewModel() override;

    /// Reads a header on the queue's thread, and plans for `device` ("auto", "cpu", "vulkan:N").
    /// What is `held` counts as free, for it is let go of first.
    void open(Read read, const std::string& device, std::vector<inference::DeviceMemory> held = {});
    /// No model.
    void clear();
    /// Until the queue's thread is done with what was asked for.
    void wait() { m_queue.drain(); }
    /// Where files of `bytes` each would run at each of the contexts, told by tablePlanned();
    /// `planned` is the one whose header was opened.
    void planTable(std::vector<std::uint64_t> bytes, std::size_t planned,
                   std::vector<std::uint32_t> contexts);
    /// Sets all wishes at once.
    void setWish(int context, int cacheType, int gpuLayers, int cpuExperts);

    bool busy() const { return m_busy; }
    QString problem() const { return m_problem; }
    /// The header was read, and this version cannot run the model.
    bool unsupported() const { return m_unsupported; }
    bool denied() const { return m_denied; }
    /// As the header names it; empty while that is not known.
    QString architecture() const { return m_architecture; }
    /// Why this version cannot run the model, in a line.
    QString obstacles() const { return m_obstacles; }
    QString source() const { return m_source; }
    int contextTrained() const { return m_contextTrained; }
    int layers() const { return m_layers; }
    bool experts() const { return m_experts; }
    int context() const { return m_context; }
    QStringList cacheTypes() const;
    inference::KvType kvType() const;
    /// Its index among the types that are offered; the first for one that is not.
    static int cacheTypeIndex(inference::KvType type);
    int cacheType() const { return m_cacheType; }
    int gpuLayers() const { return m_gpuLayers; }
    int cpuExperts() const { return m_cpuExperts; }
    FitViewModel* fit() { return &m_fit; }
    void setContext(int tokens);
    void setCacheType(int index);
    void setGpuLayers(int count);
    void setCpuExperts(int count);

signals:
    void changed();
    void wishChanged();
    /// The header was read, or could not be.
    void opened(bool ok);
    /// [files][contexts], row by row as they are planned; rows that are still to come are empty.
    void tablePlanned(const std::vector<std::vector<app::PlanViewModel::Fits>>& fits);

private:
    struct Opened;
    struct Table;
    Opened describe(const Read& read, const std::string& device,
                    const std::vector<inference::DeviceMemory>& held, const std::stop_token& stop);
    void take(const Opened& found, int generation);
    void plan();
    core::FitRequest request() const;
    void planRow(const std::shared_ptr<Table>& table);

    core::Paths m_paths;
    const core::SettingsStore& m_settings;
    FitViewModel m_fit;
    bool m_busy = false;
    QString m_problem;
    bool m_unsupported = false;
    bool m_denied = false;
    QString m_architecture;
    QString m_obstacles;
    QString m_source;
    int m_contextTrained = 0;
    int m_layers = 0;
    bool m_experts = false;
    int m_context = 16384;
    int m_cacheType = 0;
    int m_gpuLayers = -1;
    int m_cpuExperts = -1;
    int m_generation = 0;
    std::atomic<int> m_wish = 0; // Number of the newest wish: older ones are passed over.
    std::stop_source m_stop;
    QPointer<PlanViewModel> m_self;
    std::unique_ptr<core::SpeedBook> m_speeds; // The queue's, as what follows.
    std::unique_ptr<core::MemoryPlanner> m_planner;
    core::TaskQueue m_queue; // Last: its tasks use the rest.
};

} // namespace app
