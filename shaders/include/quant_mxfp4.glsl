// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: nibbles, a word per chunk | exponents, a byte per 32 values. x = 2^(e − 128) · K[q], K being
// twice the values of a 4-bit float: 0 1 2 3 4 6 8 12, the upper eight negative.
#include "weights.glsl"
#include "levels_fp4.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    nibbles(w32[row + chunk], a, b);
    uint e = byteAt(row + chunks, chunk >> 2);
    // Below 2^-126 the power is subnormal.
    float d = uintBitsToFloat(e < 2u ? 0x00200000u << e : (e - 1u) << 23);
    lo = d * doubledFloat4(a);
    hi = d * doubledFloat4(b);
}
