// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: a bit per value, a byte per chunk | d, f16 per 128 values. x = d where it is set, else -d.
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    uint q = byteAt(row, chunk);
    float d = halfAt(2u * (row + (chunks >> 2)) + (chunk >> 4));
    lo = d * vec4(2 * ivec4((uvec4(q) >> uvec4(0, 1, 2, 3)) & 1u) - 1);
    hi = d * vec4(2 * ivec4((uvec4(q) >> uvec4(4, 5, 6, 7)) & 1u) - 1);
}
