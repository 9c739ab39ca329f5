// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Element types of the cache, as in kv_type.h; constants say which ones are meant. A quantized cell is the
// q of all its blocks of 32, then their scales, and takes whole words: see kvCellBytes.
layout(constant_id = 3) const uint kKeyType = 1u;
layout(constant_id = 4) const uint kValueType = 1u;
const uint kF32 = 0u;
const uint kF16 = 1u;
const uint kQ8 = 2u;
const uint kQ4 = 3u;

bool isQuantized(uint type) { return type >= kQ8; }

// Words of the q of `count` values.
uint quantWords(uint type, uint count) { return type == kQ8 ? count >> 2 : count >> 3; }

uint cellWords(uint type, uint width) { return quantWords(type, width) + ((width >> 5) + 1u) / 2u; }

// Where in a cache of halves the first scale of a head is.
uint scaleIndex(uint type, uint cell, uint width, uint firstValue) {
    return (cell * cellWords(type, width) + quantWords(type, width)) * 2u + (firstValue >> 5);
}
