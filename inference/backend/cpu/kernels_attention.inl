// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// One tile of attention. Included inside an instruction set's namespace.

/// Keys of a tile, transposed: [keyLength][kKeyTile], zeros behind the last key.
inline void packKeys(const AttentionTile& tile) {
    const FloatFormat format = tile.keysAreHalf ? FloatFormat::F16 : FloatFormat::F32;
    constexpr std::size_t kChunk = 64;
    const std::size_t bytes = tile.keysAreHalf ? 2 : 4;
    alignas(64) float rows[kLanes][kChunk];
    for (std::size_t key = 0; key < tile.keyCount; key += kLanes) {
        const std::size_t count = tile.keyCount - key < kLanes ? tile.keyCount - key : kLanes;
        for (std::size_t d = 0; d < tile.keyLength; d += kChunk) {
            const std::size_t depth = tile.keyLength - d < kChunk ? tile.keyLength - d : kChunk;
            for (std::size_t r = 0; r < count; ++r)
                toFloat(tile.keys[key + r] + d * bytes, format, depth, rows[r]);
            packLanes(rows[0], kChunk, count, depth, tile.keyPanel + d * kKeyTile + key, kKeyTile);
        }
    }
}

inline void convertValues(const AttentionTile& tile) {
    const FloatFormat format = tile.valuesAreHalf ? FloatFormat::F16 : FloatFormat::F32;
    for (std::size_t key = 0; key < tile.keyCount; ++key) {
        float* row = tile.valuePanel + key * tile.valueStride;
        toFloat(tile.values[key], format, tile.valueLength, row);
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

void attentionTile(const AttentionTile& tile) {
    packKeys(tile);
    convertValues(tile);
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
