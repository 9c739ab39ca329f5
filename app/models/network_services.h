// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "core/base/paths.h"
#include "core/net/network_gate.h"
#include "core/net/network_ledger.h"

namespace core {
class SecretStore;
class SettingsStore;
} // namespace core

namespace app {

/// The way out, made when it is first needed: a program that is only chatted with opens neither its
/// database nor its library. Any thread may call.
class NetworkServices {
public:
    /// `endpoint` is the hub's address, empty for the one of settings and environment.
    NetworkServices(core::Paths paths, core::SettingsStore& settings, std::string endpoint,
                    bool offline);
    ~NetworkServices();

    /// Opens the ledger the first time: not on the GUI thread.
    core::NetworkGate& gate();
    /// The same; null if it could not be opened.
    core::NetworkLedger* ledger();

    /// At once; breaks off what runs.
    void setOffline(bool offline);
    bool isOffline() const { return m_offline; }
    /// Bytes per second for downloads; 0: no limit.
    void setRateMax(std::uint64_t bytesPerSecond);

    /// A token for the hub is kept, in the desktop's keyring or, where there is none, in a file.
    bool hasToken() const;
    /// Empty: none any more. Waits for the keyring, as renewHub(): not on the GUI thread.
    core::Result<void> keepToken(const std::string& token);
    /// Looks for mirror and token again, after one of them or the switch has changed.
    void renewHub();

private:
    void open();
    core::NetworkOptions options() const;
    core::SecretStore& secrets() const;

    core::Paths m_paths;
    core::SettingsStore& m_settings;
    std::string m_endpoint;
    std::atomic<bool> m_offline;
    mutable std::mutex m_secretsMutex; // Guards what follows.
    mutable std::unique_ptr<core::SecretStore> m_secrets;
    std::mutex m_mutex; // Guards what follows.
    std::uint64_t m_rateMax = 0;
    std::unique_ptr<core::NetworkLedger> m_ledger;
    std::unique_ptr<core::NetworkGate> m_gate; // After the ledger, which must outlive it.
};

} // namespace app
