// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// gated_delta: the recurrence of Gated DeltaNet, see GatedDeltaOp. Norms of q and k and both gates are
// computed on the way. Workgroup x: units of (value head, kColumns columns).
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "activation.glsl"
#include "state.glsl"

layout(constant_id = 5) const bool kTiledKeys = false;

layout(set = 0, binding = 0) readonly buffer Parameters { uint parameters[]; };
layout(set = 0, binding = 1) readonly buffer Qkv { float qkv[]; };
layout(set = 0, binding = 2) readonly buffer Alpha { float alpha[]; };
layout(set = 0, binding = 3) readonly buffer Beta { float beta[]; };
layout(set = 0, binding = 4) buffer State { float state[]; };  // [heads][kRows][columns]
layout(set = 0, binding = 5) readonly buffer Decay { float decay[]; };
layout(set = 0, binding = 6) readonly buffer TimeBias { float timeBias[]; };
layout(set = 0, binding = 7) writeonly buffer Out { float result[]; };

layout(push_constant) uniform Push { StatePush push; };

float advance(uint token, uint head, uint keyHead, uint column) {
    uint queryBase = token * push.inStride + keyHead * kRows;
    uint keyBase = queryBase + push.keyHeads * kRows;
    float key[kLaneRows];
    float query[kLaneRows];
    float keySquares = 0.0, querySquares = 0.0, held = 0.0;
    [[unroll]] for (uint i = 0; i < kLaneRows; ++i) {
        uint row = stateRow(i);
        bool real = row < kRows;
        key[i] = real ? qkv[keyBase + min(row, kRows - 1u)] : 0.0;
        query[i] = real ? qkv[queryBase + min(row, kRows - 1u)] : 0.0;
        keySquares += key[i] * key[i];
        querySquares += query[i] * query[i];
        held += key[i] * rowsOfLane[i];
    }
    float keyFactor = inversesqrt(columnAdd(keySquares) + push.eps);
    float queryFactor = inversesqrt((columnAdd(querySquares) + push.eps) * float(kRows));
    float kept = exp(decay[head] * softplus(alpha[token * push.scalarStride + head] + timeBias[head]));
    float rate = sigmoid(beta[token * push.scalarStride + head]);
    float value = qkv[token * push.inStride + 2u * push.keyHeads * kRows + head * push.columns + column];
    float change = rate * (value - kept * keyFactor * columnAdd(held)) * keyFactor;
    float sum = 0.0;
    [[unroll]] for (uint i = 0; i < kLaneRows; ++i) {
        float s = kept * rowsOfLane[i] + key[i] * change;
        rowsOfLane[i] = s;
        sum += query[i] * s;
    }
    return queryFactor * columnAdd(sum);
}

void scan(uint head, uint firstColumn) {
    uint column = firstColumn + laneColumn();
    bool mine = column < push.columns;
    column = min(column, push.columns - 1u);
    uint keyHead = kTiledKeys ? head % push.keyHeads : head / (push.heads / push.keyHeads);
    uint base = head * kRows * push.columns + column;
    bool begins = parameters[0] == 0u;
    [[unroll]] for (uint i = 0; i < kLaneRows; ++i) {
        uint row = stateRow(i);
        rowsOfLane[i] =
            begins || row >= kRows ? 0.0 : state[base + min(row, kRows - 1u) * push.columns];
    }
    for (uint token = 0; token < push.tokens; ++token) {
        float value = advance(token, head, keyHead, column);
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
