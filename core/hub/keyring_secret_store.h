// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>

#include "core/hub/secret_store.h"

namespace core {

/// What a keyring said.
struct KeyringAnswer {
    enum class Kind : std::uint8_t {
        Done,
        NotFound,
        Refused, ///< It is locked, or a person said no.
        Absent,  ///< There is none on this system, or it does not answer.
    };
    Kind kind = Kind::Absent;
    std::string secret; ///< Of a read that is Done.
};

/// The system's keyring. Any thread but the GUI's may call; calls wait, perhaps for a person.
class Keyring {
public:
    Keyring() = default;
    Keyring(const Keyring&) = delete;
    Keyring& operator=(const Keyring&) = delete;
    virtual ~Keyring() = default;

    virtual KeyringAnswer read(std::string_view name) = 0;
    virtual KeyringAnswer write(std::string_view name, std::string_view secret) = 0;
    virtual KeyringAnswer remove(std::string_view name) = 0;
};

/// Keeps secrets in the keyring, and in files of mode 0600 where there is none. What lies in a file
/// from such times is still found, and moves into the keyring when it is next written. Fails with
/// AccessDenied where the keyring refuses: a secret that it should guard never goes to a file then.
class KeyringSecretStore final : public SecretStore {
public:
    KeyringSecretStore(std::unique_ptr<Keyring> keyring, std::filesystem::path folder)
        : m_keyring(std::move(keyring)), m_files(std::move(folder)) {}

    Result<std::optional<std::string>> read(std::string_view name) override;
    Result<void> write(std::string_view name, std::string_view secret) override;
    Result<void> remove(std::string_view name) override;

private:
    std::unique_ptr<Keyring> m_keyring;
    FileSecretStore m_files;
};

} // namespace core
