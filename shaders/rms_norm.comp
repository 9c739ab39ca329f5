// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// rms_norm: out = after · (out + scale · weight · in / sqrt(mean(in²) + eps)), the sum only with kAccumulate.
// One workgroup per part of a row (x) and row (y), sums in f32.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "reduce.glsl"

layout(constant_id = 3) const bool kAccumulate = false;

layout(set = 0, binding = 0) readonly buffer In { float values[]; };
layout(set = 0, binding = 1) readonly buffer Weight { float weight[]; };
layout(set = 0, binding = 2) buffer Out { float result[]; };

layout(push_constant) uniform Push { NormPush push; };

void main() {
    uint base = gl_WorkGroupID.y * push.inWidth + gl_WorkGroupID.x * push.width;
    uint outBase = gl_WorkGroupID.y * push.outWidth + gl_WorkGroupID.x * push.width;
    uint stride = kSubgroup * kSubgroups;
    uint lane = gl_SubgroupID * kSubgroup + gl_SubgroupInvocationID;
    float squares = 0.0;
    for (uint i = lane; i < push.width; i += stride) squares += values[base + i] * values[base + i];
    float factor = push.scale * inversesqrt(workgroupAdd(squares) / float(push.width) + push.eps);
    for (uint i = lane; i < push.width; i += stride) {
        float value = values[base + i] * factor * weight[i];
        if (kAccumulate) value += result[outBase + i];
        result[outBase + i] = value * push.after;
    }
}
