// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_ops.h"

#include <algorithm>

#include "inference/backend/vulkan/vk_op_visitor.h"
#include "inference/plan/buffer_plan.h"

namespace inference {

namespace {

/// Logits a lane keeps in top_logits; at most 32, one bit each.
constexpr std::uint32_t kLaneLogits = 16;

/// The buffers that an op writes; the first one's rows say how much of the op is wanted.
std::vector<BufferId> writtenBy(const Op& op) {
    return std::visit(
        [](const auto& one) -> std::vector<BufferId> {
            if constexpr (requires { one.outs; })
                return {one.outs.begin(), one.outs.end()};
            else if constexpr (requires { one.out; })
                return {one.out};
            else if constexpr (requires { one.query; })
                return {one.query};
            else if constexpr (requires { one.choice; })
                return {one.choice, one.weight};
            else if constexpr (requires { one.values; })
                return {one.values};
            else
                return {one.q};
        },
        op);
}

} // namespace

Result<void> OpLowering::Visitor::copyHostRows(const EmbedRowsOp& op) {
    push::GatherPush values{};
    values.width = width(op.out);
    values.inStride = op.table->rowLength;
    values.outStride = width(op.out);
    values.rows = m_shape.tokens;
    TRY(Dispatch d, create({"gather_rows", 0, 1, {}}));
    d.bindings = {m_own.m_buffers.hostRows, view(op.out)};
    d.setPush(values);
    return add(d, limited(ceilDiv(values.width, m_own.m_tuning.subgroup), values.rows),
               values.rows);
}

Result<void> OpLowering::Visitor::operator()(const EmbedRowsOp& op) {
    if (op.onHost) return copyHostRows(op);
    const PackedMatrix& table = m_own.m_weights.matrix(m_weights.matrices[0].matrix);
    for (const MatrixPart& part : table.parts) {
        push::EmbedPush values{};
        values.rowWords = table.rowWords;
        values.chunks = table.chunks();
        values.width = width(op.out);
        values.rowFirst = part.first;
        values.rowCount = part.count;
        values.tokens = m_shape.tokens;
        values.paramStride = m_own.m_buffers.parameterStride;
        values.scale = op.scale;
        TRY(Dispatch d, create({quantShader("embed_rows", table), 0, 1, {}}));
        d.bindings = {m_own.m_weights.partView(part), m_own.m_buffers.parameters, view(op.out)};
        d.setPush(values);
        TRY(add(d, limited(ceilDiv(table.chunks(), m_own.m_tuning.subgroup), m_shape.tokens),
                m_shape.tokens));
    }
    return {};
}

Result<void> OpLowering::Visitor::operator()(const NormOp& op) {
    push::NormPush values{
        width(op.in) / op.parts, width(op.in), width(op.out), op.eps, op.scale, op.after};
    TRY(Dispatch d, create({"rms_norm", 0, m_own.m_tuning.normSubgroups, {op.accumulate}}));
    d.bindings = {view(op.in), vector(m_weights.norm), view(op.out)};
    d.setPush(values);
    return add(d, op.parts, rows(op.out));
}

Result<void> OpLowering::Visitor::operator()(const GatedProductOp& op) {
    push::GatedPush values{};
    values.width = width(op.out);
    values.gateStride = width(op.gate);
    values.upStride = width(op.up);
    values.upFirst = op.upFirst;
    values.outStride = width(op.out);
    TRY(Dispatch d, create({"gated_product", 0, 1, {static_cast<std::uint32_t>(op.activation)}}));
    d.bindings = {view(op.gate), view(op.up), view(op.out)};
    d.setPush(values);
    return add(d, limited(ceilDiv(values.width, m_own.m_tuning.subgroup), rows(op.out)),
               rows(op.out));
}

Result<void> OpLowering::Visitor::operator()(const GatherRowsOp& op) {
    // One alias at a time, and none in a part of a plan: what reads it may be another segment.
    const bool mayAlias = m_own.m_alias.first == kNoBuffer && m_own.m_plan.segments.empty();
    if (mayAlias && m_shape.tokens == m_shape.logitRows && m_own.outlives(op.in, op)) {
        m_own.m_alias = {op.out, op.in};
        return {};
    }
    push::GatherPush values{};
    values.width = std::min(width(op.in), width(op.out));
    values.inStride = width(op.in);
    values.outStride = width(op.out);
    values.rows = m_shape.logitRows;
    values.rowFirst = m_shape.tokens - m_shape.logitRows; // The last one, or all.
    TRY(Dispatch d, create({"gather_rows", 0, 1, {}}));
    d.bindings = {view(op.in), view(op.out)};
    d.setPush(values);
    return add(d, limited(ceilDiv(values.width, m_own.m_tuning.subgroup), values.rows),
               values.rows);
}

Result<void> OpLowering::Visitor::operator()(const RouteOp& op) {
    push::RoutePush values{op.experts,       op.used,  width(op.logits), width(op.choice),
                           width(op.weight), op.scale, op.groupsUsed};
    TRY(Dispatch d, create({"route",
                            0,
                            1,
                            {ceilDiv(op.experts, m_own.m_tuning.subgroup),
                             static_cast<std::uint32_t>(op.gating), m_weights.extra != kNoWeight,
                             op.normalize, op.groups, m_weights.scale != kNoWeight}}));
    d.bindings = {view(op.logits), vector(m_weights.extra), view(op.choice), view(op.weight),
                  vector(m_weights.scale)};
    d.setPush(values);
    return add(d, 1, rows(op.choice));
}

bool OpLowering::joinsAttention(const RopeStoreOp& rope, const StepShape& shape) const {
    if (rope.k == kNoBuffer || rope.unitValues) return false;
    if (shape.tokens != 1 || m_device.limits().maxPerStageDescriptorStorageBuffers < kBindingsMax)
        return false;
    for (std::size_t i = 0; i + 1 < m_plan.ops.size(); ++i) {
        if (std::get_if<RopeStoreOp>(&m_plan.ops[i]) != &rope) continue;
        const auto* attention = std::get_if<AttentionOp>(&m_plan.ops[i + 1]);
        if (attention != nullptr && leavesDevice(attention->out)) return false;
        const KvLayerLayout& layer = m_plan.kv.layers[rope.layer];
        return attention != nullptr && attention->layer == rope.layer && attention->q == rope.q
               && attention->kvHeads == rope.kvHeads && !isQuantized(layer.keyType)
               && !isQuantized(layer.valueType) && m_cache.layers()[rope.layer].parts() == 1;
    }
    return false;
}

bool OpLowering::leavesDevice(BufferId id) const {
    return std::ranges::any_of(m_plan.segments, [id](const PlanSegment& segment) {
        return std::ranges::find(segment.out, id) != segment.out.end();
    });
}

BufferId OpLowering::resolved(BufferId id) const {
    return id == m_alias.first ? m_alias.second : id;
}

bool OpLowering::overlap(BufferId a, BufferId b) const {
    const auto bytes = [&](const BufferSpec& spec) {
        const std::uint64_t rows =
            spec.scope == RowScope::Tokens ? m_plan.batchMax : m_plan.logitRowsMax;
        return std::uint64_t{spec.width} * sizeof(float) * rows;
    };
    const BufferSpec& one = m_plan.buffers[a];
    const BufferSpec& other = m_plan.buffers[b];
    return one.offset < other.offset + bytes(other) && other.offset < one.offset + bytes(one);
}

bool OpLowering::outlives(BufferId id, const GatherRowsOp& gather) const {
    bool after = false;
    for (const Op& op : m_plan.ops) {
        if (after) {
            const auto written = writtenBy(op);
            if (std::any_of(written.begin(), written.end(),
                            [&](BufferId out) { return out != kNoBuffer && overlap(out, id); }))
                return false;
        }
        if (std::get_if<GatherRowsOp>(&op) == &gather) after = true;
    }
    return after;
}

Result<void> OpLowering::lower(const Op& op, const OpWeights& weights, const StepShape& shape,
                               std::vector<Dispatch>& out) {
    const auto written = writtenBy(op);
    // What was put elsewhere is overwritten, in its own place, unless the op changes it where it
    // is.
    const auto read = opAccess(op).reads;
    if (std::find(written.begin(), written.end(), m_redirect.first) != written.end()
        && std::find(read.begin(), read.end(), m_redirect.first) == read.end())
        m_redirect = {kNoBuffer, {}};
    const bool ofLogits = m_plan.buffers[written[0]].scope == RowScope::LogitRows;
    if (ofLogits && shape.logitRows == 0) return {};
    return std::visit(Visitor(*this, weights, shape, out), op);
}

std::uint32_t OpLowering::topGroups(const ForwardPlan& plan, const VkTuning& tuning) {
    return ceilDiv(plan.vocabulary, tuning.subgroup * tuning.topSubgroups * kLaneLogits);
}

Result<void> OpLowering::lowerTop(const StepShape& shape, std::uint32_t wanted,
                                  const BufferView& candidates, std::vector<Dispatch>& out) {
    const BufferSpec& spec = m_plan.buffers[m_plan.logits];
    Dispatch d;
    TRY(d.pipeline,
        m_pipelines.get({"top_logits", m_tuning.subgroup, m_tuning.topSubgroups, {kLaneLogits}}));
    d.setPush(push::TopPush{m_plan.vocabulary, (shape.logitRows - 1) * spec.width, wanted});
    BufferView logits = m_buffers.arena;
    logits.offset += spec.offset;
    logits.bytes = std::uint64_t{spec.width} * shape.logitRows * sizeof(float);
    d.bindings = {logits, candidates};
    d.groups = {topGroups(m_plan, m_tuning), 1, 1};
    out.push_back(d);
    return {};
}

std::uint32_t OpLowering::splitsFor(const VkTuning& tuning, std::uint32_t tokens,
                                    std::uint32_t length) {
    if (tokens > 1) return 1;
    std::uint32_t splits = 1; // A power of two, so that few shapes are recorded.
    while (splits < tuning.attentionSplitsMax && splits * tuning.attentionSplitKeys < length)
        splits *= 2;
    return splits;
}

std::uint64_t OpLowering::attentionValues(const ForwardPlan& plan) {
    std::uint64_t most = 0;
    for (const Op& op : plan.ops)
        if (const auto* attention = std::get_if<AttentionOp>(&op))
            most = std::max(most, std::uint64_t{attention->heads} * attention->valueLength);
    return most;
}

std::uint64_t OpLowering::scratchValues(const ForwardPlan& plan,
                                        const std::vector<LayerBuffers>& layers,
                                        std::uint64_t tokens, std::uint64_t splits, bool cut) {
    std::uint64_t most = 0;
    for (const Op& op : plan.ops) {
        const auto* attention = std::get_if<AttentionOp>(&op);
        if (attention == nullptr) continue;
        const std::uint64_t parts = layers[attention->layer].parts();
        if (cut && parts == 1) continue;
        most = std::max(most,
                        tokens * attention->heads * splits * parts * (attention->valueLength + 2));
    }
    return most;
}

} // namespace inference
