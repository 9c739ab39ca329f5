// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace core {

/// The name under which the hub's token is kept.
inline constexpr std::string_view kHubTokenName = "hub-token";

/// Keeps secrets: a system keyring, or a file that its owner alone may read. Any thread may call;
/// a keyring may ask the person first, so not the GUI thread.
class SecretStore {
public:
    SecretStore() = default;
    SecretStore(const SecretStore&) = delete;
    SecretStore& operator=(const SecretStore&) = delete;
    virtual ~SecretStore() = default;

    /// Nothing if there is none of that name.
    virtual Result<std::optional<std::string>> read(std::string_view name) = 0;
    virtual Result<void> write(std::string_view name, std::string_view secret) = 0;
    virtual Result<void> remove(std::string_view name) = 0;
};

/// One file per secret, mode 0600, in a folder of mode 0700. A file that others may read is
/// refused with Unsupported rather than trusted.
class FileSecretStore final : public SecretStore {
public:
    explicit FileSecretStore(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    Result<std::optional<std::string>> read(std::string_view name) override;
    Result<void> write(std::string_view name, std::string_view secret) override;
    Result<void> remove(std::string_view name) override;

private:
    Result<std::filesystem::path> fileOf(std::string_view name) const;
    std::mutex m_mutex;
    std::filesystem::path m_folder;
};

} // namespace core
