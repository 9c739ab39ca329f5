// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Where the results of a matrix product go: up to three outputs, a residual, or a gated pair whose rows
// lie interleaved (gate 2i, up 2i + 1). The same for matvec and matmul.
#include "activation.glsl"

layout(constant_id = 7) const uint kEpilogue = 0;
layout(constant_id = 8) const uint kActivation = 0;
layout(constant_id = 9) const bool kBias = false;

const uint kStore = 0;
const uint kResidual = 1;
const uint kGlu = 2;
const uint kActivate = 3;

layout(set = 0, binding = 3) readonly buffer Bias { float bias[]; };
layout(set = 0, binding = 4) buffer Out0 { float out0[]; };
layout(set = 0, binding = 5) writeonly buffer Out1 { float out1[]; };
layout(set = 0, binding = 6) writeonly buffer Out2 { float out2[]; };

layout(push_constant) uniform Push { MatmulPush push; };

// `row` counts within this binding.
void store(uint row, uint column, float value) {
    uint g = push.rowFirst + row;
    if (kBias) value += bias[g];
    if (kEpilogue == kResidual) {
        out0[column * push.stride0 + g] += push.scale * value;
        return;
    }
    value *= push.scale;
    if (kEpilogue == kActivate) value = gated(kActivation, value, 1.0);
    if (push.softcap > 0.0) value = push.softcap * boundedTanh(value / push.softcap);
    if (g < push.end0) out0[column * push.stride0 + g] = value;
    else if (g < push.end1) out1[column * push.stride1 + g - push.end0] = value;
    else out2[column * push.stride2 + g - push.end1] = value;
}

// `row` is that of the gate; the pair's other half follows it.
void storeGated(uint row, uint column, float gate, float up) {
    uint g = push.rowFirst + row;
    if (kBias) {
        gate += bias[g];
        up += bias[g + 1u];
    }
    out0[column * push.stride0 + (g >> 1)] = gated(kActivation, gate, up);
}
