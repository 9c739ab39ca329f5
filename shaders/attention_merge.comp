// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// attention_merge: joins the parts that `attention` left. One subgroup per head; workgroup x: head;
// y: token.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"

layout(constant_id = 3) const bool kSinks = false;

layout(set = 0, binding = 0) readonly buffer Parts { float parts[]; };
layout(set = 0, binding = 1) writeonly buffer Out { float result[]; };
layout(set = 0, binding = 2) readonly buffer Sinks { float sinks[]; };

layout(push_constant) uniform Push { AttentionPush push; };

void main() {
    uint head = gl_WorkGroupID.x;
    uint token = gl_WorkGroupID.y;
    uint stride = push.valueLength + 2u;
    uint base = (token * push.heads + head) * push.parts * stride;
    float maximum = kSinks ? sinks[head] : parts[base];
    for (uint i = 0; i < push.parts; ++i) maximum = max(maximum, parts[base + i * stride]);
    float sum = kSinks ? exp(sinks[head] - maximum) : 0.0;
    for (uint i = 0; i < push.parts; ++i)
        sum += exp(parts[base + i * stride] - maximum) * parts[base + i * stride + 1u];
    for (uint at = gl_SubgroupInvocationID; at < push.valueLength; at += kSubgroup) {
        float value = 0.0;
        for (uint i = 0; i < push.parts; ++i) {
            uint part = base + i * stride;
            value += exp(parts[part] - maximum) * parts[part + 2u + at];
        }
        result[token * push.outStride + head * push.valueLength + at] = value / sum;
    }
}
