// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/library/trash.h"

#include <array>
#include <cerrno>
#include <ctime>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace core {
namespace {

namespace fs = std::filesystem;

Error failed(const fs::path& file, int number) {
    return {ErrorCode::Io, "cannot move " + file.string()
                               + " to the trash: " + std::generic_category().message(number)};
}

std::string encodedPath(const fs::path& path) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    for (const char c : path.native()) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                           || (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '_' || c == '.'
                           || c == '~';
        if (plain) {
            result += c;
            continue;
        }
        result += '%';
        result += kDigits[byte >> 4];
        result += kDigits[byte & 15];
    }
    return result;
}

std::string localTime() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    localtime_r(&now, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    return text.data();
}

bool deviceOf(const fs::path& path, dev_t& device) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return false;
    device = status.st_dev;
    return true;
}

/// The highest folder on the same disk.
fs::path mountPoint(const fs::path& file, dev_t device) {
    fs::path top = file.parent_path();
    while (top.has_relative_path()) {
        dev_t above = 0;
        if (!deviceOf(top.parent_path(), above) || above != device) break;
        top = top.parent_path();
    }
    return top;
}

bool makeTrash(const fs::path& trash) {
    std::error_code failure;
    fs::create_directories(trash, failure);
    ::chmod(trash.c_str(), 0700);
    for (const char* part : {"files", "info"}) {
        if (::mkdir((trash / part).c_str(), 0700) != 0 && errno != EEXIST) return false;
    }
    return true;
}

/// The specification's two places on another disk: a shared one that its owner made safe, or ours.
fs::path trashOnDisk(const fs::path& top) {
    const std::string user = std::to_string(::getuid());
    struct stat status {};
    const fs::path shared = top / ".Trash";
    const bool safe = ::lstat(shared.c_str(), &status) == 0 && S_ISDIR(status.st_mode)
                      && (status.st_mode & S_ISVTX) != 0;
    if (safe && makeTrash(shared / user)) return shared / user;
    const fs::path own = top / (".Trash-" + user);
    if (::lstat(own.c_str(), &status) == 0 && !S_ISDIR(status.st_mode)) return {};
    return makeTrash(own) ? own : fs::path();
}

/// Reserves a name by creating its info file, as the specification wants, then moves.
Result<fs::path> moveInto(const fs::path& trash, const fs::path& file, const fs::path& shown) {
    const std::string stem = file.filename().string();
    for (int i = 1; i < 10'000; ++i) {
        const std::string name = i == 1 ? stem : stem + "." + std::to_string(i);
        const fs::path info = trash / "info" / (name + ".trashinfo");
        const int descriptor = ::open(info.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (descriptor < 0 && errno == EEXIST) continue;
        if (descriptor < 0) return failed(file, errno);
        const std::string text =
            "[Trash Info]\nPath=" + encodedPath(shown) + "\nDeletionDate=" + localTime() + "\n";
        const bool written =
            ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
        const int writeError = errno;
        ::close(descriptor);
        const fs::path target = trash / "files" / name;
        struct stat status {};
        const bool taken = ::lstat(target.c_str(), &status) == 0;
        if (written && !taken && ::rename(file.c_str(), target.c_str()) == 0) return target;
        const int number = written ? errno : writeError;
        ::unlink(info.c_str());
        if (!taken) return failed(file, number);
    }
    return Error{ErrorCode::LimitExceeded, "the trash is full of " + stem + ": empty it first"};
}

} // namespace

Result<fs::path> moveToTrash(const fs::path& given, const fs::path& homeTrash) {
    std::error_code failure;
    // Links in front of the name are resolved; the name itself may be a link and goes as one.
    const fs::path folder = fs::canonical(fs::absolute(given, failure).parent_path(), failure);
    const fs::path file = folder / given.filename();
    dev_t device = 0;
    if (failure || !deviceOf(file, device))
        return Error{ErrorCode::NotFound, "there is no file " + given.string()};
    dev_t homeDevice = 0;
    if (makeTrash(homeTrash) && deviceOf(homeTrash / "files", homeDevice) && homeDevice == device)
        return moveInto(homeTrash, file, file);
    const fs::path top = mountPoint(file, device);
    const fs::path trash = trashOnDisk(top);
    if (trash.empty())
        return Error{ErrorCode::Unsupported,
                     "the disk of " + file.string() + " has no trash: delete the file yourself"};
    return moveInto(trash, file, file.lexically_relative(top));
}

} // namespace core
