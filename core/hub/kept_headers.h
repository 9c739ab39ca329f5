// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <map>
#include <string>

#include "core/hub/hub_cache.h"
#include "core/hub/remote_header.h"

namespace core {

/// Reads ranges of remote files from their kept headers where those are still true, and through
/// `fetch` where not. An address with a commit never changes: what is kept of it is asked of
/// nobody. Of others one byte is asked for, and the kept header serves if ETag and size are the
/// same, or if nobody can be reached. One thread at a time.
class KeptHeaders {
public:
    enum class Use : std::uint8_t {
        WhereTrue,
        Renew, ///< Everything is fetched again.
    };

    KeptHeaders(RangeFetch fetch, HubCache& cache, Use use)
        : m_fetch(std::move(fetch)), m_cache(cache), m_use(use) {}

    Result<RemotePiece> read(const std::string& url, std::uint64_t first, std::uint64_t end);
    /// Keeps what was fetched. To be called when it has proved to be whole headers.
    void keep();

private:
    struct File {
        KeptHeader header; ///< As far as it is there.
        bool fetched = false;
    };
    Result<bool> isTrue(const std::string& url, const KeptHeader& kept);
    Result<RemotePiece> fetchMore(File& file, const std::string& url, std::uint64_t first,
                                  std::uint64_t end);

    RangeFetch m_fetch;
    HubCache& m_cache;
    Use m_use;
    std::map<std::string, File> m_files; // By address, since construction.
};

} // namespace core
