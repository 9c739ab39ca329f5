// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace core {

/// One request that left the program. Addresses are not kept: they may hold signatures.
struct LedgerEntry {
    std::int64_t id = 0;
    UnixMs time = 0;
    std::string host; ///< With its port where that is not the usual one.
    std::string purpose;
    std::uint64_t bytesUp = 0;   ///< Headers included.
    std::uint64_t bytesDown = 0; ///< Headers included.
    int status = 0;              ///< HTTP status; 0: none came, or it is still under way.
    std::string outcome;         ///< Empty while it runs; "ok", or what went wrong.
};

/// The list of all connections ever made, in an SQLite file of its own, which several processes may
/// share. Written by a thread of its own; an entry is there from the moment its request starts, so
/// that a killed program leaves it behind. The newest 100,000 entries are kept. Any thread.
class NetworkLedger {
public:
    static Result<std::unique_ptr<NetworkLedger>> open(const std::filesystem::path& file);
    /// Writes what is queued.
    ~NetworkLedger();

    /// Gives a key for finish(); never fails and never waits.
    std::uint64_t begin(std::string host, std::string purpose);
    void finish(std::uint64_t key, std::uint64_t bytesUp, std::uint64_t bytesDown, int status,
                std::string outcome);

    /// Newest first, older than the entry `before` (0: from the newest). Waits for queued writes.
    Result<std::vector<LedgerEntry>> read(std::size_t countMax, std::int64_t before = 0);
    Result<void> clear();

private:
    struct State;
    explicit NetworkLedger(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace core
