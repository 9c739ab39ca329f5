// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/net/transfer.h"

#include <algorithm>
#include <utility>

#include <sys/socket.h>

#include "core/net/politeness.h"

namespace core {
namespace {

constexpr std::size_t kErrorPageMax = std::size_t{64} << 10U;
constexpr long kBufferBytes = 256L << 10U;
constexpr long kSmallBufferBytes = 16L << 10U;
constexpr std::size_t kHeadersMax = 300;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// Under a rate cap the system would collect megabytes that a cancelled transfer throws away.
int limitReceiveBuffer(void* rate, curl_socket_t socket, curlsocktype /*purpose*/) {
    const auto bytes = static_cast<int>(
        std::clamp<std::uint64_t>(*static_cast<std::uint64_t*>(rate) / 40, 32768, 1048576));
    ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    return CURL_SOCKOPT_OK;
}

std::string rangeText(const ByteRange& range) {
    std::string text = std::to_string(range.first) + '-';
    if (range.end > 0) text += std::to_string(range.end - 1);
    return text;
}

} // namespace

bool mayCarryToken(const Url& url, const NetworkOptions& options) {
    if (options.hubToken.empty()) return false;
    const auto hub = Url::parse(options.hubEndpoint);
    return hub && hub->sameOrigin(url) && (url.scheme == "https" || url.isLoopback());
}

Transfer::Transfer(TransferId id, HttpRequest request, HttpHandlers handlers)
    : m_id(id), m_request(std::move(request)), m_handlers(std::move(handlers)) {}

Transfer::~Transfer() {
    if (m_handle != nullptr) curl_easy_cleanup(m_handle);
    curl_slist_free_all(m_headers);
}

Result<void> Transfer::prepare(CURL* handle, const Url& url, const NetworkOptions& options,
                               RateBucket& bucket) {
    if (m_handle != nullptr) curl_easy_cleanup(m_handle);
    curl_slist_free_all(std::exchange(m_headers, nullptr));
    m_handle = handle;
    if (handle == nullptr) return Error{ErrorCode::OutOfMemory, "no memory for a connection"};
    m_url = url;
    m_bucket = &bucket;
    m_response = {};
    m_response.url = url.text;
    m_announced = m_brokenOff = m_tooLong = m_paused = false;
    m_errorText[0] = '\0';

    curl_easy_setopt(handle, CURLOPT_URL, url.text.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, url.scheme.c_str());
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, m_errorText.data());
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_2TLS});
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    if (!options.certificateAuthorities.empty()) {
        curl_easy_setopt(handle, CURLOPT_CAINFO, options.certificateAuthorities.c_str());
        curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
    }
    if (options.proxy) curl_easy_setopt(handle, CURLOPT_PROXY, options.proxy->c_str());
    curl_easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, options.userAgent.c_str());
    curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, kBufferBytes);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    if (m_request.rateCapped && options.rateMax > 0) {
        m_rateMax = options.rateMax;
        const auto piece =
            static_cast<long>(std::min<std::uint64_t>(m_rateMax / 100, kBufferBytes));
        curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, std::max(piece, kSmallBufferBytes));
        curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, &limitReceiveBuffer);
        curl_easy_setopt(handle, CURLOPT_SOCKOPTDATA, &m_rateMax);
    }
    setMethod();
    setLimits();
    addHeaders(options);
    return {};
}

void Transfer::setMethod() {
    switch (m_request.method) {
    case HttpMethod::Get: break;
    case HttpMethod::Head: curl_easy_setopt(m_handle, CURLOPT_NOBODY, 1L); break;
    case HttpMethod::Post:
        curl_easy_setopt(m_handle, CURLOPT_POST, 1L);
        curl_easy_setopt(m_handle, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(m_request.body.size()));
        curl_easy_setopt(m_handle, CURLOPT_POSTFIELDS, m_request.body.c_str());
        break;
    }
    if (m_request.range) {
        curl_easy_setopt(m_handle, CURLOPT_RANGE, rangeText(*m_request.range).c_str());
    } else if (!m_handlers.onData && m_request.method != HttpMethod::Head) {
        curl_easy_setopt(m_handle, CURLOPT_ACCEPT_ENCODING, ""); // Whatever libcurl can undo.
    }
}

void Transfer::setLimits() {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(m_request.stallTimeout).count();
    curl_easy_setopt(m_handle, CURLOPT_CONNECTTIMEOUT_MS, long{m_request.connectTimeout.count()});
    curl_easy_setopt(m_handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(m_handle, CURLOPT_LOW_SPEED_TIME, std::max<long>(seconds, 1));
    curl_easy_setopt(m_handle, CURLOPT_TIMEOUT_MS, long{m_request.totalTimeout.count()});
}

void Transfer::addHeaders(const NetworkOptions& options) {
    const auto add = [this](const std::string& line) {
        if (line.find_first_of("\r\n") == std::string::npos)
            m_headers = curl_slist_append(m_headers, line.c_str());
    };
    for (const auto& [name, value] : m_request.headers) add(name + ": " + value);
    if (m_request.range) add("Accept-Encoding: identity");
    if (mayCarryToken(m_url, options)) add("Authorization: Bearer " + options.hubToken);
    curl_easy_setopt(m_handle, CURLOPT_HTTPHEADER, m_headers);
}

bool Transfer::wantsRedirect() const {
    if (!m_response.isRedirect() || m_response.header("location").empty()) return false;
    if (m_request.redirects == Redirects::Follow) return true;
    if (m_request.redirects == Redirects::Never) return false;
    const auto target = m_url.resolve(m_response.header("location"));
    return target && target->sameOrigin(m_url);
}

void Transfer::takeHeader(std::string_view line) {
    if (line.starts_with("HTTP/")) {
        m_response.headers.clear(); // A 100 came before.
        return;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || m_response.headers.size() >= kHeadersMax) return;
    std::string name(trimmed(line.substr(0, colon)));
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    m_response.headers.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
}

bool Transfer::announce() {
    if (m_announced) return !m_brokenOff;
    m_announced = true;
    long status = 0;
    curl_easy_getinfo(m_handle, CURLINFO_RESPONSE_CODE, &status);
    m_response.status = static_cast<int>(status);
    m_response.retryAfter = requestedPause(m_response);
    if (!wantsRedirect() && m_handlers.onResponse && !m_handlers.onResponse(m_response))
        m_brokenOff = true;
    return !m_brokenOff;
}

std::size_t Transfer::takeBody(std::string_view data) {
    if (!announce()) return 0;
    if (m_request.rateCapped && !m_bucket->isOpen(RateBucket::Clock::now())) {
        m_paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    if (m_request.rateCapped) m_bucket->take(data.size());
    m_response.bodyBytes += data.size();
    if (!m_response.isSuccess()) {
        const std::size_t room = kErrorPageMax - std::min(kErrorPageMax, m_response.body.size());
        m_response.body.append(data.substr(0, room));
        return data.size();
    }
    if (m_handlers.onData) {
        if (m_handlers.onData(data)) return data.size();
        m_brokenOff = true;
        return 0;
    }
    if (m_response.body.size() + data.size() > m_request.bodyBytesMax) {
        m_tooLong = true;
        return 0;
    }
    m_response.body.append(data);
    return data.size();
}

std::size_t Transfer::onHeader(char* data, std::size_t size, std::size_t count, void* self) {
    static_cast<Transfer*>(self)->takeHeader({data, size * count});
    return size * count;
}

std::size_t Transfer::onBody(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->takeBody({data, size * count});
}

void Transfer::resume() {
    m_paused = false;
    curl_easy_pause(m_handle, CURLPAUSE_CONT); // May call onBody at once.
}

Error Transfer::explain(CURLcode code) const {
    if (m_brokenOff) return {ErrorCode::Cancelled, "broken off: start it again when you are ready"};
    if (m_tooLong) {
        return {ErrorCode::LimitExceeded, m_url.host + " sent more than "
                                              + std::to_string(m_request.bodyBytesMax)
                                              + " bytes: this is not what was asked for"};
    }
    long proxyAnswer = 0;
    curl_easy_getinfo(m_handle, CURLINFO_HTTP_CONNECTCODE, &proxyAnswer);
    if (proxyAnswer == 407) return proxyWantsName();
    const std::string why = m_errorText[0] != '\0' ? m_errorText.data() : curl_easy_strerror(code);
    switch (code) {
    case CURLE_OUT_OF_MEMORY: return {ErrorCode::OutOfMemory, "no memory for a connection"};
    case CURLE_COULDNT_RESOLVE_PROXY:
        return {ErrorCode::Network, "the proxy was not found (" + why + "): check its address"};
    case CURLE_COULDNT_RESOLVE_HOST:
        return {ErrorCode::Network, m_url.host + " was not found: check the internet connection"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return {ErrorCode::Network, m_url.host + " could not prove who it is (" + why
                                        + "), nothing was sent: check this machine's clock, "
                                          "proxy and certificates"};
    case CURLE_OPERATION_TIMEDOUT:
        return {ErrorCode::Network, m_url.host + " stopped answering (" + why + "): try again"};
    default:
        return {ErrorCode::Network,
                "the connection to " + m_url.host + " failed (" + why + "): try again"};
    }
}

Result<HttpResponse> Transfer::conclude(CURLcode code) {
    if (code != CURLE_OK) return explain(code);
    announce();
    if (m_brokenOff) return explain(code);
    return m_response;
}

void Transfer::finish(Result<HttpResponse> outcome) {
    onStop.reset();
    if (m_handlers.onDone) m_handlers.onDone(std::move(outcome));
}

std::uint64_t Transfer::bytesUp() const {
    long request = 0;
    curl_off_t body = 0;
    curl_easy_getinfo(m_handle, CURLINFO_REQUEST_SIZE, &request);
    curl_easy_getinfo(m_handle, CURLINFO_SIZE_UPLOAD_T, &body);
    return static_cast<std::uint64_t>(request) + static_cast<std::uint64_t>(body);
}

std::uint64_t Transfer::bytesDown() const {
    long headers = 0;
    curl_off_t body = 0;
    curl_easy_getinfo(m_handle, CURLINFO_HEADER_SIZE, &headers);
    curl_easy_getinfo(m_handle, CURLINFO_SIZE_DOWNLOAD_T, &body);
    return static_cast<std::uint64_t>(headers) + static_cast<std::uint64_t>(body);
}

} // namespace core
