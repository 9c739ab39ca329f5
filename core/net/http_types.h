// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace core {

enum class HttpMethod : std::uint8_t { Get, Head, Post };

/// Bytes [first, end); end = 0: to the end of the file.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t end = 0;
    bool operator==(const ByteRange&) const = default;
};

/// What to do with 301, 302, 303, 307 and 308. None is followed from https to http, nor more than
/// five in a row.
enum class Redirects : std::uint8_t {
    Follow,       ///< To any host; the token stays behind.
    WithinOrigin, ///< One that leaves the origin is the answer.
    Never,        ///< It is the answer.
};

/// One question to a server.
struct HttpRequest {
    std::string url;
    HttpMethod method = HttpMethod::Get;
    std::string purpose; ///< A few words for the ledger: why this connection is made.
    std::vector<std::pair<std::string, std::string>> headers;
    std::optional<ByteRange> range; ///< Also asks for the bytes as they are, uncompressed.
    std::string body;               ///< Of a POST; its type goes into `headers`.
    Redirects redirects = Redirects::Follow;
    /// A longer collected body fails with LimitExceeded. Error pages are cut at 64 KB instead.
    std::size_t bodyBytesMax = std::size_t{64} << 20U;
    std::chrono::milliseconds connectTimeout{15000};
    std::chrono::milliseconds stallTimeout{30000}; ///< So long without a byte fails.
    std::chrono::milliseconds totalTimeout{0};     ///< 0: none.
    /// Longest wait for a server that asked for one (429, `Retry-After`, `RateLimit`); if it wants
    /// more, the request fails with Busy and says how long.
    std::chrono::milliseconds politenessWaitMax{10000};
    bool rateCapped = false; ///< Counts against the download rate cap.
};

/// A server's answer. `status` may be anything: a 404 is an answer, not a failure.
struct HttpResponse {
    int status = 0;
    std::string url; ///< Where it came from, after redirects.
    std::vector<std::pair<std::string, std::string>> headers; ///< Names in lower case.
    std::string body;                   ///< Empty if the data went to `onData`.
    std::uint64_t bodyBytes = 0;        ///< What arrived.
    std::chrono::seconds retryAfter{0}; ///< What the server asked for, or 0.

    bool isSuccess() const { return status >= 200 && status < 300; }
    bool isRedirect() const;
    /// The first header of that (lower-case) name, or empty.
    std::string_view header(std::string_view name) const;
};

/// "bytes 10-19/100" of a 206.
struct ContentRange {
    std::uint64_t first = 0;
    std::uint64_t end = 0; ///< One after the last.
    std::optional<std::uint64_t> total;
    static std::optional<ContentRange> parse(std::string_view text);
};

/// Called on the network thread; they must be quick and may start or cancel requests.
struct HttpHandlers {
    /// Before the body. False breaks off, and `onDone` reports Cancelled.
    std::function<bool(const HttpResponse&)> onResponse;
    /// The body of a 2xx as it comes, instead of collecting it. False breaks off.
    std::function<bool(std::string_view)> onData;
    /// Exactly once, last, never from within start().
    std::function<void(Result<HttpResponse>)> onDone;
};

} // namespace core
