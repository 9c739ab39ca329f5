// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: nibbles, a word per chunk | fifth bits, a byte per chunk | (d, m) as two f16 per 32 values.
// x = d q + m.
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b, c, e;
    nibbles(w32[row + chunk], a, b);
    fifthBits(byteAt(row + chunks, chunk), c, e);
    vec2 dm = unpackHalf2x16(w32[row + chunks + (chunks >> 2) + (chunk >> 2)]);
    lo = dm.x * vec4(a | c) + dm.y;
    hi = dm.x * vec4(b | e) + dm.y;
}
