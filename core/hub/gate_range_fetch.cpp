// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <memory>
#include <utility>

#include "core/hub/hub_client.h"
#include "core/net/network_gate.h"
#include "core/net/url.h"

namespace core {
namespace {

constexpr std::size_t kWholeFileBytesMax = std::size_t{64} << 20;

std::string unquoted(std::string_view etag) {
    if (etag.starts_with("W/")) etag.remove_prefix(2);
    if (etag.size() >= 2 && etag.starts_with('"') && etag.ends_with('"'))
        etag = etag.substr(1, etag.size() - 2);
    return std::string(etag);
}

std::string hostOf(const std::string& url) {
    const auto parsed = Url::parse(url);
    return parsed ? parsed->host : url;
}

class GateRanges {
public:
    GateRanges(NetworkGate& gate, std::stop_token stop) : m_gate(gate), m_stop(std::move(stop)) {}

    Result<RemotePiece> read(const std::string& url, std::uint64_t first, std::uint64_t end) {
        if (url != m_url) {
            m_url = url;
            m_storage.clear();
            m_hubEtag.clear();
            m_commit.clear();
        }
        TRY(auto response, ask(m_storage.empty() ? url : m_storage, first, end));
        // A link into storage that has expired: the hub gives another.
        if (!m_storage.empty() && (response.status == 403 || response.status == 401)) {
            m_storage.clear();
            TRY(response, ask(url, first, end));
        }
        if (response.isRedirect()) {
            TRY(const Url base, Url::parse(response.url.empty() ? url : response.url));
            TRY(const Url target, base.resolve(response.header("location")));
            m_hubEtag = unquoted(response.header("x-linked-etag"));
            m_commit = response.header("x-repo-commit");
            m_storage = target.text;
            TRY(response, ask(m_storage, first, end));
        }
        if (m_commit.empty()) m_commit = response.header("x-repo-commit");
        return piece(response, first, end);
    }

private:
    Result<HttpResponse> ask(const std::string& url, std::uint64_t first, std::uint64_t end) {
        HttpRequest request;
        request.url = url;
        request.purpose = "look at a model's header";
        request.range = ByteRange{first, end};
        // Within the hub (a renamed repository) the gate follows; out of it we do.
        request.redirects = m_storage.empty() ? Redirects::WithinOrigin : Redirects::Follow;
        request.bodyBytesMax = kWholeFileBytesMax;
        auto response = m_gate.fetch(request, m_stop);
        if (!response && response.error().code == ErrorCode::LimitExceeded)
            return Error{ErrorCode::Unsupported, hostOf(url)
                                                     + " serves whole files only: download the "
                                                       "model to look at it"};
        return response;
    }

    Result<RemotePiece> piece(HttpResponse& response, std::uint64_t first, std::uint64_t end) {
        RemotePiece result;
        result.etag = m_hubEtag.empty() ? unquoted(response.header("etag")) : m_hubEtag;
        if (const auto linked = response.header("x-linked-etag"); !linked.empty())
            result.etag = unquoted(linked);
        result.commit = m_commit;
        if (response.status == 206) {
            const auto range = ContentRange::parse(response.header("content-range"));
            if (!range || !range->total || range->first != first || range->end > end
                || range->end - range->first != response.body.size())
                return Error{ErrorCode::Network,
                             hostOf(m_url)
                                 + " sent another part of the file than was asked for: "
                                   "try again"};
            result.fileBytes = *range->total;
            result.bytes = std::move(response.body);
            return result;
        }
        if (response.status == 200) { // It does not know ranges, but the file was short enough.
            result.fileBytes = response.body.size();
            if (first < response.body.size())
                result.bytes = response.body.substr(static_cast<std::size_t>(first));
            return result;
        }
        if (response.status == 416)
            return Error{ErrorCode::Corrupt, "the file at " + hostOf(m_url)
                                                 + " is shorter than a model: choose another"};
        return refusal(response, "the file");
    }

    NetworkGate& m_gate;
    std::stop_token m_stop;
    std::string m_url;
    std::string m_storage; ///< Where the hub sent us for m_url.
    std::string m_hubEtag;
    std::string m_commit;
};

} // namespace

RangeFetch gateRangeFetch(NetworkGate& gate, const std::stop_token& stop) {
    return [ranges = std::make_shared<GateRanges>(gate, stop)](
               const std::string& url, std::uint64_t first, std::uint64_t end) {
        return ranges->read(url, first, end);
    };
}

} // namespace core
