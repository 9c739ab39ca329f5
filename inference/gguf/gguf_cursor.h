// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include "inference/base/result.h"

namespace inference::gguf {

/// Reads forward through bytes and can neither leave them nor overflow. `fileBytes` is the size of
/// the whole file when `bytes` is only its beginning: what lies past the file is Corrupt, what lies
/// past the bytes at hand is LimitExceeded (more of the file has to be fetched).
class Cursor {
public:
    Cursor(std::span<const std::byte> bytes, std::uint64_t fileBytes)
        : m_bytes(bytes), m_fileBytes(fileBytes) {}

    std::uint64_t position() const { return m_position; }
    std::uint64_t fileBytes() const { return m_fileBytes; }
    std::uint64_t remainingInFile() const { return m_fileBytes - m_position; }
    std::uint64_t remainingAtHand() const { return m_bytes.size() - m_position; }

    Result<std::span<const std::byte>> take(std::uint64_t length) {
        if (length > remainingInFile())
            return Error{ErrorCode::Corrupt, "file ends after " + std::to_string(m_fileBytes)
                                                 + " bytes, in the middle of its header: download "
                                                   "it again"};
        if (length > remainingAtHand())
            return Error{ErrorCode::LimitExceeded, "the header goes on after the first "
                                                       + std::to_string(m_bytes.size()) + " bytes"};
        const auto taken = m_bytes.subspan(m_position, static_cast<std::size_t>(length));
        m_position += static_cast<std::size_t>(length);
        return taken;
    }

    template <typename T>
    Result<T> number() {
        static_assert(std::endian::native == std::endian::little);
        TRY(const auto raw, take(sizeof(T)));
        T value;
        std::memcpy(&value, raw.data(), sizeof(T));
        return value;
    }

private:
    std::span<const std::byte> m_bytes;
    std::uint64_t m_fileBytes = 0;
    std::size_t m_position = 0;
};

} // namespace inference::gguf
