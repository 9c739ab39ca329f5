// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// gather_rows: copies `rows` rows from rowFirst on. Workgroup x: values; y: row.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"

layout(set = 0, binding = 0) readonly buffer In { float values[]; };
layout(set = 0, binding = 1) writeonly buffer Out { float result[]; };

layout(push_constant) uniform Push { GatherPush push; };

void main() {
    uint row = gl_WorkGroupID.y;
    for (uint unit = firstUnit(); unit * kSubgroup < push.width; unit += unitStride()) {
        uint at = unit * kSubgroup + gl_SubgroupInvocationID;
        if (at < push.width)
            result[row * push.outStride + at] = values[(push.rowFirst + row) * push.inStride + at];
    }
}
