// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// sigmoid_gate: values *= sigmoid(gate), each gate covering `stretch` values. Workgroup x: values; y: row.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "activation.glsl"

layout(set = 0, binding = 0) buffer Values { float values[]; };
layout(set = 0, binding = 1) readonly buffer Gate { float gate[]; };

layout(push_constant) uniform Push { GatePush push; };

void main() {
    uint row = gl_WorkGroupID.y;
    for (uint unit = firstUnit(); unit * kSubgroup < push.width; unit += unitStride()) {
        uint at = unit * kSubgroup + gl_SubgroupInvocationID;
        if (at < push.width)
            values[row * push.width + at] *= sigmoid(gate[row * push.gateStride + at / push.stretch]);
    }
}
