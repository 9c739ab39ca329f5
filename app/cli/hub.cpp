// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/hub.h"

#include <array>
#include <ctime>
#include <utility>

#include "app/cli/output.h"

namespace cli {

Result<Hub> openHub(const Context& context) {
    Hub hub;
    TRY(hub.network, openNetwork(context));
    if (auto cache = core::HubCache::open(hub.network.paths.hubCache()); cache)
        hub.cache = std::move(cache).value();
    else
        printRemark(context, "listings are not kept: " + cache.error().detail);
    hub.starter = std::make_unique<core::StarterCatalog>();
    hub.client =
        std::make_unique<core::HubClient>(*hub.network.gate, hub.cache.get(), hub.starter.get());
    return hub;
}

bool isRemote(std::string_view model) {
    return model.starts_with("http://") || model.starts_with("https://") || model.starts_with("hf:")
           || model.starts_with("hearth://");
}

Result<core::RemoteHeader> readRemoteHeader(const std::string& model, const Context& context,
                                            bool renew) {
    TRY(const Hub hub, openHub(context));
    if (renew) hub.client->renewHeaders();
    const auto reference = core::parseHubReference(model, hub.client->endpoint());
    if (reference) return hub.client->header(*reference, context.stop);
    const bool address = model.starts_with("http://") || model.starts_with("https://");
    if (!address) return reference.error();
    return hub.client->header(model, context.stop);
}

std::string dateText(core::UnixMs ms) {
    if (ms <= 0) return {};
    const auto seconds = static_cast<std::time_t>(ms / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 16> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts);
    return text.data();
}

} // namespace cli
