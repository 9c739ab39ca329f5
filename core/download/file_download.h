// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/download/digest.h"
#include "core/net/network_gate.h"

namespace core {

/// What a listing says about a file now.
struct ListedFile {
    std::string url;         ///< The hub's own address of it, without a signature.
    std::uint64_t bytes = 0; ///< 0: not known.
    std::string sha256;      ///< Empty: not known.
};

/// One file to fetch.
struct FileRequest {
    ListedFile file;
    std::filesystem::path target;
    std::string name; ///< For messages and the ledger.
    /// Asks the listing again, when the server says that the file has changed. May be empty: then
    /// what the server itself says counts.
    std::function<Result<ListedFile>()> refresh;
};

enum class FetchPhase : std::uint8_t {
    Locating,  ///< Asking the hub for the way, or waiting to ask again.
    Fetching,  ///< Bytes come.
    Checking,  ///< All are there; the rest is being hashed.
    Repairing, ///< The hash was wrong; blocks are fetched a second time and compared.
    Done,
};

struct FileProgress {
    FetchPhase phase = FetchPhase::Locating;
    std::uint64_t bytes = 0; ///< Of the file, there now.
    std::uint64_t total = 0; ///< 0: not known yet.
    std::uint64_t hashed = 0;
    double rate = 0; ///< Bytes per second over the last seconds.
    unsigned connections = 0;
    std::string remark; ///< Why it waits or began again; empty when all is well.
};

struct FetchOptions {
    unsigned connectionsMax = 8;  ///< How many of them are used is found out on the way.
    std::uint32_t blockBytes = 0; ///< 0: by the file's size.
    std::chrono::milliseconds stallTimeout{10000};
    std::chrono::milliseconds firstPause{250};
    std::chrono::milliseconds longestPause{15000};
    std::chrono::milliseconds patience{90000}; ///< So long without any byte gives up.
    /// Asked when the hash is wrong, before anything is fetched a second time. May be empty.
    std::function<std::vector<std::filesystem::path>(std::uint64_t bytes)> copiesOfSize;
    /// Called on the fetching thread, a few times a second and at each change of phase.
    std::function<void(const FileProgress&)> onProgress;
};

/// A file in its place.
struct FetchedFile {
    std::uint64_t bytes = 0;
    std::string sha256;    ///< As computed here.
    bool verified = false; ///< The hub published the same SHA-256.
    std::string commit;    ///< The revision that the hub named.
    std::uint32_t blockBytes = 0;
    std::vector<Fingerprint> fingerprints; ///< [blocks]
    std::uint64_t fetchedBytes = 0;        ///< Bodies that came over the network in this call.
    std::size_t repairedBlocks = 0;
};

/// Fetches one file, or the rest of it, and returns when it is in its place, whole and checked. The
/// calling thread hashes and decides; the bytes come in on the gate's.
///
/// Broken, stalled, slow and lying connections, expired links and busy servers are dealt with; a
/// file that changed on the server is begun again, and the progress says so. A wrong SHA-256 leads
/// to a search for the wrong blocks. Errors: Offline, AccessDenied, NotFound, DiskFull, Io, Busy
/// (another process is at it), Cancelled, Network (no byte for as long as `patience`), Corrupt (the
/// server's own copy is wrong). After each of them what was fetched stays, and a later call goes on
/// from there.
Result<FetchedFile> fetchFile(NetworkGate& gate, const FileRequest& request,
                              const FetchOptions& options, const std::stop_token& stop);

} // namespace core
