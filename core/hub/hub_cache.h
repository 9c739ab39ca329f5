// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/storage/connection.h"

namespace core {

/// An answer of the hub as it was kept.
struct CachedAnswer {
    std::string body;
    UnixMs fetchedMs = 0;
};

/// The beginning of a remote file, as far as its header reaches or a little further.
struct KeptHeader {
    std::string etag;
    std::string commit;
    std::uint64_t fileBytes = 0; ///< Of the whole file.
    std::string bytes;
};

/// The hub's answers, and headers of files, in a SQLite file that may be deleted at any time, so
/// that the catalogue opens offline. Shared by processes; any thread may call. What was not asked
/// for in a long time goes when there is too much.
class HubCache {
public:
    /// A damaged file is begun anew.
    static Result<std::unique_ptr<HubCache>> open(const std::filesystem::path& file);

    /// `key` is the address that was asked, without secrets.
    Result<void> put(const std::string& key, const std::string& body);
    Result<std::optional<CachedAnswer>> get(const std::string& key);

    /// Entries of listings, one model each, by its id at its endpoint: the newest counts.
    Result<void> putModels(const std::string& endpoint,
                           const std::vector<std::pair<std::string, std::string>>& idsAndBodies);
    Result<std::vector<CachedAnswer>> models(const std::string& endpoint);

    /// By address. Compressed; one that is too long is not kept.
    Result<void> putHeader(const std::string& url, const KeptHeader& header);
    Result<std::optional<KeptHeader>> header(const std::string& url);

private:
    explicit HubCache(std::unique_ptr<Connection> connection)
        : m_connection(std::move(connection)) {}
    std::mutex m_mutex;
    std::unique_ptr<Connection> m_connection;
};

} // namespace core
