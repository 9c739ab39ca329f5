// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: (low index, signs) as two bytes per chunk | upper two bits of the index per chunk | scales, a
// nibble per 16 values | d, f16 per 256 values. x = d (2 · scale + 1) / 8 · ±grid[index].
#include "weights.glsl"
const uint kGridWords = 512u;
#include "grid.glsl"
#include "grid_quarters.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    row += kGridWords;
    uint q = uint(wu16[2u * row + chunk]);
    uint upper = row + (chunks >> 1);
    uint high = (w32[upper + (chunk >> 4)] >> (2u * (chunk & 15u))) & 3u;
    gridOfEight((q & 255u) | (high << 8), q >> 8, lo, hi);
    uint scales = upper + (chunks >> 4);
    float d = halfAt(2u * (scales + (chunks >> 4)) + (chunk >> 5));
    d *= 0.25 * nibbleAt(scales, chunk >> 1) + 0.125;
    lo *= d;
    hi *= d;
}
