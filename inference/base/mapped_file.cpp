// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/base/mapped_file.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inference/base/map_faults.h"

namespace inference {

namespace {

Error fileError(int code, const char* what, const std::filesystem::path& path) {
    const ErrorCode kind = code == ENOENT || code == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Io;
    return {kind, std::string(what) + " " + path.string() + ": "
                      + std::error_code(code, std::generic_category()).message()};
}

/// The pages that lie wholly or partly in the range, as madvise wants them.
void advise(const std::byte* data, std::size_t size, std::size_t offset, std::size_t length,
            int advice) {
    if (offset >= size || length == 0) return;
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t end = offset + std::min(length, size - offset);
    const std::size_t begin = offset / page * page;
    ::madvise(const_cast<std::byte*>(data) + begin, end - begin, advice);
}

} // namespace

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_watch(std::exchange(other.m_watch, MapFaults::kNone)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_watch, other.m_watch);
    return *this;
}

MappedFile::~MappedFile() {
    if (!m_data) return;
    MapFaults::release(m_watch);
    ::munmap(const_cast<std::byte*>(m_data), m_size);
    ::close(m_descriptor);
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
    // Non-blocking, so that a named pipe is refused below instead of waiting for its writer.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return fileError(errno, "cannot open", path);

    struct stat status {};
    int failure = ::fstat(descriptor, &status) != 0 ? errno : 0;
    if (failure == 0 && !S_ISREG(status.st_mode))
        failure = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    MappedFile file;
    if (failure == 0 && status.st_size > 0) {
        const auto size = static_cast<std::size_t>(status.st_size);
        void* data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
        if (data == MAP_FAILED) {
            failure = errno;
        } else {
            file.m_data = static_cast<const std::byte*>(data);
            file.m_size = size;
            file.m_descriptor = descriptor;
            file.m_watch = MapFaults::watch(data, size, descriptor);
        }
    }
    if (!file.m_data) ::close(descriptor);
    if (failure != 0) return fileError(failure, "cannot map", path);
    return file;
}

bool MappedFile::isWhole() const {
    if (!m_data) return true;
    struct stat status {};
    return !MapFaults::lost(m_watch)
           && (::fstat(m_descriptor, &status) != 0
               || static_cast<std::size_t>(status.st_size) >= m_size);
}

void MappedFile::willNeed(std::size_t offset, std::size_t length) const {
    advise(m_data, m_size, offset, length, MADV_WILLNEED);
}

void MappedFile::dontNeed(std::size_t offset, std::size_t length) const {
    advise(m_data, m_size, offset, length, MADV_DONTNEED);
}

} // namespace inference
