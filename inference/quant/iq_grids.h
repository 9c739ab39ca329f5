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

} // namespace inference
