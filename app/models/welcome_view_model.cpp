// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/welcome_view_model.h"

#include <QLocale>

#include <algorithm>
#include <utility>

#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"
#include "app/models/hub_file_list.h"
#include "app/models/library_list.h"
#include "core/planner/hardware_info.h"
#include "core/settings/settings.h"

namespace app {
namespace {

constexpr std::size_t kSuggestions = 3;
// Weights read per token beyond which RAM of today writes slower than people read.
constexpr double kBytesPerTokenMax = 5e9;

QString memoryText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 0,
                                       QLocale::DataSizeTraditionalFormat);
}

QString machineText(const core::HardwareInfo& hardware) {
    const QString ram = memoryText(hardware.ramTotal);
    const core::HardwareDevice* best = hardware.bestGraphics();
    if (best == nullptr)
        return WelcomeViewModel::tr(
                   "%1 with %2 of RAM, and no graphics device to compute with: small models and "
                   "mixtures of experts run well.")
            .arg(toQString(hardware.cpuName), ram);
    if (best->info.kind == inference::DeviceKind::Integrated)
        return WelcomeViewModel::tr("%1 with %2 of RAM, which %3 shares.")
            .arg(toQString(hardware.cpuName), ram, toQString(best->info.name));
    return WelcomeViewModel::tr("%1 with %2 of its own, and %3 of RAM.")
        .arg(toQString(best->info.name), memoryText(best->info.memoryTotal), ram);
}

/// Bytes of weights that one token reads: of a mixture of experts a share.
double bytesPerToken(const core::StarterModel& model, const core::StarterFile& file) {
    const auto bytes = static_cast<double>(file.bytes);
    if (model.activeParameters == 0 || model.model.parameters == 0) return bytes;
    return bytes * static_cast<double>(model.activeParameters)
           / static_cast<double>(model.model.parameters);
}

std::optional<Suggestion> suggest(const core::StarterModel& model,
                                  const core::FitEstimator& estimate) {
    std::optional<Suggestion> best;
    for (const core::StarterFile& file : model.files) {
        core::HubVariant variant;
        variant.bytes = file.bytes;
        const auto fits = estimate(model.model, variant);
        if (!fits || *fits == core::Fits::No) continue;
        if (*fits != core::Fits::Gpu && bytesPerToken(model, file) > kBytesPerTokenMax) continue;
        const bool better =
            !best || *fits < best->fits || (*fits == best->fits && file.bytes > best->bytes);
        if (better)
            best = Suggestion{.title = model.title,
                              .summary = model.model.summary,
                              .reference = model.model.id + ':' + file.quantization,
                              .bytes = file.bytes,
                              .fits = *fits};
    }
    return best;
}

} // namespace

std::vector<Suggestion> suggestModels(const std::vector<core::StarterModel>& models,
                                      const core::FitEstimator& estimate, std::size_t count) {
    std::vector<Suggestion> found;
    std::vector<std::string> families;
    // What fits the graphics device comes before what does not, else the catalogue's order counts.
    for (const core::Fits wanted : {core::Fits::Gpu, core::Fits::Cpu, core::Fits::Split})
        for (const core::StarterModel& model : models) {
            if (found.size() >= count) return found;
            if (model.model.can(core::HubCapability::Embedding)) continue;
            if (model.model.architectureSupported() == false) continue;
            if (std::find(families.begin(), families.end(), model.family) != families.end())
                continue;
            auto suggestion = suggest(model, estimate);
            if (!suggestion || suggestion->fits != wanted) continue;
            families.push_back(model.family);
            found.push_back(std::move(*suggestion));
        }
    return found;
}

void SuggestionList::show(std::vector<Suggestion> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int SuggestionList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SuggestionList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Suggestion& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TitleRole: return toQString(row.title);
    case SummaryRole: return toQString(row.summary);
    case SizeRole: return fileSizeText(row.bytes);
    case FitRole: return static_cast<int>(row.fits);
    case FitTextRole: return fitsText(row.fits);
    case ReferenceRole: return toQString(row.reference);
    default: return {};
    }
}

QHash<int, QByteArray> SuggestionList::roleNames() const {
    return {{TitleRole, "title"}, {SummaryRole, "summary"}, {SizeRole, "size"},
            {FitRole, "fit"},     {FitTextRole, "fitText"}, {ReferenceRole, "reference"}};
}

WelcomeViewModel::WelcomeViewModel(core::Paths paths, core::SettingsStore& settings, bool skip,
                                   QObject* parent)
    : QObject(parent), m_paths(std::move(paths)), m_settings(settings), m_self(this) {
    const core::Settings now = settings.current();
    m_wanted = !skip && !now.welcomed && now.recentModels.empty();
}

void WelcomeViewModel::begin() {
    if (m_begun) return;
    m_begun = true;
    m_queue.post([self = m_self, file = m_paths.cache / "bandwidth.json"] {
        const core::HardwareInfo hardware = core::readHardware(core::MachineTable::shipped(), file);
        core::FreeMemory free;
        free.ram = hardware.ramFree;
        if (const core::HardwareDevice* best = hardware.bestGraphics()) {
            free.gpu = best->info.memoryFree;
            free.gpuSharesRam = best->info.kind == inference::DeviceKind::Integrated;
        }
        const core::StarterCatalog catalog;
        postToGui(self, [machine = machineText(hardware),
                         found = suggestModels(catalog.models(), core::sizeFit(free),
                                               kSuggestions)](WelcomeViewModel& model) {
            model.m_machine = machine;
            model.m_suggestions.show(found);
            emit model.changed();
        });
    });
}

void WelcomeViewModel::finish() {
    m_wanted = false;
    m_settings.update([](core::Settings& settings) { settings.welcomed = true; });
    emit changed();
}

} // namespace app
