// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/net/network_gate.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "core/net/curl_loop.h"
#include "core/net/network_ledger.h"
#include "core/net/politeness.h"
#include "core/net/transfer.h"

namespace core {
namespace {

constexpr int kRedirectsMax = 5;
constexpr std::chrono::milliseconds kRateTick{20};
constexpr std::chrono::milliseconds kFirstPause{250};
constexpr std::chrono::milliseconds kLongestPause{8000};

Error offlineError(const std::string& host) {
    return {ErrorCode::Offline,
            "Hearth is offline and did not contact " + host + ": switch offline mode off"};
}

std::string ledgerHost(const Url& url) {
    const bool usual = url.port == (url.scheme == "https" ? 443 : 80);
    return usual ? url.host : url.host + ':' + std::to_string(url.port);
}

bool isWorthRetrying(const Result<HttpResponse>& answer) {
    if (!answer) return answer.error().code == ErrorCode::Network;
    const int status = answer->status;
    return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

/// False when the token fired first.
bool sleepFor(std::chrono::milliseconds duration, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, duration, [] { return false; });
    return !stop.stop_requested();
}

} // namespace

/// All but options is touched by the network thread only.
class NetworkGate::Impl {
public:
    Impl(NetworkOptions options, NetworkLedger* ledger)
        : m_options(std::move(options)), m_ledger(ledger) {
        while (m_options.hubEndpoint.ends_with('/')) m_options.hubEndpoint.pop_back();
        m_bucket.setRate(m_options.rateMax, CurlLoop::Clock::now());
    }

    ~Impl() {
        m_loop.post([this] {
            failAll({ErrorCode::Cancelled, "the program is closing: start it again later"});
        });
    }

    TransferId start(HttpRequest request, HttpHandlers handlers, std::stop_token stop) {
        const TransferId id = ++m_lastId;
        auto transfer = std::make_shared<Transfer>(id, std::move(request), std::move(handlers));
        m_loop.post([this, transfer = std::move(transfer), stop = std::move(stop)] {
            m_transfers.emplace(transfer->id(), transfer);
            if (stop.stop_possible())
                transfer->onStop.emplace(stop, [this, id = transfer->id()] { cancel(id); });
            const auto url = Url::parse(transfer->request().url);
            if (!url) return end(transfer->id(), url.error());
            ask(transfer->id(), *url);
        });
        return id;
    }

    void cancel(TransferId id) {
        m_loop.post([this, id] {
            end(id, Error{ErrorCode::Cancelled, "cancelled: start it again when you are ready"});
        });
    }

    void applyOffline() {
        m_loop.post([this] {
            if (!options().offline) return;
            failAll({ErrorCode::Offline, "Hearth went offline: switch offline mode off"});
            m_loop.closeIdle();
        });
    }

    void applyRate() {
        m_loop.post([this] { m_bucket.setRate(options().rateMax, CurlLoop::Clock::now()); });
    }

    NetworkOptions options() const {
        const std::lock_guard lock(m_mutex);
        return m_options;
    }
    template <typename Change>
    void change(const Change& apply) {
        const std::lock_guard lock(m_mutex);
        apply(m_options);
    }
    bool isLoopThread() const { return m_loop.isCurrentThread(); }

private:
    /// Sends one hop, now or when the server wants to hear from us again.
    void ask(TransferId id, const Url& url) {
        const auto found = m_transfers.find(id);
        if (found == m_transfers.end()) return;
        Transfer& transfer = *found->second;
        const NetworkOptions now = options();
        if (now.offline) return end(id, offlineError(url.host));
        const auto wait = m_politeness.waitFor(url, CurlLoop::Clock::now());
        if (wait > transfer.request().politenessWaitMax) {
            const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
            return end(id, Error{ErrorCode::Busy, url.host + " asks for a pause of "
                                                      + std::to_string(seconds)
                                                      + " seconds: try again then"});
        }
        if (wait.count() > 0) return m_loop.postAfter(wait, [this, id, url] { ask(id, url); });

        // The handle holds a ledger entry from before the first byte can leave.
        Result<void> ready = transfer.prepare(m_loop.makeHandle(), url, now, m_bucket);
        if (ready) {
            if (m_ledger != nullptr)
                transfer.ledgerKey = m_ledger->begin(ledgerHost(url), transfer.request().purpose);
            ready =
                m_loop.run(transfer.handle(), [this, id](CURLcode code) { hopEnded(id, code); });
        }
        if (!ready) return end(id, ready.error());
        if (transfer.request().rateCapped) tick();
    }

    void hopEnded(TransferId id, CURLcode code) {
        const auto found = m_transfers.find(id);
        if (found == m_transfers.end()) return;
        const std::shared_ptr<Transfer> transfer = found->second; // Handlers may cancel it.
        Result<HttpResponse> outcome = transfer->conclude(code);
        enter(*transfer, outcome ? std::string("ok") : outcome.error().detail);
        if (outcome) m_politeness.note(transfer->url(), *outcome, CurlLoop::Clock::now());
        if (!outcome || !transfer->wantsRedirect()) return end(id, std::move(outcome));

        const auto target = transfer->url().resolve(outcome->header("location"));
        if (!target) return end(id, target.error());
        if (transfer->url().scheme == "https" && target->scheme != "https") {
            return end(id, Error{ErrorCode::Network, transfer->url().host
                                                         + " sends us on to an address without "
                                                           "encryption: this was refused"});
        }
        if (++transfer->redirects > kRedirectsMax) {
            return end(id, Error{ErrorCode::Network,
                                 transfer->url().host + " sends us round in circles: try later"});
        }
        ask(id, *target);
    }

    void enter(Transfer& transfer, const std::string& outcome) {
        if (m_ledger == nullptr || transfer.ledgerKey == 0) return;
        m_ledger->finish(std::exchange(transfer.ledgerKey, 0), transfer.bytesUp(),
                         transfer.bytesDown(), transfer.response().status, outcome);
    }

    void end(TransferId id, Result<HttpResponse> outcome) {
        auto node = m_transfers.extract(id);
        if (node.empty()) return;
        Transfer& transfer = *node.mapped();
        if (transfer.handle() != nullptr) m_loop.abandon(transfer.handle());
        enter(transfer, outcome ? std::string("ok") : outcome.error().detail);
        transfer.finish(std::move(outcome));
    }

    void failAll(const Error& error) {
        while (!m_transfers.empty()) end(m_transfers.begin()->first, error);
    }

    /// Lets those go on that the rate cap held back.
    void tick() {
        if (m_ticking) return;
        m_ticking = true;
        m_loop.postAfter(kRateTick, [this] {
            m_ticking = false;
            std::vector<std::shared_ptr<Transfer>> paused;
            bool any = false;
            for (const auto& [id, transfer] : m_transfers) {
                any = any || transfer->request().rateCapped;
                if (transfer->isPaused()) paused.push_back(transfer);
            }
            // A different one goes first each time, or it would get all.
            if (!paused.empty()) {
                std::rotate(paused.begin(),
                            paused.begin() + static_cast<std::ptrdiff_t>(m_turn++ % paused.size()),
                            paused.end());
            }
            for (const auto& transfer : paused)
                if (m_bucket.isOpen(CurlLoop::Clock::now())) transfer->resume();
            if (any) tick();
        });
    }

    mutable std::mutex m_mutex;
    NetworkOptions m_options; // Guarded by m_mutex.
    NetworkLedger* m_ledger;
    std::atomic<TransferId> m_lastId{0};
    std::unordered_map<TransferId, std::shared_ptr<Transfer>> m_transfers;
    Politeness m_politeness;
    RateBucket m_bucket;
    bool m_ticking = false;
    std::size_t m_turn = 0;
    CurlLoop m_loop; // Last: its thread ends first.
};

NetworkGate::NetworkGate(NetworkOptions options, NetworkLedger* ledger)
    : m_impl(std::make_unique<Impl>(std::move(options), ledger)) {}
NetworkGate::~NetworkGate() = default;

TransferId NetworkGate::start(HttpRequest request, HttpHandlers handlers, std::stop_token stop) {
    return m_impl->start(std::move(request), std::move(handlers), std::move(stop));
}

void NetworkGate::cancel(TransferId id) {
    m_impl->cancel(id);
}

Result<HttpResponse> NetworkGate::fetch(const HttpRequest& request, const std::stop_token& stop,
                                        int attempts) {
    ASSERT(!m_impl->isLoopThread());
    BackOff backOff(kFirstPause, kLongestPause);
    while (true) {
        std::promise<Result<HttpResponse>> promise;
        auto future = promise.get_future();
        HttpHandlers handlers;
        handlers.onDone = [&promise](Result<HttpResponse> answer) {
            promise.set_value(std::move(answer));
        };
        start(request, std::move(handlers), stop);
        Result<HttpResponse> answer = future.get();
        if (backOff.failures() + 1 >= attempts || !isWorthRetrying(answer)) return answer;
        // The gate itself holds the next try back for as long as the server asked.
        if (answer && answer->retryAfter > request.politenessWaitMax) return answer;
        if (!sleepFor(backOff.next(), stop))
            return Error{ErrorCode::Cancelled, "cancelled: start it again when you are ready"};
    }
}

void NetworkGate::setOffline(bool offline) {
    m_impl->change([&](NetworkOptions& options) { options.offline = offline; });
    m_impl->applyOffline();
}

bool NetworkGate::isOffline() const {
    return m_impl->options().offline;
}

void NetworkGate::setProxy(std::optional<std::string> proxy) {
    m_impl->change([&](NetworkOptions& options) { options.proxy = std::move(proxy); });
}

void NetworkGate::setHub(const std::string& endpoint, std::string token) {
    m_impl->change([&](NetworkOptions& options) {
        options.hubEndpoint = endpoint;
        while (options.hubEndpoint.ends_with('/')) options.hubEndpoint.pop_back();
        options.hubToken = std::move(token);
    });
}

std::string NetworkGate::hubEndpoint() const {
    return m_impl->options().hubEndpoint;
}

void NetworkGate::setRateMax(std::uint64_t bytesPerSecond) {
    m_impl->change([&](NetworkOptions& options) { options.rateMax = bytesPerSecond; });
    m_impl->applyRate();
}

std::uint64_t NetworkGate::rateMax() const {
    return m_impl->options().rateMax;
}

Error proxyWantsName() {
    return {ErrorCode::AccessDenied, "the proxy wants a name and a password: put them into its "
                                     "address, http://name:password@host:port"};
}

Error refusal(const HttpResponse& response, const std::string& what) {
    const std::string status = " (HTTP " + std::to_string(response.status) + ")";
    switch (response.status) {
    case 401:
    case 403:
        return {
            ErrorCode::AccessDenied,
            "access to " + what + " was refused" + status
                + ": accept the licence on the model's page, then set a token in HF_TOKEN or in "
                  "the window's settings"};
    case 407: return proxyWantsName();
    case 404:
    case 410: return {ErrorCode::NotFound, what + " is not there" + status + ": check the name"};
    case 429:
        return {ErrorCode::Busy, "the server wants fewer requests" + status + ": try again in "
                                     + std::to_string(response.retryAfter.count()) + " seconds"};
    default:
        return {ErrorCode::Network,
                "the server answered wrongly for " + what + status + ": try again later"};
    }
}

} // namespace core
