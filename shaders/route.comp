// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// route: chooses `used` of the experts per token, with their weights. One subgroup per token (y); a lane
// keeps the experts lane, lane + kSubgroup, …: kLaneExperts of them.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"

layout(constant_id = 3) const uint kLaneExperts = 4;
layout(constant_id = 4) const uint kGating = 0;  // 0 softmax, 1 sigmoid, 2 softmax over the chosen.
layout(constant_id = 5) const bool kSelectionBias = false;
layout(constant_id = 6) const bool kNormalize = false;
layout(constant_id = 7) const uint kGroups = 1;
layout(constant_id = 8) const bool kExpertScale = false;

layout(set = 0, binding = 0) readonly buffer Logits { float logits[]; };
layout(set = 0, binding = 1) readonly buffer Bias { float bias[]; };
layout(set = 0, binding = 2) buffer Choice { uint choice[]; };
layout(set = 0, binding = 3) buffer Weight { float weight[]; };
layout(set = 0, binding = 4) readonly buffer ExpertScale { float expertScale[]; };

layout(push_constant) uniform Push { RoutePush push; };

const float kNone = -3.0e38;
float value[kLaneExperts];  // What the weight is made of.
float rank[kLaneExperts];   // What decides.

float groupRank[kGroups];

// The sum of the two best ranks of a group, the same in every lane.
float rankOf(uint group) {
    uint size = push.experts / kGroups;
    float best = 2.0 * kNone;
    float second = 2.0 * kNone;
    uint bestExpert = kNoChoice;
    [[unroll]] for (uint i = 0; i < kLaneExperts; ++i) {
        uint expert = i * kSubgroup + gl_SubgroupInvocationID;
        if (expert >= push.experts || expert / size != group) continue;
        if (rank[i] > best) {
            second = best;
            best = rank[i];
            bestExpert = expert;
        } else {
            second = max(second, rank[i]);
        }
    }
    float first = subgroupMax(best);
    uint winner = subgroupMin(best == first ? bestExpert : kNoChoice);
    return first + subgroupMax(bestExpert == winner ? second : best);
}

// Leaves only the experts of the best groups to be chosen.
void chooseGroups() {
    uint size = push.experts / kGroups;
    bool chosen[kGroups];
    for (uint g = 0; g < kGroups; ++g) {
        groupRank[g] = rankOf(g);
        chosen[g] = false;
    }
    for (uint slot = 0; slot < push.groupsUsed; ++slot) {
        uint best = kGroups;
        for (uint g = 0; g < kGroups; ++g)
            if (!chosen[g] && (best == kGroups || groupRank[g] > groupRank[best])) best = g;
        if (best < kGroups) chosen[best] = true;
    }
    [[unroll]] for (uint i = 0; i < kLaneExperts; ++i) {
        uint expert = i * kSubgroup + gl_SubgroupInvocationID;
        if (expert < push.experts && !chosen[expert / size]) rank[i] = 2.0 * kNone;
    }
}

void main() {
    uint token = gl_WorkGroupID.y;
    uint lane = gl_SubgroupInvocationID;
    float greatest = kNone;
    [[unroll]] for (uint i = 0; i < kLaneExperts; ++i) {
        uint expert = i * kSubgroup + lane;
        float logit = kNone;
        if (expert < push.experts) logit = logits[token * push.logitStride + expert];
        if (isnan(logit)) logit = kNone;
        value[i] = max(logit, kNone);
        greatest = max(greatest, value[i]);
    }
    greatest = subgroupMax(greatest);
    if (kGating == 0u) {
        float total = 0.0;
        [[unroll]] for (uint i = 0; i < kLaneExperts; ++i) {
            value[i] = i * kSubgroup + lane < push.experts ? exp(value[i] - greatest) : 0.0;
            total += value[i];
        }
        total = subgroupAdd(total);
        [[unroll]] for (uint i = 0; i < kLaneExperts; ++i) value[i] /= total;
    } else if (kGating == 1u) {
        [[unroll]] for (uint i = 0; i < kLaneExperts; ++i) value[i] = 1.0 / (1.0 + exp(-value[i]));
    }
    [[unroll]] for (uint i = 0; i < kLaneExperts; ++i) {
        uint expert = i * kSubgroup + lane;
        rank[i] = value[i];
        if (kSelectionBias && expert < push.experts) rank[i] += bias[expert];
        if (expert >= push.experts) rank[i] = 2.0 * kNone;  // −∞: below every real expert.
    }

    if (kGroups > 1u) chooseGroups();

    float sum = 0.0;
    float first = 0.0;
    for (uint slot = 0; slot < push.used; ++slot) {
        float best = 2.0 * kNone;
        uint bestExpert = kNoChoice;
        float bestValue = 0.0;
        [[unroll]] for (uint i = 0; i < kLaneExperts; ++i) {
            uint expert = i * kSubgroup + lane;
            if (rank[i] > best) {
                best = rank[i];
                bestExpert = expert;
                bestValue = value[i];
            }
        }
        float top = subgroupMax(best);
        uint winner = subgroupMin(best == top ? bestExpert : kNoChoice);
        float won = subgroupMax(bestExpert == winner ? bestValue : 2.0 * kNone);
        [[unroll]] for (uint i = 0; i < kLaneExperts; ++i)
            if (i * kSubgroup + lane == winner) rank[i] = 2.0 * kNone;
        if (slot == 0u) first = won;
        float w = kGating == 2u ? exp(won - first) : won;
        sum += w;
        if (subgroupElect()) {
            choice[token * push.choiceStride + slot] = winner;
            weight[token * push.weightStride + slot] = w;
        }
    }
    float factor = push.scale;
    if (kGating == 2u) factor /= sum;
    if (kNormalize) factor /= max(kGating == 2u ? 1.0 : sum, 6.1e-5);
    if (subgroupElect()) {
        for (uint slot = 0; slot < push.used; ++slot) {
            float own = 1.0;
            if (kExpertScale)
                own = expertScale[min(choice[token * push.choiceStride + slot], push.experts - 1u)];
            weight[token * push.weightStride + slot] *= factor * own;
        }
    }
}
