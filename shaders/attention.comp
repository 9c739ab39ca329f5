// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// attention: softmax(scale · q·Kᵀ) · V. Workgroup x: heads; y: token; z: part of the context
// (push.splits). With several parts, attention_merge follows.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "cache.glsl"

layout(push_constant) uniform Push { AttentionPush push; };

#define KEYS 2
#define VALUES 3
#define OUT 4
#define SINKS 5
#define CACHE_ACCESS readonly
#include "attention.glsl"

layout(set = 0, binding = 0) readonly buffer Parameters { uint parameters[]; };
layout(set = 0, binding = 1) readonly buffer Q { float q[]; };
layout(set = 0, binding = 1) readonly buffer Q4 { vec4 q4[]; };

uint qBase;
float query(uint i) { return q[qBase + i]; }
vec4 queryVector(uint i) { return q4[(qBase >> 2) + i]; }

void attend(uint head) {
    uint token = gl_WorkGroupID.y;
    uint part = gl_WorkGroupID.z;
    uint end = parameters[0] + token + 1u;
    uint begin = firstKey(end - 1u);
    choosePart(part, begin, end);
    qBase = token * push.qStride + head * push.keyLength;
    reset();
    addKeys(begin, end, head / push.group);
    if (kSubgroups > 1u) mergeSubgroups();
    if (gl_SubgroupID == 0u)
        finish(token, head, part, token * push.outStride + head * push.valueLength);
}

void main() {
    for (uint head = gl_WorkGroupID.x; head < push.heads; head += gl_NumWorkGroups.x) {
        attend(head);
        if (kSubgroups > 1u) barrier();  // Before the next head reuses the shared values.
    }
}
