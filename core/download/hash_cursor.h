// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "core/download/partial_file.h"

namespace core {

/// Reads a partial file from its front, as far as it is there, into the SHA-256 of the whole and
/// the fingerprint of each block. What was fetched moments ago is hashed where the system keeps it,
/// without a copy. A block whose
/// stored fingerprint differs from what is read (a damaged disk) is emptied, to be fetched again.
/// Used by one thread; the mutex guards the map, which others fill.
class HashCursor {
public:
    HashCursor(PartialFile& file, std::mutex& mapMutex);

    enum class Step : std::uint8_t { Hashed, Waiting, Damaged, AtEnd };
    /// Reads up to a megabyte. Waiting: the next bytes are not there yet.
    Result<Step> step();
    std::uint64_t offset() const { return m_offset; }
    /// Of everything up to offset().
    std::string hex() const { return m_whole.hex(); }
    /// Goes back to a checkpoint at or before `offset`, because bytes there have changed.
    void rewind(std::uint64_t offset);

private:
    Result<void> hash(std::size_t block, std::size_t count);
    Result<Step> endBlock(std::size_t block);

    struct Checkpoint {
        std::uint64_t offset;
        Sha256 whole;
    };

    PartialFile& m_file;
    std::mutex& m_mapMutex;
    std::uint64_t m_offset = 0;
    Sha256 m_whole;
    Sha256 m_blockStart; // The state before the block at m_offset.
    Fingerprinter m_block;
    std::vector<Checkpoint> m_checkpoints; // Ascending; the first is at 0.
    FileWindow m_window;                   // On the block at m_offset.
    std::vector<char> m_buffer;            // Where there can be no window.
};

} // namespace core
