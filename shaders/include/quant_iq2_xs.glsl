// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: index and seven signs as 16 bits per chunk | scales, a nibble per 16 values | d, f16 per 256
// values. The eighth sign makes their number even. x = d (2 · scale + 1) / 8 · ±grid[index].
#include "weights.glsl"
const uint kGridWords = 256u;
#include "grid.glsl"
#include "grid_quarters.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    row += kGridWords;
    uint q = uint(wu16[2u * row + chunk]);
    uint signs = q >> 9;
    signs |= (uint(bitCount(signs)) & 1u) << 7;
    gridOfEight(q & 511u, signs, lo, hi);
    uint scales = row + (chunks >> 1);
    float d = halfAt(2u * (scales + (chunks >> 4)) + (chunk >> 5));
    d *= 0.25 * nibbleAt(scales, chunk >> 1) + 0.125;
    lo *= d;
    hi *= d;
}
