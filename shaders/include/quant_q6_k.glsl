// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: low nibbles, a word per chunk | upper two bits, half a word per chunk | scales, i8 per 16 values
// | d, f16 per 256 values. x = d · scale · (q − 32).
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    nibbles(w32[row + chunk], a, b);
    uint upper = uint(wu16[2u * (row + chunks) + chunk]);
    uint scales = row + chunks + (chunks >> 1);
    int scale = int(byteAt(scales, chunk >> 1) << 24) >> 24;
    float d = halfAt(2u * (scales + (chunks >> 3)) + (chunk >> 5)) * float(scale);
    ivec4 c = ivec4((uvec4(upper) << uvec4(4, 2, 0, 0)) & uvec4(48, 48, 48, 0));
    c.w = int((upper >> 2) & 48u);
    ivec4 e = ivec4((uvec4(upper) >> uvec4(4, 6, 8, 10)) & 48u);
    lo = d * vec4((a | c) - 32);
    hi = d * vec4((b | e) - 32);
}
