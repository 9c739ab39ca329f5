// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/net/http_types.h"

namespace core {

class NetworkLedger;

/// How the program may reach the network.
struct NetworkOptions {
    bool offline = false;
    /// Not set: what the system's environment says (http_proxy and its kin). Empty: none.
    std::optional<std::string> proxy;
    /// The hub's address; the token goes to its origin and nowhere else.
    std::string hubEndpoint = "https://huggingface.co";
    std::string hubToken;
    /// A PEM file to trust instead of the system's authorities; empty: those. Certificates are
    /// always checked, there is no switch for that.
    std::filesystem::path certificateAuthorities;
    std::string userAgent = "Hearth";
    std::uint64_t rateMax = 0; ///< Bytes per second for rate-capped requests; 0: no cap.
};

using TransferId = std::uint64_t;

/// The only way out of the program, and the only user of libcurl. Redirects are followed here, so
/// that every hop is checked, entered into the ledger, and given the token only if it goes to the
/// hub's own origin over https (or to this machine). A server that asks for a pause gets it.
///
/// Offline, a request fails with Offline before a name is looked up; as long as nothing was ever
/// allowed out, libcurl is not even started and no socket exists. Going offline breaks off what
/// runs. Any thread may call; one thread (CurlLoop) does the work and calls the handlers.
class NetworkGate {
public:
    /// `ledger` may be null and must outlive the gate.
    explicit NetworkGate(NetworkOptions options, NetworkLedger* ledger = nullptr);
    /// Breaks off what runs (their `onDone` is still called) and joins.
    ~NetworkGate();
    NetworkGate(const NetworkGate&) = delete;
    NetworkGate& operator=(const NetworkGate&) = delete;

    TransferId start(HttpRequest request, HttpHandlers handlers, std::stop_token stop = {});
    /// `onDone` reports Cancelled, unless the transfer ends first.
    void cancel(TransferId id);

    /// Waits for the answer. Tries again, with growing pauses, when the connection broke or the
    /// server answered 429, 500, 502, 503 or 504; `attempts` in all. Not from the network thread.
    Result<HttpResponse> fetch(const HttpRequest& request, const std::stop_token& stop = {},
                               int attempts = 4);

    void setOffline(bool offline);
    bool isOffline() const;
    void setProxy(std::optional<std::string> proxy);
    void setHub(const std::string& endpoint, std::string token);
    /// Without a slash at its end.
    std::string hubEndpoint() const;
    void setRateMax(std::uint64_t bytesPerSecond);
    std::uint64_t rateMax() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

/// What a hub's or CDN's refusal means for a person: 401 and 403 AccessDenied, 404 and 410
/// NotFound, 429 Busy, all others Network. `what` is what was asked for.
Error refusal(const HttpResponse& response, const std::string& what);
/// What to do about a proxy's 407.
Error proxyWantsName();

} // namespace core
