// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/hash_cursor.h"

#include <algorithm>

namespace core {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 20U;
constexpr std::uint64_t kCheckpointBytes = std::uint64_t{64} << 20U;

} // namespace

HashCursor::HashCursor(PartialFile& file, std::mutex& mapMutex)
    : m_file(file), m_mapMutex(mapMutex), m_buffer(kReadBytes) {
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
    TRY(m_file.read(m_offset, {m_buffer.data(), count}));
    const std::string_view bytes(m_buffer.data(), count);
    m_whole.update(bytes);
    m_block.update(bytes);
    m_offset += count;
    return m_offset == end ? endBlock(block) : Step::Hashed;
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
