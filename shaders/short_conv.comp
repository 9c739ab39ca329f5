// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// short_conv: causal depthwise convolution with the last inputs of earlier batches kept in the state.
// An invocation has one channel and kTokens tokens one after the other. Where these are all tokens it then
// moves the state on (kMove); otherwise a second dispatch does that alone when all outputs are there.
// Workgroup x: channels; y: stretch of tokens.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "activation.glsl"

layout(constant_id = 3) const uint kTaps = 4;
layout(constant_id = 4) const bool kGated = false;  // in is [b | c | u], see ConvForm.
layout(constant_id = 5) const bool kBias = false;
layout(constant_id = 6) const uint kTokens = 32;
layout(constant_id = 7) const bool kOutputs = true;
layout(constant_id = 8) const bool kMove = true;

layout(set = 0, binding = 0) readonly buffer Parameters { uint parameters[]; };
layout(set = 0, binding = 1) readonly buffer In { float values[]; };
layout(set = 0, binding = 2) buffer State { float state[]; };               // [taps - 1][channels]
layout(set = 0, binding = 3) readonly buffer Kernel { float taps[]; };      // [channels][taps]
layout(set = 0, binding = 4) readonly buffer Bias { float bias[]; };
layout(set = 0, binding = 5) writeonly buffer Out { float result[]; };

layout(push_constant) uniform Push { ConvPush push; };

const uint kKept = kTaps - 1u;

// The input `row` rows after the oldest one that the state holds.
float inputAt(uint row, uint channel) {
    if (row < kKept) return parameters[0] == 0u ? 0.0 : state[row * push.channels + channel];
    uint base = (row - kKept) * push.inStride + channel;
    return kGated ? values[base] * values[base + 2u * push.channels] : values[base];
}

void convolve(uint token, uint channel) {
    float sum = kBias ? bias[channel] : 0.0;
    [[unroll]] for (uint j = 0; j < kTaps; ++j)
        sum += taps[channel * kTaps + j] * inputAt(token + j, channel);
    float value = kGated ? sum * values[token * push.inStride + push.channels + channel]
                         : sum * sigmoid(sum);
    result[token * push.outStride + channel] = value;
}

void main() {
    uint first = gl_WorkGroupID.y * kTokens;
    uint end = min(first + kTokens, push.tokens);
    for (uint unit = firstUnit(); unit * kSubgroup < push.channels; unit += unitStride()) {
        uint channel = unit * kSubgroup + gl_SubgroupInvocationID;
        if (channel >= push.channels) continue;
        if (kOutputs)
            for (uint t = first; t < end; ++t) convolve(t, channel);
        // Upwards: what is moved lies above its new place.
        if (kMove)
            for (uint r = 0; r < kKept; ++r)
                state[r * push.channels + channel] = inputAt(push.tokens + r, channel);
    }
}
