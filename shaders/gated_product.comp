// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// gated_product: out = act(gate) ⊙ up, where `up` begins at upFirst of its row. Workgroup x: values; y: row.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "activation.glsl"

layout(constant_id = 3) const uint kActivation = 0;

layout(set = 0, binding = 0) readonly buffer Gate { float gate[]; };
layout(set = 0, binding = 1) readonly buffer Up { float up[]; };
layout(set = 0, binding = 2) writeonly buffer Out { float result[]; };

layout(push_constant) uniform Push { GatedPush push; };

void main() {
    uint row = gl_WorkGroupID.y;
    for (uint unit = firstUnit(); unit * kSubgroup < push.width; unit += unitStride()) {
        uint at = unit * kSubgroup + gl_SubgroupInvocationID;
        if (at < push.width)
            result[row * push.outStride + at] =
                gated(kActivation, gate[row * push.gateStride + at],
                      up[row * push.upStride + push.upFirst + at]);
    }
}
