// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: nibbles, a word per chunk | scales, a byte per 16 values. x = s · K[q], K being twice the values of
// a 4-bit float and s half of an unsigned float of four and three bits.
#include "weights.glsl"
#include "levels_fp4.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    nibbles(w32[row + chunk], a, b);
    uint code = byteAt(row + chunks, chunk >> 1) & 127u;
    uint exponent = code >> 3;
    float d = exponent == 0u ? float(int(code)) * 0.0009765625
                             : uintBitsToFloat(((exponent + 119u) << 23) | ((code & 7u) << 20));
    d = code == 127u ? 0.0 : d;
    lo = d * doubledFloat4(a);
    hi = d * doubledFloat4(b);
}
