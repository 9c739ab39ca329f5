// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <utility>

#include "inference/backend/vulkan/vk_op_visitor.h"

namespace inference {

namespace {

/// kQNorm and kKNorm of rope.glsl.
std::uint32_t normKind(const RopeStoreOp& op, const WeightTensor* weights) {
    if (op.unitQueriesKeys) return 2;
    return weights != nullptr ? 1 : 0;
}

} // namespace

Result<void> OpLowering::Visitor::operator()(const LatentStoreOp& op) {
    const KvLayerLayout& layer = m_own.m_plan.kv.layers[op.layer];
    push::LatentPush values{};
    values.heads = op.heads;
    values.plain = op.plain;
    values.latent = op.latent;
    values.pairs = op.rotary / 2;
    values.qStride = width(op.q);
    values.queryStride = width(op.query);
    values.kvStride = width(op.kv);
    values.keyWidth = layer.keyWidth;
    values.cells = layer.cells;
    values.paramStride = m_own.m_buffers.parameterStride;
    values.ropeOffset = m_own.m_buffers.ropeOffsets[op.ropeTable];
    values.eps = op.eps;
    values.temperature = op.queryTemperature;
    const LayerBuffers& cache = m_own.m_cache.layers()[op.layer];
    for (std::uint32_t part = 0; part < cache.parts(); ++part) {
        TRY(Dispatch d,
            create({"latent_store",
                    0,
                    1,
                    {layer.keyType == KvType::F16, static_cast<std::uint32_t>(op.pairing)}}));
        d.bindings = {
            m_own.m_buffers.parameters, view(op.q), view(op.query), view(op.kv), cache.keys[part],
            vector(m_weights.norm)};
        values.cellFirst = part * cache.cellsPerPart;
        values.cellCount = std::min(cache.cellsPerPart, layer.cells - values.cellFirst);
        d.setPush(values);
        TRY(add(d, limited(op.heads + 1 - values.slotFirst, m_shape.tokens), m_shape.tokens));
        values.slotFirst = op.heads;
    }
    return {};
}

Result<void> OpLowering::Visitor::operator()(const RopeStoreOp& op) {
    if (m_own.joinsAttention(op, m_shape)) {
        m_own.m_pending = {&op, &m_weights};
        return {};
    }
    const KvLayerLayout& layer = m_own.m_plan.kv.layers[op.layer];
    const bool rotates = op.pairing != RopePairing::None;
    const bool stores = op.k != kNoBuffer;
    const bool touchesQ =
        rotates || op.qNorm != nullptr || op.unitQueriesKeys || op.queryTemperature;
    if (!stores && !touchesQ) return {};
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
    values.kStride = stores ? width(op.k) : 0;
    values.vStride = stores ? width(op.v) : 0;
    values.temperature = op.queryTemperature;
    values.unitValues = op.unitValues;
    values.keyWidth = layer.keyWidth;
    values.valueWidth = layer.valueWidth;
    values.cells = std::max(layer.cells, 1u);
    values.paramStride = m_own.m_buffers.parameterStride;
    values.slotFirst = touchesQ ? 0 : op.heads;
    values.slots = op.heads + (stores ? 2 * op.kvHeads : 0);
    values.eps = op.eps;
    std::uint32_t headMax = 1;
    if (isQuantized(layer.keyType)) headMax = std::max(headMax, op.keyLength);
    if (isQuantized(layer.valueType)) headMax = std::max(headMax, op.valueLength);
    const std::vector<std::uint32_t> constants = {static_cast<std::uint32_t>(layer.keyType),
                                                  static_cast<std::uint32_t>(layer.valueType),
                                                  normKind(op, op.qNorm),
                                                  normKind(op, op.kNorm),
                                                  static_cast<std::uint32_t>(op.pairing),
                                                  headMax};
    if (!stores) { // The layer reads another one's cache: only queries are rotated.
        TRY(Dispatch d, create({"rope_store", 0, 1, constants}));
        const BufferView none = m_own.m_buffers.unused, q = view(op.q);
        d.bindings = {m_own.m_buffers.parameters, q, none, none, q, q};
        d.bindings[6] = vector(m_weights.norm);
        d.bindings[7] = vector(m_weights.norm2);
        d.setPush(values);
        return add(d, limited(op.heads, m_shape.tokens), m_shape.tokens);
    }
    const LayerBuffers& cache = m_own.m_cache.layers()[op.layer];
    for (std::uint32_t part = 0; part < cache.parts(); ++part) {
        TRY(Dispatch d, create({"rope_store", 0, 1, constants}));
        d.bindings = {m_own.m_buffers.parameters,
                      view(op.q),
                      view(op.k),
                      view(op.v),
                      cache.keys[part],
                      cache.values[part],
                      vector(m_weights.norm),
                      vector(m_weights.norm2)};
        values.cellFirst = part * cache.cellsPerPart;
        values.cellCount = std::min(cache.cellsPerPart, layer.cells - values.cellFirst);
        d.setPush(values);
        TRY(add(d, limited(values.slots - values.slotFirst, m_shape.tokens), m_shape.tokens));
        values.slotFirst = op.heads; // Queries are rotated once.
    }
    return {};
}

push::AttentionPush OpLowering::Visitor::attentionPush(const AttentionOp& op) const {
    const KvLayerLayout& layer = m_own.m_plan.kv.layers[op.layer];
    push::AttentionPush values{};
    values.tokens = m_shape.tokens;
    values.heads = op.heads;
    values.group = op.heads / op.kvHeads;
    values.keyLength = op.keyLength;
    values.valueLength = op.valueLength;
    values.qStride = width(op.q);
    values.outStride = width(op.out);
    values.keyWidth = layer.keyWidth;
    values.valueWidth = layer.valuesInKeys ? layer.keyWidth : layer.valueWidth;
    values.cells = layer.cells;
    values.window = op.window;
    values.chunk = op.chunk;
    values.scale = op.scale;
    values.softcap = op.softcap;
    return values;
}

std::uint32_t OpLowering::Visitor::tileRows(const AttentionOp& op, bool vectorKeys) const {
    const VkTuning& tuning = m_own.m_tuning;
    if (m_shape.tokens < tuning.attentionTileTokens || !vectorKeys) return 0;
    const std::uint32_t laneValues = ceilDiv(op.valueLength, tuning.subgroup);
    std::uint32_t rows = tuning.attentionRows;
    while (rows > 1 && rows * laneValues > tuning.attentionRowValues) rows /= 2;
    return rows > 1 ? rows : 0;
}

Result<void> OpLowering::Visitor::operator()(const AttentionOp& op) {
    if (m_own.m_pending.first != nullptr) {
        const auto [rope, ropeWeights] = std::exchange(m_own.m_pending, {});
        return attentionStep(*rope, *ropeWeights, op);
    }
    const KvLayerLayout& layer = m_own.m_plan.kv.layers[op.layer];
    const bool vectors = op.keyLength % 4 == 0 && width(op.q) % 4 == 0 && layer.keyWidth % 4 == 0;
    if (const std::uint32_t rows = tileRows(op, vectors); rows > 0) return attentionTile(op, rows);
    // A batch has enough (head, token) pairs to fill a device without helpers.
    const std::uint32_t subgroups = m_shape.tokens > 8 ? 1 : m_own.m_tuning.attentionSubgroups;
    TRY(Dispatch d,
        create({"attention", 0, subgroups, attentionConstants(op, {0, 0, 0}, vectors)}));
    d.bindings = {m_own.m_buffers.parameters, view(op.q), {}, {}, attentionOut(op),
                  vector(m_weights.extra)};
    const std::uint32_t y = m_shape.tokens;
    d.groups = {limited(op.heads, y * m_shape.splits, m_own.m_tuning.iterationsMax), y,
                m_shape.splits};
    return addAttention(d, attentionPush(op), 2, op);
}

Result<void> OpLowering::Visitor::attentionTile(const AttentionOp& op, std::uint32_t rows) {
    std::vector<std::uint32_t> constants = attentionConstants(op, {0, 0, 0}, true);
    constants.push_back(rows);
    TRY(Dispatch d, create({"attention_tile", 0, 1, std::move(constants)}));
    d.bindings = {m_own.m_buffers.parameters, view(op.q), {}, {}, attentionOut(op),
                  vector(m_weights.extra)};
    const std::uint32_t tiles = ceilDiv(m_shape.tokens * (op.heads / op.kvHeads), rows);
    d.groups = {limited(op.kvHeads, tiles, m_own.m_tuning.iterationsMax), tiles, 1};
    return addAttention(d, attentionPush(op), 2, op);
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
    values.chunk = op.chunk;
    values.temperature = rope.queryTemperature;
    values.eps = rope.eps;
    values.scale = op.scale;
    values.softcap = op.softcap;
    const bool vectors = op.keyLength % 4 == 0 && layer.keyWidth % 4 == 0;
    const std::array<std::uint32_t, 3> ropeConstants = {normKind(rope, rope.qNorm),
                                                        normKind(rope, rope.kNorm),
                                                        static_cast<std::uint32_t>(rope.pairing)};
    std::vector<std::uint32_t> constants = attentionConstants(op, ropeConstants, vectors);
    constants.push_back(ceilDiv(op.keyLength, 4));
    TRY(Dispatch d,
        create({"attention_step", 0, m_own.m_tuning.attentionSubgroups, std::move(constants)}));
    d.bindings = {m_own.m_buffers.parameters,
                  view(rope.q),
                  view(rope.k),
                  view(rope.v),
                  {},
                  {},
                  vector(ropeWeights.norm),
                  vector(ropeWeights.norm2),
                  attentionOut(op),
                  vector(m_weights.extra)};
    d.groups = {limited(op.heads, m_shape.splits, m_own.m_tuning.iterationsMax), 1, m_shape.splits};
    return addAttention(d, values, 4, op);
}

std::vector<std::uint32_t>
OpLowering::Visitor::attentionConstants(const AttentionOp& op, std::array<std::uint32_t, 3> rope,
                                        bool vectorKeys) const {
    const KvLayerLayout& layer = m_own.m_plan.kv.layers[op.layer];
    return {static_cast<std::uint32_t>(layer.keyType),
            static_cast<std::uint32_t>(layer.valueType),
            rope[0],
            rope[1],
            rope[2],
            ceilDiv(op.valueLength, m_own.m_tuning.subgroup),
            m_weights.extra != kNoWeight,
            isPartial(op),
            vectorKeys};
}

bool OpLowering::Visitor::isPartial(const AttentionOp& op) const {
    return m_shape.splits > 1 || m_own.m_cache.layers()[op.layer].parts() > 1;
}

BufferView OpLowering::Visitor::attentionOut(const AttentionOp& op) const {
    return isPartial(op) ? m_own.m_buffers.scratch : view(op.out);
}

template <typename Push>
Result<void> OpLowering::Visitor::addAttention(Dispatch& d, Push values, std::uint32_t keysAt,
                                               const AttentionOp& op) {
    const LayerBuffers& cache = m_own.m_cache.layers()[op.layer];
    values.splits = m_shape.splits;
    values.parts = m_shape.splits * cache.parts();
    d.operations = 2.0 * op.heads * m_shape.tokens * (op.keyLength + op.valueLength) * 256.0;
    for (std::uint32_t part = 0; part < cache.parts(); ++part) {
        d.bindings[keysAt] = cache.keys[part];
        d.bindings[keysAt + 1] =
            m_own.m_plan.kv.layers[op.layer].valuesInKeys ? cache.keys[part] : cache.values[part];
        values.partFirst = part * m_shape.splits;
        values.cellFirst = part * cache.cellsPerPart;
        values.cellCount = std::min(cache.cellsPerPart, values.cells - values.cellFirst);
        d.setPush(values);
        m_out.push_back(d);
    }
    if (!isPartial(op)) return {};
    TRY(Dispatch merge, create({"attention_merge", 0, 1, {m_weights.extra != kNoWeight}}));
    merge.bindings = {m_own.m_buffers.scratch, view(op.out), vector(m_weights.extra)};
    push::AttentionPush joined{};
    joined.heads = op.heads;
    joined.valueLength = op.valueLength;
    joined.outStride = width(op.out);
    joined.parts = values.parts;
    merge.setPush(joined);
    merge.groups = {op.heads, m_shape.tokens, 1};
    m_out.push_back(merge);
    return {};
}

} // namespace inference
