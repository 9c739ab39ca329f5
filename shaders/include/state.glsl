// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// The matrix state of one head, shared by gated_delta and selective_scan. A subgroup has kColumns columns
// and kSplit lanes for each, every kSplit-th row to a lane: the rows of a lane stay in registers over all
// tokens of the batch.
layout(constant_id = 3) const uint kRows = 128;  // Of the state.
layout(constant_id = 4) const uint kSplit = 1;   // A power of two, at most the subgroup.

const uint kColumns = kSubgroup / kSplit;
const uint kLaneRows = (kRows + kSplit - 1u) / kSplit;

float rowsOfLane[kLaneRows];

uint laneColumn() { return gl_SubgroupInvocationID % kColumns; }
uint laneSplit() { return gl_SubgroupInvocationID / kColumns; }
uint stateRow(uint i) { return i * kSplit + laneSplit(); }

// Sum over the lanes that share a column.
float columnAdd(float value) {
    if (kSplit >= 2u) value += subgroupShuffleXor(value, kColumns);
    if (kSplit >= 4u) value += subgroupShuffleXor(value, 2u * kColumns);
    if (kSplit >= 8u) value += subgroupShuffleXor(value, 4u * kColumns);
    if (kSplit >= 16u) value += subgroupShuffleXor(value, 8u * kColumns);
    if (kSplit >= 32u) value += subgroupShuffleXor(value, 16u * kColumns);
    if (kSplit >= 64u) value += subgroupShuffleXor(value, 32u * kColumns);
    return value;
}

// log(1 + e^x) without losing what a small e^x adds.
float softplus(float x) {
    if (x > 20.0) return x;
    float e = exp(x);
    return e < 0.03 ? e * (1.0 - e * (0.5 - e * (1.0 / 3.0 - 0.25 * e))) : log(1.0 + e);
}
