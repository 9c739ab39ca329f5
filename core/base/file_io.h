// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace core {

/// The whole file. NotFound when it is missing, LimitExceeded when it is longer than `bytesMax`.
Result<std::string> readFile(const std::filesystem::path& file, std::uint64_t bytesMax);

/// Puts `content` in the file's place in one step: after a crash either the old or the new file is
/// there, whole. Readable by its owner alone.
Result<void> replaceFile(const std::filesystem::path& file, std::string_view content);

/// Renames a damaged file to `name.damaged-YYYYMMDD-HHMMSS` (UTC) beside it, with a number behind
/// it if that is taken. Gives the new name.
Result<std::filesystem::path> moveAside(const std::filesystem::path& file);

/// Held by at most one process. Lives until the object does; the system lets go of it when the
/// process dies, however it dies.
class FileLock {
public:
    /// Busy when another process holds it; Io when the file cannot be made.
    static Result<FileLock> acquire(const std::filesystem::path& file);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

    /// The last holder never released it: its process was killed or the machine went down.
    bool wasAbandoned() const { return m_abandoned; }

private:
    FileLock(int descriptor, bool abandoned) : m_descriptor(descriptor), m_abandoned(abandoned) {}
    int m_descriptor = -1;
    bool m_abandoned = false;
};

} // namespace core
