// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/net/url.h"

#include <charconv>
#include <memory>

#include <curl/curl.h>

namespace core {
namespace {

struct UrlCleanup {
    void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};
using UrlHandle = std::unique_ptr<CURLU, UrlCleanup>;

std::string part(const UrlHandle& handle, CURLUPart which, unsigned flags = 0) {
    char* raw = nullptr;
    if (curl_url_get(handle.get(), which, &raw, flags) != CURLUE_OK || raw == nullptr) return {};
    std::string text = raw;
    curl_free(raw);
    return text;
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

Error refused(std::string_view text, const std::string& why) {
    // A signed address is a secret: what follows the question mark is not repeated.
    return {ErrorCode::InvalidArgument,
            "'" + std::string(text.substr(0, text.find('?'))) + "' " + why};
}

Result<Url> takeApart(const UrlHandle& handle, std::string_view given) {
    Url url;
    url.scheme = lower(part(handle, CURLUPART_SCHEME));
    if (url.scheme != "http" && url.scheme != "https")
        return refused(given, "is no http or https address: check it");
    if (!part(handle, CURLUPART_USER).empty())
        return refused("the address", "holds a user name: use a token instead");
    url.host = lower(part(handle, CURLUPART_HOST));
    const std::string port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    std::from_chars(port.data(), port.data() + port.size(), url.port);
    curl_url_set(handle.get(), CURLUPART_FRAGMENT, nullptr, 0);
    url.text = part(handle, CURLUPART_URL);
    if (url.host.empty() || url.text.empty()) return refused(given, "names no host: check it");
    return url;
}

Result<UrlHandle> handleFor(std::string_view text) {
    UrlHandle handle(curl_url());
    if (handle == nullptr) return Error{ErrorCode::OutOfMemory, "no memory for an address"};
    if (text.find("://") == std::string_view::npos
        || curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), CURLU_URLENCODE)
               != CURLUE_OK)
        return refused(text, "is no web address: check it");
    return handle;
}

} // namespace

Result<Url> Url::parse(std::string_view text) {
    TRY(const UrlHandle handle, handleFor(text));
    return takeApart(handle, text);
}

Result<Url> Url::resolve(std::string_view reference) const {
    TRY(const UrlHandle handle, handleFor(text));
    if (curl_url_set(handle.get(), CURLUPART_URL, std::string(reference).c_str(), CURLU_URLENCODE)
        != CURLUE_OK)
        return refused(reference, "is no web address: check it");
    return takeApart(handle, reference);
}

std::string Url::origin() const {
    return scheme + "://" + host + ':' + std::to_string(port);
}

bool Url::isLoopback() const {
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

std::string percentEncode(std::string_view text, Slashes slashes) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                           || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~'
                           || (c == '/' && slashes == Slashes::Keep);
        if (plain) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += kHex[byte >> 4U];
            encoded += kHex[byte & 15U];
        }
    }
    return encoded;
}

} // namespace core
