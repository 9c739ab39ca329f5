// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: nibbles, a word per chunk | (d, m) as two f16 per 32 values. x = d q + m.
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    nibbles(w32[row + chunk], a, b);
    vec2 dm = unpackHalf2x16(w32[row + chunks + (chunk >> 2)]);
    lo = dm.x * vec4(a) + dm.y;
    hi = dm.x * vec4(b) + dm.y;
}
