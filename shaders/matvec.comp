// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// matvec_<format>: y = W·x for few tokens, with norm, bias, activation and residual merged in.
// Accumulates in f32. Workgroup x: units of kUnitRows rows; y: kColumns tokens. kRows is even for Glu.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "quant.glsl"
#include "matvec.glsl"
#include "epilogue.glsl"

void multiplyRows(uint row0, uint column0) {
    chooseRows(row0, push.rows, 0u, push.rowWords);
    [[unroll]] for (uint c = 0; c < kColumns; ++c)
        inBase[c] = min(column0 + c, push.columns - 1u) * push.inStride;
    multiply(push.chunks, push.inLength, push.eps);

    uint first = laneRow(row0);
    if (kEpilogue == kGlu) {
        const uint pairs = kRows / 2u;
        [[unroll]] for (uint i = firstResult(); i < pairs * kColumns; i += resultStride()) {
            uint c = i / pairs;
            uint r = 2u * (i % pairs);
            float gate = sumAt(c * kRows + r);
            float up = sumAt(c * kRows + r + 1u);
            if (first + r < push.rows && column0 + c < push.columns)
                storeGated(first + r, column0 + c, gate, up);
        }
        return;
    }
    [[unroll]] for (uint i = firstResult(); i < kOutputs; i += resultStride()) {
        uint c = i / kRows;
        uint r = i % kRows;
        float value = sumAt(i);
        if (first + r < push.rows && column0 + c < push.columns)
            store(first + r, column0 + c, value);
    }
}

void main() {
    for (uint unit = firstUnit(); unit * kUnitRows < push.rows; unit += unitStride())
        multiplyRows(unit * kUnitRows, gl_WorkGroupID.y * kColumns);
}
