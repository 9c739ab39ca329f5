// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Softmax over a ring cache, online, in f32. Each subgroup of a workgroup takes every kSubgroups-th tile
// of kSubgroup keys: a lane scores one key, then the lanes share the value's dimensions. kLaneValues ·
// kSubgroup covers a value head. The including shader has `push` and the cache in KEYS and VALUES.
#include "activation.glsl"

layout(constant_id = 8) const uint kLaneValues = 4;
layout(constant_id = 9) const bool kSinks = false;
layout(constant_id = 10) const bool kPartial = false;     // Leave (maximum, sum, values) to be merged.
layout(constant_id = 11) const bool kVectorKeys = false;  // Key heads are multiples of four values.

layout(set = 0, binding = KEYS) CACHE_ACCESS buffer KeysHalf { float16_t keysHalf[]; };
layout(set = 0, binding = KEYS) CACHE_ACCESS buffer KeysHalf4 { uvec2 keysHalf4[]; };
layout(set = 0, binding = KEYS) CACHE_ACCESS buffer Keys { float keys[]; };
layout(set = 0, binding = KEYS) CACHE_ACCESS buffer Keys4 { vec4 keys4[]; };
layout(set = 0, binding = VALUES) CACHE_ACCESS buffer ValuesHalf { float16_t valuesHalf[]; };
layout(set = 0, binding = VALUES) CACHE_ACCESS buffer Values { float values[]; };
layout(set = 0, binding = OUT) writeonly buffer Out { float result[]; };
layout(set = 0, binding = SINKS) readonly buffer Sinks { float sinks[]; };

const float kNone = -3.0e38;  // Stands for −∞: differences of two of these stay numbers.

float maximum;
float sum;
float acc[kLaneValues];

// The query of the head at hand, from the including shader.
float query(uint i);
vec4 queryVector(uint i);

float score(uint keyBase) {
    if (!kVectorKeys) {
        float s = 0.0;
        for (uint i = 0; i < push.keyLength; ++i)
            s += query(i) * (kKeyHalf ? float(keysHalf[keyBase + i]) : keys[keyBase + i]);
        return s;
    }
    vec4 s = vec4(0.0);
    uint count = push.keyLength >> 2;
    uint keyAt = keyBase >> 2;
    for (uint i = 0; i < count; ++i) {
        vec4 key;
        if (kKeyHalf) {
            uvec2 halves = keysHalf4[keyAt + i];
            key = vec4(unpackHalf2x16(halves.x), unpackHalf2x16(halves.y));
        } else {
            key = keys4[keyAt + i];
        }
        s += queryVector(i) * key;
    }
    return s.x + s.y + s.z + s.w;
}

float capped(float s) {
    s *= push.scale;
    return push.softcap > 0.0 ? push.softcap * boundedTanh(s / push.softcap) : s;
}

// Makes room for scores up to `score`.
void raise(float score) {
    float newMaximum = max(maximum, score);
    float rescale = exp(maximum - newMaximum);
    maximum = newMaximum;
    sum *= rescale;
    [[unroll]] for (uint i = 0; i < kLaneValues; ++i) acc[i] *= rescale;
}

void addTile(uint tile, uint end, uint head) {
    uint lane = gl_SubgroupInvocationID;
    uint position = tile + lane;
    bool valid = position < end;
    uint cell = min(position, end - 1u) % push.cells;
    float s = capped(score(cell * push.keyWidth + head * push.keyLength));
    if (!valid) s = kNone;
    raise(subgroupMax(s));
    float p = valid ? exp(s - maximum) : 0.0;
    sum += subgroupAdd(p);
    uint keysHere = min(kSubgroup, end - tile);
    uint headBase = head * push.valueLength;
    for (uint j = 0; j < keysHere; ++j) {
        float pj = subgroupShuffle(p, j);
        uint base = subgroupShuffle(cell, j) * push.valueWidth + headBase;
        [[unroll]] for (uint i = 0; i < kLaneValues; ++i) {
            uint at = base + min(i * kSubgroup + lane, push.valueLength - 1u);
            acc[i] += pj * (kValueHalf ? float(valuesHalf[at]) : values[at]);
        }
    }
}

// Part `part` of the keys from begin to end.
void choosePart(uint part, inout uint begin, inout uint end) {
    uint share = (end - begin + push.splits - 1u) / push.splits;
    share = (share + kSubgroup - 1u) / kSubgroup * kSubgroup;
    begin += min(part * share, end - begin);
    end = min(end, begin + share);
}

void reset() {
    maximum = kNone;
    sum = 0.0;
    [[unroll]] for (uint i = 0; i < kLaneValues; ++i) acc[i] = 0.0;
}

void addKeys(uint begin, uint end, uint head) {
    for (uint tile = begin + gl_SubgroupID * kSubgroup; tile < end; tile += kSubgroup * kSubgroups)
        addTile(tile, end, head);
}

#include "attention_end.glsl"
