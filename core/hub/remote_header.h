// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "inference/gguf/gguf_reader.h"

namespace core {

/// A piece of a file on a server.
struct RemotePiece {
    std::string bytes;           ///< From where it was asked for; may be less at the end.
    std::uint64_t fileBytes = 0; ///< Of the whole file.
    std::string etag;            ///< Changes with the file; empty where the server has none.
    std::string commit;          ///< The hub's revision, where it says so.
    bool kept = false;           ///< From a cache: nothing was fetched.
};

/// Reads bytes [first, end) of what is at `url`.
using RangeFetch = std::function<Result<RemotePiece>(const std::string& url, std::uint64_t first,
                                                     std::uint64_t end)>;

struct RemoteHeaderOptions {
    std::uint64_t firstBytes = std::uint64_t{1} << 20;      ///< Of the first part's first request.
    std::uint64_t laterFirstBytes = std::uint64_t{1} << 18; ///< Of the others, which are short.
    std::uint64_t bytesMax = std::uint64_t{64} << 20;       ///< Of one part's header.
    std::uint32_t partsMax = 512;
};

/// One file of a remote model, as it was when its header was read.
struct RemotePart {
    std::string url;
    std::string etag;
    std::uint64_t fileBytes = 0;
};

/// A model of which only the headers were fetched. `file` is what the reader gives for a local one,
/// with the true sizes and offsets but without data, so inspection and planning work on it alike;
/// it owns its bytes.
struct RemoteHeader {
    inference::GgufFile file;
    std::vector<RemotePart> parts;  ///< All of a split model, in order.
    std::string commit;             ///< Of the hub's repository, where it is one.
    std::uint64_t fetchedBytes = 0; ///< Over the network.
    std::uint32_t requests = 0;     ///< For pieces of it.
};

/// Fetches the header of the GGUF file at `url`, and of all its parts if it is one of a split
/// model, whichever was named. Requests double in size until the header is whole. A file that
/// changes meanwhile is begun again once. Fails with LimitExceeded when a header is longer than the
/// limit, Corrupt when it is no GGUF header, and as `fetch` fails.
Result<RemoteHeader> readRemoteHeader(const RangeFetch& fetch, const std::string& url,
                                      const RemoteHeaderOptions& options = {});

} // namespace core
