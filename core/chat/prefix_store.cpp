// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/prefix_store.h"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace core {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".prefix";

/// FNV-1a, as sixteen digits.
std::string digest(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[hash >> shift & 15u];
    return digits;
}

struct File {
    fs::path path;
    fs::file_time_type used;
    std::uint64_t bytes = 0;
};

std::vector<File> filesIn(const fs::path& folder) {
    std::vector<File> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        // Whoever was killed while writing left the name with more behind it.
        if (it->path().filename().string().find(kExtension) == std::string::npos) continue;
        std::error_code gone;
        const auto used = it->last_write_time(gone);
        const std::uint64_t bytes = gone ? 0 : it->file_size(gone);
        if (!gone) files.push_back({it->path(), used, bytes});
    }
    return files;
}

void discard(const fs::path& path) {
    std::error_code error; // A file that stays is tried again the next time.
    fs::remove(path, error);
}

std::string nameOf(ChatId chat) {
    return "chat-" + std::to_string(chat) + '-';
}

} // namespace

PrefixStore::PrefixStore(fs::path folder) : PrefixStore(std::move(folder), Limits()) {}

PrefixStore::PrefixStore(fs::path folder, Limits limits)
    : m_folder(std::move(folder)), m_limits(limits) {
    std::error_code error; // Then saving fails, which is no harm.
    fs::create_directories(m_folder, error);
}

fs::path PrefixStore::fileOf(ChatId chat, const std::string& running) const {
    return m_folder / nameOf(chat).append(digest(running)).append(kExtension);
}

void PrefixStore::touch(const fs::path& file) const {
    std::error_code error;
    fs::last_write_time(file, fs::file_time_type::clock::now(), error);
}

void PrefixStore::tidy() const {
    std::vector<File> files = filesIn(m_folder);
    const auto oldest = fs::file_time_type::clock::now() - m_limits.age;
    std::sort(files.begin(), files.end(),
              [](const File& a, const File& b) { return a.used > b.used; });
    std::uint64_t total = 0;
    for (const File& file : files) {
        total += file.bytes;
        if (file.used < oldest || total > m_limits.folderBytesMax) discard(file.path);
    }
}

void PrefixStore::forget(ChatId chat) const {
    for (const File& file : filesIn(m_folder))
        if (file.path.filename().string().starts_with(nameOf(chat))) discard(file.path);
}

} // namespace core
