// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>

#include "core/hub/secret_store.h"
#include "core/net/network_gate.h"
#include "core/settings/settings.h"

namespace core {

/// The hub's token: of HF_TOKEN, of this program's own secrets, or of the file in which the hub's
/// own tools keep it (HF_TOKEN_PATH, HF_HOME); empty where there is none. Waits for the store, so
/// not the GUI thread. Fails as the store does.
Result<std::string> readHubToken(SecretStore& secrets);

/// How the network is reached: what is set, then the environment (HF_ENDPOINT, SSL_CERT_FILE), then
/// `endpoint`, of which the last that is not empty counts. The token is not looked for when
/// offline. Fails on an address that is none, or as readHubToken() does.
Result<NetworkOptions> networkOptions(SecretStore& secrets, const NetworkSettings& settings,
                                      const std::string& endpoint, bool offline);

} // namespace core
