// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// The input of a matrix product, eight values at a time, and the weights of its norm.
layout(constant_id = 5) const bool kNorm = false;
layout(constant_id = 6) const uint kRagged = 0;  // Input lengths are multiples of 8 (0), of 4 (1), any (2).

layout(set = 0, binding = 1) readonly buffer InputVectors { vec4 inVectors[]; };
layout(set = 0, binding = 1) readonly buffer InputScalars { float inScalars[]; };
layout(set = 0, binding = 2) readonly buffer NormWeights { vec4 normWeights[]; };

float inputOrZero(uint base, uint at, uint count) {
    return at < count ? inScalars[base + min(at, count - 1u)] : 0.0;
}

void loadInput(uint base, uint chunk, uint count, out vec4 lo, out vec4 hi) {
    uint at = 8u * chunk;
    if (kRagged == 2u) {
        for (uint i = 0; i < 4u; ++i) {
            lo[i] = inputOrZero(base, at + i, count);
            hi[i] = inputOrZero(base, at + 4u + i, count);
        }
        return;
    }
    uint vector = (base + at) >> 2;
    if (kRagged == 1u) {
        bool full = at + 4u < count;
        lo = inVectors[vector];
        hi = inVectors[vector + (full ? 1u : 0u)];
        if (!full) hi = vec4(0.0);
        return;
    }
    lo = inVectors[vector];
    hi = inVectors[vector + 1u];
}
