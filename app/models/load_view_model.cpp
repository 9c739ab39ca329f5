// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/load_view_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/base/qt_text.h"
#include "app/models/library_view_model.h"
#include "app/models/model_view_model.h"
#include "inference/kv/kv_layout.h"

namespace app {
namespace {

constexpr int kUsualContext = 8192; // What the engine takes when it is not told.

core::Result<DescribedModel> describeFile(const std::filesystem::path& path) {
    TRY(inference::GgufFile file, inference::GgufFile::open(path));
    auto identity = core::ModelIdentity::of(file.paths().front(), file.fileBytes());
    TRY(DescribedModel described, describeHeader(std::move(file)));
    described.identity = std::move(identity);
    return described;
}

} // namespace

LoadViewModel::LoadViewModel(core::Paths paths, const core::SettingsStore& settings,
                             LibraryViewModel& library, ModelViewModel& model, QObject* parent)
    : QObject(parent), m_library(library), m_model(model), m_plan(std::move(paths), settings) {}

void LoadViewModel::open(const QString& path) {
    m_path = toPath(path);
    m_name.clear();
    m_title = pathToQString(m_path.stem());
    m_remembered = false;
    m_plan.clear();
    emit changed();
    const int generation = ++m_generation;
    m_library.find(m_path, this, [this, generation](const std::optional<core::ModelEntry>& entry) {
        if (generation != m_generation) return;
        if (entry) {
            m_name = entry->name;
            m_title = toQString(entry->title());
            m_remembered = entry->defaults != core::LoadDefaults();
        }
        emit changed();
        begin(entry ? entry->defaults : core::LoadDefaults());
    });
}

void LoadViewModel::begin(const core::LoadDefaults& kept) {
    const auto type = inference::parseKvType(kept.keyCacheType.value_or("f16"));
    const int wished = m_model.contextWished() > 0 ? m_model.contextWished() : kUsualContext;
    m_plan.setWish(kept.contextLength ? static_cast<int>(*kept.contextLength) : wished,
                   PlanViewModel::cacheTypeIndex(type.value_or(inference::KvType::F16)),
                   kept.gpuLayers.value_or(-1), kept.cpuExperts.value_or(-1));
    m_plan.open([path = m_path](const std::stop_token&) { return describeFile(path); },
                fromQString(m_model.device()), m_model.held());
}

core::LoadDefaults LoadViewModel::chosen() const {
    core::LoadDefaults chosen;
    chosen.contextLength = static_cast<std::uint32_t>(m_plan.context());
    chosen.keyCacheType = inference::kvTypeName(m_plan.kvType());
    chosen.valueCacheType = chosen.keyCacheType;
    if (m_plan.gpuLayers() >= 0) chosen.gpuLayers = m_plan.gpuLayers();
    if (m_plan.cpuExperts() >= 0) chosen.cpuExperts = m_plan.cpuExperts();
    return chosen;
}

void LoadViewModel::load(bool remember) {
    const core::LoadDefaults parameters = chosen();
    if (!m_name.empty() && (remember || m_remembered))
        m_library.setDefaults(m_name, remember ? parameters : core::LoadDefaults());
    m_model.openWith(m_path, parameters);
}

void LoadViewModel::close() {
    ++m_generation;
    m_plan.clear();
}

} // namespace app
