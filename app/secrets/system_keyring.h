// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>

#include "core/hub/keyring_secret_store.h"

namespace app {

/// The keyring of the desktop (Secret Service or KWallet), through QtKeychain; without that library
/// one that is always absent. It has a thread of its own, with an event loop, as the library wants
/// it. Needs a QCoreApplication; one per program. A person is waited for two minutes.
std::unique_ptr<core::Keyring> makeSystemKeyring();

} // namespace app
