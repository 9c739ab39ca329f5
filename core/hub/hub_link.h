// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace core {

/// Where models are looked for when nobody says otherwise.
inline constexpr std::string_view kHubEndpointDefault = "https://huggingface.co";

/// A repository of the hub and perhaps something in it. Every part is checked: it may be put into
/// an address or a path.
struct HubReference {
    std::string repository;        ///< "publisher/repo"
    std::string revision = "main"; ///< Branch, tag or commit.
    std::string file;              ///< Path in the repository, or empty.
    std::string quantization;      ///< "Q4_K_M" of "publisher/repo:Q4_K_M", or empty.

    /// "hf:publisher/repo/file.gguf"
    std::string text() const;
};

/// Reads what people paste and what links carry:
/// `publisher/repo`, `publisher/repo:QUANT`, `publisher/repo:FILE`, `hf:` before any of them,
/// `hf:publisher/repo/file.gguf`, `hf.co/…`, `https://huggingface.co/publisher/repo[/blob|resolve|
/// raw|tree/REVISION[/FILE]]` (of `endpoint` too), `hearth://models/huggingface/publisher/repo
/// [?file=FILE]`. InvalidArgument, with what is wrong, for everything else.
Result<HubReference> parseHubReference(std::string_view text,
                                       std::string_view endpoint = kHubEndpointDefault);

/// Only the deep link, as the system hands it over: nothing else is accepted from outside.
Result<HubReference> parseDeepLink(std::string_view link);
std::string deepLink(const HubReference& reference);

/// "publisher/repo" of letters, digits, dots, dashes and underscores.
bool isRepositoryName(std::string_view name);

/// Undoes percent-encoding (RFC 3986). InvalidArgument on a broken escape.
Result<std::string> percentDecode(std::string_view text);

/// Addresses at an endpoint (which has no slash at its end).
std::string hubFileUrl(std::string_view endpoint, const HubReference& reference);
std::string hubPageUrl(std::string_view endpoint, std::string_view repository);

} // namespace core
