// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Integer kernels over the policies of formats.inl. Included inside an instruction set's namespace.

inline constexpr std::size_t kPanelRows = 2 * kLanes;
inline constexpr std::size_t kStep = 256; // Weights that one step of a row covers.

/// What the values of a panel are moved up by.
template <typename Format>
inline constexpr int kPanelBiasOf =
    kPairsSaturate&& Format::kBias < 128 ? Format::kBias : kPanelBias;
template <typename Format>
inline constexpr std::size_t kStepScales = Format::kHalfScales ? 16 : 8;
template <typename Format>
inline constexpr std::size_t kStepBytes = kStep / Format::kElements* Format::kBytes;

/// Scales (and minimums) of the first `blocks` blocks of 32 of a step.
template <typename Format>
[[gnu::always_inline]] inline void stepScales(const std::uint8_t* step, std::size_t blocks,
                                              float* d, float* m) {
    constexpr std::size_t kPerBlock = Format::kElements / 32 * (Format::kHalfScales ? 2 : 1);
    constexpr std::size_t kBlocks = kStep / Format::kElements;
    for (std::size_t b = 0; b < kBlocks && b < blocks * 32 / Format::kElements; ++b)
        Format::scales(step + b * Format::kBytes, d + b * kPerBlock, m + b * kPerBlock);
}

template <typename Format>
[[gnu::always_inline]] inline Bytes32 stepUnpack(const std::uint8_t* step, std::size_t j) {
    constexpr std::size_t kPerBlock = Format::kElements / 32;
    return Format::unpack(step + j / kPerBlock * Format::kBytes, j % kPerBlock);
}

/// The parts of an activation record.
struct Activations {
    const std::int8_t* values;
    const float* scales;
    const std::int32_t* bias32;
    const std::int32_t* bias16;
    const float* sums32;
    const float* sums16;
};
[[gnu::always_inline]] inline Activations openRecord(const std::byte* record,
                                                     const QuantLayout& layout) {
    return {reinterpret_cast<const std::int8_t*>(record),
            reinterpret_cast<const float*>(record + layout.scales),
            reinterpret_cast<const std::int32_t*>(record + layout.bias32),
            reinterpret_cast<const std::int32_t*>(record + layout.bias16),
            reinterpret_cast<const float*>(record + layout.sums32),
            reinterpret_cast<const float*>(record + layout.sums16)};
}

template <typename Format>
[[gnu::always_inline]] inline void dotStep(const std::uint8_t* step, std::size_t blocks,
                                           std::size_t k, const Activations& x, Floats8 (&sums)[2],
                                           Floats8& minimums) {
    constexpr std::size_t kScales = kStepScales<Format>;
    constexpr std::size_t kPer32 = kScales / 8;
    alignas(32) float d[kScales], m[kScales];
    if (blocks != 8) {
        for (std::size_t i = 0; i < kScales; ++i) d[i] = m[i] = 0;
    }
    stepScales<Format>(step, blocks, d, m);
#pragma GCC unroll 8
    for (std::size_t j = 0; j < blocks; ++j) {
        const auto dots = dotBlock<Format::kBias>(
            stepUnpack<Format>(step, j), x.values + k + 32 * j, x.bias16 + (k + 32 * j) / 16);
        const float scale = x.scales[k / 32 + j];
        if constexpr (kPer32 == 1) {
            sums[j % 2] = addScaled(sums[j % 2], dots, d[j] * scale);
        } else {
            const float pair[2] = {d[2 * j] * scale, d[2 * j + 1] * scale};
            sums[j % 2] = addScaled(sums[j % 2], dots, pair);
        }
    }
    if constexpr (Format::kMinimums) {
        const float* s = kPer32 == 1 ? x.sums32 + k / 32 : x.sums16 + k / 16;
        for (std::size_t i = 0; i < kScales; i += 8)
            minimums = fma8(load8(m + i), load8(s + i), minimums);
    }
}

template <typename Format>
void rowDots(const std::byte* rows, std::size_t rowBytes, std::size_t count, std::size_t length,
             const std::byte* record, float* out) {
    const QuantLayout layout(length);
    const Activations x = openRecord(record, layout);
    constexpr std::size_t kAhead = 1536; // Bytes; crosses into the next row, which is wanted next.
    for (std::size_t r = 0; r < count; ++r) {
        const auto* step = reinterpret_cast<const std::uint8_t*>(rows + r * rowBytes);
        Floats8 sums[2] = {zero8(), zero8()};
        Floats8 minimums = zero8();
        std::size_t k = 0;
        for (; k + kStep <= length; k += kStep, step += kStepBytes<Format>) {
            for (std::size_t i = 0; i < kStepBytes<Format>; i += 64) prefetch(step + kAhead + i);
            dotStep<Format>(step, 8, k, x, sums, minimums);
        }
        if (Format::kElements < kStep && k < length)
            dotStep<Format>(step, (length - k) / 32, k, x, sums, minimums);
        out[r] = Format::kMinimums ? sum8(sums[0], sums[1]) + sum8(minimums, zero8())
                                   : sum8(sums[0], sums[1]);
    }
}

template <typename Format>
void unpackPanel(const std::byte* rows, std::size_t rowBytes, std::size_t count, std::size_t k0,
                 std::size_t depth, Int8Panel& panel) {
    constexpr std::size_t kScales = kStepScales<Format>;
    constexpr std::uint8_t kMove = static_cast<std::uint8_t>(kPanelBiasOf<Format> - Format::kBias);
    alignas(64) std::uint8_t tile[kLanes][kStep];
    if (count < kPanelRows || depth % kStep != 0) __builtin_memset(tile, 0, sizeof(tile));
    for (std::size_t group = 0; group < kPanelRows; group += kLanes) {
        for (std::size_t k = 0; k < depth; k += kStep) {
            const std::size_t blocks = depth - k < kStep ? (depth - k) / 32 : 8;
            const std::size_t firstScale = k / kStep * kScales;
            for (std::size_t r = 0; r < kLanes; ++r) {
                alignas(32) float d[kScales] = {}, m[kScales] = {};
                const std::size_t row = group + r;
                if (row < count) {
                    const auto* step = reinterpret_cast<const std::uint8_t*>(rows + row * rowBytes)
                                       + (k0 + k) / kStep * kStepBytes<Format>;
                    stepScales<Format>(step, blocks, d, m);
                    if (blocks == 8) {
#pragma GCC unroll 8
                        for (std::size_t j = 0; j < 8; ++j)
                            storeBytes(tile[r] + 32 * j, plus(stepUnpack<Format>(step, j), kMove));
                    } else {
                        for (std::size_t j = 0; j < blocks; ++j)
                            storeBytes(tile[r] + 32 * j, plus(stepUnpack<Format>(step, j), kMove));
                    }
                }
                for (std::size_t s = 0; s < kScales; ++s) {
                    panel.scales[(firstScale + s) * kPanelRows + row] = d[s];
                    if constexpr (Format::kMinimums)
                        panel.minimums[(firstScale + s) * kPanelRows + row] = m[s];
                }
            }
            for (std::size_t w = 0; w < blocks * 8; w += kLanes) // Words of four weights.
                transposeWords(tile[0] + 4 * w, kStep,
                               panel.values + ((k / 4 + w) * kPanelRows + group) * 4,
                               kPanelRows * 4);
        }
    }
}

/// One register tile: both vectors of the panel's rows for kTokens records.
template <int kTokens, bool kHalfScales, bool kMinimums>
[[gnu::always_inline]] inline void
multiplyTile(const Int8Panel& panel, const std::byte* const* records, const QuantLayout& layout,
             std::size_t k0, std::size_t depth, float* c, bool accumulate) {
    constexpr std::size_t kParts = kHalfScales ? 2 : 1; // Scales per 32 weights.
    constexpr std::size_t kWords = 8 / kParts;          // Words of four weights per scale.
    const std::byte* record[kTokens];
    Floats sums[kTokens][2];
    for (int t = 0; t < kTokens; ++t) {
        record[t] = records[t];
        for (std::size_t v = 0; v < 2; ++v)
            sums[t][v] = accumulate
                             ? load(c + static_cast<std::size_t>(t) * kPanelRowsMax + v * kLanes)
                             : zero();
    }
    const std::uint8_t* weights = panel.values;
    const float* scales = panel.scales;
    const float* minimums = panel.minimums;
    std::size_t values = k0;
    for (std::size_t b = k0 / 32; b < (k0 + depth) / 32; ++b) {
        for (std::size_t part = 0; part < kParts; ++part) {
            const std::size_t index = b * kParts + part;
            const std::size_t biasAt = (kHalfScales ? layout.bias16 : layout.bias32) + 4 * index;
            Ints dots[kTokens][2];
#pragma GCC unroll 8
            for (int t = 0; t < kTokens; ++t) {
                std::int32_t bias = 0;
                if constexpr (kPanelBias != 0) __builtin_memcpy(&bias, record[t] + biasAt, 4);
                dots[t][0] = dots[t][1] = setInt(bias);
            }
#pragma GCC unroll 8
            for (std::size_t word = 0; word < kWords; ++word) {
                const PanelRow w0 = loadPanel(weights);
                const PanelRow w1 = loadPanel(weights + 4 * kLanes);
                weights += 8 * kLanes;
#pragma GCC unroll 8
                for (int t = 0; t < kTokens; ++t) {
                    std::int32_t four;
                    __builtin_memcpy(&four, record[t] + values, 4);
                    const Ints a = setInt(four);
                    dots[t][0] = dot4(dots[t][0], w0, a);
                    dots[t][1] = dot4(dots[t][1], w1, a);
                }
                values += 4;
            }
            const Floats s0 = load(scales), s1 = load(scales + kLanes);
            scales += kPanelRows;
#pragma GCC unroll 8
            for (int t = 0; t < kTokens; ++t) {
                float scale;
                __builtin_memcpy(&scale, record[t] + layout.scales + 4 * b, 4);
                const Floats x = set(scale);
                sums[t][0] = fma(toFloats(dots[t][0]), mul(s0, x), sums[t][0]);
                sums[t][1] = fma(toFloats(dots[t][1]), mul(s1, x), sums[t][1]);
            }
            if constexpr (kMinimums) {
                const Floats m0 = load(minimums), m1 = load(minimums + kLanes);
                minimums += kPanelRows;
                const std::size_t sumAt = (kHalfScales ? layout.sums16 : layout.sums32) + 4 * index;
#pragma GCC unroll 8
                for (int t = 0; t < kTokens; ++t) {
                    float total;
                    __builtin_memcpy(&total, record[t] + sumAt, 4);
                    sums[t][0] = fma(m0, set(total), sums[t][0]);
                    sums[t][1] = fma(m1, set(total), sums[t][1]);
                }
            }
        }
    }
    for (int t = 0; t < kTokens; ++t)
        for (std::size_t v = 0; v < 2; ++v)
            store(c + static_cast<std::size_t>(t) * kPanelRowsMax + v * kLanes, sums[t][v]);
}

template <int kTokens, bool kHalfScales, bool kMinimums>
void multiplyRest(const Int8Panel& panel, const std::byte* const* records,
                  const QuantLayout& layout, std::size_t k0, std::size_t depth, std::size_t tokens,
                  float* c, bool accumulate) {
    if constexpr (kTokens > 0) {
        if (tokens == static_cast<std::size_t>(kTokens))
            multiplyTile<kTokens, kHalfScales, kMinimums>(panel, records, layout, k0, depth, c,
                                                          accumulate);
        else
            multiplyRest<kTokens - 1, kHalfScales, kMinimums>(panel, records, layout, k0, depth,
                                                              tokens, c, accumulate);
    }
}

template <bool kHalfScales, bool kMinimums>
void multiplyPanel(const Int8Panel& panel, const std::byte* const* records,
                   const QuantLayout& layout, std::size_t k0, std::size_t depth, std::size_t tokens,
                   float* c, bool accumulate) {
    std::size_t t = 0;
    for (; t + kInt8Tokens <= tokens; t += kInt8Tokens)
        multiplyTile<kInt8Tokens, kHalfScales, kMinimums>(panel, records + t, layout, k0, depth,
                                                          c + t * kPanelRowsMax, accumulate);
    multiplyRest<kInt8Tokens - 1, kHalfScales, kMinimums>(
        panel, records + t, layout, k0, depth, tokens - t, c + t * kPanelRowsMax, accumulate);
}

void quantizeRow(const float* x, std::size_t n, std::byte* record) {
    const QuantLayout layout(n);
    auto* values = reinterpret_cast<std::int8_t*>(record);
    const auto put = [&](std::size_t offset, std::size_t index, auto value) {
        __builtin_memcpy(record + offset + 4 * index, &value, 4);
    };
    for (std::size_t b = 0; b < layout.n / 32; ++b) {
        std::int32_t halves[2] = {0, 0};
        float scale = 0;
        if (32 * b < n) {
            constexpr std::size_t kVectors = 32 / kLanes;
            Floats v[kVectors];
            Floats largest = zero();
            for (std::size_t i = 0; i < kVectors; ++i) {
                v[i] = load(x + 32 * b + i * kLanes);
                largest = max(largest, absolute(v[i]));
            }
            const float peak = maxAcross(largest);
            scale = peak / 127.0f;
            // Below that the inverse would overflow; such a block is zero.
            const Floats inverse = set(peak > 1e-36f ? 127.0f / peak : 0.0f);
            for (std::size_t half = 0; half < 2; ++half) {
                Floats total = zero();
                for (std::size_t i = half * kVectors / 2; i < (half + 1) * kVectors / 2; ++i) {
                    const Floats q = round(mul(v[i], inverse));
                    storeInt8(values + 32 * b + i * kLanes, q);
                    total = add(total, q);
                }
                // At most 16 · 127; anything else is not a number, which no integer can hold.
                const float exact = sum(total);
                halves[half] =
                    exact > -4096.0f && exact < 4096.0f ? static_cast<std::int32_t>(exact) : 0;
            }
        } else {
            __builtin_memset(values + 32 * b, 0, 32);
        }
        put(layout.scales, b, scale);
        put(layout.bias32, b, -128 * (halves[0] + halves[1]));
        put(layout.sums32, b, scale * static_cast<float>(halves[0] + halves[1]));
        for (std::size_t half = 0; half < 2; ++half) {
            put(layout.bias16, 2 * b + half, -128 * halves[half]);
            put(layout.sums16, 2 * b + half, scale * static_cast<float>(halves[half]));
        }
    }
}

template <typename Format>
inline FormatKernels kernelsOf() {
    FormatKernels result;
    result.rowDots = rowDots<Format>;
    result.unpack = unpackPanel<Format>;
    result.multiply = multiplyPanel<Format::kHalfScales, Format::kMinimums>;
    return result;
}

inline void addFormats(FormatKernels (&formats)[43]) {
    formats[2] = kernelsOf<FormatQ4_0>();
    formats[3] = kernelsOf<FormatQ4_1>();
    formats[6] = kernelsOf<FormatQ5_0>();
    formats[7] = kernelsOf<FormatQ5_1>();
    formats[8] = kernelsOf<FormatQ8_0>();
    formats[10] = kernelsOf<FormatQ2_K>();
    formats[11] = kernelsOf<FormatQ3_K>();
    formats[12] = kernelsOf<FormatQ4_K>();
    formats[13] = kernelsOf<FormatQ5_K>();
    formats[14] = kernelsOf<FormatQ6_K>();
    formats[16] = kernelsOf<FormatIQ2_XXS>();
    formats[17] = kernelsOf<FormatIQ2_XS>();
    formats[18] = kernelsOf<FormatIQ3_XXS>();
    formats[19] = kernelsOf<FormatIQ1_S>();
    formats[20] = kernelsOf<FormatIQ4_NL>();
    formats[21] = kernelsOf<FormatIQ3_S>();
    formats[22] = kernelsOf<FormatIQ2_S>();
    formats[23] = kernelsOf<FormatIQ4_XS>();
    formats[29] = kernelsOf<FormatIQ1_M>();
    formats[34] = kernelsOf<FormatTQ1_0>();
    formats[35] = kernelsOf<FormatTQ2_0>();
    formats[39] = kernelsOf<FormatMXFP4>();
    formats[40] = kernelsOf<FormatNVFP4>();
    formats[41] = kernelsOf<FormatQ1_0>();
    formats[42] = kernelsOf<FormatQ2_0>();
}
