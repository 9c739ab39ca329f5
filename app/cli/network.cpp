// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/network.h"

#include <utility>

#include "core/hub/hub_access.h"

namespace cli {

Result<Network> openNetwork(const Context& context) {
    Network network;
    TRY(network.paths, core::Paths::create(context.dataDirectory));
    network.settings = core::SettingsStore::open(network.paths.settings())->current();
    core::FileSecretStore secrets(network.paths.secrets());
    const bool offline = context.offline || network.settings.offline;
    TRY(core::NetworkOptions options,
        core::networkOptions(secrets, network.settings.network, context.endpoint, offline));
    options.userAgent = "Hearth/" HEARTH_VERSION;
    TRY(network.ledger, core::NetworkLedger::open(network.paths.data / "network.db"));
    network.gate = std::make_unique<core::NetworkGate>(std::move(options), network.ledger.get());
    return network;
}

} // namespace cli
