// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "core/net/network_gate.h"

namespace core {

/// Where a hub's file really lies at the moment, and what the hub says about it.
struct RemoteFile {
    std::string location;    ///< Signed and short-lived: never kept, never logged.
    std::uint64_t bytes = 0; ///< 0: not said.
    std::string sha256;      ///< Empty: not said.
    std::string etag;        ///< The hub's own.
    std::string commit;
};

/// Asks the hub for the way to a file (HEAD, or GET of one byte where that is not allowed), without
/// following it. One try. The answer's requested pause goes to `pause` on failure.
Result<RemoteFile> locate(NetworkGate& gate, const std::string& url, const std::string& name,
                          const std::stop_token& stop, std::chrono::milliseconds& pause);

} // namespace core
