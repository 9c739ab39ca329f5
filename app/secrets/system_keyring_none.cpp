// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/secrets/system_keyring.h"

namespace app {
namespace {

class NoKeyring final : public core::Keyring {
public:
    core::KeyringAnswer read(std::string_view) override { return {}; }
    core::KeyringAnswer write(std::string_view, std::string_view) override { return {}; }
    core::KeyringAnswer remove(std::string_view) override { return {}; }
};

} // namespace

std::unique_ptr<core::Keyring> makeSystemKeyring() {
    return std::make_unique<NoKeyring>();
}

} // namespace app
