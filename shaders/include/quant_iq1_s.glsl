// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: low byte of the index per chunk | upper bits, scale and offset as 16 bits per 32 values | d, f16
// per 256 values. x = d (2 · scale + 1) (grid[index] ± 1/8), the grid being of -1, 0 and 1.
#include "weights.glsl"
const uint kGridWords = 1024u;
#include "grid.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    row += kGridWords;
    uint groups = row + (chunks >> 2);
    uint group = uint(wu16[2u * groups + (chunk >> 2)]);
    uint index = byteAt(row, chunk) | (((group >> (3u * (chunk & 3u))) & 7u) << 8);
    float d = halfAt(2u * (groups + (chunks >> 3)) + (chunk >> 5));
    d *= float(int(2u * ((group >> 12) & 7u) + 1u));
    float offset = (group & 0x8000u) != 0u ? -1.125 : -0.875;
    ivec4 a, b;
    bitPairs(gridEntry(index), a, b);
    lo = d * (vec4(a) + offset);
    hi = d * (vec4(b) + offset);
}
