// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/secret_store.h"

#include <system_error>

#include <sys/stat.h>

#include "core/base/file_io.h"

namespace core {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSecretBytesMax = 64 * 1024;

} // namespace

Result<fs::path> FileSecretStore::fileOf(std::string_view name) const {
    const bool plain = !name.empty()
                       && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-")
                              == std::string_view::npos;
    if (!plain) return Error{ErrorCode::InvalidArgument, "a secret's name is a-z, 0-9 and dashes"};
    return m_folder / name;
}

Result<std::optional<std::string>> FileSecretStore::read(std::string_view name) {
    TRY(const fs::path file, fileOf(name));
    const std::lock_guard lock(m_mutex);
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return std::optional<std::string>();
    if ((status.st_mode & 077) != 0)
        return Error{ErrorCode::Unsupported, file.string()
                                                 + " can be read by others: set its mode to 600, "
                                                   "and get a new token"};
    TRY(auto secret, readFile(file, kSecretBytesMax));
    return std::optional(std::move(secret));
}

Result<void> FileSecretStore::write(std::string_view name, std::string_view secret) {
    TRY(const fs::path file, fileOf(name));
    const std::lock_guard lock(m_mutex);
    std::error_code failure;
    fs::create_directories(m_folder, failure);
    fs::permissions(m_folder, fs::perms::owner_all, failure);
    return replaceFile(file, secret); // Which makes files of mode 0600.
}

Result<void> FileSecretStore::remove(std::string_view name) {
    TRY(const fs::path file, fileOf(name));
    const std::lock_guard lock(m_mutex);
    std::error_code failure;
    fs::remove(file, failure);
    if (failure)
        return Error{ErrorCode::Io, "cannot remove " + file.string() + ": " + failure.message()};
    return {};
}

} // namespace core
