// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/hub_link.h"

#include <array>
#include <utility>

#include "core/hub/model_files.h"

namespace core {
namespace {

constexpr std::string_view kDeepLink = "hearth://models/huggingface/";
constexpr std::size_t kLinkBytesMax = 4096;
constexpr std::size_t kNameBytesMax = 96;
constexpr std::size_t kRevisionBytesMax = 128;

Error refused(std::string detail) {
    return {ErrorCode::InvalidArgument, std::move(detail)};
}

bool isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isNamePart(std::string_view part) {
    if (part.empty() || part.size() > kNameBytesMax || part.front() == '.' || part.front() == '-')
        return false;
    if (part.find("..") != std::string_view::npos) return false;
    for (const char c : part)
        if (!isAlphanumeric(c) && c != '.' && c != '-' && c != '_') return false;
    return true;
}

bool isRevision(std::string_view revision) {
    if (revision.size() > kRevisionBytesMax || !isSafeRepositoryPath(revision)) return false;
    for (const char c : revision)
        if (!isAlphanumeric(c) && c != '.' && c != '-' && c != '_' && c != '/') return false;
    return true;
}

/// Cuts `text` at the first `separator`, which goes away.
std::string_view takeUntil(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    const std::string_view head = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return head;
}

bool endsLikeModel(std::string_view text) {
    if (text.size() < 5) return false;
    std::string tail(text.substr(text.size() - 5));
    for (char& c : tail)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return tail == ".gguf";
}

Result<HubReference> checked(HubReference reference) {
    if (!isRepositoryName(reference.repository))
        return refused("'" + reference.repository
                       + "' is no repository: give it as publisher/name");
    if (!isRevision(reference.revision))
        return refused("'" + reference.revision + "' is no revision: give a branch, tag or commit");
    if (!reference.file.empty() && !isSafeRepositoryPath(reference.file))
        return refused(
            "the file name in the link is not safe: choose the file on the model's page");
    for (const char c : reference.quantization)
        if (!isAlphanumeric(c) && c != '_' && c != '-')
            return refused("'" + reference.quantization
                           + "' is no quantization: give one such as Q4_K_M");
    return reference;
}

/// "publisher/repo[@REVISION][:WHAT]" or "publisher/repo/FILE".
Result<HubReference> parseShort(std::string_view text) {
    HubReference reference;
    reference.repository = takeUntil(text, '/');
    const std::size_t end = text.find_first_of("/:@");
    reference.repository.append("/").append(text.substr(0, end));
    if (end == std::string_view::npos) return checked(std::move(reference));
    char mark = text[end];
    text.remove_prefix(end + 1);
    if (mark == '@') {
        const std::size_t stop = text.find_first_of("/:");
        reference.revision = text.substr(0, stop);
        if (stop == std::string_view::npos) return checked(std::move(reference));
        mark = text[stop];
        text.remove_prefix(stop + 1);
    }
    if (text.empty()) return refused("there is nothing after '" + std::string(1, mark) + "'");
    if (mark == '/' || endsLikeModel(text))
        reference.file = text;
    else
        reference.quantization = text;
    return checked(std::move(reference));
}

/// What follows the host in an address of the site.
Result<HubReference> parseSitePath(std::string_view path) {
    path = path.substr(0, path.find_first_of("?#"));
    while (path.ends_with('/')) path.remove_suffix(1);
    TRY(const std::string decoded, percentDecode(path));
    std::string_view rest = decoded;
    HubReference reference;
    reference.repository = takeUntil(rest, '/');
    // hf.co/publisher/repo:Q4_K_M
    const std::string_view tail = rest;
    std::string_view name = takeUntil(rest, '/');
    if (const std::size_t colon = name.find(':'); colon != std::string_view::npos)
        return parseShort(reference.repository + "/" + std::string(tail));
    reference.repository.append("/").append(name);
    if (rest.empty()) return checked(std::move(reference));
    const std::string_view action = takeUntil(rest, '/');
    if (action != "blob" && action != "resolve" && action != "raw" && action != "tree")
        return refused("'/" + std::string(action) + "' is no page of a model: give its main page");
    // Pull requests are revisions with slashes in them.
    if (rest.starts_with("refs/pr/")) {
        const std::size_t end = rest.find('/', std::string_view("refs/pr/").size());
        reference.revision = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    } else {
        reference.revision = takeUntil(rest, '/');
    }
    if (action != "tree") reference.file = rest;
    return checked(std::move(reference));
}

/// Removes `scheme://host/` in front; `host` may hold a port.
bool takeHost(std::string_view& text, std::string_view host) {
    std::string_view rest = text;
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (!rest.starts_with(scheme)) continue;
        rest.remove_prefix(scheme.size());
        break;
    }
    if (rest.starts_with("www.")) rest.remove_prefix(4);
    if (!rest.starts_with(host) || rest.size() <= host.size() || rest[host.size()] != '/')
        return false;
    text = rest.substr(host.size() + 1);
    return true;
}

std::string encode(std::string_view text, bool keepSlash) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        if (isAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~'
            || (keepSlash && c == '/')) {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += kDigits[byte >> 4];
        result += kDigits[byte & 15];
    }
    return result;
}

std::string encodeSegment(std::string_view text) {
    return encode(text, false);
}

std::string encodePath(std::string_view path) {
    return encode(path, true);
}

int hexValue(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

} // namespace

std::string HubReference::text() const {
    std::string result = "hf:" + repository;
    if (revision != "main") result += "@" + revision;
    if (!file.empty()) return result + "/" + file;
    return quantization.empty() ? result : result + ":" + quantization;
}

bool isRepositoryName(std::string_view name) {
    const std::size_t slash = name.find('/');
    return slash != std::string_view::npos && isNamePart(name.substr(0, slash))
           && isNamePart(name.substr(slash + 1));
}

Result<std::string> percentDecode(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hexValue(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return Error{ErrorCode::InvalidArgument, "the link holds a broken %-escape: copy it "
                                                     "again"};
        result += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return result;
}

Result<HubReference> parseDeepLink(std::string_view link) {
    if (link.size() > kLinkBytesMax) return refused("the link is too long: copy it again");
    if (!link.starts_with(kDeepLink))
        return refused("this is no link to a model: links begin with " + std::string(kDeepLink));
    std::string_view rest = link.substr(kDeepLink.size());
    rest = rest.substr(0, rest.find('#'));
    std::string_view path = takeUntil(rest, '?');
    if (path.ends_with('/')) path.remove_suffix(1);
    HubReference reference;
    TRY(reference.repository, percentDecode(path));
    while (!rest.empty()) {
        std::string_view value = takeUntil(rest, '&');
        const std::string_view key = takeUntil(value, '=');
        // What later versions may add does not make a link wrong.
        if (key == "file") {
            TRY(reference.file, percentDecode(value));
        } else if (key == "revision") {
            TRY(reference.revision, percentDecode(value));
        } else if (key == "quant") {
            TRY(reference.quantization, percentDecode(value));
        }
    }
    return checked(std::move(reference));
}

std::string deepLink(const HubReference& reference) {
    std::string link = std::string(kDeepLink) + encodePath(reference.repository);
    char mark = '?';
    const auto add = [&](std::string_view key, std::string_view value) {
        link.append(1, mark).append(key).append("=").append(encodeSegment(value));
        mark = '&';
    };
    if (!reference.file.empty()) add("file", reference.file);
    if (!reference.quantization.empty()) add("quant", reference.quantization);
    if (reference.revision != "main") add("revision", reference.revision);
    return link;
}

Result<HubReference> parseHubReference(std::string_view text, std::string_view endpoint) {
    if (text.size() > kLinkBytesMax) return refused("the link is too long: copy it again");
    if (text.starts_with("hearth://")) return parseDeepLink(text);
    if (text.starts_with("hf://")) return parseShort(text.substr(5));
    if (text.starts_with("hf:")) return parseShort(text.substr(3));
    std::string_view host = endpoint;
    if (const std::size_t scheme = host.find("://"); scheme != std::string_view::npos)
        host.remove_prefix(scheme + 3);
    while (host.ends_with('/')) host.remove_suffix(1);
    const std::array<std::string_view, 3> hosts{host, "huggingface.co", "hf.co"};
    for (const std::string_view known : hosts)
        if (!known.empty() && takeHost(text, known)) return parseSitePath(text);
    if (text.find("://") != std::string_view::npos)
        return refused(std::string(text) + " is no page of the model hub: give a link to "
                       + std::string(endpoint));
    return parseShort(text);
}

std::string hubFileUrl(std::string_view endpoint, const HubReference& reference) {
    return std::string(endpoint) + "/" + encodePath(reference.repository) + "/resolve/"
           + encodeSegment(reference.revision) + "/" + encodePath(reference.file);
}

std::string hubPageUrl(std::string_view endpoint, std::string_view repository) {
    return std::string(endpoint) + "/" + encodePath(repository);
}

} // namespace core
