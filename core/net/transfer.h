// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <stop_token>

#include <curl/curl.h>

#include "core/net/http_types.h"
#include "core/net/network_gate.h"
#include "core/net/rate_bucket.h"
#include "core/net/url.h"

namespace core {

/// One request of the gate, from hop to hop. Lives on the network thread.
class Transfer {
public:
    Transfer(TransferId id, HttpRequest request, HttpHandlers handlers);
    ~Transfer();
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    /// Makes `handle` (which it now owns) ask `url`.
    Result<void> prepare(CURL* handle, const Url& url, const NetworkOptions& options,
                         RateBucket& bucket);
    /// True: this hop's answer is a redirect that is to be followed.
    bool wantsRedirect() const;
    /// What the hop came to. The head is announced here if no body announced it.
    Result<HttpResponse> conclude(CURLcode code);
    void finish(Result<HttpResponse> outcome);
    /// Goes on after the rate cap let nothing through.
    void resume();

    TransferId id() const { return m_id; }
    CURL* handle() const { return m_handle; }
    const HttpRequest& request() const { return m_request; }
    const Url& url() const { return m_url; }
    const HttpResponse& response() const { return m_response; }
    bool isPaused() const { return m_paused; }
    std::uint64_t bytesUp() const;
    std::uint64_t bytesDown() const;

    // The gate's notes about it.
    int redirects = 0;
    std::uint64_t ledgerKey = 0;
    std::optional<std::stop_callback<std::function<void()>>> onStop;

private:
    static std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t onBody(char* data, std::size_t size, std::size_t count, void* self);
    std::size_t takeBody(std::string_view data);
    void takeHeader(std::string_view line);
    bool announce();
    void addHeaders(const NetworkOptions& options);
    void setMethod();
    void setLimits();
    Error explain(CURLcode code) const;

    TransferId m_id;
    HttpRequest m_request;
    HttpHandlers m_handlers;
    Url m_url;
    CURL* m_handle = nullptr;
    curl_slist* m_headers = nullptr;
    RateBucket* m_bucket = nullptr;
    std::uint64_t m_rateMax = 0; // The cap when the hop began.
    HttpResponse m_response;
    bool m_announced = false;
    bool m_brokenOff = false; // A handler said so.
    bool m_tooLong = false;
    bool m_paused = false;
    std::array<char, CURL_ERROR_SIZE> m_errorText{};
};

/// Whether the hub's token may go along: to the hub's own origin only, and never in clear text over
/// a network.
bool mayCarryToken(const Url& url, const NetworkOptions& options);

} // namespace core
