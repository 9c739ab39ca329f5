// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "core/net/network_gate.h"
#include "core/net/network_ledger.h"

namespace app {

/// The way out, made when it is first needed: a program that is only chatted with opens neither its
/// database nor its library. Any thread may call.
class NetworkServices {
public:
    /// `ledgerFile` lists every connection; `endpoint` is the hub's address, empty for the usual.
    NetworkServices(std::filesystem::path ledgerFile, std::string endpoint, bool offline);
    ~NetworkServices();

    /// Opens the ledger the first time: not on the GUI thread.
    core::NetworkGate& gate();
    /// The same; null if it could not be opened.
    core::NetworkLedger* ledger();

    void setOffline(bool offline);
    bool isOffline() const { return m_offline; }
    /// Bytes per second for downloads; 0: no limit.
    void setRateMax(std::uint64_t bytesPerSecond);

private:
    void open();

    std::filesystem::path m_ledgerFile;
    std::string m_endpoint;
    std::atomic<bool> m_offline;
    std::uint64_t m_rateMax = 0;
    std::mutex m_mutex; // Guards what follows, and m_rateMax.
    std::unique_ptr<core::NetworkLedger> m_ledger;
    std::unique_ptr<core::NetworkGate> m_gate; // After the ledger, which must outlive it.
};

} // namespace app
