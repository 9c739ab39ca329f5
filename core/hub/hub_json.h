// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/hub/hub_types.h"

namespace core {

// What the hub answers, read with suspicion: members may be missing or of another type, entries
// that make no sense are left out, and an answer that is no JSON at all is told apart from one that
// was cut off.

/// GET /api/models. Entries without a usable id are left out.
Result<std::vector<HubModel>> parseHubListing(std::string_view body);

/// GET /api/models/{id}: the model, and its files as far as this answer lists them.
struct HubInfo {
    HubModel model;
    std::vector<HubFile> files; ///< Sizes and hashes only where `blobs=true` was asked for.
};
Result<HubInfo> parseHubInfo(std::string_view body);

/// GET /api/models/{id}/tree/{revision}: one page of files; folders are left out.
Result<std::vector<HubFile>> parseHubTree(std::string_view body);

/// The address behind rel="next" in a Link header (RFC 8288), or empty.
std::string nextLink(std::string_view header);

/// "2025-03-12T10:30:05.000Z" as milliseconds; 0 if it is no such date.
UnixMs parseIsoDate(std::string_view text);

/// How many parameters a name such as "Qwen3-30B-A3B" or "gemma-3-270m-it" promises; 0: none.
std::uint64_t parametersInName(std::string_view name);

} // namespace core
