// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: nibbles, a word per chunk | scales, i8 per 32 values | d, f16 per 256 values.
// x = d · scale · T[q].
#include "weights.glsl"
#include "levels_iq4.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    nibbles(w32[row + chunk], a, b);
    uint scales = row + chunks;
    int scale = int(byteAt(scales, chunk >> 2) << 24) >> 24;
    float d = halfAt(2u * (scales + (chunks >> 4)) + (chunk >> 5)) * float(scale);
    lo = d * levels(a);
    hi = d * levels(b);
}
