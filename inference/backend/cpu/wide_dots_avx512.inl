// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Dot products of packed rows, 64 weights at a time: decoding wants every byte that memory can
// deliver turned over in a few instructions. Included after kernels.inl in the AVX-512 namespace.
//   scales(step)    8 scales of a step of 256 weights, then 8 minimums (or the scales again)
//   scales16(step)  16 scales, for formats with one for each 16 weights
//   pair(step, p)   values 64p..64p+63 of a step, moved up by the format's bias
// The bias is taken off through the sums of the activations: Σ(q − b)·x = Σq·x − b·Σx.

namespace wide {

inline __m128i load16(const std::uint8_t* p) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
}
inline __m512i twice32(const std::uint8_t* p) {
    return _mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
}
inline __m512i halves64(std::int64_t low, std::int64_t high) {
    return _mm512_set_epi64(high, high, high, high, low, low, low, low);
}
inline __m512i mask64(__m512i v, int mask) {
    return _mm512_and_si512(v, _mm512_set1_epi8(static_cast<char>(mask)));
}
/// Nibbles of two 16-byte groups: low ones of the first, its high ones, then the second's.
inline __m512i nibbles2(const std::uint8_t* first, const std::uint8_t* second) {
    __m512i v = _mm512_broadcast_i32x4(load16(first));
    v = _mm512_mask_broadcast_i32x4(v, 0xff00, load16(second));
    return mask64(_mm512_srlv_epi64(v, _mm512_set_epi64(4, 4, 0, 0, 4, 4, 0, 0)), 15);
}
inline __m512i lookup64(const std::uint8_t* table, __m512i v) {
    return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(load16(table)), v);
}
template <std::size_t kStride>
inline __m128i eightHalves(const std::uint8_t* p) {
    const auto half = [&](std::size_t i) {
        std::int16_t value;
        __builtin_memcpy(&value, p + i * kStride, 2);
        return value;
    };
    return _mm_setr_epi16(half(0), half(1), half(2), half(3), half(4), half(5), half(6), half(7));
}
inline __m512 twice8(__m128i halves) {
    return _mm512_cvtph_ps(_mm256_broadcastsi128_si256(halves));
}
inline __m512 everywhere(const std::uint8_t* half) {
    std::int16_t bits;
    __builtin_memcpy(&bits, half, 2);
    return _mm512_cvtph_ps(_mm256_set1_epi16(bits));
}
/// d and m of eight blocks that start with both.
template <std::size_t kStride>
inline __m512 scalesAndMinimums(const std::uint8_t* p) {
    const auto word = [&](std::size_t i) { return static_cast<int>(loadWord(p + i * kStride)); };
    const __m256i both =
        _mm256_setr_epi32(word(0), word(1), word(2), word(3), word(4), word(5), word(6), word(7));
    const __m128i d = _mm256_cvtepi32_epi16(both);
    const __m128i m = _mm256_cvtepi32_epi16(_mm256_srli_epi32(both, 16));
    return _mm512_cvtph_ps(_mm256_inserti128_si256(_mm256_castsi128_si256(d), m, 1));
}

/// What a format without a specialisation does: two blocks of 32, unpacked as everywhere.
template <typename Format>
struct Step {
    static __m512 scales(const std::uint8_t* step) {
        alignas(64) float both[16];
        stepScales<Format>(step, 8, both, both + 8);
        if constexpr (!Format::kMinimums)
            return _mm512_broadcast_f32x8(_mm256_load_ps(both));
        else
            return _mm512_load_ps(both);
    }
    static __m512 scales16(const std::uint8_t* step, __m512& minimums) {
        alignas(64) float d[16], m[16];
        stepScales<Format>(step, 8, d, m);
        if constexpr (Format::kMinimums) minimums = _mm512_load_ps(m);
        return _mm512_load_ps(d);
    }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        return _mm512_inserti64x4(_mm512_castsi256_si512(stepUnpack<Format>(step, 2 * p)),
                                  stepUnpack<Format>(step, 2 * p + 1), 1);
    }
};

template <>
struct Step<FormatQ8_0> {
    static __m512 scales(const std::uint8_t* step) { return twice8(eightHalves<34>(step)); }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const std::uint8_t* block = step + 68 * p + 2;
        const __m512i v =
            _mm512_inserti64x4(_mm512_castsi256_si512(loadBytes(block)), loadBytes(block + 34), 1);
        return _mm512_xor_si512(v, _mm512_set1_epi8(-128));
    }
};

template <>
struct Step<FormatQ4_0> {
    static __m512 scales(const std::uint8_t* step) { return twice8(eightHalves<18>(step)); }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        return nibbles2(step + 36 * p + 2, step + 36 * p + 20);
    }
};

template <>
struct Step<FormatIQ4_NL> {
    static __m512 scales(const std::uint8_t* step) { return twice8(eightHalves<18>(step)); }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        return lookup64(kNonLinear, nibbles2(step + 36 * p + 2, step + 36 * p + 20));
    }
};

template <>
struct Step<FormatMXFP4> {
    static __m512 scales(const std::uint8_t* step) {
        const auto e = [&](std::size_t i) { return static_cast<int>(step[17 * i]); };
        const __m512i exponents = _mm512_broadcast_i64x4(
            _mm256_setr_epi32(e(0), e(1), e(2), e(3), e(4), e(5), e(6), e(7)));
        const __m512i normal =
            _mm512_slli_epi32(_mm512_sub_epi32(exponents, _mm512_set1_epi32(1)), 23);
        const __mmask16 tiny = _mm512_cmplt_epu32_mask(exponents, _mm512_set1_epi32(2));
        return _mm512_castsi512_ps(
            _mm512_mask_sllv_epi32(normal, tiny, _mm512_set1_epi32(0x00200000), exponents));
    }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        return lookup64(kE2M1, nibbles2(step + 34 * p + 1, step + 34 * p + 18));
    }
};

template <>
struct Step<FormatQ4_1> {
    static __m512 scales(const std::uint8_t* step) { return scalesAndMinimums<20>(step); }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        return nibbles2(step + 40 * p + 4, step + 40 * p + 24);
    }
};

inline __m512i withBits(__m512i v, const std::uint8_t* first, const std::uint8_t* second) {
    const std::uint64_t bits = loadWord(first) | static_cast<std::uint64_t>(loadWord(second)) << 32;
    return _mm512_mask_add_epi8(v, bits, v, _mm512_set1_epi8(16));
}

template <>
struct Step<FormatQ5_0> {
    static __m512 scales(const std::uint8_t* step) { return twice8(eightHalves<22>(step)); }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const std::uint8_t* block = step + 44 * p;
        return withBits(nibbles2(block + 6, block + 28), block + 2, block + 24);
    }
};

template <>
struct Step<FormatQ5_1> {
    static __m512 scales(const std::uint8_t* step) { return scalesAndMinimums<24>(step); }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const std::uint8_t* block = step + 48 * p;
        return withBits(nibbles2(block + 8, block + 32), block + 4, block + 28);
    }
};

/// The 6-bit scales and minimums of Q4_K and Q5_K; see scalesOfFours.
inline __m512 scalesOfFoursWide(const std::uint8_t* block) {
    const __m128i raw = load16(block + 4);
    const __m128i low =
        _mm_shuffle_epi8(raw, _mm_setr_epi8(0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 8, 9, 10, 11));
    const __m128i high = _mm_shuffle_epi8(
        raw, _mm_setr_epi8(-1, -1, -1, -1, 0, 1, 2, 3, -1, -1, -1, -1, 4, 5, 6, 7));
    const __m128i bytes =
        _mm_or_si128(_mm_and_si128(_mm_srlv_epi32(low, _mm_setr_epi32(0, 0, 0, 4)),
                                   _mm_setr_epi32(0x3f3f3f3f, 0x0f0f0f0f, 0x3f3f3f3f, 0x0f0f0f0f)),
                     _mm_and_si128(_mm_srli_epi32(high, 2), _mm_set1_epi32(0x30303030)));
    const __m256i both = _mm256_set1_epi32(static_cast<int>(loadWord(block)));
    const __m512 factors = _mm512_cvtph_ps(
        _mm256_shuffle_epi8(both, _mm256_setr_epi64x(0x0100010001000100, 0x0100010001000100,
                                                     0x0302030203020302, 0x0302030203020302)));
    const __m512 values = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(bytes)), factors);
    // Minimums are subtracted.
    return _mm512_mask_sub_ps(values, 0xff00, _mm512_setzero_ps(), values);
}

template <>
struct Step<FormatQ4_K> {
    static __m512 scales(const std::uint8_t* step) { return scalesOfFoursWide(step); }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        return mask64(_mm512_srlv_epi64(twice32(step + 16 + 32 * p), halves64(0, 4)), 15);
    }
};

template <>
struct Step<FormatQ5_K> {
    static __m512 scales(const std::uint8_t* step) { return scalesOfFoursWide(step); }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const __m512i low =
            mask64(_mm512_srlv_epi64(twice32(step + 48 + 32 * p), halves64(0, 4)), 15);
        // Bits 2p and 2p + 1 to bit 4; a rotation carries only masked bits across bytes.
        const auto turn = static_cast<std::int64_t>((64 + 4 - 2 * p) % 64);
        const __m512i high =
            mask64(_mm512_rolv_epi64(twice32(step + 16), halves64(turn, (turn + 63) % 64)), 16);
        return _mm512_or_si512(low, high);
    }
};

template <>
struct Step<FormatIQ4_XS> {
    static __m512 scales(const std::uint8_t* step) {
        const int high = step[2] | step[3] << 8;
        const __m256i low = _mm256_and_si256(
            _mm256_srlv_epi32(_mm256_set1_epi32(static_cast<int>(loadWord(step + 4))),
                              _mm256_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28)),
            _mm256_set1_epi32(15));
        const __m256i top =
            _mm256_and_si256(_mm256_srlv_epi32(_mm256_set1_epi32(high),
                                               _mm256_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14)),
                             _mm256_set1_epi32(3));
        const __m256i six = _mm256_or_si256(low, _mm256_slli_epi32(top, 4));
        const __m512i signedScales =
            _mm512_broadcast_i64x4(_mm256_sub_epi32(six, _mm256_set1_epi32(32)));
        return _mm512_mul_ps(_mm512_cvtepi32_ps(signedScales), everywhere(step));
    }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const std::uint8_t* q = step + 8 + 32 * p;
        return lookup64(kNonLinear, nibbles2(q, q + 16));
    }
};

template <>
struct Step<FormatQ6_K> {
    static __m512 scales16(const std::uint8_t* step, __m512&) {
        return _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(load16(step + 192))),
                             everywhere(step + 208));
    }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const std::size_t half = p / 2;
        const __m512i bits = _mm512_loadu_si512(step + 64 * half);
        const __m512i q = twice32(step + 128 + 32 * half);
        // Bits 0-1 and 2-3 of the high bytes go with the low nibbles, 4-5 and 6-7 with the high.
        const __m512i low = mask64(p % 2 == 0 ? bits : _mm512_srli_epi16(bits, 4), 15);
        const __m512i high = p % 2 == 0 ? _mm512_sllv_epi64(q, halves64(4, 2))
                                        : _mm512_srlv_epi64(q, halves64(0, 2));
        return _mm512_or_si512(low, mask64(high, 0x30));
    }
};

template <>
struct Step<FormatQ2_K> {
    static __m512 scales16(const std::uint8_t* step, __m512& minimums) {
        const __m128i bytes = load16(step);
        const __m128i mask = _mm_set1_epi8(15);
        const __m128i d = _mm_and_si128(bytes, mask);
        const __m128i m = _mm_and_si128(_mm_srli_epi16(bytes, 4), mask);
        minimums = _mm512_sub_ps(
            _mm512_setzero_ps(),
            _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(m)), everywhere(step + 82)));
        return _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(d)), everywhere(step + 80));
    }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const auto shift = static_cast<std::int64_t>(4 * (p % 2));
        return mask64(
            _mm512_srlv_epi64(twice32(step + 16 + 32 * (p / 2)), halves64(shift, shift + 2)), 3);
    }
};

template <>
struct Step<FormatQ3_K> {
    static __m512 scales16(const std::uint8_t* step, __m512&) {
        const __m128i raw = load16(step + 94); // The twelve bytes and two before them.
        const __m128i four =
            _mm_shuffle_epi8(raw, _mm_setr_epi8(2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5, 6, 7, 8, 9));
        const __m128i two = _mm_shuffle_epi8(
            raw, _mm_setr_epi8(10, 11, 12, 13, 10, 11, 12, 13, 10, 11, 12, 13, 10, 11, 12, 13));
        const __m128i low =
            _mm_and_si128(_mm_srlv_epi32(four, _mm_setr_epi32(0, 0, 4, 4)), _mm_set1_epi8(15));
        const __m128i high =
            _mm_and_si128(_mm_rolv_epi32(two, _mm_setr_epi32(4, 2, 0, 30)), _mm_set1_epi8(0x30));
        const __m128i bytes = _mm_sub_epi8(_mm_or_si128(low, high), _mm_set1_epi8(32));
        return _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(bytes)),
                             everywhere(step + 108));
    }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const auto shift = static_cast<std::int64_t>(4 * (p % 2));
        const __m512i low = mask64(
            _mm512_srlv_epi64(twice32(step + 32 + 32 * (p / 2)), halves64(shift, shift + 2)), 3);
        const auto turn = static_cast<std::int64_t>((64 + 2 - 2 * p) % 64);
        const __m512i high =
            mask64(_mm512_rolv_epi64(twice32(step), halves64(turn, (turn + 63) % 64)), 4);
        return _mm512_or_si512(low, high);
    }
};

/// One step of one row. `offsets` sums what minimums, or the bias, contribute.
template <typename Format>
[[gnu::always_inline]] inline void step(const std::uint8_t* weights, std::size_t k,
                                        const Activations& x, __m512 (&sums)[2], __m512& offsets) {
    __m512 scales;
    __m512i spread; // Which of the scales each lane of the first pair uses.
    std::size_t perPair;
    if constexpr (Format::kHalfScales) {
        __m512 minimums = _mm512_setzero_ps();
        const __m512 d = Step<Format>::scales16(weights, minimums);
        const __m512 each =
            _mm512_permutexvar_ps(_mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7),
                                  _mm512_castps256_ps512(_mm256_loadu_ps(x.scales + k / 32)));
        scales = _mm512_mul_ps(d, each);
        offsets = _mm512_fmadd_ps(Format::kMinimums ? minimums : d,
                                  _mm512_loadu_ps(x.sums16 + k / 16), offsets);
        spread = _mm512_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
        perPair = 4;
    } else {
        const __m512 both =
            _mm512_insertf32x8(_mm512_castps256_ps512(_mm256_loadu_ps(x.scales + k / 32)),
                               _mm256_loadu_ps(x.sums32 + k / 32), 1);
        scales = _mm512_mul_ps(Step<Format>::scales(weights), both);
        offsets = _mm512_mask_add_ps(offsets, 0xff00, offsets, scales);
        spread = _mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
        perPair = 2;
    }
#pragma GCC unroll 4
    for (std::size_t p = 0; p < 4; ++p) {
        const __m512i values = Step<Format>::pair(weights, p);
        const __m512i dots = _mm512_dpbusd_epi32(_mm512_setzero_si512(), values,
                                                 _mm512_loadu_si512(x.values + k + 64 * p));
        const __m512i index =
            _mm512_add_epi32(spread, _mm512_set1_epi32(static_cast<int>(perPair * p)));
        sums[p % 2] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots),
                                      _mm512_permutexvar_ps(index, scales), sums[p % 2]);
    }
}

template <typename Format>
void rowDots(const std::byte* rows, std::size_t rowBytes, std::size_t count, std::size_t length,
             const std::byte* record, float* out) {
    const QuantLayout layout(length);
    const Activations x = openRecord(record, layout);
    constexpr std::size_t kAhead = 2048; // Bytes; crosses into the next row, which is wanted next.
    for (std::size_t r = 0; r < count; ++r) {
        const auto* weights = reinterpret_cast<const std::uint8_t*>(rows + r * rowBytes);
        __m512 sums[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()};
        __m512 offsets = _mm512_setzero_ps();
        std::size_t k = 0;
        for (; k + kStep <= length; k += kStep, weights += kStepBytes<Format>) {
            for (std::size_t i = 0; i < kStepBytes<Format>; i += 64) prefetch(weights + kAhead + i);
            step<Format>(weights, k, x, sums, offsets);
        }
        constexpr float kOffset = Format::kMinimums ? 1.0f : -static_cast<float>(Format::kBias);
        const __m512 total =
            _mm512_fmadd_ps(offsets, _mm512_set1_ps(kOffset), _mm512_add_ps(sums[0], sums[1]));
        out[r] = sum(total);
        if (Format::kElements < kStep && k < length) {
            Floats8 rest[2] = {zero8(), zero8()};
            Floats8 minimums = zero8();
            dotStep<Format>(weights, (length - k) / 32, k, x, rest, minimums);
            out[r] += sum8(rest[0], rest[1]);
            if constexpr (Format::kMinimums) out[r] += sum8(minimums, zero8());
        }
    }
}

#include "inference/backend/cpu/wide_grids_avx512.inl"
#include "inference/backend/cpu/wide_low_avx512.inl"

inline void useIn(FormatKernels (&formats)[43]) {
    formats[2].rowDots = rowDots<FormatQ4_0>;
    formats[3].rowDots = rowDots<FormatQ4_1>;
    formats[6].rowDots = rowDots<FormatQ5_0>;
    formats[7].rowDots = rowDots<FormatQ5_1>;
    formats[8].rowDots = rowDots<FormatQ8_0>;
    formats[10].rowDots = rowDots<FormatQ2_K>;
    formats[11].rowDots = rowDots<FormatQ3_K>;
    formats[12].rowDots = rowDots<FormatQ4_K>;
    formats[13].rowDots = rowDots<FormatQ5_K>;
    formats[14].rowDots = rowDots<FormatQ6_K>;
    formats[16].rowDots = gridRowDots<FormatIQ2_XXS>;
    formats[17].rowDots = gridRowDots<FormatIQ2_XS>;
    formats[18].rowDots = gridRowDots<FormatIQ3_XXS>;
    formats[19].rowDots = gridRowDots<FormatIQ1_S>;
    formats[20].rowDots = rowDots<FormatIQ4_NL>;
    formats[21].rowDots = gridRowDots<FormatIQ3_S>;
    formats[22].rowDots = gridRowDots<FormatIQ2_S>;
    formats[23].rowDots = rowDots<FormatIQ4_XS>;
    formats[29].rowDots = gridRowDots<FormatIQ1_M>;
    formats[34].rowDots = rowDots<FormatTQ1_0>;
    formats[35].rowDots = rowDots<FormatTQ2_0>;
    formats[39].rowDots = rowDots<FormatMXFP4>;
    formats[40].rowDots = rowDots<FormatNVFP4>;
    formats[41].rowDots = rowDots<FormatQ1_0>;
    formats[42].rowDots = rowDots<FormatQ2_0>;
}

} // namespace wide
