// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "app/cli/network.h"
#include "core/hub/hub_client.h"
#include "core/hub/starter_catalog.h"

namespace cli {

/// The hub as the global options want it, with what is kept of it on this machine.
struct Hub {
    Network network;
    std::unique_ptr<core::HubCache>
        cache; ///< Null where it cannot be opened: then nothing is kept.
    std::unique_ptr<core::StarterCatalog> starter;
    std::unique_ptr<core::HubClient> client;
};
Result<Hub> openHub(const Context& context);

/// An address or `hf:publisher/repo/file.gguf`, not a file of this machine.
bool isRemote(std::string_view model);

/// The header of a remote MODEL.
Result<core::RemoteHeader> readRemoteHeader(const std::string& model, const Context& context,
                                            bool renew);

/// "2026-01-02"
std::string dateText(core::UnixMs ms);

} // namespace cli
