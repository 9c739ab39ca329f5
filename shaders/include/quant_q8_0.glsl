// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: quants, 2 words per chunk | scales, f16 per 32 values.
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    uvec2 q = w64[(row >> 1) + chunk];
    float d = halfAt(2u * (row + 2u * chunks) + (chunk >> 2));
    lo = d * vec4(ivec4(uvec4(q.x) << uvec4(24, 16, 8, 0)) >> 24);
    hi = d * vec4(ivec4(uvec4(q.y) << uvec4(24, 16, 8, 0)) >> 24);
}
