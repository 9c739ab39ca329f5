// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: low bytes of two indices per chunk | signs, a byte per chunk | ninth bits of the indices, two per
// chunk | scales, a nibble per 32 values | d, f16 per 256 values. x = d (2 · scale + 1) · ±grid[index].
#include "weights.glsl"
const uint kGridWords = 256u;
#include "grid.glsl"
// Magnitudes from three bits: 1, 3 .. 15.
ivec4 levels(uint code) { return 2 * ivec4((uvec4(code) >> uvec4(0, 3, 6, 9)) & 7u) + 1; }
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    row += kGridWords;
    uint q = uint(wu16[2u * row + chunk]);
    uint planes = row + (chunks >> 1);
    uint signs = byteAt(planes, chunk);
    uint upper = planes + (chunks >> 2);
    uint high = w32[upper + (chunk >> 4)] >> (2u * (chunk & 15u));
    uint scales = upper + (chunks >> 4);
    uint scale = (w32[scales + (chunk >> 5)] >> (4u * ((chunk >> 2) & 7u))) & 15u;
    float d = halfAt(2u * (scales + (chunks >> 5)) + (chunk >> 5)) * float(int(2u * scale + 1u));
    lo = d * withSigns(levels(gridEntry((q & 255u) | ((high & 1u) << 8))), signs, 0u);
    hi = d * withSigns(levels(gridEntry((q >> 8) | ((high & 2u) << 7))), signs, 4u);
}
