// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Recurrent layers and the gates that come with them.
#include "inference/backend/vulkan/vk_op_visitor.h"

namespace inference {

namespace {

/// Tokens that one invocation of a convolution takes one after the other.
constexpr std::uint32_t kConvTokens = 32;
/// Rows of a state that a lane keeps in registers, where lanes can be had to share a column.
constexpr std::uint32_t kLaneRowsWanted = 32;

} // namespace

Result<void> OpLowering::Visitor::operator()(const SplitOp& op) {
    push::SplitPush values{};
    values.groups = op.groups;
    values.inStride = width(op.in);
    std::array<std::uint32_t, SplitOp::kPartsMax> strides{};
    Dispatch d;
    TRY(d, create({"split", 0, 1, {}}));
    d.bindings[0] = view(op.in);
    for (std::size_t i = 0; i < SplitOp::kPartsMax; ++i) {
        const bool used = i < op.count;
        if (used) values.groupLength += op.lengths[i];
        strides[i] = used ? width(op.outs[i]) : 0;
        d.bindings[1 + i] = view(op.outs[used ? i : 0]);
    }
    values.length0 = op.lengths[0];
    values.length1 = op.lengths[1];
    values.length2 = op.lengths[2];
    values.length3 = op.lengths[3];
    values.start0 = op.starts[0];
    values.start1 = op.starts[1];
    values.start2 = op.starts[2];
    values.start3 = op.starts[3];
    values.stride0 = strides[0];
    values.stride1 = strides[1];
    values.stride2 = strides[2];
    values.stride3 = strides[3];
    d.setPush(values);
    const std::uint32_t y = rows(op.in);
    const std::uint32_t units =
        ceilDiv(values.groups * values.groupLength, m_own.m_tuning.subgroup);
    return add(d, limited(units, y), y);
}

Result<void> OpLowering::Visitor::operator()(const SigmoidGateOp& op) {
    const std::uint32_t y = rows(op.values);
    const push::GatePush values{width(op.values), width(op.gate),
                                width(op.values) / width(op.gate)};
    TRY(Dispatch d, create({"sigmoid_gate", 0, 1, {}}));
    d.bindings = {view(op.values), view(op.gate)};
    d.setPush(values);
    return add(d, limited(ceilDiv(values.width, m_own.m_tuning.subgroup), y), y);
}

Result<void> OpLowering::Visitor::operator()(const GatedNormOp& op) {
    push::GatedNormPush values{};
    values.width = width(op.in);
    values.stretch = values.width / op.groups;
    values.inStride = width(op.in);
    values.gateStride = width(op.gate);
    values.outStride = width(op.out);
    values.weightLength = op.weight->rowLength * op.weight->rows;
    values.eps = op.eps;
    const std::uint32_t lanes = m_own.m_tuning.subgroup * m_own.m_tuning.normSubgroups;
    const std::uint32_t subgroups = values.stretch < lanes ? 1 : m_own.m_tuning.normSubgroups;
    TRY(Dispatch d, create({"gated_norm", 0, subgroups, {op.gateFirst}}));
    d.bindings = {view(op.in), view(op.gate), vector(m_weights.norm), view(op.out)};
    d.setPush(values);
    return add(d, op.groups, rows(op.out));
}

Result<void> OpLowering::Visitor::operator()(const ShortConvOp& op) {
    const std::uint32_t tokens = m_shape.tokens;
    const bool whole = tokens <= kConvTokens;
    const push::ConvPush values{op.channels, tokens, width(op.in), width(op.out)};
    const auto dispatch = [&](bool outputs, bool moves) -> Result<void> {
        TRY(Dispatch d, create({"short_conv",
                                0,
                                1,
                                {op.taps, op.form == ConvForm::Gated, m_weights.extra != kNoWeight,
                                 kConvTokens, outputs, moves}}));
        d.bindings = {m_own.m_buffers.parameters,
                      view(op.in),
                      m_own.m_buffers.convolutions[op.layer],
                      vector(m_weights.norm),
                      vector(m_weights.extra),
                      view(op.out)};
        d.setPush(values);
        const std::uint32_t y = outputs ? ceilDiv(tokens, kConvTokens) : 1;
        return add(d, ceilDiv(op.channels, m_own.m_tuning.subgroup), y);
    };
    TRY(dispatch(true, whole));
    if (whole) return {};
    return dispatch(false, true);
}

std::uint32_t OpLowering::Visitor::stateSplit(std::uint32_t stateRows) const {
    std::uint32_t split = 1;
    while (split * kLaneRowsWanted < stateRows && split * 2 <= m_own.m_tuning.subgroup) split *= 2;
    return split;
}

Result<void> OpLowering::Visitor::addState(Dispatch& d, const push::StatePush& values,
                                           std::uint32_t split) {
    d.setPush(values);
    const std::uint32_t columns = m_own.m_tuning.subgroup / split;
    // A workgroup for every unit, on a software device too: one that goes through many tokens for
    // many units runs into the number of iterations after which such a device ends a loop.
    return add(d, values.heads * ceilDiv(values.columns, columns), 1);
}

Result<void> OpLowering::Visitor::operator()(const GatedDeltaOp& op) {
    push::StatePush values{};
    values.heads = op.valueHeads;
    values.keyHeads = op.keyHeads;
    values.columns = op.valueLength;
    values.tokens = m_shape.tokens;
    values.inStride = width(op.qkv);
    values.scalarStride = width(op.alpha);
    values.outStride = width(op.out);
    values.eps = op.eps;
    const std::uint32_t split = stateSplit(op.keyLength);
    TRY(Dispatch d, create({"gated_delta", 0, 1, {op.keyLength, split, op.tiledKeys}}));
    d.bindings = {m_own.m_buffers.parameters,
                  view(op.qkv),
                  view(op.alpha),
                  view(op.beta),
                  m_own.m_buffers.matrices[op.layer],
                  vector(m_weights.norm),
                  vector(m_weights.norm2),
                  view(op.out)};
    d.operations = 4.0 * op.valueHeads * op.keyLength * op.valueLength * m_shape.tokens;
    return addState(d, values, split);
}

Result<void> OpLowering::Visitor::operator()(const SelectiveScanOp& op) {
    push::StatePush values{};
    values.heads = op.heads;
    values.keyHeads = op.groups;
    values.columns = op.headLength;
    values.tokens = m_shape.tokens;
    values.inStride = width(op.xbc);
    values.scalarStride = width(op.time);
    values.outStride = width(op.out);
    const std::uint32_t split = stateSplit(op.stateLength);
    TRY(Dispatch d, create({"selective_scan", 0, 1, {op.stateLength, split}}));
    d.bindings = {m_own.m_buffers.parameters,
                  view(op.xbc),
                  view(op.time),
                  vector(m_weights.extra),
                  m_own.m_buffers.matrices[op.layer],
                  vector(m_weights.norm),
                  vector(m_weights.norm2),
                  view(op.out)};
    d.operations = 3.0 * op.heads * op.headLength * op.stateLength * m_shape.tokens;
    return addState(d, values, split);
}

} // namespace inference
