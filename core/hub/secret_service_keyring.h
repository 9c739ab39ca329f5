// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <chrono>

#include "core/hub/keyring_secret_store.h"

namespace core {

/// The desktop's keyring for programs without Qt: the Secret Service (gnome-keyring, KeePassXC,
/// newer KWallets) through libsecret, which is loaded when it is first asked and need not be there.
/// Entries are those that QtKeychain makes, so that a token that the window keeps is found here.
///
/// Absent where there is no session bus, no library, no service, or no answer within `patience`,
/// in which a person may have to unlock it. Opens a socket to the session bus, and only then.
class SecretServiceKeyring final : public Keyring {
public:
    explicit SecretServiceKeyring(std::chrono::milliseconds patience) : m_patience(patience) {}

    KeyringAnswer read(std::string_view name) override;
    KeyringAnswer write(std::string_view name, std::string_view secret) override;
    KeyringAnswer remove(std::string_view name) override;

private:
    std::chrono::milliseconds m_patience;
};

} // namespace core
