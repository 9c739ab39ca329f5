// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/hub_access.h"

#include <cstdlib>
#include <filesystem>

#include "core/base/file_io.h"
#include "core/net/url.h"

namespace core {
namespace {

constexpr std::uint64_t kTokenBytesMax = 4096;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::string trimmed(std::string text) {
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.pop_back();
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.erase(0, 1);
    return text;
}

} // namespace

Result<std::string> readHubToken(SecretStore& secrets) {
    if (std::string token = trimmed(variable("HF_TOKEN")); !token.empty()) return token;
    TRY(const auto kept, secrets.read(kHubTokenName));
    if (kept && !trimmed(*kept).empty()) return trimmed(*kept);
    std::filesystem::path file = variable("HF_TOKEN_PATH");
    if (file.empty()) {
        std::filesystem::path home = variable("HF_HOME");
        if (home.empty()) home = std::filesystem::path(variable("HOME")) / ".cache/huggingface";
        file = home / "token";
    }
    const auto content = readFile(file, kTokenBytesMax);
    return content ? trimmed(*content) : std::string();
}

Result<NetworkOptions> networkOptions(SecretStore& secrets, const NetworkSettings& settings,
                                      const std::string& endpoint, bool offline) {
    NetworkOptions options;
    options.offline = offline;
    options.certificateAuthorities = variable("SSL_CERT_FILE");
    options.proxy = settings.proxy;
    for (const std::string& address : {settings.hubEndpoint, variable("HF_ENDPOINT"), endpoint})
        if (!address.empty()) options.hubEndpoint = address;
    const auto parsed = Url::parse(options.hubEndpoint);
    if (!parsed) return parsed.error();
    if (!offline) {
        TRY(options.hubToken, readHubToken(secrets));
    }
    return options;
}

} // namespace core
