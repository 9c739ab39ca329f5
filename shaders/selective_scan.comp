// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// selective_scan: the recurrence of Mamba-2, see SelectiveScanOp. Workgroup x: units of (head, kColumns
// columns).
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "state.glsl"

layout(set = 0, binding = 0) readonly buffer Parameters { uint parameters[]; };
layout(set = 0, binding = 1) readonly buffer Xbc { float xbc[]; };
layout(set = 0, binding = 2) readonly buffer Time { float time[]; };
layout(set = 0, binding = 3) readonly buffer Skip { float skip[]; };
layout(set = 0, binding = 4) buffer State { float state[]; };  // [heads][kRows][columns]
layout(set = 0, binding = 5) readonly buffer Decay { float decay[]; };
layout(set = 0, binding = 6) readonly buffer TimeBias { float timeBias[]; };
layout(set = 0, binding = 7) writeonly buffer Out { float result[]; };

layout(push_constant) uniform Push { StatePush push; };

float advance(uint token, uint head, uint group, uint column) {
    uint writeBase = token * push.inStride + push.heads * push.columns + group * kRows;
    uint readBase = writeBase + push.keyHeads * kRows;
    float x = xbc[token * push.inStride + head * push.columns + column];
    float delta = softplus(time[token * push.scalarStride + head] + timeBias[head]);
    float kept = exp(delta * decay[head]);
    float sum = 0.0;
    [[unroll]] for (uint i = 0; i < kLaneRows; ++i) {
        uint row = min(stateRow(i), kRows - 1u);
        float s = kept * rowsOfLane[i] + xbc[writeBase + row] * (delta * x);
        rowsOfLane[i] = s;
        sum += stateRow(i) < kRows ? xbc[readBase + row] * s : 0.0;
    }
    return columnAdd(sum) + skip[head] * x;
}

void scan(uint head, uint firstColumn) {
    uint column = firstColumn + laneColumn();
    bool mine = column < push.columns;
    column = min(column, push.columns - 1u);
    uint group = head / (push.heads / push.keyHeads);
    uint base = head * kRows * push.columns + column;
    bool begins = parameters[0] == 0u;
    [[unroll]] for (uint i = 0; i < kLaneRows; ++i) {
        uint row = min(stateRow(i), kRows - 1u);
        rowsOfLane[i] = begins ? 0.0 : state[base + row * push.columns];
    }
    for (uint token = 0; token < push.tokens; ++token) {
        float value = advance(token, head, group, column);
        if (mine && laneSplit() == 0u)
            result[token * push.outStride + head * push.columns + column] = value;
    }
    [[unroll]] for (uint i = 0; i < kLaneRows; ++i) {
        uint row = stateRow(i);
        if (mine && row < kRows) state[base + row * push.columns] = rowsOfLane[i];
    }
}

void main() {
    uint blocks = (push.columns + kColumns - 1u) / kColumns;
    for (uint unit = firstUnit(); unit < push.heads * blocks; unit += unitStride())
        scan(unit / blocks, unit % blocks * kColumns);
}
