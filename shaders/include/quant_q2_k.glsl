// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: two bits per value, half a word per chunk | (scale, min) as two nibbles per 16 values | (d, dmin)
// as two f16 per 256 values. x = d · scale · q − dmin · min.
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    bitPairs(uint(wu16[2u * row + chunk]), a, b);
    uint scales = row + (chunks >> 1);
    uint sm = byteAt(scales, chunk >> 1);
    vec2 dm = unpackHalf2x16(w32[scales + (chunks >> 3) + (chunk >> 5)]);
    float d = dm.x * float(int(sm & 15u));
    float m = dm.y * float(int(sm >> 4));
    lo = d * vec4(a) - m;
    hi = d * vec4(b) - m;
}
