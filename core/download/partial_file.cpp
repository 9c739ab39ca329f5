// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/partial_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace core {
namespace {

namespace fs = std::filesystem;

bool isFull(int number) {
    return number == ENOSPC || number == EDQUOT || number == EFBIG;
}

Error fileError(const char* action, const fs::path& file, int number) {
    if (isFull(number))
        return {ErrorCode::DiskFull, "the disk is full, " + file.string()
                                         + " could not be written: free some space and try again"};
    return {ErrorCode::Io, std::string("cannot ") + action + ' ' + file.string() + " ("
                               + std::generic_category().message(number)
                               + "): check the folder's permissions, or choose another one"};
}

std::uint64_t freeBytes(const fs::path& folder) {
    struct statvfs state {};
    if (::statvfs(folder.c_str(), &state) != 0) return UINT64_MAX;
    return std::uint64_t{state.f_bavail} * state.f_frsize;
}

} // namespace

std::string bytesText(std::uint64_t bytes) {
    constexpr std::array<const char*, 5> kUnits{"bytes", "KB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1000 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
    return text.data();
}

void syncFolder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

fs::path PartialFile::partPath(const fs::path& target) {
    return target.string() + ".part";
}

fs::path PartialFile::mapPath(const fs::path& target) {
    return target.string() + ".part.map";
}

Result<PartialFile> PartialFile::open(const fs::path& target, const ContentIdentity& content,
                                      std::uint32_t blockBytes) {
    std::error_code failure;
    fs::create_directories(target.parent_path(), failure);
    if (failure) return fileError("create", target.parent_path(), failure.value());
    PartialFile file(target);
    const fs::path part = partPath(target);
    file.m_descriptor =
        ::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
    if (file.m_descriptor < 0) return fileError("create", part, errno);
    TRY(file.lock());
    const bool hadMap = fs::exists(mapPath(target), failure);
    const Result<void> fits = file.checkFree(content.bytes);
    if (!fits) {
        if (!hadMap) ::unlink(part.c_str());
        return fits.error();
    }
    TRY(BlockMap map, BlockMap::open(mapPath(target), content, blockBytes));
    file.m_map.emplace(std::move(map));

    struct stat state {};
    ::fstat(file.m_descriptor, &state);
    const auto present = static_cast<std::uint64_t>(state.st_size);
    if (file.m_map->wasReused() && present < content.bytes) {
        // Somebody cut the file: what lies beyond is not there.
        for (std::size_t i = 0; i < file.m_map->count(); ++i)
            if (file.m_map->begin(i) + (*file.m_map)[i].filled > present) file.m_map->at(i) = {};
        TRY(file.m_map->writeAll());
    }
    const Result<void> reserved = file.reserve(content.bytes);
    if (!reserved) {
        if (!hadMap && present == 0) file.discard();
        return reserved.error();
    }
    return file;
}

PartialFile::PartialFile(PartialFile&& other) noexcept
    : m_target(std::move(other.m_target)), m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_map(std::move(other.m_map)), m_writeBack(std::move(other.m_writeBack)) {}

PartialFile::~PartialFile() {
    m_writeBack.reset();
    if (m_descriptor >= 0) ::close(m_descriptor);
}

Result<void> PartialFile::lock() {
    if (::flock(m_descriptor, LOCK_EX | LOCK_NB) == 0) {
        // The last holder may have moved the file into place while this one waited at the door.
        struct stat opened {};
        struct stat named {};
        ::fstat(m_descriptor, &opened);
        if (::stat(partPath(m_target).c_str(), &named) == 0 && named.st_ino == opened.st_ino)
            return {};
    } else if (errno == ENOLCK || errno == ENOTSUP || errno == ENOSYS) {
        return {}; // File systems without locks: better to work without one than not at all.
    }
    return Error{ErrorCode::Busy, "another Hearth is fetching " + m_target.filename().string()
                                      + ": let it finish, or stop it there"};
}

Result<void> PartialFile::checkFree(std::uint64_t bytes) const {
    struct stat state {};
    ::fstat(m_descriptor, &state);
    const std::uint64_t present = std::uint64_t{512} * static_cast<std::uint64_t>(state.st_blocks);
    const std::uint64_t missing = bytes - std::min(bytes, present);
    const std::uint64_t available = freeBytes(m_target.parent_path());
    if (missing <= available) return {};
    return Error{ErrorCode::DiskFull, m_target.filename().string() + " needs " + bytesText(missing)
                                          + ", and " + m_target.parent_path().string() + " has "
                                          + bytesText(available) + " free: free at least "
                                          + bytesText(missing - available)
                                          + ", or choose another folder"};
}

Result<void> PartialFile::reserve(std::uint64_t bytes) const {
    int failed = 0;
    do {
        failed = bytes == 0 ? 0 : ::fallocate(m_descriptor, 0, 0, static_cast<off_t>(bytes));
    } while (failed != 0 && errno == EINTR);
    // File systems that cannot reserve say so by another error: then the check above has to do.
    if (failed != 0 && isFull(errno)) return fileError("reserve space for", m_target, errno);
    if (::ftruncate(m_descriptor, static_cast<off_t>(bytes)) != 0)
        return fileError("reserve space for", m_target, errno);
    return {};
}

Result<void> PartialFile::write(std::uint64_t offset, std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return fileError("write", partPath(m_target), errno);
        offset += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> PartialFile::read(std::uint64_t offset, std::span<char> bytes) const {
    while (!bytes.empty()) {
        const ssize_t got =
            ::pread(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return fileError("read", partPath(m_target), got == 0 ? EIO : errno);
        offset += static_cast<std::uint64_t>(got);
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
    return {};
}

bool PartialFile::show(FileWindow& window, std::uint64_t offset, std::uint64_t bytes) const {
    return window.open(m_descriptor, offset, bytes);
}

void PartialFile::beginWriteBack(std::uint64_t offset, std::uint64_t bytes) {
    if (!m_writeBack) m_writeBack = std::make_unique<WriteBack>(m_descriptor);
    m_writeBack->begin(offset, bytes);
}

Result<void> PartialFile::sync() const {
    if (::fdatasync(m_descriptor) != 0) return fileError("write", partPath(m_target), errno);
    return {};
}

Result<void> PartialFile::commit() {
    if (::fsync(m_descriptor) != 0) return fileError("write", partPath(m_target), errno);
    if (::rename(partPath(m_target).c_str(), m_target.c_str()) != 0)
        return fileError("put in place", m_target, errno);
    syncFolder(m_target.parent_path());
    ::unlink(mapPath(m_target).c_str());
    return {};
}

void PartialFile::discard() {
    ::unlink(mapPath(m_target).c_str());
    ::unlink(partPath(m_target).c_str());
}

} // namespace core
