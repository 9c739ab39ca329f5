// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/quant/iq_grids.h"

namespace inference {

constexpr std::uint32_t kPackedIQ2XXS[] = {
#include "inference/quant/grid_iq2_xxs.h"
};
constexpr std::uint32_t kPackedIQ2XS[] = {
#include "inference/quant/grid_iq2_xs.h"
};
constexpr std::uint32_t kPackedIQ2S[] = {
#include "inference/quant/grid_iq2_s.h"
};
constexpr std::uint32_t kPackedIQ3XXS[] = {
#include "inference/quant/grid_iq3_xxs.h"
};
constexpr std::uint32_t kPackedIQ3S[] = {
#include "inference/quant/grid_iq3_s.h"
};
constexpr std::uint32_t kPackedIQ1[] = {
#include "inference/quant/grid_iq1.h"
};

namespace {

/// Each digit of each code of a packed codebook, looked up in `levels`.
template <typename Entry, std::size_t kWords, std::size_t kLevels>
constexpr IqGrid<Entry, 2 * kWords> unpacked(const std::uint32_t (&packed)[kWords],
                                             const std::uint8_t (&levels)[kLevels]) {
    constexpr unsigned kBits = kLevels == 8 ? 3 : 2;
    IqGrid<Entry, 2 * kWords> grid{};
    for (std::size_t i = 0; i < 2 * kWords; ++i) {
        const std::uint32_t code = packed[i / 2] >> (16 * (i % 2)) & 0xffffu;
        for (unsigned j = 0; j < sizeof(Entry); ++j) {
            const Entry level = levels[code >> (kBits * j) & (kLevels == 8 ? 7u : 3u)];
            grid.entries[i] |= level << (8 * j);
        }
    }
    return grid;
}

constexpr std::uint8_t kLevelsIQ2[3] = {8, 25, 43};
constexpr std::uint8_t kLevelsIQ3XXS[8] = {4, 12, 20, 28, 36, 44, 52, 62};
constexpr std::uint8_t kLevelsIQ3S[8] = {1, 3, 5, 7, 9, 11, 13, 15};
constexpr std::uint8_t kLevelsIQ1[3] = {8, 16, 24};

} // namespace

constexpr IqGrid<std::uint64_t, 256> kGridIQ2XXS =
    unpacked<std::uint64_t>(kPackedIQ2XXS, kLevelsIQ2);
constexpr IqGrid<std::uint64_t, 512> kGridIQ2XS = unpacked<std::uint64_t>(kPackedIQ2XS, kLevelsIQ2);
constexpr IqGrid<std::uint64_t, 1024> kGridIQ2S = unpacked<std::uint64_t>(kPackedIQ2S, kLevelsIQ2);
constexpr IqGrid<std::uint32_t, 256> kGridIQ3XXS =
    unpacked<std::uint32_t>(kPackedIQ3XXS, kLevelsIQ3XXS);
constexpr IqGrid<std::uint32_t, 512> kGridIQ3S = unpacked<std::uint32_t>(kPackedIQ3S, kLevelsIQ3S);
constexpr IqGrid<std::uint64_t, 2048> kGridIQ1 = unpacked<std::uint64_t>(kPackedIQ1, kLevelsIQ1);

} // namespace inference
