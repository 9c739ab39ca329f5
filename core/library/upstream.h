// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <stop_token>
#include <string>

#include "core/library/model_entry.h"

namespace core {

class HubClient;

/// How a model on this machine compares with the hub now.
struct UpstreamState {
    enum class Kind : std::uint8_t {
        Same,
        Newer, ///< The file of that name has other content there now.
        Gone,  ///< The repository no longer has a file of that name.
    };
    Kind kind = Kind::Same;
    std::string commit;      ///< Of the hub, now.
    UnixMs updatedMs = 0;    ///< Of the repository.
    std::uint64_t bytes = 0; ///< Of the file (or all parts) there.
};

/// Asks the hub, when a person wants to know. Compares hashes, or sizes where one is not known.
/// Unsupported for a model of which it is not known where it came from; fails as the client does.
Result<UpstreamState> checkUpstream(const ModelEntry& entry, HubClient& client,
                                    const std::stop_token& stop = {});

} // namespace core
