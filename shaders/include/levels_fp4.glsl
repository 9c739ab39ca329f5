// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Twice the values of a 4-bit float: 0 1 2 3 4 6 8 12, the upper eight negative.
vec4 doubledFloat4(ivec4 q) {
    ivec4 exponent = (q >> 1) & 3;
    ivec4 magnitude = (q & 1) | (min(exponent, 1) << 1);
    magnitude <<= max(exponent - 1, 0);
    return vec4(magnitude - 2 * magnitude * (q >> 3));
}
