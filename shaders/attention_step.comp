// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// attention_step: rope_store and attention of a single token in one dispatch. Every workgroup rotates its
// head's q and, if its part of the context ends with the new token, that token's k for itself, so that
// none waits for another; one of each group stores k and v. Not for quantized caches. Workgroup x: heads; z: part of the context.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "cache.glsl"

layout(push_constant) uniform Push { StepPush push; };

#define ROPE_Q_ACCESS readonly
#include "rope.glsl"
#define KEYS 4
#define VALUES 5
#define OUT 8
#define SINKS 9
#define CACHE_ACCESS
#include "attention.glsl"

layout(constant_id = 12) const uint kKeyQuads = 32;  // A key head in vec4, rounded up.

shared vec4 queryRow[kKeyQuads];
shared vec4 keyRow[kKeyQuads];

// As the cache keeps it, so that a token sees itself as later tokens will see it.
float rounded(uint type, float value) {
    return type == kF16 ? unpackHalf2x16(packHalf2x16(vec2(value, 0.0))).x : value;
}

float query(uint i) { return queryRow[i >> 2][i & 3u]; }
vec4 queryVector(uint i) { return queryRow[i]; }

void storeHead(bool isKey, uint base, uint cacheBase, uint i, float value) {
    if (isKey) keyRow[i >> 2][i & 3u] = rounded(kKeyType, value);
    else queryRow[i >> 2][i & 3u] = value;
}

void waitForRows() {
    if (kSubgroups > 1u) {
        barrier();
    } else {
        subgroupMemoryBarrierShared();
        subgroupBarrier();
    }
}

void storeNewCell(uint cell, uint head) {
    uint keyBase = cell * push.keyWidth + head * push.keyLength;
    for (uint i = gl_SubgroupInvocationID; i < push.keyLength; i += kSubgroup) {
        float value = keyRow[i >> 2][i & 3u];
        if (kKeyType == kF16) keysHalf[keyBase + i] = float16_t(value);
        else keys[keyBase + i] = value;
    }
    uint valueBase = cell * push.valueWidth + head * push.valueLength;
    for (uint i = gl_SubgroupInvocationID; i < push.valueLength; i += kSubgroup) {
        float value = v[head * push.valueLength + i];
        if (kValueType == kF16) valuesHalf[valueBase + i] = float16_t(value);
        else values[valueBase + i] = value;
    }
}

void addNewKey(uint head) {
    float part = 0.0;
    for (uint i = gl_SubgroupInvocationID; i < push.keyLength; i += kSubgroup)
        part += query(i) * keyRow[i >> 2][i & 3u];
    float s = capped(subgroupAdd(part));
    raise(s);
    float p = exp(s - maximum);
    sum += p;
    [[unroll]] for (uint i = 0; i < kLaneValues; ++i) {
        uint at = min(i * kSubgroup + gl_SubgroupInvocationID, push.valueLength - 1u);
        acc[i] += p * rounded(kValueType, v[head * push.valueLength + at]);
    }
}

void attend(uint head) {
    uint part = gl_WorkGroupID.z;
    uint position = parameters[0];
    uint end = position + 1u;
    uint begin = firstKey(position);
    choosePart(part, begin, end);
    bool isLast = begin < end && end == position + 1u;
    uint kvHead = head / push.group;
    if (gl_SubgroupID == 0u) {
        rotateHead(false, head * push.keyLength, 0u, 4u + push.ropeOffset);
        if (isLast) rotateHead(true, kvHead * push.keyLength, 0u, 4u + push.ropeOffset);
    }
    waitForRows();
    if (isLast) {
        --end;
        if (gl_SubgroupID == 0u && head % push.group == 0u)
            storeNewCell(position % push.cells, kvHead);
    }
    reset();
    addKeys(begin, end, kvHead);
    if (isLast && gl_SubgroupID == 0u) addNewKey(kvHead);
    if (kSubgroups > 1u) mergeSubgroups();
    if (gl_SubgroupID == 0u) finish(0u, head, part, head * push.valueLength);
}

void main() {
    for (uint head = gl_WorkGroupID.x; head < push.heads; head += gl_NumWorkGroups.x) {
        attend(head);
        waitForRows();  // Before the next head reuses the shared values.
    }
}
