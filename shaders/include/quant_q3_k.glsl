// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: low two bits, half a word per chunk | third bits, a byte per chunk | scales, i8 per 16 values | d,
// f16 per 256 values. x = d · scale · (q − 4).
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    ivec4 a, b, c, e;
    bitPairs(uint(wu16[2u * row + chunk]), a, b);
    uint third = row + (chunks >> 1);
    fifthBits(byteAt(third, chunk), c, e);
    uint scales = third + (chunks >> 2);
    int scale = int(byteAt(scales, chunk >> 1) << 24) >> 24;
    float d = halfAt(2u * (scales + (chunks >> 3)) + (chunk >> 5)) * float(scale);
    lo = d * vec4((a | (c >> 2)) - 4);
    hi = d * vec4((b | (e >> 2)) - 4);
}
