// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <limits>

#include "inference/arch/arch_spec.h"
#include "inference/arch/arch_tables.h"
#include "inference/arch/metadata_keys.h"

namespace inference {

/// No released model comes near these; beyond them products of two may overflow 32 bits.
inline constexpr std::int64_t kLayersMax = 1024;
inline constexpr std::int64_t kWidthMax = 1 << 18;
inline constexpr std::int64_t kHeadsMax = 4096;
inline constexpr std::int64_t kHeadLengthMax = 1024;
inline constexpr std::int64_t kExpertsMax = 1024;
inline constexpr std::int64_t kContextMax = std::numeric_limits<std::int32_t>::max();

/// Parts of readArchSpec, in the order in which they are called: each needs those before it.
Result<void> readLayers(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec);
Result<void> readWindows(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec);
Result<void> readHeads(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec);
Result<void> readRope(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec);
Result<void> readAttention(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec);
/// Which layers are recurrent and how large their states are, and which have a feed-forward.
Result<void> readRecurrence(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec);
Result<void> readExperts(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec);

} // namespace inference
