// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Magnitudes of the IQ2 types from two bits: 8, 25, 43.
ivec4 quarterLevels(ivec4 q) { return 8 + 17 * q + (q >> 1); }
void gridOfEight(uint index, uint signs, out vec4 lo, out vec4 hi) {
    ivec4 a, b;
    bitPairs(gridEntry(index), a, b);
    lo = withSigns(quarterLevels(a), signs, 0u);
    hi = withSigns(quarterLevels(b), signs, 4u);
}
float nibbleAt(uint word, uint index) {
    return float(int((w32[word + (index >> 3)] >> (4u * (index & 7u))) & 15u));
}
