// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/remote_file.h"

#include <charconv>

#include "core/download/digest.h"
#include "core/net/url.h"

namespace core {
namespace {

constexpr std::chrono::milliseconds kAnswerTimeout{10'000};

std::uint64_t numberIn(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// An error page has a length too.
std::uint64_t bytesIn(const HttpResponse& answer) {
    if (const auto linked = answer.header("x-linked-size"); !linked.empty())
        return numberIn(linked);
    if (answer.status == 206) {
        const auto range = ContentRange::parse(answer.header("content-range"));
        return range && range->total ? *range->total : 0;
    }
    return answer.status == 200 ? numberIn(answer.header("content-length")) : 0;
}

} // namespace

Result<RemoteFile> locate(NetworkGate& gate, const std::string& url, const std::string& name,
                          const std::stop_token& stop, std::chrono::milliseconds& pause) {
    HttpRequest question;
    question.url = url;
    question.method = HttpMethod::Head;
    question.purpose = "download: finding " + name;
    question.redirects = Redirects::WithinOrigin;
    question.headers.emplace_back("Accept-Encoding", "identity");
    question.stallTimeout = kAnswerTimeout;
    question.totalTimeout = 2 * kAnswerTimeout;
    TRY(HttpResponse answer, gate.fetch(question, stop, 1));
    if (answer.status == 405 || answer.status == 501 || answer.status == 400) {
        question.method = HttpMethod::Get;
        question.range = ByteRange{0, 1};
        question.bodyBytesMax = 4096;
        TRY(answer, gate.fetch(question, stop, 1));
    }
    pause = answer.retryAfter;
    RemoteFile file;
    file.location = answer.url;
    if (answer.isRedirect()) {
        TRY(const Url from, Url::parse(answer.url));
        TRY(const Url target, from.resolve(answer.header("location")));
        if (from.scheme == "https" && target.scheme != "https") {
            return Error{ErrorCode::Network, from.host + " sends " + name
                                                 + " over a line without encryption: this was "
                                                   "refused"};
        }
        file.location = target.text;
    } else if (!answer.isSuccess()) {
        return refusal(answer, name);
    }
    file.bytes = bytesIn(answer);
    const std::string_view linked = answer.header("x-linked-etag");
    file.etag = linked.empty() ? answer.header("etag") : linked;
    file.sha256 = sha256Of(file.etag);
    file.commit = answer.header("x-repo-commit");
    return file;
}

} // namespace core
