// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// One head of q or k by one subgroup: norm, then rotation. Cosines and sines come from the parameters,
// computed on the host in double precision. The including shader has `push` with keyLength, pairs,
// eps, ropeOffset and temperature, and says where values go.
layout(constant_id = 5) const uint kQNorm = 0;  // 0 none, 1 with weights, 2 without.
layout(constant_id = 6) const uint kKNorm = 0;
layout(constant_id = 7) const uint kPairing = 0;  // 0 adjacent, 1 halves, 2 none.

layout(set = 0, binding = 0) readonly buffer Parameters { uint parameters[]; };
layout(set = 0, binding = 0) readonly buffer Rotations { float rotations[]; };
layout(set = 0, binding = 1) ROPE_Q_ACCESS buffer Q { float q[]; };
layout(set = 0, binding = 2) readonly buffer K { float k[]; };
layout(set = 0, binding = 3) readonly buffer V { float v[]; };
layout(set = 0, binding = 6) readonly buffer QNorm { float qNorm[]; };
layout(set = 0, binding = 7) readonly buffer KNorm { float kNorm[]; };

// `base` is the head in q or k, `cacheBase` in the cache.
void storeHead(bool isKey, uint base, uint cacheBase, uint i, float value);

float loadHead(bool isKey, uint at) {
    if (isKey) return k[at];
    return q[at];
}

void rotateHead(bool isKey, uint base, uint cacheBase, uint table) {
    uint norm = isKey ? kKNorm : kQNorm;
    float factor = 1.0;
    if (norm != 0u) {
        float squares = 0.0;
        for (uint i = gl_SubgroupInvocationID; i < push.keyLength; i += kSubgroup) {
            float value = loadHead(isKey, base + i);
            squares += value * value;
        }
        factor = inversesqrt(subgroupAdd(squares) / float(push.keyLength) + push.eps);
    }
    // The word behind a token's id.
    if (!isKey && push.temperature != 0u) factor *= rotations[table - push.ropeOffset + 1u];
    uint pairs = kPairing == 2u ? 0u : push.pairs;
    for (uint i = gl_SubgroupInvocationID; i < pairs; i += kSubgroup) {
        uint a = kPairing == 0u ? 2u * i : i;
        uint b = kPairing == 0u ? 2u * i + 1u : i + push.pairs;
        float x = loadHead(isKey, base + a) * factor;
        float y = loadHead(isKey, base + b) * factor;
        if (norm == 1u) {
            x *= isKey ? kNorm[a] : qNorm[a];
            y *= isKey ? kNorm[b] : qNorm[b];
        }
        float c = rotations[table + 2u * i];
        float s = rotations[table + 2u * i + 1u];
        storeHead(isKey, base, cacheBase, a, x * c - y * s);
        storeHead(isKey, base, cacheBase, b, x * s + y * c);
    }
    for (uint i = 2u * pairs + gl_SubgroupInvocationID; i < push.keyLength; i += kSubgroup) {
        float x = loadHead(isKey, base + i) * factor;
        if (norm == 1u) x *= isKey ? kNorm[i] : qNorm[i];
        storeHead(isKey, base, cacheBase, i, x);
    }
}
