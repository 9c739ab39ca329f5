// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// attention_tile: attention of a batch. A subgroup takes kRows queries that share a kv head, which are the
// heads of its group at one or several tokens, and reads every key and value once for all of them: a lane
// scores one key, then the lanes share the value's dimensions. Key heads are multiples of four values.
// Workgroup x: kv heads; y: tiles of kRows rows [token][head of the group]. With a cache in several
// bindings attention_merge follows.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "cache.glsl"

layout(push_constant) uniform Push { AttentionPush push; };

#define KEYS 2
#define VALUES 3
#define CACHE_ACCESS readonly
#include "activation.glsl"
#include "cache_read.glsl"

layout(constant_id = 8) const uint kLaneValues = 4;
layout(constant_id = 9) const bool kSinks = false;
layout(constant_id = 10) const bool kPartial = false;  // Leave (maximum, sum, values) to be merged.
layout(constant_id = 12) const uint kRows = 8;

layout(set = 0, binding = 0) readonly buffer Parameters { uint parameters[]; };
layout(set = 0, binding = 1) readonly buffer Q4 { vec4 q4[]; };
layout(set = 0, binding = 4) writeonly buffer Out { float result[]; };
layout(set = 0, binding = 5) readonly buffer Sinks { float sinks[]; };

const float kNone = -3.0e38;  // Stands for −∞: differences of two of these stay numbers.

// No shared memory: a software device pays for every barrier with a switch between coroutines, and queries
// are read at one address by all lanes.
uint queryBase[kRows];  // In vec4.
float maximum[kRows];
float sum[kRows];
float acc[kRows * kLaneValues];
float weight[kRows];  // Of this lane's key.

uint tokenOf(uint row) { return min(row / push.group, push.tokens - 1u); }
uint headOf(uint row, uint kvHead) { return kvHead * push.group + row % push.group; }
uint endOf(uint token) { return parameters[0] + token + 1u; }
uint beginOf(uint end) {
    if (push.chunk > 0u) return (end - 1u) / push.chunk * push.chunk;
    return push.window > 0u && end > push.window ? end - push.window : 0u;
}

void begin(uint firstRow, uint kvHead) {
    [[unroll]] for (uint r = 0; r < kRows; ++r) {
        uint row = firstRow + r;
        queryBase[r] = (tokenOf(row) * push.qStride + headOf(row, kvHead) * push.keyLength) >> 2;
        maximum[r] = kNone;
        sum[r] = 0.0;
        [[unroll]] for (uint i = 0; i < kLaneValues; ++i) acc[r * kLaneValues + i] = 0.0;
    }
}

// Scores a tile of keys.
void weigh(uint firstRow, uint tile, uint end, uint first, uint kvHead) {
    uint position = tile + gl_SubgroupInvocationID;
    uint cell = min(position, end - 1u) - first;
    vec4 s[kRows];
    [[unroll]] for (uint r = 0; r < kRows; ++r) s[r] = vec4(0.0);
    for (uint i = 0; i < push.keyLength >> 2; ++i) {
        vec4 key = keyQuad(cell, kvHead, i);
        [[unroll]] for (uint r = 0; r < kRows; ++r) s[r] += q4[queryBase[r] + i] * key;
    }
    [[unroll]] for (uint r = 0; r < kRows; ++r) {
        uint rowEnd = endOf(tokenOf(firstRow + r));
        bool visible = position < min(end, rowEnd) && position >= beginOf(rowEnd);
        float score = visible ? capped(s[r].x + s[r].y + s[r].z + s[r].w) : kNone;
        float newMaximum = max(maximum[r], subgroupMax(score));
        float rescale = exp(maximum[r] - newMaximum);
        weight[r] = visible ? exp(score - newMaximum) : 0.0;
        maximum[r] = newMaximum;
        sum[r] = sum[r] * rescale + subgroupAdd(weight[r]);
        [[unroll]] for (uint i = 0; i < kLaneValues; ++i) acc[r * kLaneValues + i] *= rescale;
    }
}

void addTile(uint firstRow, uint tile, uint end, uint first, uint kvHead) {
    weigh(firstRow, tile, end, first, kvHead);
    uint keysHere = min(kSubgroup, end - tile);
    for (uint j = 0; j < keysHere; ++j) {
        float keyWeight[kRows];
        [[unroll]] for (uint r = 0; r < kRows; ++r) keyWeight[r] = subgroupShuffle(weight[r], j);
        [[unroll]] for (uint i = 0; i < kLaneValues; ++i) {
            uint at = min(i * kSubgroup + gl_SubgroupInvocationID, push.valueLength - 1u);
            float value = valueAt(tile + j - first, kvHead, at);
            [[unroll]] for (uint r = 0; r < kRows; ++r)
                acc[r * kLaneValues + i] += keyWeight[r] * value;
        }
    }
}

void finish(uint r, uint token, uint head) {
    uint base = token * push.outStride + head * push.valueLength;
    float factor = 1.0;
    if (kPartial) {
        base = ((token * push.heads + head) * push.parts + push.partFirst) * (push.valueLength + 2u);
        if (subgroupElect()) {
            result[base] = maximum[r];
            result[base + 1u] = sum[r];
        }
        base += 2u;
    } else {
        float total = sum[r];
        if (kSinks) {
            float newMaximum = max(maximum[r], sinks[head]);
            factor = exp(maximum[r] - newMaximum);
            total = total * factor + exp(sinks[head] - newMaximum);
        }
        factor /= total;
    }
    for (uint i = 0; i < kLaneValues; ++i) {
        uint at = i * kSubgroup + gl_SubgroupInvocationID;
        if (at < push.valueLength) result[base + at] = acc[r * kLaneValues + i] * factor;
    }
}

void attend(uint firstRow, uint kvHead) {
    uint rows = min(kRows, push.tokens * push.group - firstRow);
    uint from = beginOf(endOf(tokenOf(firstRow)));
    uint end = endOf(tokenOf(firstRow + rows - 1u));
    begin(firstRow, kvHead);
    for (uint turn = from / push.cells * push.cells; turn < end; turn += push.cells) {
        uint first = turn + push.cellFirst;
        uint to = min(end, first + push.cellCount);
        for (uint tile = max(from, first); tile < to; tile += kSubgroup)
            addTile(firstRow, tile, to, first, kvHead);
    }
    [[unroll]] for (uint r = 0; r < kRows; ++r)
        if (r < rows) finish(r, tokenOf(firstRow + r), headOf(firstRow + r, kvHead));
}

void main() {
    for (uint kvHead = gl_WorkGroupID.x; kvHead < push.heads / push.group; kvHead += gl_NumWorkGroups.x)
        attend(gl_WorkGroupID.y * kRows, kvHead);
}
