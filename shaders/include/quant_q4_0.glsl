// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: nibbles, a word per chunk | scales, f16 per 32 values. x = d (q − 8).
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    nibbles(w32[row + chunk], a, b);
    float d = halfAt(2u * (row + chunks) + (chunk >> 2));
    lo = d * vec4(a - 8);
    hi = d * vec4(b - 8);
}
