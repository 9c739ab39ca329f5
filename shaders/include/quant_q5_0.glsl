// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: nibbles, a word per chunk | fifth bits, a byte per chunk | scales, f16 per 32 values.
// x = d (q − 16).
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b, c, e;
    nibbles(w32[row + chunk], a, b);
    fifthBits(byteAt(row + chunks, chunk), c, e);
    float d = halfAt(2u * (row + chunks + (chunks >> 2)) + (chunk >> 2));
    lo = d * vec4((a | c) - 16);
    hi = d * vec4((b | e) - 16);
}
