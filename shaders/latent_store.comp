// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// latent_store: the rotated part of each query head, and the row that a token leaves in a latent cache.
// One subgroup per head, one more for the row. Workgroup x: heads; y: token.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"

layout(constant_id = 3) const bool kKeyHalf = true;
layout(constant_id = 4) const uint kPairing = 0;  // 0 adjacent, 1 halves.

layout(set = 0, binding = 0) readonly buffer Parameters { uint parameters[]; };
layout(set = 0, binding = 0) readonly buffer Rotations { float rotations[]; };
layout(set = 0, binding = 1) readonly buffer Q { float q[]; };
layout(set = 0, binding = 2) buffer Query { float query[]; };
layout(set = 0, binding = 3) readonly buffer Kv { float kv[]; };
layout(set = 0, binding = 4) writeonly buffer KeysHalf { float16_t keysHalf[]; };
layout(set = 0, binding = 4) writeonly buffer Keys { float keys[]; };
layout(set = 0, binding = 5) readonly buffer Norm { float norm[]; };

layout(push_constant) uniform Push { LatentPush push; };

void storeKey(uint at, float value) {
    if (kKeyHalf) keysHalf[at] = float16_t(value);
    else keys[at] = value;
}

uint firstOf(uint pair) { return kPairing == 0u ? 2u * pair : pair; }
uint secondOf(uint pair) { return kPairing == 0u ? 2u * pair + 1u : pair + push.pairs; }

void doQuery(uint head, uint token, uint block) {
    uint source = token * push.qStride + head * (push.plain + 2u * push.pairs) + push.plain;
    uint target = token * push.queryStride + head * (push.latent + 2u * push.pairs);
    float factor = push.temperature != 0u ? rotations[block + 1u] : 1.0;
    if (push.temperature != 0u) {
        for (uint i = gl_SubgroupInvocationID; i < push.latent; i += kSubgroup)
            query[target + i] *= factor;
    }
    for (uint i = gl_SubgroupInvocationID; i < push.pairs; i += kSubgroup) {
        float c = rotations[block + push.ropeOffset + 2u * i];
        float s = rotations[block + push.ropeOffset + 2u * i + 1u];
        float x = q[source + firstOf(i)] * factor;
        float y = q[source + secondOf(i)] * factor;
        query[target + push.latent + firstOf(i)] = x * c - y * s;
        query[target + push.latent + secondOf(i)] = x * s + y * c;
    }
}

void doRow(uint token, uint block) {
    uint source = token * push.kvStride;
    uint cell = (parameters[0] + token) % push.cells - push.cellFirst;
    if (cell >= push.cellCount) return;  // Of another binding; also if the difference was negative.
    uint target = cell * push.keyWidth;
    float squares = 0.0;
    for (uint i = gl_SubgroupInvocationID; i < push.latent; i += kSubgroup)
        squares += kv[source + i] * kv[source + i];
    float factor = inversesqrt(subgroupAdd(squares) / float(push.latent) + push.eps);
    for (uint i = gl_SubgroupInvocationID; i < push.latent; i += kSubgroup)
        storeKey(target + i, kv[source + i] * factor * norm[i]);
    for (uint i = gl_SubgroupInvocationID; i < push.pairs; i += kSubgroup) {
        float c = rotations[block + push.ropeOffset + 2u * i];
        float s = rotations[block + push.ropeOffset + 2u * i + 1u];
        float x = kv[source + push.latent + firstOf(i)];
        float y = kv[source + push.latent + secondOf(i)];
        storeKey(target + push.latent + firstOf(i), x * c - y * s);
        storeKey(target + push.latent + secondOf(i), x * s + y * c);
    }
}

void main() {
    uint token = gl_WorkGroupID.y;
    uint block = 4u + token * push.paramStride;
    for (uint slot = firstUnit() + push.slotFirst; slot <= push.heads; slot += unitStride()) {
        if (slot < push.heads) doQuery(slot, token, block);
        else doRow(token, block);
    }
}
