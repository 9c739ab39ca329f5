// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>
#include <vector>

#include "core/hub/hub_types.h"

namespace core {

/// What kind, tags, name, architecture and chat template say a model can do, in the order of the
/// enum. The hub has no field for it, so this is a reading of hints: a template that handles
/// `tools` can call tools, one that writes `<think>` reasons.
std::vector<HubCapability> findCapabilities(const HubModel& model, std::string_view chatTemplate);

/// Whether a model passes the filters of a query. With `Text::Check` its words must occur in the
/// id, the tags or the summary: for listings that the hub has not searched already.
enum class Text : std::uint8_t { Check, Trust };
bool matchesQuery(const HubModel& model, const HubQuery& query, Text text);

/// Best first. For HubSort::BestMatch: where the words stand in the name, then downloads.
void sortModels(std::vector<HubModel>& models, const HubQuery& query);

} // namespace core
