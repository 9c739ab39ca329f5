// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/range_scheduler.h"

#include <algorithm>

namespace core {
namespace {

constexpr std::uint64_t kSpanMax = std::uint64_t{64} << 20U;

} // namespace

RangeScheduler::RangeScheduler(const BlockMap& map) : m_map(map), m_taken(map.count(), false) {}

std::optional<ByteRange> RangeScheduler::take(std::uint64_t bytesMax) {
    for (std::size_t block = 0; block < m_map.count(); ++block) {
        if (m_taken[block] || m_map.isFull(block)) continue;
        ByteRange range;
        range.first = m_map.begin(block) + m_map[block].filled;
        range.end = m_map.begin(block) + m_map.size(block);
        m_taken[block] = true;
        for (std::size_t next = block + 1; next < m_map.count(); ++next) {
            const std::uint64_t longer = range.end + m_map.size(next) - range.first;
            if (m_taken[next] || m_map[next].filled > 0 || longer > bytesMax) break;
            m_taken[next] = true;
            range.end += m_map.size(next);
        }
        return range;
    }
    return std::nullopt;
}

void RangeScheduler::release(const ByteRange& range) {
    const std::size_t last = m_map.blockAt(range.end - 1);
    for (std::size_t block = m_map.blockAt(range.first); block <= last; ++block)
        m_taken[block] = false;
}

std::uint64_t RangeScheduler::missingBytes() const {
    return m_map.content().bytes - m_map.filledBytes();
}

std::uint64_t RangeScheduler::suitableSpan(unsigned connections) const {
    if (connections <= 1) return UINT64_MAX;
    const std::uint64_t share = missingBytes() / (std::uint64_t{2} * connections);
    return std::clamp<std::uint64_t>(share, m_map.blockBytes(), kSpanMax);
}

} // namespace core
