// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_op_visitor.h"

namespace inference {

Result<void> OpLowering::Visitor::operator()(const RopeStoreOp& op) {
    if (m_own.joinsAttention(op, m_shape)) {
        m_own.m_pending = {&op, &m_weights};
        return {};
    }
    const KvLayerLayout& layer = m_own.m_plan.kv.layers[op.layer];
    const bool rotates = op.pairing != RopePairing::None;
    const bool touchesQ = rotates || op.qNorm != nullptr;
    push::RopePush values{};
    values.heads = op.heads;
    values.kvHeads = op.kvHeads;
    values.keyLength = op.keyLength;
    values.valueLength = op.valueLength;
    if (rotates) {
        const RopeTable& table = m_own.m_plan.ropeTables[op.ropeTable];
        values.pairs = static_cast<std::uint32_t>(table.inverseFrequency.size());
        values.ropeOffset = m_own.m_buffers.ropeOffsets[op.ropeTable];
    }
    values.qStride = width(op.q);
    values.kStride = width(op.k);
    values.vStride = width(op.v);
    values.keyWidth = layer.keyWidth;
    values.valueWidth = layer.valueWidth;
    values.cells = layer.cells;
    values.paramStride = m_own.m_buffers.parameterStride;
    values.slotFirst = touchesQ ? 0 : op.heads;
    values.slots = op.heads + 2 * op.kvHeads;
    values.eps = op.eps;
    const bool keyHalf = layer.keyType == KvType::F16;
    const bool valueHalf = layer.valueType == KvType::F16;
    TRY(Dispatch d, create({"rope_store",
                            0,
                            1,
                            {keyHalf, valueHalf, op.qNorm != nullptr, op.kNorm != nullptr,
                             static_cast<std::uint32_t>(op.pairing)}}));
    d.bindings = {m_own.m_buffers.parameters,
                  view(op.q),
                  view(op.k),
                  view(op.v),
                  m_own.m_buffers.keys[op.layer],
                  m_own.m_buffers.values[op.layer],
                  vector(m_weights.norm),
                  vector(m_weights.norm2)};
    d.setPush(values);
    return add(d, limited(values.slots - values.slotFirst, m_shape.tokens), m_shape.tokens);
}

Result<void> OpLowering::Visitor::operator()(const AttentionOp& op) {
    if (m_own.m_pending.first != nullptr) {
        const auto [rope, ropeWeights] = std::exchange(m_own.m_pending, {});
        return attentionStep(*rope, *ropeWeights, op);
    }
    const KvLayerLayout& layer = m_own.m_plan.kv.layers[op.layer];
    push::AttentionPush values{};
    values.heads = op.heads;
    values.group = op.heads / op.kvHeads;
    values.keyLength = op.keyLength;
    values.valueLength = op.valueLength;
    values.qStride = width(op.q);
    values.outStride = width(op.out);
    values.keyWidth = layer.keyWidth;
    values.valueWidth = layer.valueWidth;
    values.cells = layer.cells;
    values.window = op.window;
    values.splits = m_shape.splits;
    values.scale = op.scale;
    values.softcap = op.softcap;
    const bool vectors =
        op.keyLength % 4 == 0 && values.qStride % 4 == 0 && layer.keyWidth % 4 == 0;
    // A batch has enough (head, token) pairs to fill a device without helpers.
    const std::uint32_t subgroups = m_shape.tokens > 8 ? 1 : m_own.m_tuning.attentionSubgroups;
    TRY(Dispatch d,
        create({"attention", 0, subgroups, attentionConstants(op, {0, 0, 0}, vectors)}));
    d.bindings = {
        m_own.m_buffers.parameters,       view(op.q),       m_own.m_buffers.keys[op.layer],
        m_own.m_buffers.values[op.layer], attentionOut(op), vector(m_weights.extra)};
    d.setPush(values);
    return addAttention(d, op);
}

Result<void> OpLowering::Visitor::attentionStep(const RopeStoreOp& rope,
                                                const OpWeights& ropeWeights,
                                                const AttentionOp& op) {
    // A plan may give the result the place of k and v, which are used up when rotation and
    // attention are two steps. Here other workgroups still read them.
    if (m_own.overlap(op.out, rope.q) || m_own.overlap(op.out, rope.k)
        || m_own.overlap(op.out, rope.v)) {
        BufferView own = m_own.m_buffers.attention;
        own.bytes = std::uint64_t{width(op.out)} * sizeof(float);
        m_own.m_redirect = {op.out, own};
    }
    const KvLayerLayout& layer = m_own.m_plan.kv.layers[op.layer];
    push::StepPush values{};
    values.heads = op.heads;
    values.group = op.heads / op.kvHeads;
    values.keyLength = op.keyLength;
    values.valueLength = op.valueLength;
    if (rope.pairing != RopePairing::None) {
        const RopeTable& table = m_own.m_plan.ropeTables[rope.ropeTable];
        values.pairs = static_cast<std::uint32_t>(table.inverseFrequency.size());
        values.ropeOffset = m_own.m_buffers.ropeOffsets[rope.ropeTable];
    }
    values.keyWidth = layer.keyWidth;
    values.valueWidth = layer.valueWidth;
    values.cells = layer.cells;
    values.window = op.window;
    values.splits = m_shape.splits;
    values.eps = rope.eps;
    values.scale = op.scale;
    values.softcap = op.softcap;
    const bool vectors = op.keyLength % 4 == 0 && layer.keyWidth % 4 == 0;
    const std::array<std::uint32_t, 3> ropeConstants = {
        rope.qNorm != nullptr, rope.kNorm != nullptr, static_cast<std::uint32_t>(rope.pairing)};
    std::vector<std::uint32_t> constants = attentionConstants(op, ropeConstants, vectors);
    constants.push_back(ceilDiv(op.keyLength, 4));
    TRY(Dispatch d,
        create({"attention_step", 0, m_own.m_tuning.attentionSubgroups, std::move(constants)}));
    d.bindings = {m_own.m_buffers.parameters,
                  view(rope.q),
                  view(rope.k),
                  view(rope.v),
                  m_own.m_buffers.keys[op.layer],
                  m_own.m_buffers.values[op.layer],
                  vector(ropeWeights.norm),
                  vector(ropeWeights.norm2),
                  attentionOut(op),
                  vector(m_weights.extra)};
    d.setPush(values);
    return addAttention(d, op);
}

std::vector<std::uint32_t>
OpLowering::Visitor::attentionConstants(const AttentionOp& op, std::array<std::uint32_t, 3> rope,
                                        bool vectorKeys) const {
    const KvLayerLayout& layer = m_own.m_plan.kv.layers[op.layer];
    return {layer.keyType == KvType::F16,
            layer.valueType == KvType::F16,
            rope[0],
            rope[1],
            rope[2],
            ceilDiv(op.valueLength, m_own.m_tuning.subgroup),
            m_weights.extra != kNoWeight,
            m_shape.splits > 1,
            vectorKeys};
}

BufferView OpLowering::Visitor::attentionOut(const AttentionOp& op) const {
    return m_shape.splits > 1 ? m_own.m_buffers.scratch : view(op.out);
}

Result<void> OpLowering::Visitor::addAttention(Dispatch& d, const AttentionOp& op) {
    const std::uint32_t y = m_shape.tokens;
    d.groups = {limited(op.heads, y * m_shape.splits), y, m_shape.splits};
    d.operations = 2.0 * op.heads * y * (op.keyLength + op.valueLength) * 256.0;
    m_out.push_back(d);
    if (m_shape.splits == 1) return {};
    TRY(Dispatch merge, create({"attention_merge", 0, 1, {m_weights.extra != kNoWeight}}));
    merge.bindings = {m_own.m_buffers.scratch, view(op.out), vector(m_weights.extra)};
    push::AttentionPush values{};
    values.heads = op.heads;
    values.valueLength = op.valueLength;
    values.outStride = width(op.out);
    values.splits = m_shape.splits;
    merge.setPush(values);
    merge.groups = {op.heads, y, 1};
    m_out.push_back(merge);
    return {};
}

} // namespace inference
