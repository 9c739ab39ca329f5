// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The integer GEMM of AVX2 for formats whose values are small and unsigned: products of pairs are
// added up in 16 bits over kRun words of four weights before they are widened. That takes two or
// three instructions for 32 products where signed bytes take four. Included after kernels.inl.

namespace narrow {

inline constexpr std::size_t kTokensAtOnce = 4;

/// Words of four weights whose products of pairs still fit 16 bits: activations reach ±127.
template <typename Format>
inline constexpr std::size_t kRun = Format::kPeak * 254 * 8 <= 32767   ? 8
                                    : Format::kPeak * 254 * 4 <= 32767 ? 4
                                    : Format::kPeak * 254 * 2 <= 32767 ? 2
                                                                       : 1;

struct TileInput {
    const std::byte* const* records;
    const QuantLayout& layout;
    std::size_t k0, depth;
    bool accumulate;
};

/// Dot products of `words` words of both vectors of rows with kTokens activations.
template <std::size_t kTokens, std::size_t kRunWords, std::size_t kWords>
[[gnu::always_inline]] inline void dotWords(const std::uint8_t* weights,
                                            const std::byte* const (&x)[kTokens],
                                            std::size_t values, __m256i (&dots)[kTokens][2]) {
    const __m256i ones = _mm256_set1_epi16(1);
#pragma GCC unroll 8
    for (std::size_t first = 0; first < kWords; first += kRunWords) {
        __m256i pairs[kTokens][2];
#pragma GCC unroll 8
        for (std::size_t word = first; word < first + kRunWords; ++word) {
            const auto* at = reinterpret_cast<const __m256i*>(weights + word * 8 * kLanes);
            const __m256i w0 = _mm256_load_si256(at), w1 = _mm256_load_si256(at + 1);
#pragma GCC unroll 8
            for (std::size_t t = 0; t < kTokens; ++t) {
                std::int32_t four;
                __builtin_memcpy(&four, x[t] + values + 4 * word, 4);
                const __m256i a = _mm256_set1_epi32(four);
                const __m256i p0 = _mm256_maddubs_epi16(w0, a), p1 = _mm256_maddubs_epi16(w1, a);
                pairs[t][0] = word == first ? p0 : _mm256_add_epi16(pairs[t][0], p0);
                pairs[t][1] = word == first ? p1 : _mm256_add_epi16(pairs[t][1], p1);
            }
        }
#pragma GCC unroll 8
        for (std::size_t t = 0; t < kTokens; ++t) {
            for (std::size_t v = 0; v < 2; ++v) {
                const __m256i sums = _mm256_madd_epi16(pairs[t][v], ones);
                dots[t][v] = first == 0 ? sums : _mm256_add_epi32(dots[t][v], sums);
            }
        }
    }
}

template <typename Format, std::size_t kTokens>
[[gnu::always_inline]] inline void multiplyTile(const Int8Panel& panel, const TileInput& input,
                                                std::size_t firstToken, float* c) {
    constexpr std::size_t kParts = Format::kHalfScales ? 2 : 1; // Scales per 32 weights.
    constexpr std::size_t kWords = 8 / kParts;                  // Words of four weights per scale.
    constexpr std::size_t kRunWords = kRun<Format> < kWords ? kRun<Format> : kWords;
    constexpr int kShift =
        Format::kBias == 0 ? 0 : 7 - __builtin_ctz(static_cast<unsigned>(Format::kBias | 128));
    const QuantLayout& layout = input.layout;
    const std::byte* record[kTokens];
    __m256 sums[kTokens][2];
    for (std::size_t t = 0; t < kTokens; ++t) {
        record[t] = input.records[firstToken + t];
        for (std::size_t v = 0; v < 2; ++v)
            sums[t][v] = input.accumulate ? load(c + t * kPanelRowsMax + v * kLanes) : zero();
    }
    const std::uint8_t* weights = panel.values;
    const float* scales = panel.scales;
    const float* minimums = panel.minimums;
    for (std::size_t b = input.k0 / 32; b < (input.k0 + input.depth) / 32; ++b) {
#pragma GCC unroll 2
        for (std::size_t part = 0; part < kParts; ++part) {
            const std::size_t index = b * kParts + part;
            __m256i dots[kTokens][2];
            dotWords<kTokens, kRunWords, kWords>(weights, record, 32 * b + 16 * part, dots);
            weights += kWords * 8 * kLanes;
            const __m256 s0 = load(scales), s1 = load(scales + kLanes);
            scales += kPanelRows;
#pragma GCC unroll 8
            for (std::size_t t = 0; t < kTokens; ++t) {
                if constexpr (Format::kBias != 0) {
                    std::int32_t bias;
                    __builtin_memcpy(
                        &bias,
                        record[t] + (kParts == 2 ? layout.bias16 : layout.bias32) + 4 * index, 4);
                    const __m256i each = _mm256_set1_epi32(bias >> kShift);
                    for (__m256i& v : dots[t]) v = _mm256_add_epi32(v, each);
                }
                float scale;
                __builtin_memcpy(&scale, record[t] + layout.scales + 4 * b, 4);
                const __m256 x = set(scale);
                sums[t][0] = fma(toFloats(dots[t][0]), mul(s0, x), sums[t][0]);
                sums[t][1] = fma(toFloats(dots[t][1]), mul(s1, x), sums[t][1]);
            }
            if constexpr (Format::kMinimums) {
                const __m256 m0 = load(minimums), m1 = load(minimums + kLanes);
                minimums += kPanelRows;
                for (std::size_t t = 0; t < kTokens; ++t) {
                    float total;
                    __builtin_memcpy(
                        &total,
                        record[t] + (kParts == 2 ? layout.sums16 : layout.sums32) + 4 * index, 4);
                    sums[t][0] = fma(m0, set(total), sums[t][0]);
                    sums[t][1] = fma(m1, set(total), sums[t][1]);
                }
            }
        }
    }
    for (std::size_t t = 0; t < kTokens; ++t)
        for (std::size_t v = 0; v < 2; ++v) store(c + t * kPanelRowsMax + v * kLanes, sums[t][v]);
}

template <typename Format>
void multiplyPanel(const Int8Panel& panel, const std::byte* const* records,
                   const QuantLayout& layout, std::size_t k0, std::size_t depth, std::size_t tokens,
                   float* c, bool accumulate) {
    const TileInput input{records, layout, k0, depth, accumulate};
    std::size_t t = 0;
    for (; t + kTokensAtOnce <= tokens; t += kTokensAtOnce)
        multiplyTile<Format, kTokensAtOnce>(panel, input, t, c + t * kPanelRowsMax);
    for (; t < tokens; ++t) multiplyTile<Format, 1>(panel, input, t, c + t * kPanelRowsMax);
}

} // namespace narrow
