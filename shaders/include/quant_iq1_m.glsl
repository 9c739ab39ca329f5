// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: low byte of the index per chunk | its upper bits and the offset, a nibble per chunk | four scales
// of three bits in 16 per 64 values | d, f16 per 256 values. As IQ1_S with more scales and offsets.
#include "weights.glsl"
const uint kGridWords = 1024u;
#include "grid.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    row += kGridWords;
    uint upper = row + (chunks >> 2);
    uint high = (w32[upper + (chunk >> 3)] >> (4u * (chunk & 7u))) & 15u;
    uint index = byteAt(row, chunk) | ((high & 7u) << 8);
    uint scales = upper + (chunks >> 3);
    uint four = uint(wu16[2u * scales + (chunk >> 3)]);
    float d = halfAt(2u * (scales + (chunks >> 4)) + (chunk >> 5));
    d *= float(int(2u * ((four >> (3u * ((chunk >> 1) & 3u))) & 7u) + 1u));
    float offset = (high & 8u) != 0u ? -1.125 : -0.875;
    ivec4 a, b;
    bitPairs(gridEntry(index), a, b);
    lo = d * (vec4(a) + offset);
    hi = d * (vec4(b) + offset);
}
