// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// The second half of attention.glsl: joins what a workgroup's subgroups found and writes the result.
const uint kMergeSize = kSubgroups > 1u ? kSubgroups * kLaneValues * kSubgroup : 1u;
shared float mergeMaximum[kSubgroups];
shared float mergeSum[kSubgroups];
shared float mergeValues[kMergeSize];

// Adds another partial result to this one.
void mergeWith(float otherMaximum, float otherSum, uint valuesBase) {
    float newMaximum = max(maximum, otherMaximum);
    float mine = exp(maximum - newMaximum);
    float other = exp(otherMaximum - newMaximum);
    maximum = newMaximum;
    sum = sum * mine + otherSum * other;
    [[unroll]] for (uint i = 0; i < kLaneValues; ++i) {
        acc[i] = acc[i] * mine
                 + other * mergeValues[valuesBase + i * kSubgroup + gl_SubgroupInvocationID];
    }
}

void mergeSubgroups() {
    uint base = gl_SubgroupID * kLaneValues * kSubgroup;
    if (subgroupElect()) {
        mergeMaximum[gl_SubgroupID] = maximum;
        mergeSum[gl_SubgroupID] = sum;
    }
    [[unroll]] for (uint i = 0; i < kLaneValues; ++i)
        mergeValues[base + i * kSubgroup + gl_SubgroupInvocationID] = acc[i];
    barrier();
    if (gl_SubgroupID != 0u) return;
    for (uint i = 1; i < kSubgroups; ++i)
        mergeWith(mergeMaximum[i], mergeSum[i], i * kLaneValues * kSubgroup);
}

// By the first subgroup: writes the head's result, or its part of it.
void finish(uint token, uint head, uint part, uint outBase) {
    uint lane = gl_SubgroupInvocationID;
    if (kPartial) {
        uint base = ((token * push.heads + head) * push.parts + push.partFirst + part) *
                    (push.valueLength + 2u);
        if (subgroupElect()) {
            result[base] = maximum;
            result[base + 1u] = sum;
        }
        for (uint i = 0; i < kLaneValues; ++i) {
            uint at = i * kSubgroup + lane;
            if (at < push.valueLength) result[base + 2u + at] = acc[i];
        }
        return;
    }
    float factor = 1.0;
    if (kSinks) {
        float newMaximum = max(maximum, sinks[head]);
        factor = exp(maximum - newMaximum);
        sum = sum * factor + exp(sinks[head] - newMaximum);
    }
    factor /= sum;
    for (uint i = 0; i < kLaneValues; ++i) {
        uint at = i * kSubgroup + lane;
        if (at < push.valueLength) result[outBase + at] = acc[i] * factor;
    }
}
