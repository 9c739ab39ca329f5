// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// A subgroup multiplies a unit of rows of the packed matrix by kColumns rows of the input. Normally the
// unit is kRows rows whose chunks the lanes share: loads are coalesced, sums are reduced at the end.
// With kLaneRows every lane has kRows rows to itself: nothing to reduce, for devices on which each lane's
// load stands alone anyway. With kNorm the input is normalised on the way: weighted here, divided by its
// root mean square when the sums are complete.
#include "input.glsl"

layout(constant_id = 3) const uint kRows = 4;
layout(constant_id = 4) const uint kColumns = 1;
layout(constant_id = 10) const bool kLaneRows = false;

const uint kOutputs = kRows * kColumns;
const uint kUnitRows = kLaneRows ? kRows * kSubgroup : kRows;
float acc[kOutputs];       // [columns][rows]
float squares[kColumns];
uint rowWord[kRows];       // First word of each row.
uint inBase[kColumns];     // First value of each input row.

// First of this lane's rows in the unit at row0.
uint laneRow(uint row0) { return kLaneRows ? row0 + gl_SubgroupInvocationID * kRows : row0; }

// Beyond the last row the last one is read again; nothing of that is stored.
void chooseRows(uint row0, uint rows, uint matrixFirst, uint rowWords) {
    uint first = laneRow(row0);
    [[unroll]] for (uint r = 0; r < kRows; ++r)
        rowWord[r] = (matrixFirst + min(first + r, rows - 1u)) * rowWords;
}

// Afterwards acc is complete: in every lane, or with kLaneRows for the lane's own rows.
void multiply(uint chunks, uint count, float eps) {
    [[unroll]] for (uint i = 0; i < kOutputs; ++i) acc[i] = 0.0;
    [[unroll]] for (uint c = 0; c < kColumns; ++c) squares[c] = 0.0;
    uint start = kLaneRows ? 0u : gl_SubgroupInvocationID;
    uint stride = kLaneRows ? 1u : kSubgroup;
    for (uint chunk = start; chunk < chunks; chunk += stride) {
        vec4 lo[kColumns];
        vec4 hi[kColumns];
        [[unroll]] for (uint c = 0; c < kColumns; ++c) {
            loadInput(inBase[c], chunk, count, lo[c], hi[c]);
            if (kNorm) {
                squares[c] += dot(lo[c], lo[c]) + dot(hi[c], hi[c]);
                lo[c] *= normWeights[2u * chunk];
                hi[c] *= normWeights[2u * chunk + 1u];
            }
        }
        [[unroll]] for (uint r = 0; r < kRows; ++r) {
            vec4 wlo, whi;
            dequant8(rowWord[r], chunk, chunks, wlo, whi);
            [[unroll]] for (uint c = 0; c < kColumns; ++c)
                acc[c * kRows + r] += dot(wlo, lo[c]) + dot(whi, hi[c]);
        }
    }
    [[unroll]] for (uint c = 0; c < kColumns; ++c) {
        float factor = 1.0;
        if (kNorm) {
            float total = kLaneRows ? squares[c] : subgroupAdd(squares[c]);
            factor = inversesqrt(total / float(count) + eps);
        }
        [[unroll]] for (uint r = 0; r < kRows; ++r) {
            float total = acc[c * kRows + r];
            if (!kLaneRows) total = subgroupAdd(total);
            acc[c * kRows + r] = total * factor;
        }
    }
}

// How many results this lane has to finish: they are numbered from 0, and sumAt gives their sums.
uint firstResult() { return kLaneRows ? 0u : gl_SubgroupInvocationID; }
uint resultStride() { return kLaneRows ? 1u : kSubgroup; }

// The sum numbered `index`: a select instead of an indexed register.
float sumAt(uint index) {
    float value = 0.0;
    [[unroll]] for (uint i = 0; i < kOutputs; ++i) value = i == index ? acc[i] : value;
    return value;
}
