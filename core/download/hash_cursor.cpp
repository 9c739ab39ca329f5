// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/hash_cursor.h"

#include <algorithm>

namespace core {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 20U;
/// Both hashes pass over so much before the next: it stays in the processor's cache meanwhile.
constexpr std::size_t kSliceBytes = std::size_t{128} << 10U;
constexpr std::uint64_t kCheckpointBytes = std::uint64_t{64} << 20U;

} // namespace

HashCursor::HashCursor(PartialFile& file, std::mutex& mapMutex)
    : m_file(file), m_mapMutex(mapMutex) {
    m_checkpoints.push_back({0, m_whole});
}

Result<HashCursor::Step> HashCursor::step() {
    const BlockMap& map = m_file.map();
    if (m_offset == map.content().bytes) return Step::AtEnd;
    const std::size_t block = map.blockAt(m_offset);
    const std::uint64_t end = map.begin(block) + map.size(block);
    std::uint64_t available = 0;
    {
        const std::lock_guard lock(m_mapMutex);
        const std::uint64_t filledEnd = map.begin(block) + map[block].filled;
        ASSERT(filledEnd >= m_offset); // A block is emptied by endBlock() alone.
        available = filledEnd - m_offset;
    }
    if (available == 0) return Step::Waiting;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(available, kReadBytes));
    TRY(hash(block, count));
    m_offset += count;
    return m_offset == end ? endBlock(block) : Step::Hashed;
}

Result<void> HashCursor::hash(std::size_t block, std::size_t count) {
    const BlockMap& map = m_file.map();
    const bool seen =
        m_window.holds(m_offset, count) || m_file.show(m_window, map.begin(block), map.size(block));
    std::string_view bytes;
    if (seen) {
        bytes = m_window.at(m_offset, count);
    } else {
        m_buffer.resize(kReadBytes);
        TRY(m_file.read(m_offset, {m_buffer.data(), count}));
        bytes = {m_buffer.data(), count};
    }
    for (std::size_t at = 0; at < count; at += kSliceBytes) {
        const std::string_view slice = bytes.substr(at, kSliceBytes);
        m_whole.update(slice);
        m_block.update(slice);
    }
    if (seen && !m_window.isWhole())
        return Error{ErrorCode::Io, "a part of the file that is being fetched could not be read "
                                    "back: check the disk, then start it again"};
    return {};
}

Result<HashCursor::Step> HashCursor::endBlock(std::size_t block) {
    BlockMap& map = m_file.map();
    const Fingerprint now = m_block.finish();
    m_file.beginWriteBack(map.begin(block), map.size(block));
    const std::lock_guard lock(m_mapMutex);
    BlockRecord& record = map.at(block);
    if (record.has(BlockRecord::Hashed) && record.fingerprint != now) {
        record = {};
        TRY(map.write(block));
        m_whole = m_blockStart;
        m_offset = map.begin(block);
        return Step::Damaged;
    }
    record.fingerprint = now;
    record.set(BlockRecord::Hashed);
    TRY(map.write(block));
    m_blockStart = m_whole;
    if (m_offset >= m_checkpoints.back().offset + kCheckpointBytes)
        m_checkpoints.push_back({m_offset, m_whole});
    return Step::Hashed;
}

void HashCursor::rewind(std::uint64_t offset) {
    if (offset >= m_offset) return;
    while (m_checkpoints.back().offset > offset) m_checkpoints.pop_back();
    m_offset = m_checkpoints.back().offset;
    m_whole = m_blockStart = m_checkpoints.back().whole;
    (void)m_block.finish();
}

} // namespace core
