// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// head_matmul_<format>: one matrix per head, out[head] = W_head · in[head]. Workgroup x: rows; y: (token,
// head).
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "quant.glsl"
#include "matvec.glsl"

layout(set = 0, binding = 4) writeonly buffer Out0 { float out0[]; };

layout(push_constant) uniform Push { HeadPush push; };

void multiplyRows(uint token, uint head, uint row0) {
    chooseRows(row0, push.rows, head * push.rows, push.rowWords);
    uint global = push.headFirst + head;
    inBase[0] = token * push.inStride + global * push.headIn;
    multiply(push.chunks, push.inLength, 0.0);
    for (uint i = firstResult(); i < kRows; i += resultStride()) {
        uint row = laneRow(row0) + i;
        float value = sumAt(i);
        if (row < push.rows) out0[token * push.outStride + global * push.headOut + row] = value;
    }
}

void main() {
    uint token = gl_WorkGroupID.y / push.headCount;
    uint head = gl_WorkGroupID.y % push.headCount;
    for (uint unit = firstUnit(); unit * kUnitRows < push.rows; unit += unitStride())
        multiplyRows(token, head, unit * kUnitRows);
}
