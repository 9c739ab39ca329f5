// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/download/block_map.h"
#include "core/net/http_types.h"

namespace core {

/// Hands out what is missing, from the front, so that hashing in order keeps up. A range begins
/// where a block's filled part ends and never reaches into bytes that are there. Guarded by its
/// user, like the map.
class RangeScheduler {
public:
    explicit RangeScheduler(const BlockMap& map);

    /// The first range that nobody has, of about `bytesMax`; nothing when all are given out or
    /// there. Its blocks belong to the caller until release().
    std::optional<ByteRange> take(std::uint64_t bytesMax);
    /// The blocks of a range that take() gave.
    void release(const ByteRange& range);
    /// Of what is missing, given out or not.
    std::uint64_t missingBytes() const;
    /// Shares what is missing so that all connections end together, in ranges that are neither
    /// many nor huge.
    std::uint64_t suitableSpan(unsigned connections) const;

private:
    const BlockMap& m_map;
    std::vector<bool> m_taken; // [blocks]
};

} // namespace core
