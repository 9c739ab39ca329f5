// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/plan_view_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/base/error_text.h"
#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"
#include "app/models/library_list.h"
#include "core/planner/hardware_info.h"
#include "core/planner/machine_budget.h"
#include "core/settings/settings.h"
#include "inference/model/model_inspection.h"

namespace app {
namespace {

constexpr std::array kCacheTypes{inference::KvType::F16, inference::KvType::Q8_0,
                                 inference::KvType::Q4_0};

QString sentence(const core::Error& error) {
    const ErrorText text = errorText(error, ErrorScene::Network);
    return text.advice.isEmpty() ? text.title
                                 : PlanViewModel::tr("%1. %2").arg(text.title, text.advice);
}

} // namespace

core::Result<DescribedModel> describeHeader(inference::GgufFile header) {
    inference::ModelInspection found = inference::inspectModel(header);
    DescribedModel described;
    described.architecture = std::move(found.architecture);
    described.obstacles = std::move(found.unsupportedReasons);
    if (found.supported) {
        TRY(described.model, inference::Model::describe(std::move(header)));
    }
    return described;
}

/// What the queue's thread found in a header.
struct PlanViewModel::Opened {
    QString problem;
    bool unsupported = false;
    bool denied = false;
    QString architecture;
    QString obstacles;
    QString source;
    int contextTrained = 0;
    int layers = 0;
    bool experts = false;
};

/// A table in the making: one row per task, so that a slider's wishes come in between.
struct PlanViewModel::Table {
    std::vector<std::uint64_t> bytes;
    std::vector<std::uint32_t> contexts;
    std::vector<std::vector<Fits>> fits; // [files][contexts]
    std::size_t planned = 0;
    std::size_t row = 0;
    core::FitRequest request;
    int contextTrained = 0;
    int generation = 0;
    std::stop_token stop;
};

PlanViewModel::PlanViewModel(core::Paths paths, const core::SettingsStore& settings,
                             QObject* parent)
    : QObject(parent), m_paths(std::move(paths)), m_settings(settings), m_self(this) {}

PlanViewModel::~PlanViewModel() {
    m_stop.request_stop();
}

void PlanViewModel::clear() {
    m_stop.request_stop();
    m_stop = {};
    ++m_generation;
    m_busy = false;
    m_problem.clear();
    m_unsupported = false;
    m_denied = false;
    m_architecture.clear();
    m_obstacles.clear();
    m_source.clear();
    m_contextTrained = 0;
    m_layers = 0;
    m_experts = false;
    m_fit.show(std::nullopt);
    emit changed();
}

void PlanViewModel::open(Read read, const std::string& device,
                         std::vector<inference::DeviceMemory> held) {
    clear();
    m_busy = true;
    emit changed();
    m_queue.post([this, read = std::move(read), device, held = std::move(held),
                  stop = m_stop.get_token(), generation = m_generation] {
        m_planner.reset();
        if (stop.stop_requested()) return;
        postToGui(m_self, [opened = describe(read, device, held, stop),
                           generation](PlanViewModel& self) { self.take(opened, generation); });
    });
}

// On the queue's thread: leaves the planner behind.
PlanViewModel::Opened PlanViewModel::describe(const Read& read, const std::string& device,
                                              const std::vector<inference::DeviceMemory>& held,
                                              const std::stop_token& stop) {
    Opened opened;
    auto described = read(stop);
    if (!described) {
        opened.problem = sentence(described.error());
        opened.denied = described.error().code == core::ErrorCode::AccessDenied;
        return opened;
    }
    opened.architecture = toQString(described->architecture);
    if (described->fetchedBytes > 0)
        opened.source = tr("Read from the file's own header, %1, before downloading.")
                            .arg(fileSizeText(described->fetchedBytes));
    if (!described->model) {
        QStringList reasons;
        for (const std::string& reason : described->obstacles) reasons.append(toQString(reason));
        opened.unsupported = true;
        opened.obstacles = reasons.join(QStringLiteral("; "));
        opened.problem = tr("This version of Hearth cannot run it: %1.").arg(opened.obstacles);
        return opened;
    }
    const auto table = core::MachineTable::open(m_paths.config);
    const core::HardwareInfo hardware =
        core::readHardware(table ? *table : core::MachineTable::shipped(),
                           m_paths.cache / "bandwidth.json", core::MeasureRam::IfDue);
    auto budget = core::budgetOf(hardware, device);
    if (!budget) budget = core::budgetOf(hardware, "cpu");
    if (!budget) {
        opened.problem = toQString(budget.error().detail);
        return opened;
    }
    core::countAsFree(*budget, held);
    core::keepFree(*budget, m_settings.current().keepFree);
    const inference::ArchSpec& spec = described->model->spec();
    opened.contextTrained = static_cast<int>(spec.contextLength);
    opened.layers = static_cast<int>(spec.layers.size());
    opened.experts = spec.experts > 0;
    m_planner =
        std::make_unique<core::MemoryPlanner>(std::move(described->model), std::move(*budget));
    if (!m_speeds)
        if (auto book = core::SpeedBook::open(m_paths.speeds())) m_speeds = std::move(*book);
    if (m_speeds) m_planner->useSpeeds(*m_speeds, described->identity);
    return opened;
}

void PlanViewModel::take(const Opened& found, int generation) {
    if (generation != m_generation) return;
    m_busy = false;
    m_problem = found.problem;
    m_unsupported = found.unsupported;
    m_denied = found.denied;
    m_architecture = found.architecture;
    m_obstacles = found.obstacles;
    m_source = found.source;
    m_contextTrained = found.contextTrained;
    m_layers = found.layers;
    m_experts = found.experts;
    const bool ok = m_problem.isEmpty();
    if (ok && m_contextTrained > 0 && m_context > m_contextTrained) {
        m_context = m_contextTrained;
        emit wishChanged();
    }
    emit changed();
    if (ok) plan();
    emit opened(ok);
}

core::FitRequest PlanViewModel::request() const {
    core::FitRequest request;
    request.context = static_cast<std::uint32_t>(m_context);
    request.keyType = kvType();
    request.valueType = request.keyType;
    if (m_gpuLayers >= 0) request.wish.deviceLayers = static_cast<std::uint32_t>(m_gpuLayers);
    if (m_cpuExperts >= 0) request.wish.hostExperts = static_cast<std::uint32_t>(m_cpuExperts);
    return request;
}

void PlanViewModel::plan() {
    const int wish = ++m_wish;
    m_queue.post([this, request = request(), wish, generation = m_generation] {
        if (!m_planner || wish != m_wish) return;
        auto report = m_planner->plan(request);
        postToGui(m_self, [report = std::move(report), generation](PlanViewModel& self) mutable {
            if (generation != self.m_generation) return;
            self.m_problem = report ? QString() : toQString(report.error().detail);
            self.m_fit.show(report ? std::optional(std::move(*report)) : std::nullopt);
            emit self.changed();
        });
    });
}

void PlanViewModel::planTable(std::vector<std::uint64_t> bytes, std::size_t planned,
                              std::vector<std::uint32_t> contexts) {
    if (planned >= bytes.size()) return;
    auto table = std::make_shared<Table>();
    table->fits.resize(bytes.size());
    table->bytes = std::move(bytes);
    table->contexts = std::move(contexts);
    table->planned = planned;
    table->request.keyType = table->request.valueType = request().keyType;
    table->contextTrained = m_contextTrained;
    table->generation = m_generation;
    table->stop = m_stop.get_token();
    m_queue.post([this, table] { planRow(table); });
}

// On the queue's thread.
void PlanViewModel::planRow(const std::shared_ptr<Table>& table) {
    if (!m_planner || table->stop.stop_requested()) return;
    const auto whole = std::max<std::uint64_t>(1, table->bytes[table->planned]);
    const double scale = static_cast<double>(table->bytes[table->row]) / static_cast<double>(whole);
    for (const std::uint32_t context : table->contexts) {
        Fits fits;
        const bool trained =
            table->contextTrained <= 0 || std::cmp_less_equal(context, table->contextTrained);
        core::FitRequest request = table->request;
        request.context = context;
        if (trained)
            if (auto found = m_planner->fitsScaled(request, scale)) fits = *found;
        table->fits[table->row].push_back(fits);
    }
    postToGui(m_self, [fits = table->fits, generation = table->generation](PlanViewModel& self) {
        if (generation == self.m_generation) emit self.tablePlanned(fits);
    });
    if (++table->row < table->bytes.size()) m_queue.post([this, table] { planRow(table); });
}

void PlanViewModel::setWish(int context, int cacheType, int gpuLayers, int cpuExperts) {
    m_context = std::max(1, context);
    m_cacheType = std::clamp(cacheType, 0, static_cast<int>(kCacheTypes.size()) - 1);
    m_gpuLayers = std::max(-1, gpuLayers);
    m_cpuExperts = std::max(-1, cpuExperts);
    emit wishChanged();
    plan();
}

void PlanViewModel::setContext(int tokens) {
    if (tokens != m_context && tokens > 0) setWish(tokens, m_cacheType, m_gpuLayers, m_cpuExperts);
}

void PlanViewModel::setCacheType(int index) {
    if (index != m_cacheType) setWish(m_context, index, m_gpuLayers, m_cpuExperts);
}

void PlanViewModel::setGpuLayers(int count) {
    if (count != m_gpuLayers) setWish(m_context, m_cacheType, count, m_cpuExperts);
}

void PlanViewModel::setCpuExperts(int count) {
    if (count != m_cpuExperts) setWish(m_context, m_cacheType, m_gpuLayers, count);
}

inference::KvType PlanViewModel::kvType() const {
    return kCacheTypes[static_cast<std::size_t>(m_cacheType)];
}

int PlanViewModel::cacheTypeIndex(inference::KvType type) {
    const auto found = std::find(kCacheTypes.begin(), kCacheTypes.end(), type);
    return found == kCacheTypes.end() ? 0 : static_cast<int>(found - kCacheTypes.begin());
}

QStringList PlanViewModel::cacheTypes() const {
    return {tr("16 bit (f16)"), tr("8 bit (q8_0)"), tr("4 bit (q4_0)")};
}

} // namespace app
