// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: nibbles, a word per chunk | scales, f16 per 32 values. x = d · T[q].
#include "weights.glsl"
#include "levels_iq4.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    nibbles(w32[row + chunk], a, b);
    float d = halfAt(2u * (row + chunks) + (chunk >> 2));
    lo = d * levels(a);
    hi = d * levels(b);
}
