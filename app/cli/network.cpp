// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/network.h"

#include <utility>

#include "app/cli/output.h"
#include "core/hub/hub_access.h"
#include "core/hub/secret_service_keyring.h"

namespace cli {

namespace {

/// In which a person may unlock the keyring.
constexpr std::chrono::seconds kKeyringPatience{15};

/// The keyring is asked only where the window put a token into it. One that refuses is no reason
/// to refuse what needs no token.
Result<core::NetworkOptions> readOptions(const Network& network, const Context& context,
                                         bool offline) {
    core::FileSecretStore files(network.paths.secrets());
    if (network.settings.hubTokenKept) {
        core::KeyringSecretStore keyring(
            std::make_unique<core::SecretServiceKeyring>(kKeyringPatience),
            network.paths.secrets());
        auto options =
            core::networkOptions(keyring, network.settings.network, context.endpoint, offline);
        if (options || options.error().code != ErrorCode::AccessDenied) return options;
        printRemark(context, options.error().detail);
    }
    return core::networkOptions(files, network.settings.network, context.endpoint, offline);
}

} // namespace

Result<Network> openNetwork(const Context& context) {
    Network network;
    TRY(network.paths, core::Paths::create(context.dataDirectory));
    network.settings = core::SettingsStore::open(network.paths.settings())->current();
    const bool offline = context.offline || network.settings.offline;
    TRY(core::NetworkOptions options, readOptions(network, context, offline));
    options.userAgent = "Hearth/" HEARTH_VERSION;
    TRY(network.ledger, core::NetworkLedger::open(network.paths.data / "network.db"));
    network.gate = std::make_unique<core::NetworkGate>(std::move(options), network.ledger.get());
    return network;
}

} // namespace cli
