// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <chrono>
#include <map>
#include <random>
#include <string>

#include "core/net/http_types.h"
#include "core/net/url.h"

namespace core {

/// How long the answer asks to wait: `Retry-After` (RFC 9110, seconds or a date) or, when nothing
/// remains, the `t` of `RateLimit` (draft-ietf-httpapi-ratelimit-headers). At most a day; 0: no
/// wait.
std::chrono::seconds requestedPause(const HttpResponse& response);

/// Which servers want a pause, and until when. The hub counts its API and its files apart, and so
/// does this. One thread at a time.
class Politeness {
public:
    using Clock = std::chrono::steady_clock;

    void note(const Url& url, const HttpResponse& response, Clock::time_point now);
    std::chrono::milliseconds waitFor(const Url& url, Clock::time_point now) const;

private:
    std::map<std::string, Clock::time_point> m_notBefore;
};

/// Pauses between tries: they double from `first` to `longest`, and each is shortened at random by
/// up to a half, so that many clients do not come back at once.
class BackOff {
public:
    BackOff(std::chrono::milliseconds first, std::chrono::milliseconds longest);
    std::chrono::milliseconds next();
    /// Something worked.
    void reset() { m_failures = 0; }
    int failures() const { return m_failures; }

private:
    std::chrono::milliseconds m_first;
    std::chrono::milliseconds m_longest;
    int m_failures = 0;
    std::minstd_rand m_random;
};

} // namespace core
