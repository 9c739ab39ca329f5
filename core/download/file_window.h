// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace core {

/// A part of an open file as memory, to read without a copy what others are writing there. One
/// thread at a time. Bytes that the file has lost meanwhile read as zeros, and isWhole() says so.
class FileWindow {
public:
    FileWindow() = default;
    FileWindow(const FileWindow&) = delete;
    FileWindow& operator=(const FileWindow&) = delete;
    ~FileWindow() { close(); }

    /// Looks at [offset, offset + bytes) from now on. False where the file system cannot do this:
    /// then the file has to be read.
    bool open(int descriptor, std::uint64_t offset, std::uint64_t bytes);
    void close();
    bool holds(std::uint64_t offset, std::size_t bytes) const;
    /// Of what it holds; valid until it looks elsewhere.
    std::string_view at(std::uint64_t offset, std::size_t bytes) const;
    /// To be asked after reading and before the result is believed.
    bool isWhole() const;

private:
    char* m_data = nullptr; // Of the page that m_offset lies in.
    std::size_t m_mapped = 0;
    std::uint64_t m_offset = 0; // In the file, of m_data.
    std::uint64_t m_end = 0;
    int m_watch = -1; // Slot of inference::MapFaults.
};

} // namespace core
