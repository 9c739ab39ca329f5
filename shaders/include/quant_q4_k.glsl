// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: nibbles, a word per chunk | (scale, min) as two bytes per 32 values | (d, dmin) as two f16 per
// 256 values. x = d · scale · q − dmin · min.
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    nibbles(w32[row + chunk], a, b);
    uint sm = uint(wu16[2u * (row + chunks) + (chunk >> 2)]);
    vec2 dm = unpackHalf2x16(w32[row + chunks + (chunks >> 3) + (chunk >> 5)]);
    float d = dm.x * float(int(sm & 255u));
    float m = dm.y * float(int(sm >> 8));
    lo = d * vec4(a) - m;
    hi = d * vec4(b) - m;
}
