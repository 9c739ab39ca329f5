// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: two bits per value, half a word per chunk | d, f16 per 64 values. x = d (q - 1).
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    bitPairs(uint(wu16[2u * row + chunk]), a, b);
    float d = halfAt(2u * row + chunks + (chunk >> 3));
    lo = d * vec4(a - 1);
    hi = d * vec4(b - 1);
}
