// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// experts_glu_<format>: act(gate_e·x) ⊙ (up_e·x) for the experts a token has chosen. Rows of an expert's
// matrix lie interleaved (gate 2i, up 2i + 1); kRows is even then. Without kGated: act(W_e·x).
// Workgroup x: rows; y: (token, slot).
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "quant.glsl"
#include "matvec.glsl"
#include "activation.glsl"

layout(constant_id = 8) const uint kActivation = 0;
layout(constant_id = 9) const bool kBias = false;
layout(constant_id = 11) const bool kWeighted = false;
layout(constant_id = 12) const bool kGated = true;

layout(set = 0, binding = 3) readonly buffer Bias { float bias[]; };  // [experts][rows]
layout(set = 0, binding = 4) writeonly buffer Out0 { float out0[]; };
layout(set = 0, binding = 5) readonly buffer Choice { uint choice[]; };
layout(set = 0, binding = 6) readonly buffer Weight { float weight[]; };

layout(push_constant) uniform Push { MatmulPush push; };

void multiplyRows(uint token, uint slot, uint expert, uint row0) {
    chooseRows(row0, push.rows, (expert - push.expertFirst) * push.rows, push.rowWords);
    inBase[0] = token * push.inStride;
    multiply(push.chunks, push.inLength, push.eps);

    if (!kGated) {
        for (uint i = firstResult(); i < kRows; i += resultStride()) {
            uint row = laneRow(row0) + i;
            float value = sumAt(i);
            if (row >= push.rows) continue;
            if (kWeighted) value *= weight[token * push.weightStride + slot];
            if (kBias) value += bias[expert * push.rows + row];
            out0[token * push.stride0 + slot * push.rows + row] = gated(kActivation, value, 1.0);
        }
        return;
    }
    for (uint i = firstResult(); i < kRows / 2u; i += resultStride()) {
        uint row = laneRow(row0) + 2u * i;
        float gate = sumAt(2u * i);
        float up = sumAt(2u * i + 1u);
        if (row >= push.rows) continue;
        if (kWeighted) {  // As good as weighing the input.
            gate *= weight[token * push.weightStride + slot];
            up *= weight[token * push.weightStride + slot];
        }
        if (kBias) {
            gate += bias[expert * push.rows + row];
            up += bias[expert * push.rows + row + 1u];
        }
        uint width = push.rows >> 1;
        out0[token * push.stride0 + slot * width + (row >> 1)] = gated(kActivation, gate, up);
    }
}

void main() {
    uint token = gl_WorkGroupID.y / push.used;
    uint slot = gl_WorkGroupID.y % push.used;
    uint expert = choice[token * push.choiceStride + slot];
    if (expert < push.expertFirst || expert - push.expertFirst >= push.expertCount) return;
    for (uint unit = firstUnit(); unit * kUnitRows < push.rows; unit += unitStride())
        multiplyRows(token, slot, expert, unit * kUnitRows);
}
