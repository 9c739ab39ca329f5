// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// One tile of attention. Included inside an instruction set's namespace.

/// Keys of a tile, transposed: [keyLength][kKeyTile], zeros behind the last key.
template <KvType kType>
inline void packKeys(const AttentionTile& tile) {
    constexpr std::size_t kChunk = 64;
    alignas(64) float rows[kLanes][kChunk];
    for (std::size_t key = 0; key < tile.keyCount; key += kLanes) {
        const std::size_t count = tile.keyCount - key < kLanes ? tile.keyCount - key : kLanes;
        for (std::size_t d = 0; d < tile.keyLength; d += kChunk) {
            const std::size_t depth = tile.keyLength - d < kChunk ? tile.keyLength - d : kChunk;
            for (std::size_t r = 0; r < count; ++r)
                expandCache<kType>(tile.keys[key + r], d, depth, rows[r]);
            packLanes(rows[0], kChunk, count, depth, tile.keyPanel + d * kKeyTile + key, kKeyTile);
        }
    }
}

template <KvType kType>
inline void convertValues(const AttentionTile& tile) {
    for (std::size_t key = 0; key < tile.keyCount; ++key) {
        float* row = tile.valuePanel + key * tile.valueStride;
        expandCache<kType>(tile.values[key], 0, tile.valueLength, row);
        for (std::size_t i = tile.valueLength; i < tile.valueStride; ++i) row[i] = 0;
    }
}

/// Turns the scores of one row into weights and rescales what was summed so far.
inline void softmaxRow(const AttentionTile& tile, std::size_t row) {
    float* scores = tile.scores + row * kKeyTile;
    const std::size_t from = tile.visibleFrom[row], to = tile.visibleTo[row];
    const std::size_t padded = (tile.keyCount + kLanes - 1) / kLanes * kLanes;
    if (from >= to) {
        for (std::size_t i = 0; i < padded; ++i) scores[i] = 0;
        return;
    }
    if (tile.softcap != 0) softcapRow(scores + from, to - from, tile.softcap);
    for (std::size_t i = 0; i < from; ++i) scores[i] = -3e38f;
    for (std::size_t i = to; i < padded; ++i) scores[i] = -3e38f;
    Floats largest = load(scores);
    for (std::size_t i = kLanes; i < padded; i += kLanes) largest = max(largest, load(scores + i));
    const float before = tile.rowMax[row];
    const float peak = maxAcross(largest) > before ? maxAcross(largest) : before;
    Floats total = zero();
    for (std::size_t i = 0; i < padded; i += kLanes) {
        const Floats e = exponential(sub(load(scores + i), set(peak)));
        store(scores + i, e);
    }
    for (std::size_t i = 0; i < from; ++i) scores[i] = 0;
    for (std::size_t i = to; i < padded; ++i) scores[i] = 0;
    for (std::size_t i = 0; i < padded; i += kLanes) total = add(total, load(scores + i));
    float shrink = 1;
    if (peak > before) {
        shrink = before < -3e38f ? 0.0f : __builtin_expf(before - peak);
        float* accumulator = tile.accumulator + row * tile.valueStride;
        for (std::size_t i = 0; i < tile.valueStride; i += kLanes)
            store(accumulator + i, mul(load(accumulator + i), set(shrink)));
    }
    tile.rowMax[row] = peak;
    tile.rowSum[row] = tile.rowSum[row] * shrink + sum(total);
}

/// Many rows: keys and values are unpacked once and multiplied as matrices.
inline void attendPanels(const AttentionTile& tile) {
    withKvType(tile.keyType, [&]<KvType kType>() { packKeys<kType>(tile); });
    withKvType(tile.valueType, [&]<KvType kType>() { convertValues<kType>(tile); });
    constexpr std::size_t kRowsAtOnce = 16;
    for (std::size_t first = 0; first < tile.rows; first += kRowsAtOnce) {
        const std::size_t rows = tile.rows - first < kRowsAtOnce ? tile.rows - first : kRowsAtOnce;
        const float* pointers[kRowsAtOnce];
        for (std::size_t r = 0; r < rows; ++r)
            pointers[r] = tile.queries + (first + r) * tile.keyLength;
        float* scores = tile.scores + first * kKeyTile;
        for (std::size_t key = 0; key < tile.keyCount; key += kPanelRows)
            multiplyFloats(tile.keyPanel + key, kKeyTile, pointers, 0, tile.keyLength, rows,
                           scores + key, kKeyTile, false);
        for (std::size_t r = 0; r < rows; ++r) {
            softmaxRow(tile, first + r);
            pointers[r] = scores + r * kKeyTile;
        }
        float* accumulator = tile.accumulator + first * tile.valueStride;
        for (std::size_t d = 0; d < tile.valueStride; d += kPanelRows)
            multiplyFloats(tile.valuePanel + d, tile.valueStride, pointers, 0, tile.keyCount, rows,
                           accumulator + d, tile.valueStride, true);
    }
}

/// Rows that are multiplied with a key while it is in registers.
inline constexpr std::size_t kDirectRows = 4;

/// Scores kKeys keys for kRows queries, straight from the cache.
template <KvType kType, int kKeys, int kRows>
[[gnu::always_inline]] inline void scoreKeys(const AttentionTile& tile, std::size_t key,
                                             std::size_t row) {
    Floats sums[kKeys][kRows];
#pragma GCC unroll 4
    for (int k = 0; k < kKeys; ++k)
#pragma GCC unroll 4
        for (int r = 0; r < kRows; ++r) sums[k][r] = zero();
    const float* queries = tile.queries + row * tile.keyLength;
    const KvRow* keys = tile.keys + key;
    const auto step = [&](std::size_t i, std::size_t count) {
        Floats x[kRows];
#pragma GCC unroll 4
        for (int r = 0; r < kRows; ++r)
            x[r] = loadPart(queries + static_cast<std::size_t>(r) * tile.keyLength + i, count);
#pragma GCC unroll 4
        for (int k = 0; k < kKeys; ++k) {
            const Floats y = count == kLanes ? loadCache<kType>(keys[k], i)
                                             : loadCacheTail<kType>(keys[k], i, count);
#pragma GCC unroll 4
            for (int r = 0; r < kRows; ++r) sums[k][r] = fma(x[r], y, sums[k][r]);
        }
    };
    std::size_t i = 0;
    for (; i + kLanes <= tile.keyLength; i += kLanes) step(i, kLanes);
    if (i < tile.keyLength) step(i, tile.keyLength - i);
    for (int k = 0; k < kKeys; ++k)
        for (int r = 0; r < kRows; ++r)
            tile.scores[(row + static_cast<std::size_t>(r)) * kKeyTile + key
                        + static_cast<std::size_t>(k)] = sum(sums[k][r]);
}

/// Adds a tile's weighted values to kRows accumulators.
template <KvType kType, int kRows>
[[gnu::always_inline]] inline void addValues(const AttentionTile& tile, std::size_t row,
                                             std::size_t from, std::size_t to) {
    const float* weights = tile.scores + row * kKeyTile;
    float* accumulator = tile.accumulator + row * tile.valueStride;
    const auto step = [&]<int kVectors>(std::size_t i, std::size_t count) {
        Floats sums[kRows][kVectors];
#pragma GCC unroll 4
        for (int r = 0; r < kRows; ++r)
#pragma GCC unroll 4
            for (int v = 0; v < kVectors; ++v)
                sums[r][v] = load(accumulator + static_cast<std::size_t>(r) * tile.valueStride + i
                                  + static_cast<std::size_t>(v) * kLanes);
        for (std::size_t key = from; key < to; ++key) {
            Floats y[kVectors];
#pragma GCC unroll 4
            for (int v = 0; v < kVectors; ++v)
                y[v] = count >= kLanes ? loadCache<kType>(tile.values[key],
                                                          i + static_cast<std::size_t>(v) * kLanes)
                                       : loadCacheTail<kType>(tile.values[key], i, count);
#pragma GCC unroll 4
            for (int r = 0; r < kRows; ++r) {
                const Floats weight = set(weights[static_cast<std::size_t>(r) * kKeyTile + key]);
#pragma GCC unroll 4
                for (int v = 0; v < kVectors; ++v) sums[r][v] = fma(weight, y[v], sums[r][v]);
            }
        }
#pragma GCC unroll 4
        for (int r = 0; r < kRows; ++r)
#pragma GCC unroll 4
            for (int v = 0; v < kVectors; ++v)
                store(accumulator + static_cast<std::size_t>(r) * tile.valueStride + i
                          + static_cast<std::size_t>(v) * kLanes,
                      sums[r][v]);
    };
    std::size_t i = 0;
    for (; i + 2 * kLanes <= tile.valueLength; i += 2 * kLanes)
        step.template operator()<2>(i, 2 * kLanes);
    for (; i < tile.valueLength; i += kLanes) step.template operator()<1>(i, tile.valueLength - i);
}

template <KvType kType, int kRows>
void scoreRows(const AttentionTile& tile, std::size_t row) {
    std::size_t key = 0;
    if constexpr (kScoreKeys > 0)
        for (; key + kScoreKeys <= tile.keyCount; key += kScoreKeys)
            scoreKeys<kType, kScoreKeys, kRows>(tile, key, row);
    for (; key < tile.keyCount; ++key) scoreKeys<kType, 1, kRows>(tile, key, row);
}

template <KvType kType, int kRows>
void addValuesOfRows(const AttentionTile& tile, std::size_t row) {
    std::size_t from = tile.keyCount, to = 0;
    for (std::size_t r = row; r < row + static_cast<std::size_t>(kRows); ++r) {
        from = tile.visibleFrom[r] < from ? tile.visibleFrom[r] : from;
        to = tile.visibleTo[r] > to ? tile.visibleTo[r] : to;
    }
    addValues<kType, kRows>(tile, row, from, to);
}

/// Calls f with 1..kDirectRows as a constant.
template <typename F>
[[gnu::always_inline]] inline void withRows(std::size_t rows, F&& f) {
    switch (rows) {
    case 1: return f.template operator()<1>();
    case 2: return f.template operator()<2>();
    case 3: return f.template operator()<3>();
    default: return f.template operator()<4>();
    }
}

/// Few rows, as in decoding: unpacking keys and values would cost more than using them.
inline void attendDirectly(const AttentionTile& tile) {
    for (std::size_t row = 0; row < tile.rows; row += kDirectRows) {
        const std::size_t rows = tile.rows - row < kDirectRows ? tile.rows - row : kDirectRows;
        withRows(rows, [&]<int kRows>() {
            withKvType(tile.keyType, [&]<KvType kType>() { scoreRows<kType, kRows>(tile, row); });
            for (std::size_t r = 0; r < rows; ++r) softmaxRow(tile, row + r);
            withKvType(tile.valueType,
                       [&]<KvType kType>() { addValuesOfRows<kType, kRows>(tile, row); });
        });
    }
}

void attentionTile(const AttentionTile& tile) {
    if constexpr (kScoreKeys > 0) {
        if (tile.rows <= 2 * kDirectRows) return attendDirectly(tile);
    }
    attendPanels(tile);
}
