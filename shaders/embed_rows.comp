// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// embed_rows_<format>: out = table[token] · scale. Workgroup x: chunks of eight; y: token.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "quant.glsl"

layout(set = 0, binding = 1) readonly buffer Parameters { uint parameters[]; };
layout(set = 0, binding = 2) writeonly buffer Out { float values[]; };

layout(push_constant) uniform Push { EmbedPush push; };

void embed(uint at, uint token, uint chunk) {
    vec4 lo, hi;
    dequant8((token - push.rowFirst) * push.rowWords, chunk, push.chunks, lo, hi);
    lo *= push.scale;
    hi *= push.scale;
    uint first = 8u * chunk;
    uint base = at * push.width + first;
    [[unroll]] for (uint i = 0; i < 4u; ++i) {
        if (first + i < push.width) values[base + i] = lo[i];
        if (first + 4u + i < push.width) values[base + 4u + i] = hi[i];
    }
}

void main() {
    uint at = gl_WorkGroupID.y;
    uint token = parameters[4u + at * push.paramStride];
    if (token < push.rowFirst || token - push.rowFirst >= push.rowCount) return;
    for (uint unit = firstUnit(); unit * kSubgroup < push.chunks; unit += unitStride()) {
        uint chunk = unit * kSubgroup + gl_SubgroupInvocationID;
        if (chunk < push.chunks) embed(at, token, chunk);
    }
}
