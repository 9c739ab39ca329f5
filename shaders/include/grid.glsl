// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// The codebook of a format lies before the first row, two entries to a word: kGridWords of them.
uint gridEntry(uint index) { return (w32[index >> 1] >> (16u * (index & 1u))) & 0xffffu; }

// Values negated where a bit is set, from `first` on.
vec4 withSigns(ivec4 v, uint bits, uint first) {
    ivec4 negative = ivec4((uvec4(bits) >> (uvec4(0, 1, 2, 3) + first)) & 1u);
    return vec4(v - 2 * v * negative);
}
