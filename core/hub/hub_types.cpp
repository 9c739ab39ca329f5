// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/hub_types.h"

#include <algorithm>
#include <array>
#include <utility>

#include "inference/arch/arch_tables.h"

namespace core {
namespace {

constexpr std::array<std::pair<HubCapability, const char*>, 7> kCapabilities{{
    {HubCapability::Chat, "chat"},
    {HubCapability::Vision, "vision"},
    {HubCapability::Audio, "audio"},
    {HubCapability::Tools, "tools"},
    {HubCapability::Reasoning, "reasoning"},
    {HubCapability::Code, "code"},
    {HubCapability::Embedding, "embedding"},
}};

constexpr std::array<std::pair<HubSort, std::string_view>, 6> kSorts{{
    {HubSort::BestMatch, "match"},
    {HubSort::Downloads, "downloads"},
    {HubSort::Likes, "likes"},
    {HubSort::Trending, "trending"},
    {HubSort::Updated, "updated"},
    {HubSort::Created, "created"},
}};

} // namespace

bool HubModel::can(HubCapability capability) const {
    return std::find(capabilities.begin(), capabilities.end(), capability) != capabilities.end();
}

std::optional<bool> HubModel::architectureSupported() const {
    if (architecture.empty()) return std::nullopt;
    return inference::findArch(architecture) != nullptr;
}

const char* capabilityName(HubCapability capability) {
    for (const auto& [value, name] : kCapabilities)
        if (value == capability) return name;
    return "";
}

std::optional<HubCapability> findCapability(std::string_view name) {
    for (const auto& [value, known] : kCapabilities)
        if (name == known) return value;
    return std::nullopt;
}

std::optional<HubSort> findSort(std::string_view name) {
    for (const auto& [value, known] : kSorts)
        if (name == known) return value;
    // The hub's own spellings.
    if (name == "lastModified") return HubSort::Updated;
    if (name == "createdAt") return HubSort::Created;
    if (name == "trendingScore") return HubSort::Trending;
    if (name == "best" || name == "best-match" || name == "relevance") return HubSort::BestMatch;
    return std::nullopt;
}

const char* companionName(CompanionKind kind) {
    switch (kind) {
    case CompanionKind::VisionProjector: return "vision projector";
    case CompanionKind::Drafter: return "drafter";
    case CompanionKind::ImportanceMatrix: return "importance matrix";
    case CompanionKind::Adapter: return "adapter";
    case CompanionKind::Vocabulary: return "vocabulary";
    }
    return "";
}

} // namespace core
