// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>

#include "app/cli/command.h"
#include "core/base/paths.h"
#include "core/net/network_gate.h"
#include "core/net/network_ledger.h"
#include "core/settings/settings.h"

namespace cli {

/// The way out for commands that need one, as the global options want it: --offline, --endpoint
/// (else HF_ENDPOINT, else the settings), the proxy of the settings, the token of HF_TOKEN, of our
/// own file of secrets, or of the file that the hub's own tools keep it in.
struct Network {
    core::Paths paths;
    core::Settings settings;
    std::unique_ptr<core::NetworkLedger> ledger;
    std::unique_ptr<core::NetworkGate> gate;
};
Result<Network> openNetwork(const Context& context);

} // namespace cli
