// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>

/// The codebooks of the IQ types, unpacked to bytes: entry i holds the magnitudes of neighbouring
/// weights, the first in the lowest byte. Plain arrays, so that kernels of any instruction set may
/// read them. The numbers are part of the formats; see make_iq_grid_tables.py.
namespace inference {

template <typename Entry, std::size_t kCount>
struct IqGrid {
    Entry entries[kCount];
};

extern const IqGrid<std::uint64_t, 256> kGridIQ2XXS; ///< Eight of 8, 25, 43.
extern const IqGrid<std::uint64_t, 512> kGridIQ2XS;  ///< Eight of 8, 25, 43.
extern const IqGrid<std::uint64_t, 1024> kGridIQ2S;  ///< Eight of 8, 25, 43.
extern const IqGrid<std::uint32_t, 256> kGridIQ3XXS; ///< Four of 4, 12 .. 52, 62.
extern const IqGrid<std::uint32_t, 512> kGridIQ3S;   ///< Four of 1, 3 .. 15.
extern const IqGrid<std::uint64_t, 2048> kGridIQ1; ///< Eight of 8, 16, 24: 8 · (−1, 0, 1) + 16.

/// The same as they are kept: two entries of 16 bits to a word, an index of the level for each
/// byte.
extern const std::uint32_t kPackedIQ2XXS[128];
extern const std::uint32_t kPackedIQ2XS[256];
extern const std::uint32_t kPackedIQ2S[512];
extern const std::uint32_t kPackedIQ3XXS[128];
extern const std::uint32_t kPackedIQ3S[256];
extern const std::uint32_t kPackedIQ1[1024];

} // namespace inference
