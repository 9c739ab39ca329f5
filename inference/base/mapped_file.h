// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "inference/base/result.h"

namespace inference {

/// A read-only memory map of a whole file. Move-only; the map lives as long as the object.
/// Reading from it is safe from any thread, also when the file loses bytes meanwhile: those read
/// as zeros then, and isWhole() says so. Fails with NotFound or Io.
class MappedFile {
public:
    MappedFile() = default;
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    static Result<MappedFile> open(const std::filesystem::path& path);

    std::span<const std::byte> bytes() const { return {m_data, m_size}; }

    /// Whether the file still has all the bytes that were mapped, and every page could be read. To
    /// be asked after reading and before the result is believed.
    bool isWhole() const;

    /// Tells the kernel that this range will be read soon (prefetch) or not again (drop from our
    /// resident set; the page cache may keep it). Advice only: never fails.
    void willNeed(std::size_t offset, std::size_t length) const;
    void dontNeed(std::size_t offset, std::size_t length) const;

private:
    const std::byte* m_data = nullptr;
    std::size_t m_size = 0;
    int m_descriptor = -1;
    int m_watch = -1; // Slot of MapFaults.
};

} // namespace inference
