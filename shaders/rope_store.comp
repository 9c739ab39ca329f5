// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// rope_store: per head q/k norm, rotation of q (in place) and k, and storing of k and v in the cache.
// One subgroup per head: q heads, then k heads, then v heads. Workgroup x: heads; y: token.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "cache.glsl"

layout(push_constant) uniform Push { RopePush push; };

#define ROPE_Q_ACCESS
#include "rope.glsl"

layout(set = 0, binding = 4) writeonly buffer KeysHalf { float16_t keysHalf[]; };
layout(set = 0, binding = 4) writeonly buffer Keys { float keys[]; };
layout(set = 0, binding = 5) writeonly buffer ValuesHalf { float16_t valuesHalf[]; };
layout(set = 0, binding = 5) writeonly buffer Values { float values[]; };

void storeKey(uint at, float value) {
    if (kKeyHalf) keysHalf[at] = float16_t(value);
    else keys[at] = value;
}

void storeValue(uint at, float value) {
    if (kValueHalf) valuesHalf[at] = float16_t(value);
    else values[at] = value;
}

void storeHead(bool isKey, uint base, uint cacheBase, uint i, float value) {
    if (isKey) storeKey(cacheBase + i, value);
    else q[base + i] = value;
}

void doHead(uint slot, uint token) {
    uint cell = (parameters[0] + token) % push.cells;
    uint table = 4u + token * push.paramStride + push.ropeOffset;
    if (slot < push.heads) {
        rotateHead(false, token * push.qStride + slot * push.keyLength, 0u, table);
        return;
    }
    slot -= push.heads;
    if (slot < push.kvHeads) {
        rotateHead(true, token * push.kStride + slot * push.keyLength,
                   cell * push.keyWidth + slot * push.keyLength, table);
        return;
    }
    slot -= push.kvHeads;
    uint base = token * push.vStride + slot * push.valueLength;
    uint cacheBase = cell * push.valueWidth + slot * push.valueLength;
    for (uint i = gl_SubgroupInvocationID; i < push.valueLength; i += kSubgroup)
        storeValue(cacheBase + i, v[base + i]);
}

void main() {
    for (uint slot = firstUnit() + push.slotFirst; slot < push.slots; slot += unitStride())
        doHead(slot, gl_WorkGroupID.y);
}
