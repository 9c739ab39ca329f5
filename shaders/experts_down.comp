// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// experts_down_<format>: out += Σ_slot weight[slot] · (down_e·in[slot] + bias_e). One workgroup does all
// slots of its rows, so no two write the same value. Workgroup x: rows; y: token.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "quant.glsl"
#include "matvec.glsl"

layout(constant_id = 9) const bool kBias = false;
layout(constant_id = 11) const bool kWeighted = true;
layout(constant_id = 12) const bool kAccumulate = true;

layout(set = 0, binding = 3) readonly buffer Bias { float bias[]; };  // [experts][rows]
layout(set = 0, binding = 4) buffer Out0 { float out0[]; };
layout(set = 0, binding = 5) readonly buffer Choice { uint choice[]; };
layout(set = 0, binding = 6) readonly buffer Weight { float weight[]; };

layout(push_constant) uniform Push { MatmulPush push; };

void multiplyRows(uint token, uint row0) {
    // With one row per lane or per sum, every lane has one to finish: kRows is 1 with kLaneRows, and at
    // most the subgroup's size without.
    uint row = row0 + gl_SubgroupInvocationID;
    bool mine = (kLaneRows || gl_SubgroupInvocationID < kRows) && row < push.rows;
    float total = 0.0;
    for (uint slot = 0; slot < push.used; ++slot) {
        uint expert = choice[token * push.choiceStride + slot];
        if (expert < push.expertFirst || expert - push.expertFirst >= push.expertCount) continue;
        chooseRows(row0, push.rows, (expert - push.expertFirst) * push.rows, push.rowWords);
        inBase[0] = token * push.inStride + slot * push.inLength;
        multiply(push.chunks, push.inLength, push.eps);
        float value = sumAt(firstResult());
        if (kBias && mine) value += bias[expert * push.rows + row];
        total += (kWeighted ? weight[token * push.weightStride + slot] : push.scale) * value;
    }
    if (!mine) return;
    if (kAccumulate) total += out0[token * push.stride0 + row];
    out0[token * push.stride0 + row] = total;
}

void main() {
    for (uint unit = firstUnit(); unit * kUnitRows < push.rows; unit += unitStride())
        multiplyRows(gl_WorkGroupID.y, unit * kUnitRows);
}
