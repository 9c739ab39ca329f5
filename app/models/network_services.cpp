// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/network_services.h"

#include <utility>

#include "app/secrets/system_keyring.h"
#include "core/hub/hub_access.h"
#include "core/hub/keyring_secret_store.h"
#include "core/settings/settings.h"

namespace app {

NetworkServices::NetworkServices(core::Paths paths, core::SettingsStore& settings,
                                 std::string endpoint, bool offline)
    : m_paths(std::move(paths)), m_settings(settings), m_endpoint(std::move(endpoint)),
      m_offline(offline) {}

NetworkServices::~NetworkServices() = default;

// Without its token or its ledger the program may still fetch: neither a file of secrets that
// others can read nor a list that cannot be written (a full disk) is a reason to refuse what a
// person asked for. What needs the token then says so.
core::NetworkOptions NetworkServices::options() const {
    const core::Settings settings = m_settings.current();
    core::FileSecretStore files(m_paths.secrets());
    // A locked keyring asks a person: only where something of ours is in it.
    core::SecretStore& store = settings.hubTokenKept ? secrets() : files;
    if (auto found = core::networkOptions(store, settings.network, m_endpoint, m_offline))
        return *found;
    core::NetworkOptions plain;
    plain.offline = m_offline;
    if (!m_endpoint.empty()) plain.hubEndpoint = m_endpoint;
    return plain;
}

// The lock is not held while a keyring may wait for a person: the GUI thread takes it too.
void NetworkServices::open() {
    {
        const std::lock_guard lock(m_mutex);
        if (m_gate) return;
    }
    core::NetworkOptions chosen = options();
    auto ledger = core::NetworkLedger::open(m_paths.data / "network.db");
    const std::lock_guard lock(m_mutex);
    if (m_gate) return;
    if (ledger) m_ledger = std::move(*ledger);
    chosen.offline = m_offline;
    chosen.rateMax = m_rateMax;
    m_gate = std::make_unique<core::NetworkGate>(std::move(chosen), m_ledger.get());
}

core::NetworkGate& NetworkServices::gate() {
    open();
    return *m_gate;
}

core::NetworkLedger* NetworkServices::ledger() {
    open();
    return m_ledger.get();
}

void NetworkServices::setOffline(bool offline) {
    m_offline = offline;
    const std::lock_guard lock(m_mutex);
    if (m_gate) m_gate->setOffline(offline);
}

void NetworkServices::setRateMax(std::uint64_t bytesPerSecond) {
    const std::lock_guard lock(m_mutex);
    m_rateMax = bytesPerSecond;
    if (m_gate) m_gate->setRateMax(bytesPerSecond);
}

core::SecretStore& NetworkServices::secrets() const {
    const std::lock_guard lock(m_secretsMutex);
    if (!m_secrets)
        m_secrets =
            std::make_unique<core::KeyringSecretStore>(makeSystemKeyring(), m_paths.secrets());
    return *m_secrets;
}

bool NetworkServices::hasToken() const {
    return m_settings.current().hubTokenKept;
}

core::Result<void> NetworkServices::keepToken(const std::string& token) {
    if (token.empty()) {
        TRY(secrets().remove(core::kHubTokenName));
    } else {
        TRY(secrets().write(core::kHubTokenName, token));
    }
    m_settings.update([&](core::Settings& settings) { settings.hubTokenKept = !token.empty(); });
    renewHub();
    return {};
}

void NetworkServices::renewHub() {
    const core::NetworkOptions chosen = options(); // May wait for a person.
    const std::lock_guard lock(m_mutex);
    if (m_gate) m_gate->setHub(chosen.hubEndpoint, chosen.hubToken);
}

} // namespace app
