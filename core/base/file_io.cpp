// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/base/file_io.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace core {
namespace {

namespace fs = std::filesystem;

Error systemError(const char* action, const fs::path& file, int number) {
    const ErrorCode code = number == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
    return Error{code, std::string("cannot ") + action + " " + file.string() + ": "
                           + std::generic_category().message(number)};
}

/// Closes when it goes; fsync and close errors are asked for where they matter.
class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_number >= 0) ::close(m_number);
    }
    int get() const { return m_number; }
    bool valid() const { return m_number >= 0; }

private:
    int m_number;
};

bool writeAll(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

Result<std::string> readFile(const fs::path& file, std::uint64_t bytesMax) {
    const Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!input.valid()) return systemError("open", file, errno);
    std::string content;
    std::array<char, 65536> buffer; // Filled by read().
    while (true) {
        const ssize_t got = ::read(input.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return systemError("read", file, errno);
        if (got == 0) return content;
        content.append(buffer.data(), static_cast<std::size_t>(got));
        if (content.size() > bytesMax) {
            return Error{ErrorCode::LimitExceeded,
                         file.string() + " is longer than " + std::to_string(bytesMax) + " bytes"};
        }
    }
}

Result<void> replaceFile(const fs::path& file, std::string_view content) {
    std::string temporary = file.string() + ".XXXXXX";
    int number = 0;
    {
        const Descriptor output(::mkostemp(temporary.data(), O_CLOEXEC)); // Mode 0600.
        if (!output.valid()) return systemError("create", temporary, errno);
        if (!writeAll(output.get(), content) || ::fsync(output.get()) != 0) number = errno;
    }
    if (number == 0 && ::rename(temporary.c_str(), file.c_str()) != 0) number = errno;
    if (number != 0) {
        ::unlink(temporary.c_str());
        return systemError("write", file, number);
    }
    // The new name itself is durable only when its folder is.
    const Descriptor folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.valid()) ::fsync(folder.get());
    return {};
}

Result<fs::path> moveAside(const fs::path& file) {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> stamp{};
    std::strftime(stamp.data(), stamp.size(), "%Y%m%d-%H%M%S", &parts);
    const std::string base = file.string() + ".damaged-" + stamp.data();
    std::error_code failure;
    fs::path target = base;
    for (int i = 2; fs::exists(target, failure) && i < 1000; ++i)
        target = base + "-" + std::to_string(i);
    fs::rename(file, target, failure);
    if (failure) return systemError("move", file, failure.value());
    return target;
}

Result<FileLock> FileLock::acquire(const fs::path& file) {
    Descriptor opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!opened.valid()) return systemError("open", file, errno);
    if (::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return Error{ErrorCode::Busy, "another Hearth is using " + file.parent_path().string()
                                              + ": close it, or choose another folder with "
                                                "--data-dir"};
        }
        // File systems without locks: better to work without one than not at all.
        if (errno != ENOLCK && errno != ENOTSUP && errno != ENOSYS)
            return systemError("lock", file, errno);
    }
    struct stat status {};
    const bool abandoned = ::fstat(opened.get(), &status) == 0 && status.st_size > 0;
    // The process id is there as long as the lock is held; releasing empties the file.
    const std::string holder = std::to_string(::getpid()) + "\n";
    if (::ftruncate(opened.get(), 0) != 0 || ::lseek(opened.get(), 0, SEEK_SET) < 0
        || !writeAll(opened.get(), holder)) {
        return systemError("write", file, errno);
    }
    const int kept = ::fcntl(opened.get(), F_DUPFD_CLOEXEC, 0);
    if (kept < 0) return systemError("lock", file, errno);
    return FileLock(kept, abandoned);
}

FileLock::FileLock(FileLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_abandoned(other.m_abandoned) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_abandoned, other.m_abandoned);
    return *this;
}

FileLock::~FileLock() {
    if (m_descriptor < 0) return;
    // A file that stays non-empty only costs a thorough check at the next start.
    if (::ftruncate(m_descriptor, 0) != 0) errno = 0;
    ::close(m_descriptor);
}

} // namespace core
