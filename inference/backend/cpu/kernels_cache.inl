// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// How cache cells are written and read. Included inside an instruction set's namespace.

/// A head in a cell as f32: kLanes values from i on, a multiple of kLanes.
template <KvType kType>
[[gnu::always_inline]] inline Floats loadCache(const KvRow& row, std::size_t i) {
    if constexpr (kType == KvType::F32) return load(reinterpret_cast<const float*>(row.values) + i);
    if constexpr (kType == KvType::F16) return loadHalf(row.values + 2 * i);
    const Floats scale = set(halfToFloat(row.scales + i / kKvBlock * 2));
    if constexpr (kType == KvType::Q8_0) return mul(loadInt8(row.values + i), scale);
    if constexpr (kType == KvType::Q4_0) {
        const std::byte* block = row.values + i / kKvBlock * (kKvBlock / 2);
        const std::size_t at = i % kKvBlock;
        const Floats q = at < kKvBlock / 2 ? loadNibbles<false>(block + at)
                                           : loadNibbles<true>(block + at - kKvBlock / 2);
        return mul(sub(q, set(8)), scale);
    }
}

/// The last `count` < kLanes values of a head, zeros behind them; blocks have none.
template <KvType kType>
inline Floats loadCacheTail(const KvRow& row, std::size_t i, std::size_t count) {
    if constexpr (kType == KvType::F32)
        return loadTail<FloatFormat::F32>(row.values + 4 * i, count);
    if constexpr (kType == KvType::F16)
        return loadTail<FloatFormat::F16>(row.values + 2 * i, count);
    return zero();
}

/// Calls f with the type as a constant.
template <typename F>
[[gnu::always_inline]] inline void withKvType(KvType type, F&& f) {
    switch (type) {
    case KvType::F32: return f.template operator()<KvType::F32>();
    case KvType::F16: return f.template operator()<KvType::F16>();
    case KvType::Q8_0: return f.template operator()<KvType::Q8_0>();
    case KvType::Q4_0: return f.template operator()<KvType::Q4_0>();
    }
}

/// out[0..count) = values [first, first + count) of a head; first is a multiple of kKvBlock.
template <KvType kType>
inline void expandCache(const KvRow& row, std::size_t first, std::size_t count, float* out) {
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes) store(out + i, loadCache<kType>(row, first + i));
    if (i < count) storePart(out + i, loadCacheTail<kType>(row, first + i, count - i), count - i);
}

/// A scale as it is stored, and what it then is worth; within what a half can hold.
inline float roundScale(float scale, std::byte* stored) {
    constexpr float kLargest = 65504;
    scale = scale > kLargest ? kLargest : scale < -kLargest ? -kLargest : scale;
    const std::uint16_t half = floatToHalf(scale);
    __builtin_memcpy(stored, &half, 2);
    return halfToFloat(stored);
}

inline void quantizeBlock8(const float* x, std::byte* values, std::byte* stored) {
    Floats largest = zero();
    for (std::size_t i = 0; i < kKvBlock; i += kLanes)
        largest = max(largest, absolute(load(x + i)));
    const float scale = roundScale(maxAcross(largest) / 127, stored);
    const Floats inverse = set(scale > 0 ? 1 / scale : 0);
    for (std::size_t i = 0; i < kKvBlock; i += kLanes) {
        const Floats q = min(max(mul(load(x + i), inverse), set(-127)), set(127));
        storeInt8(reinterpret_cast<std::int8_t*>(values) + i, q);
    }
}

inline void quantizeBlock4(const float* x, std::byte* values, std::byte* stored) {
    float extreme = 0;
    for (std::size_t i = 0; i < kKvBlock; ++i)
        if (__builtin_fabsf(x[i]) > __builtin_fabsf(extreme)) extreme = x[i];
    const float scale = roundScale(extreme / -8, stored);
    const Floats inverse = set(scale != 0 ? 1 / scale : 0);
    alignas(64) std::int8_t q[kKvBlock];
    for (std::size_t i = 0; i < kKvBlock; i += kLanes)
        storeInt8(q + i, min(max(add(mul(load(x + i), inverse), set(8)), zero()), set(15)));
    for (std::size_t i = 0; i < kKvBlock / 2; ++i)
        values[i] = static_cast<std::byte>(q[i] | q[i + kKvBlock / 2] << 4);
}

void quantizeCache(const float* x, std::size_t n, KvType type, std::byte* values,
                   std::byte* scales) {
    for (std::size_t i = 0; i < n; i += kKvBlock, scales += 2) {
        if (type == KvType::Q8_0)
            quantizeBlock8(x + i, values + i, scales);
        else
            quantizeBlock4(x + i, values + i / 2, scales);
    }
}
