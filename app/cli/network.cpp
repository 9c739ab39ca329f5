// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/network.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/base/file_io.h"
#include "core/hub/secret_store.h"
#include "core/net/url.h"

namespace cli {

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

/// Of this call, of this program's own store, of the hub's own tools.
Result<std::string> hubToken(const core::Paths& paths) {
    if (std::string token = trimmed(variable("HF_TOKEN")); !token.empty()) return token;
    core::FileSecretStore store(paths.secrets());
    TRY(const auto kept, store.read(core::kHubTokenName));
    if (kept && !trimmed(*kept).empty()) return trimmed(*kept);
    std::filesystem::path file = variable("HF_TOKEN_PATH");
    if (file.empty()) {
        std::filesystem::path home = variable("HF_HOME");
        if (home.empty()) home = std::filesystem::path(variable("HOME")) / ".cache/huggingface";
        file = home / "token";
    }
    const auto content = core::readFile(file, kTokenBytesMax);
    return content ? trimmed(*content) : std::string();
}

} // namespace

Result<Network> openNetwork(const Context& context) {
    Network network;
    TRY(network.paths, core::Paths::create(context.dataDirectory));
    network.settings = core::SettingsStore::open(network.paths.settings())->current();
    core::NetworkOptions options;
    options.offline = context.offline || network.settings.offline;
    options.userAgent = "Hearth/" HEARTH_VERSION;
    options.certificateAuthorities = variable("SSL_CERT_FILE");
    options.proxy = network.settings.network.proxy;
    const std::string& kept = network.settings.network.hubEndpoint;
    for (const std::string& endpoint : {kept, variable("HF_ENDPOINT"), context.endpoint})
        if (!endpoint.empty()) options.hubEndpoint = endpoint;
    const auto endpoint = core::Url::parse(options.hubEndpoint);
    if (!endpoint) return endpoint.error();
    if (!options.offline) {
        TRY(options.hubToken, hubToken(network.paths));
    }
    TRY(network.ledger, core::NetworkLedger::open(network.paths.data / "network.db"));
    network.gate = std::make_unique<core::NetworkGate>(std::move(options), network.ledger.get());
    return network;
}

} // namespace cli
