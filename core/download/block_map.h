// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/download/digest.h"

namespace core {

/// What is known of one block of a file that is being fetched. Blocks are filled from their front.
/// Binary layout of the map file, in the machine's byte order (it never leaves the machine).
struct BlockRecord {
    enum Flag : std::uint16_t {
        Hashed = 1,    ///< `fingerprint` is that of the whole block.
        Durable = 2,   ///< Was on the disk itself, not only in memory, when this was written.
        Suspect = 4,   ///< Came in over a connection that misbehaved.
        Confirmed = 8, ///< Was fetched a second time, the same.
    };
    std::uint32_t filled = 0;
    std::uint16_t flags = 0;
    std::uint16_t source = 0; ///< Which answer brought its end, counted from 1 and around.
    Fingerprint fingerprint{};

    bool has(Flag flag) const { return (flags & flag) != 0; }
    void set(Flag flag) { flags = static_cast<std::uint16_t>(flags | flag); }
    bool operator==(const BlockRecord&) const = default;
};
static_assert(sizeof(BlockRecord) == 24);

/// Which content a partial file is a part of.
struct ContentIdentity {
    std::uint64_t bytes = 0;
    std::string sha256; ///< Empty: not known.
    std::string etag;   ///< Of the server, where there is no SHA-256.

    bool sameContent(const ContentIdentity& other) const {
        if (bytes != other.bytes) return false;
        if (!sha256.empty() || !other.sha256.empty()) return sha256 == other.sha256;
        return etag == other.etag;
    }
};

/// The blocks of a partial file, kept in a file beside it. A record is written after the bytes it
/// speaks of were handed to the system, so that it stays true when the process is killed. After a
/// reboot only records with Durable count, which are written after the bytes reached the disk.
/// Not locked: its owner guards it.
class BlockMap {
public:
    /// Reads the map if it is one of this content, else begins a new one: see wasReused().
    static Result<BlockMap> open(const std::filesystem::path& file, const ContentIdentity& content,
                                 std::uint32_t blockBytes);
    BlockMap(BlockMap&& other) noexcept;
    BlockMap& operator=(BlockMap&&) = delete;
    ~BlockMap();

    std::size_t count() const { return m_records.size(); }
    std::uint32_t blockBytes() const { return m_blockBytes; }
    const ContentIdentity& content() const { return m_content; }
    bool wasReused() const { return m_reused; }
    std::uint64_t begin(std::size_t block) const { return std::uint64_t{m_blockBytes} * block; }
    std::uint32_t size(std::size_t block) const;
    std::size_t blockAt(std::uint64_t offset) const {
        return static_cast<std::size_t>(offset / m_blockBytes);
    }
    bool isFull(std::size_t block) const { return m_records[block].filled == size(block); }
    std::uint64_t filledBytes() const;

    const BlockRecord& operator[](std::size_t block) const { return m_records[block]; }
    /// To change; write() puts it down.
    BlockRecord& at(std::size_t block) { return m_records[block]; }
    Result<void> write(std::size_t block);
    Result<void> writeAll();
    /// To the disk itself.
    Result<void> sync();

    /// Blocks so large that a few thousand make the file: 4, 8 or 16 MB.
    static std::uint32_t suitableBlockBytes(std::uint64_t fileBytes);

private:
    BlockMap() = default;
    bool readExisting(const ContentIdentity& content);
    Result<void> writeHeader();

    int m_descriptor = -1;
    std::filesystem::path m_file;
    ContentIdentity m_content;
    std::uint32_t m_blockBytes = 0;
    bool m_reused = false;
    std::vector<BlockRecord> m_records;
};

/// What a map file says it is of; nothing where it is none.
std::optional<ContentIdentity> readMapIdentity(const std::filesystem::path& file);

} // namespace core
