// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Dot products of whole rows from the steps of wide_dots_avx2.inl. Included inside namespace wide.

/// Whether four products fit 16 bits. Then two blocks are widened, converted and scaled together.
template <typename Format>
inline constexpr bool kTwoBlocks = kPairsSaturate&& Step<Format>::kLargest * 508 <= 32767;

[[gnu::always_inline]] inline void addTwoBlocks(__m256i first, __m256i second, __m256 scales,
                                                __m256& sum) {
    const __m256 dots = _mm256_cvtepi32_ps(widened(_mm256_hadd_epi16(first, second)));
    sum = _mm256_fmadd_ps(dots, scales, sum);
}

/// One step of one row. `offsets` sums what minimums, or the bias, contribute.
template <typename Format>
[[gnu::always_inline]] inline void step(const std::uint8_t* weights, std::size_t k,
                                        const Activations& x, __m256 (&sums)[2], __m256& offsets) {
    constexpr std::size_t kParts = Format::kHalfScales ? 2 : 1;
    using Own = Step<Format>;
    const Own own(weights);
    __m256 d[kParts], m[kParts];
    own.scales(d, m);
    if constexpr (Own::kOffset != 0) {
        const float* s = kParts == 1 ? x.sums32 + k / 32 : x.sums16 + k / 16;
        for (std::size_t i = 0; i < kParts; ++i)
            offsets = _mm256_fmadd_ps(Own::kOffset == kOwnOffsets ? m[i] : d[i],
                                      _mm256_loadu_ps(s + 8 * i), offsets);
    }
    constexpr Shrink kShrink = Own::kShrink;
    const __m128 shrink = _mm_setr_ps(kShrink.v[0], kShrink.v[1], kShrink.v[2], kShrink.v[3]);
    const auto products = [&](std::size_t j) {
        return own.products(
            j, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(x.values + k + 32 * j)));
    };
    if constexpr (kParts == 1) {
        __m256 scales = _mm256_mul_ps(d[0], _mm256_loadu_ps(x.scales + k / 32));
        if constexpr (kShrink.v[1] != 1)
            scales = _mm256_mul_ps(scales, _mm256_set_m128(shrink, shrink));
        if constexpr (kTwoBlocks<Format>) {
            // Of two blocks each scale twice: blocks 0 and 1, 4 and 5, then 2 and 3, 6 and 7.
            alignas(32) float each[16];
            _mm256_store_ps(each, _mm256_unpacklo_ps(scales, scales));
            _mm256_store_ps(each + 8, _mm256_unpackhi_ps(scales, scales));
#pragma GCC unroll 8
            for (std::size_t j = 0; j < 8; j += 2)
                addTwoBlocks(products(j), products(j + 1),
                             _mm256_broadcast_ps(reinterpret_cast<const __m128*>(
                                 each + 4 * (j / 4) + 8 * (j / 2 % 2))),
                             sums[j / 2 % 2]);
        } else {
            alignas(32) float each[8];
            _mm256_store_ps(each, scales);
#pragma GCC unroll 8
            for (std::size_t j = 0; j < 8; ++j)
                sums[j % 2] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(widened(products(j))),
                                              _mm256_broadcast_ss(each + j), sums[j % 2]);
        }
    } else {
        // Scales of the first halves of four blocks, then of their second halves.
        __m256 scales[2];
        for (std::size_t i = 0; i < 2; ++i) {
            __m128 four = _mm_loadu_ps(x.scales + k / 32 + 4 * i);
            if constexpr (kShrink.v[1] != 1) four = _mm_mul_ps(four, shrink);
            scales[i] = _mm256_mul_ps(
                _mm256_permutevar8x32_ps(d[i], _mm256_setr_epi32(0, 2, 4, 6, 1, 3, 5, 7)),
                _mm256_set_m128(four, four));
        }
        if constexpr (kTwoBlocks<Format>) {
#pragma GCC unroll 2
            for (std::size_t i = 0; i < 2; ++i) {
                addTwoBlocks(products(4 * i), products(4 * i + 1),
                             _mm256_permute_ps(scales[i], 0x50), sums[0]);
                addTwoBlocks(products(4 * i + 2), products(4 * i + 3),
                             _mm256_permute_ps(scales[i], 0xfa), sums[1]);
            }
        } else {
            const auto add = [&](std::size_t j, __m256 pair) {
                sums[j % 2] =
                    _mm256_fmadd_ps(_mm256_cvtepi32_ps(widened(products(j))), pair, sums[j % 2]);
            };
#pragma GCC unroll 2
            for (std::size_t i = 0; i < 2; ++i) {
                add(4 * i, _mm256_permute_ps(scales[i], 0x00));
                add(4 * i + 1, _mm256_permute_ps(scales[i], 0x55));
                add(4 * i + 2, _mm256_permute_ps(scales[i], 0xaa));
                add(4 * i + 3, _mm256_permute_ps(scales[i], 0xff));
            }
        }
    }
}

template <typename Format>
void rowDots(const std::byte* rows, std::size_t rowBytes, std::size_t count, std::size_t length,
             const std::byte* record, float* out) {
    const QuantLayout layout(length);
    const Activations x = openRecord(record, layout);
    constexpr std::size_t kAhead = 1536; // Bytes; crosses into the next row, which is wanted next.
    for (std::size_t r = 0; r < count; ++r) {
        const auto* weights = reinterpret_cast<const std::uint8_t*>(rows + r * rowBytes);
        __m256 sums[2] = {_mm256_setzero_ps(), _mm256_setzero_ps()};
        __m256 offsets = _mm256_setzero_ps();
        std::size_t k = 0;
        for (; k + kStep <= length; k += kStep, weights += kStepBytes<Format>) {
            for (std::size_t i = 0; i < kStepBytes<Format>; i += 64) prefetch(weights + kAhead + i);
            step<Format>(weights, k, x, sums, offsets);
        }
        if constexpr (Format::kElements < kStep) {
            Floats8 rest[2] = {_mm256_setzero_ps(), _mm256_setzero_ps()};
            Floats8 minimums = _mm256_setzero_ps();
            if (k < length) dotStep<Format>(weights, (length - k) / 32, k, x, rest, minimums);
            sums[0] = _mm256_add_ps(sums[0], _mm256_add_ps(rest[0], minimums));
            sums[1] = _mm256_add_ps(sums[1], rest[1]);
        }
        const __m256 total = _mm256_add_ps(sums[0], sums[1]);
        out[r] = sum(_mm256_fmadd_ps(offsets, _mm256_set1_ps(Step<Format>::kOffset), total));
    }
}

template <typename Format>
inline void use(FormatKernels& kernels) {
    kernels.rowDots = rowDots<Format>;
#if !defined(__AVXVNNI__)
    if constexpr (Format::kPeak <= 127) kernels.multiply = narrow::multiplyPanel<Format>;
#endif
}

inline void useIn(FormatKernels (&formats)[43]) {
    use<FormatQ4_0>(formats[2]);
    use<FormatQ4_1>(formats[3]);
    use<FormatQ5_0>(formats[6]);
    use<FormatQ5_1>(formats[7]);
    use<FormatQ8_0>(formats[8]);
    use<FormatQ2_K>(formats[10]);
    use<FormatQ3_K>(formats[11]);
    use<FormatQ4_K>(formats[12]);
    use<FormatQ5_K>(formats[13]);
    use<FormatQ6_K>(formats[14]);
    use<FormatIQ2_XXS>(formats[16]);
    use<FormatIQ2_XS>(formats[17]);
    use<FormatIQ3_XXS>(formats[18]);
    use<FormatIQ1_S>(formats[19]);
    use<FormatIQ4_NL>(formats[20]);
    use<FormatIQ3_S>(formats[21]);
    use<FormatIQ2_S>(formats[22]);
    use<FormatIQ4_XS>(formats[23]);
    use<FormatIQ1_M>(formats[29]);
    use<FormatTQ1_0>(formats[34]);
    use<FormatTQ2_0>(formats[35]);
    use<FormatMXFP4>(formats[39]);
    use<FormatNVFP4>(formats[40]);
    use<FormatQ1_0>(formats[41]);
    use<FormatQ2_0>(formats[42]);
}
