// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: two indices as bytes per chunk | signs, a byte per chunk | scales, a nibble per 32 values | d,
// f16 per 256 values. x = d (2 · scale + 1) / 4 · ±grid[index].
#include "weights.glsl"
const uint kGridWords = 128u;
#include "grid.glsl"
// Magnitudes from three bits: 4, 12 .. 52, 62.
ivec4 levels(uint code) {
    ivec4 q = ivec4((uvec4(code) >> uvec4(0, 3, 6, 9)) & 7u);
    return 8 * q + 4 + 2 * ((q + 1) >> 3);
}
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    row += kGridWords;
    uint q = uint(wu16[2u * row + chunk]);
    uint planes = row + (chunks >> 1);
    uint signs = byteAt(planes, chunk);
    uint scales = planes + (chunks >> 2);
    uint scale = (w32[scales + (chunk >> 5)] >> (4u * ((chunk >> 2) & 7u))) & 15u;
    float d = halfAt(2u * (scales + (chunks >> 5)) + (chunk >> 5)) * (0.5 * float(int(scale)) + 0.25);
    lo = d * withSigns(levels(gridEntry(q & 255u)), signs, 0u);
    hi = d * withSigns(levels(gridEntry(q >> 8)), signs, 4u);
}
