// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// split: deals the parts of each group of a row out to up to four outputs. Workgroup x: values; y: row.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"

layout(set = 0, binding = 0) readonly buffer In { float values[]; };
layout(set = 0, binding = 1) writeonly buffer Out0 { float out0[]; };
layout(set = 0, binding = 2) writeonly buffer Out1 { float out1[]; };
layout(set = 0, binding = 3) writeonly buffer Out2 { float out2[]; };
layout(set = 0, binding = 4) writeonly buffer Out3 { float out3[]; };

layout(push_constant) uniform Push { SplitPush push; };

void deal(uint row, uint at) {
    uint group = at / push.groupLength;
    uint i = at % push.groupLength;
    float value = values[row * push.inStride + at];
    if (i < push.length0) {
        out0[row * push.stride0 + push.start0 + group * push.length0 + i] = value;
        return;
    }
    i -= push.length0;
    if (i < push.length1) {
        out1[row * push.stride1 + push.start1 + group * push.length1 + i] = value;
        return;
    }
    i -= push.length1;
    if (i < push.length2) {
        out2[row * push.stride2 + push.start2 + group * push.length2 + i] = value;
        return;
    }
    i -= push.length2;
    out3[row * push.stride3 + push.start3 + group * push.length3 + i] = value;
}

void main() {
    uint count = push.groupLength * push.groups;
    for (uint unit = firstUnit(); unit * kSubgroup < count; unit += unitStride()) {
        uint at = unit * kSubgroup + gl_SubgroupInvocationID;
        if (at < count) deal(gl_WorkGroupID.y, at);
    }
}
