// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Softmax over a ring cache, online, in f32. Each subgroup of a workgroup takes every kSubgroups-th tile
// of kSubgroup keys: a lane scores one key, then the lanes share the value's dimensions. kLaneValues ·
// kSubgroup covers a value head. The including shader has `push` and the cache in KEYS and VALUES.
#include "activation.glsl"
#include "cache_read.glsl"

layout(constant_id = 8) const uint kLaneValues = 4;
layout(constant_id = 9) const bool kSinks = false;
layout(constant_id = 10) const bool kPartial = false;     // Leave (maximum, sum, values) to be merged.
layout(set = 0, binding = OUT) writeonly buffer Out { float result[]; };
layout(set = 0, binding = SINKS) readonly buffer Sinks { float sinks[]; };

const float kNone = -3.0e38;  // Stands for −∞: differences of two of these stay numbers.

float maximum;
float sum;
float acc[kLaneValues];

// The query of the head at hand, from the including shader.
float query(uint i);
vec4 queryVector(uint i);

float score(uint cell, uint head) {
    if (!kVectorKeys) {
        float s = 0.0;
        for (uint i = 0; i < push.keyLength; ++i) s += query(i) * keyAt(cell, head, i);
        return s;
    }
    vec4 s = vec4(0.0);
    for (uint i = 0; i < push.keyLength >> 2; ++i) s += queryVector(i) * keyQuad(cell, head, i);
    return s.x + s.y + s.z + s.w;
}

// The first key that the query at `position` sees.
uint firstKey(uint position) {
    if (push.chunk > 0u) return position / push.chunk * push.chunk;
    return push.window > 0u && position >= push.window ? position - push.window + 1u : 0u;
}

// Makes room for scores up to `score`.
void raise(float score) {
    float newMaximum = max(maximum, score);
    float rescale = exp(maximum - newMaximum);
    maximum = newMaximum;
    sum *= rescale;
    [[unroll]] for (uint i = 0; i < kLaneValues; ++i) acc[i] *= rescale;
}

// Keys from position `tile` on, before `end`; position `first` is in cell 0.
void addTile(uint tile, uint end, uint first, uint head) {
    uint lane = gl_SubgroupInvocationID;
    uint position = tile + lane;
    bool valid = position < end;
    uint cell = min(position, end - 1u) - first;
    float s = capped(score(cell, head));
    if (!valid) s = kNone;
    raise(subgroupMax(s));
    float p = valid ? exp(s - maximum) : 0.0;
    sum += subgroupAdd(p);
    uint keysHere = min(kSubgroup, end - tile);
    for (uint j = 0; j < keysHere; ++j) {
        float pj = subgroupShuffle(p, j);
        [[unroll]] for (uint i = 0; i < kLaneValues; ++i)
            acc[i] += pj * valueAt(tile + j - first, head, min(i * kSubgroup + lane, push.valueLength - 1u));
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

// The keys that are in this binding: those of a turn of the ring that fall in its cells, then those of the
// next turn.
void addKeys(uint begin, uint end, uint head) {
    for (uint turn = begin / push.cells * push.cells; turn < end; turn += push.cells) {
        uint first = turn + push.cellFirst;
        uint to = min(end, first + push.cellCount);
        for (uint tile = max(begin, first) + gl_SubgroupID * kSubgroup; tile < to;
             tile += kSubgroup * kSubgroups)
            addTile(tile, to, first, head);
    }
}

#include "attention_end.glsl"
