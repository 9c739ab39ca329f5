// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The recurrent layers of PlanBuilder.
#include "inference/plan/plan_builder.h"

namespace inference {

namespace {

MatmulOp lastOf(BufferId in, const WeightTensor& weight) {
    MatmulOp op{.in = in, .count = 1};
    op.weights[0] = &weight;
    return op;
}

} // namespace

MatmulOp PlanBuilder::addShortConv(std::uint32_t layer) {
    const ArchSpec& spec = m_model.spec();
    const std::string block = blockName(layer);
    const BufferId in = buffer("conv input", 3 * spec.embedding, RowScope::Tokens);
    const BufferId out = buffer("conv output", spec.embedding, RowScope::Tokens);
    MatmulOp project = fromStream(block);
    project.count = 1;
    project.weights[0] = &require(block + "shortconv.in_proj.weight");
    project.outs[0] = in;
    m_plan.ops.emplace_back(project);
    m_plan.ops.emplace_back(ShortConvOp{.layer = layer,
                                        .in = in,
                                        .out = out,
                                        .channels = spec.embedding,
                                        .taps = spec.recurrent.taps,
                                        .kernel = &require(block + "shortconv.conv.weight"),
                                        .form = ConvForm::Gated});
    return lastOf(out, require(block + "shortconv.out_proj.weight"));
}

/// Inputs of the convolution and of the output gate, where the file keeps them in one matrix with
/// the rows of each key head together: q, k, then v and z of its value heads.
void PlanBuilder::splitKeyHeads(const std::string& block, BufferId convolved, BufferId gate) {
    const RecurrentSpec& sizes = m_model.spec().recurrent;
    const std::uint32_t values = sizes.innerSize / sizes.groups;
    const BufferId fused =
        buffer("fused heads", sizes.channels() + sizes.innerSize, RowScope::Tokens);
    MatmulOp project = fromStream(block);
    project.count = 1;
    project.weights[0] = &require(block + "ssm_in.weight");
    project.outs[0] = fused;
    m_plan.ops.emplace_back(project);
    m_plan.ops.emplace_back(SplitOp{.in = fused,
                                    .groups = sizes.groups,
                                    .count = 4,
                                    .outs = {convolved, convolved, convolved, gate},
                                    .lengths = {sizes.stateSize, sizes.stateSize, values, values},
                                    .starts = {0, sizes.groupWidth(), 2 * sizes.groupWidth(), 0}});
}

void PlanBuilder::addTimeInputs(const std::string& block, BufferId alpha, BufferId beta) {
    const RecurrentSpec& sizes = m_model.spec().recurrent;
    MatmulOp project = fromStream(block);
    project.precise = true;
    const WeightTensor* fused = find(block + "ssm_ba.weight");
    if (fused == nullptr) {
        project.count = 2;
        project.weights = {&require(block + "ssm_beta.weight"),
                           &require(block + "ssm_alpha.weight"), nullptr};
        project.outs = {beta, alpha, kNoBuffer};
        m_plan.ops.emplace_back(project);
        return;
    }
    const BufferId both = buffer("beta and alpha", 2 * sizes.heads, RowScope::Tokens);
    project.count = 1;
    project.weights[0] = fused;
    project.outs[0] = both;
    m_plan.ops.emplace_back(project);
    const std::uint32_t each = sizes.heads / sizes.groups;
    m_plan.ops.emplace_back(SplitOp{.in = both,
                                    .groups = sizes.groups,
                                    .count = 2,
                                    .outs = {beta, alpha, kNoBuffer, kNoBuffer},
                                    .lengths = {each, each}});
}

MatmulOp PlanBuilder::addGatedDelta(std::uint32_t layer) {
    const ArchSpec& spec = m_model.spec();
    const RecurrentSpec& sizes = spec.recurrent;
    const std::string block = blockName(layer);
    const BufferId raw = buffer("conv input", sizes.channels(), RowScope::Tokens);
    const BufferId qkv = buffer("conv output", sizes.channels(), RowScope::Tokens);
    const BufferId gate = buffer("mixer gate", sizes.innerSize, RowScope::Tokens);
    const BufferId alpha = buffer("alpha", sizes.heads, RowScope::Tokens);
    const BufferId beta = buffer("beta", sizes.heads, RowScope::Tokens);
    const BufferId out = buffer("mixed", sizes.innerSize, RowScope::Tokens);
    if (find(block + "ssm_in.weight") != nullptr) {
        splitKeyHeads(block, raw, gate);
    } else {
        MatmulOp project = fromStream(block);
        project.count = 2;
        project.weights = {&require(block + "attn_qkv.weight"),
                           &require(block + "attn_gate.weight"), nullptr};
        project.outs = {raw, gate, kNoBuffer};
        m_plan.ops.emplace_back(project);
    }
    addTimeInputs(block, alpha, beta);
    m_plan.ops.emplace_back(ShortConvOp{.layer = layer,
                                        .in = raw,
                                        .out = qkv,
                                        .channels = sizes.channels(),
                                        .taps = sizes.taps,
                                        .kernel = &require(block + "ssm_conv1d.weight")});
    m_plan.ops.emplace_back(GatedDeltaOp{.layer = layer,
                                         .qkv = qkv,
                                         .alpha = alpha,
                                         .beta = beta,
                                         .out = out,
                                         .keyHeads = sizes.groups,
                                         .valueHeads = sizes.heads,
                                         .keyLength = sizes.stateSize,
                                         .valueLength = sizes.headLength(),
                                         .decay = &require(block + "ssm_a"),
                                         .timeBias = &require(block + "ssm_dt.bias"),
                                         .eps = spec.normEps,
                                         .tiledKeys = sizes.tiledKeys});
    m_plan.ops.emplace_back(GatedNormOp{.in = out,
                                        .gate = gate,
                                        .out = out,
                                        .weight = &require(block + "ssm_norm.weight"),
                                        .groups = sizes.heads,
                                        .eps = spec.normEps});
    return lastOf(out, require(block + "ssm_out.weight"));
}

MatmulOp PlanBuilder::addMamba(std::uint32_t layer) {
    const ArchSpec& spec = m_model.spec();
    const RecurrentSpec& sizes = spec.recurrent;
    const std::string block = blockName(layer);
    const BufferId raw = buffer("conv input", sizes.channels(), RowScope::Tokens);
    const BufferId xbc = buffer("conv output", sizes.channels(), RowScope::Tokens);
    const BufferId gate = buffer("mixer gate", sizes.innerSize, RowScope::Tokens);
    const BufferId time = buffer("time", sizes.heads, RowScope::Tokens);
    const BufferId out = buffer("mixed", sizes.innerSize, RowScope::Tokens);
    MatmulOp project = fromStream(block);
    project.count = 2;
    project.weights = {&require(block + "ssm_in_gate.weight"),
                       &require(block + "ssm_in_conv.weight"), nullptr};
    project.outs = {gate, raw, kNoBuffer};
    m_plan.ops.emplace_back(project);
    MatmulOp steps = fromStream(block);
    steps.count = 1;
    steps.precise = true;
    steps.weights[0] = &require(block + "ssm_in_time.weight");
    steps.outs[0] = time;
    m_plan.ops.emplace_back(steps);
    m_plan.ops.emplace_back(ShortConvOp{.layer = layer,
                                        .in = raw,
                                        .out = xbc,
                                        .channels = sizes.channels(),
                                        .taps = sizes.taps,
                                        .kernel = &require(block + "ssm_conv1d.weight"),
                                        .bias = find(block + "ssm_conv1d.bias")});
    m_plan.ops.emplace_back(SelectiveScanOp{.layer = layer,
                                            .xbc = xbc,
                                            .time = time,
                                            .out = out,
                                            .heads = sizes.heads,
                                            .headLength = sizes.headLength(),
                                            .groups = sizes.groups,
                                            .stateLength = sizes.stateSize,
                                            .decay = &require(block + "ssm_a"),
                                            .timeBias = &require(block + "ssm_dt.bias"),
                                            .skip = &require(block + "ssm_d")});
    m_plan.ops.emplace_back(GatedNormOp{.in = out,
                                        .gate = gate,
                                        .out = out,
                                        .weight = &require(block + "ssm_norm.weight"),
                                        .groups = sizes.groups,
                                        .eps = spec.normEps,
                                        .gateFirst = true});
    return lastOf(out, require(block + "ssm_out.weight"));
}

} // namespace inference
