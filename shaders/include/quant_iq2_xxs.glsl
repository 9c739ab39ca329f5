// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: (index, signs) as two bytes per chunk | scales, a nibble per 32 values | d, f16 per 256 values.
// x = d (2 · scale + 1) / 8 · ±grid[index].
#include "weights.glsl"
const uint kGridWords = 128u;
#include "grid.glsl"
#include "grid_quarters.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    row += kGridWords;
    uint q = uint(wu16[2u * row + chunk]);
    gridOfEight(q & 255u, q >> 8, lo, hi);
    uint scales = row + (chunks >> 1);
    float d = halfAt(2u * (scales + (chunks >> 5)) + (chunk >> 5));
    d *= 0.25 * nibbleAt(scales, chunk >> 2) + 0.125;
    lo *= d;
    hi *= d;
}
