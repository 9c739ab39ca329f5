// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Blocks of 32 weights in 256-bit vectors: unpacking them, and sums of their dot products. Included
// inside the namespace of each x86 instruction set, which adds spreadBits, negated and dotBlock.

inline Bytes32 loadBytes(const std::uint8_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}
inline void storeBytes(std::uint8_t* p, Bytes32 v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v);
}
/// 16 bytes to 32 nibbles: the low ones, then the high ones.
inline Bytes32 nibbles(const std::uint8_t* p) {
    const __m256i twice =
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
    return _mm256_and_si256(_mm256_srlv_epi64(twice, _mm256_setr_epi64x(0, 0, 4, 4)),
                            _mm256_set1_epi8(15));
}
inline Bytes32 both(Bytes32 v, std::uint8_t mask) {
    return _mm256_and_si256(v, _mm256_set1_epi8(static_cast<char>(mask)));
}
inline Bytes32 either(Bytes32 a, Bytes32 b) {
    return _mm256_or_si256(a, b);
}
inline Bytes32 flip(Bytes32 v, std::uint8_t bits) {
    return _mm256_xor_si256(v, _mm256_set1_epi8(static_cast<char>(bits)));
}
inline Bytes32 plus(Bytes32 v, std::uint8_t x) {
    return _mm256_add_epi8(v, _mm256_set1_epi8(static_cast<char>(x)));
}
/// (v >> shift) & mask in each byte; mask has no bit that a neighbour could shift into.
inline Bytes32 shiftRight(Bytes32 v, int shift, std::uint8_t mask) {
    return both(_mm256_srli_epi16(v, shift), mask);
}
inline Bytes32 shiftLeft(Bytes32 v, int shift, std::uint8_t mask) {
    return both(_mm256_slli_epi16(v, shift), mask);
}
/// Four runs of eight bytes.
inline Bytes32 fromWords(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
    return _mm256_setr_epi64x(static_cast<long long>(a), static_cast<long long>(b),
                              static_cast<long long>(c), static_cast<long long>(d));
}
inline Bytes32 addEach(Bytes32 a, Bytes32 b) {
    return _mm256_add_epi8(a, b);
}
/// 16 bytes, twice.
inline Bytes32 twice16(const std::uint8_t* p) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
}
/// The first 16 bytes of one and the last 16 of the other.
inline Bytes32 joinHalves(Bytes32 first, Bytes32 last) {
    return _mm256_blend_epi32(first, last, 0xf0);
}
/// The first base-3 digit of fractions of 256: v · 3 / 256.
inline Bytes32 trits(Bytes32 v) {
    const auto reaches = [&](int x) {
        return _mm256_cmpeq_epi8(_mm256_max_epu8(v, _mm256_set1_epi8(static_cast<char>(x))), v);
    };
    return _mm256_sub_epi8(_mm256_setzero_si256(), _mm256_add_epi8(reaches(86), reaches(171)));
}
/// Exchanges the second and third eight bytes.
inline Bytes32 middleSwapped(Bytes32 v) {
    return _mm256_permute4x64_epi64(v, 0xd8);
}
/// Eight bytes to 32 values of two bits, lowest first.
inline Bytes32 bitPairs(const std::uint8_t* p) {
    const __m256i v = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)));
    const __m256i low = _mm256_or_si256(v, _mm256_slli_epi32(v, 6));
    return both(_mm256_or_si256(low, _mm256_slli_epi32(low, 12)), 3);
}
/// table[v] for v < 16.
inline Bytes32 lookup(const std::uint8_t* table, Bytes32 v) {
    const __m256i twice =
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table)));
    return _mm256_shuffle_epi8(twice, v);
}

inline Floats8 zero8() {
    return _mm256_setzero_ps();
}
inline Floats8 load8(const float* p) {
    return _mm256_loadu_ps(p);
}
inline Floats8 fma8(Floats8 a, Floats8 b, Floats8 c) {
    return _mm256_fmadd_ps(a, b, c);
}
inline Floats8 addScaled(Floats8 sum, __m256i dots, float scale) {
    return _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots), _mm256_set1_ps(scale), sum);
}
/// With a scale for each half block.
inline Floats8 addScaled(Floats8 sum, __m256i dots, const float* scales) {
    const __m256 pair = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_broadcast_ss(scales)),
                                             _mm_broadcast_ss(scales + 1), 1);
    return _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots), pair, sum);
}
inline float sum8(Floats8 a, Floats8 b) {
    const __m256 each = _mm256_add_ps(a, b);
    __m128 v = _mm_add_ps(_mm256_castps256_ps128(each), _mm256_extractf128_ps(each, 1));
    v = _mm_add_ps(v, _mm_movehl_ps(v, v));
    return _mm_cvtss_f32(_mm_add_ss(v, _mm_movehdup_ps(v)));
}
inline void prefetch(const void* p) {
    _mm_prefetch(static_cast<const char*>(p), _MM_HINT_T0);
}
