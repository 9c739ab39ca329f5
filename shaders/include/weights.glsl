// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// The packed matrix in binding 0. A row is `rowWords` words: planes of quants, then of scales, as the
// quant_<format>.glsl beside this file says; vk_weight_layout.cpp writes them. Every format offers
//   void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi)
// the eight values from 8 · chunk on of the row that starts at word `row`.
layout(set = 0, binding = 0) readonly buffer Words { uint w32[]; };
layout(set = 0, binding = 0) readonly buffer WordPairs { uvec2 w64[]; };
layout(set = 0, binding = 0) readonly buffer WordQuads { uvec4 w128[]; };
layout(set = 0, binding = 0) readonly buffer Floats { vec4 wf4[]; };
layout(set = 0, binding = 0) readonly buffer Halves { float16_t w16[]; };
layout(set = 0, binding = 0) readonly buffer Shorts { uint16_t wu16[]; };

float halfAt(uint index) { return float(w16[index]); }

// Eight nibbles, lowest first. Signed conversion is the cheaper one on most devices.
void nibbles(uint q, out ivec4 lo, out ivec4 hi) {
    lo = ivec4((uvec4(q) >> uvec4(0, 4, 8, 12)) & 15u);
    hi = ivec4((uvec4(q) >> uvec4(16, 20, 24, 28)) & 15u);
}

// Eight values of two bits, lowest first.
void bitPairs(uint q, out ivec4 lo, out ivec4 hi) {
    lo = ivec4((uvec4(q) >> uvec4(0, 2, 4, 6)) & 3u);
    hi = ivec4((uvec4(q) >> uvec4(8, 10, 12, 14)) & 3u);
}

// Eight single bits moved to bit 4.
void fifthBits(uint bits, out ivec4 lo, out ivec4 hi) {
    lo = ivec4((uvec4(bits) << uvec4(4, 3, 2, 1)) & 16u);
    hi = ivec4((uvec4(bits) >> uvec4(0, 1, 2, 3)) & 16u);
}

uint byteAt(uint word, uint index) {
    return (w32[word + (index >> 2)] >> (8u * (index & 3u))) & 255u;
}
