// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// gated_norm: rms norm within stretches of a row, gated by silu before it (kGateFirst) or after. A lane
// reads a value of `in` before it writes the same place of `result`. Workgroup x: stretch; y: row.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "reduce.glsl"
#include "activation.glsl"

layout(constant_id = 3) const bool kGateFirst = false;

layout(set = 0, binding = 0) readonly buffer In { float values[]; };
layout(set = 0, binding = 1) readonly buffer Gate { float gate[]; };
layout(set = 0, binding = 2) readonly buffer Weight { float weight[]; };
layout(set = 0, binding = 3) writeonly buffer Out { float result[]; };

layout(push_constant) uniform Push { GatedNormPush push; };

float valueAt(uint base, uint gateBase, uint i) {
    float value = values[base + i];
    if (!kGateFirst) return value;
    float g = gate[gateBase + i];
    return value * g * sigmoid(g);
}

void main() {
    uint start = linearGroup() * push.stretch;
    if (start >= push.width) return;
    uint base = gl_WorkGroupID.y * push.inStride + start;
    uint gateBase = gl_WorkGroupID.y * push.gateStride + start;
    uint outBase = gl_WorkGroupID.y * push.outStride + start;
    uint weightBase = push.weightLength == push.stretch ? 0u : start;
    uint stride = kSubgroup * kSubgroups;
    uint lane = gl_SubgroupID * kSubgroup + gl_SubgroupInvocationID;
    float squares = 0.0;
    for (uint i = lane; i < push.stretch; i += stride) {
        float value = valueAt(base, gateBase, i);
        squares += value * value;
    }
    float factor = inversesqrt(workgroupAdd(squares) / float(push.stretch) + push.eps);
    for (uint i = lane; i < push.stretch; i += stride) {
        float value = valueAt(base, gateBase, i) * factor * weight[weightBase + i];
        if (!kGateFirst) {
            float g = gate[gateBase + i];
            value *= g * sigmoid(g);
        }
        result[outBase + i] = value;
    }
}
