// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// top_logits: the best `wanted` logits of each workgroup's share of a row, best first, the lower id
// first among equals; NaN counts as −∞. The host joins the shares. A lane keeps kLaneLogits of them.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"

layout(constant_id = 3) const uint kLaneLogits = 8;

layout(set = 0, binding = 0) readonly buffer Logits { float logits[]; };
layout(set = 0, binding = 1) writeonly buffer Candidates { uvec2 candidates[]; };

layout(push_constant) uniform Push { TopPush push; };

const uint kLanes = kSubgroup * kSubgroups;
float kNegative = uintBitsToFloat(0xff800000u);  // −∞
shared float sharedBest[kSubgroups];
shared uint sharedId[kSubgroups];
float value[kLaneLogits];

void main() {
    uint lane = gl_SubgroupID * kSubgroup + gl_SubgroupInvocationID;
    uint base = gl_WorkGroupID.x * kLanes * kLaneLogits;
    uint taken = 0u;
    [[unroll]] for (uint i = 0; i < kLaneLogits; ++i) {
        uint id = base + i * kLanes + lane;
        float logit = kNegative;
        if (id < push.count) logit = logits[push.offset + id];
        value[i] = isnan(logit) ? kNegative : logit;
        if (id >= push.count) taken |= 1u << i;
    }
    for (uint slot = 0; slot < push.wanted; ++slot) {
        float best = kNegative;
        uint bestId = kNoChoice;
        [[unroll]] for (uint i = 0; i < kLaneLogits; ++i) {
            bool free = (taken & (1u << i)) == 0u;
            if (free && (bestId == kNoChoice || value[i] > best)) {
                best = value[i];
                bestId = base + i * kLanes + lane;
            }
        }
        float top = subgroupMax(best);
        uint winner = subgroupMin(best == top ? bestId : kNoChoice);
        if (kSubgroups > 1u) {
            barrier();
            if (subgroupElect()) {
                sharedBest[gl_SubgroupID] = top;
                sharedId[gl_SubgroupID] = winner;
            }
            barrier();
            top = sharedBest[0];
            winner = sharedId[0];
            for (uint i = 1; i < kSubgroups; ++i) {
                bool wins = sharedId[i] != kNoChoice
                            && (winner == kNoChoice || sharedBest[i] > top
                                || (sharedBest[i] == top && sharedId[i] < winner));
                if (wins) {
                    top = sharedBest[i];
                    winner = sharedId[i];
                }
            }
        }
        if (winner != kNoChoice && (winner - base) % kLanes == lane)
            taken |= 1u << ((winner - base) / kLanes);
        if (lane == 0u)
            candidates[gl_WorkGroupID.x * push.wanted + slot] = uvec2(winner, floatBitsToUint(top));
    }
}
