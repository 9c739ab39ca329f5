// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/net/politeness.h"

#include <algorithm>
#include <charconv>
#include <ctime>

#include <curl/curl.h>

namespace core {
namespace {

constexpr std::int64_t kPauseMaxSeconds = 24 * 3600;

std::int64_t parseNumber(std::string_view text) {
    std::int64_t number = -1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::int64_t retryAfterSeconds(const HttpResponse& response) {
    const std::string value(response.header("retry-after"));
    if (value.empty()) return 0;
    if (const std::int64_t seconds = parseNumber(value); seconds >= 0) return seconds;
    const std::time_t until = curl_getdate(value.c_str(), nullptr);
    if (until < 0) return 0;
    // By the server's own clock where it tells it: this machine's may be wrong or have jumped.
    const std::time_t there = curl_getdate(std::string(response.header("date")).c_str(), nullptr);
    return static_cast<std::int64_t>(until) - (there < 0 ? std::time(nullptr) : there);
}

/// The value behind ";key=" of a structured field.
std::int64_t parameter(std::string_view field, std::string_view key) {
    std::size_t at = 0;
    while ((at = field.find(';', at)) != std::string_view::npos) {
        ++at;
        std::string_view rest = field.substr(at);
        while (rest.starts_with(' ')) rest.remove_prefix(1);
        if (rest.starts_with(key) && rest.substr(key.size()).starts_with('='))
            return parseNumber(rest.substr(key.size() + 1));
    }
    return -1;
}

std::string bucket(const Url& url) {
    const std::size_t path = url.text.find('/', url.scheme.size() + 3);
    const bool api = path != std::string::npos && url.text.compare(path, 5, "/api/") == 0;
    return url.origin() + (api ? "|api" : "|files");
}

} // namespace

std::chrono::seconds requestedPause(const HttpResponse& response) {
    const bool refused = response.status == 429 || response.status == 503;
    std::int64_t seconds = refused ? retryAfterSeconds(response) : 0;
    const std::string_view limit = response.header("ratelimit");
    const bool exhausted = response.status == 429 || parameter(limit, "r") == 0;
    if (seconds <= 0 && !limit.empty() && exhausted) seconds = parameter(limit, "t");
    return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kPauseMaxSeconds));
}

void Politeness::note(const Url& url, const HttpResponse& response, Clock::time_point now) {
    if (response.retryAfter.count() == 0) return;
    std::erase_if(m_notBefore, [&](const auto& entry) { return entry.second <= now; });
    auto& until = m_notBefore[bucket(url)];
    until = std::max(until, now + response.retryAfter);
}

std::chrono::milliseconds Politeness::waitFor(const Url& url, Clock::time_point now) const {
    const auto found = m_notBefore.find(bucket(url));
    if (found == m_notBefore.end() || found->second <= now) return {};
    return std::chrono::ceil<std::chrono::milliseconds>(found->second - now);
}

BackOff::BackOff(std::chrono::milliseconds first, std::chrono::milliseconds longest)
    : m_first(first), m_longest(longest), m_random(std::random_device()()) {}

std::chrono::milliseconds BackOff::next() {
    const int doublings = std::min(m_failures++, 20);
    const std::int64_t full = std::min<std::int64_t>(
        m_first.count() << static_cast<unsigned>(doublings), m_longest.count());
    std::uniform_int_distribution<std::int64_t> jitter(0, full / 2);
    return std::chrono::milliseconds(full - jitter(m_random));
}

} // namespace core
