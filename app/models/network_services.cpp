// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/network_services.h"

#include <utility>

namespace app {

NetworkServices::NetworkServices(std::filesystem::path ledgerFile, std::string endpoint,
                                 bool offline)
    : m_ledgerFile(std::move(ledgerFile)), m_endpoint(std::move(endpoint)), m_offline(offline) {}

NetworkServices::~NetworkServices() = default;

void NetworkServices::open() {
    if (m_gate) return;
    // Without its ledger the program may still fetch: a list that cannot be written (a full disk)
    // is no reason to refuse what a person asked for.
    if (auto ledger = core::NetworkLedger::open(m_ledgerFile)) m_ledger = std::move(*ledger);
    core::NetworkOptions options;
    options.offline = m_offline;
    if (!m_endpoint.empty()) options.hubEndpoint = m_endpoint;
    options.rateMax = m_rateMax;
    m_gate = std::make_unique<core::NetworkGate>(std::move(options), m_ledger.get());
}

core::NetworkGate& NetworkServices::gate() {
    const std::lock_guard lock(m_mutex);
    open();
    return *m_gate;
}

core::NetworkLedger* NetworkServices::ledger() {
    const std::lock_guard lock(m_mutex);
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

} // namespace app
