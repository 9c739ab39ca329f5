// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cmath>
#include <vector>

#include "inference/plan/forward_plan.h"
#include "tests/inference/backend/vulkan/toy_options.h"
#include "tests/inference/backend/vulkan/toy_tensors.h"

class ToyModel {
public:
    explicit ToyModel(const ToyOptions& options) : m_options(options) { build(); }
    ToyModel(const ToyModel&) = delete;

    inference::ForwardPlan plan;

    std::vector<inference::TokenId> tokens(std::size_t count) {
        std::vector<inference::TokenId> result(count);
        for (auto& token : result)
            token = static_cast<inference::TokenId>(m_tensors.random()() % m_options.vocabulary);
        return result;
    }

private:
    using T = inference::WeightTensor;

    const T* tensor(inference::DType type, std::uint32_t length, std::uint32_t rows,
                    std::uint32_t stack = 1, float scale = 0) {
        return m_tensors.tensor(type, length, rows, stack, scale);
    }
    const T* vector(std::uint32_t length, float scale = 0.3f) {
        return tensor(inference::DType::F32, length, 1, 1, scale);
    }
    const T* maybe(bool wanted, std::uint32_t length) { return wanted ? vector(length) : nullptr; }
    inference::BufferId buffer(std::uint32_t width, inference::RowScope scope) {
        inference::BufferSpec spec;
        spec.name = "toy";
        spec.width = width;
        spec.scope = scope;
        spec.offset = plan.arenaBytes;
        const std::uint64_t rows =
            scope == inference::RowScope::Tokens ? m_options.batch : m_options.logitRows;
        plan.arenaBytes += (rows * width * 4 + 255) / 256 * 256;
        plan.buffers.push_back(spec);
        return static_cast<inference::BufferId>(plan.buffers.size() - 1);
    }

    void build() {
        using namespace inference;
        const ToyOptions& o = m_options;
        plan.vocabulary = o.vocabulary;
        plan.batchMax = o.batch;
        plan.logitRowsMax = o.logitRows;
        plan.kv = {o.cache, o.cache, o.context, {}, {}};
        for (int t = 0; t < 2; ++t) {
            RopeTable table;
            for (std::uint32_t i = 0; i < o.rotary / 2; ++i)
                table.inverseFrequency.push_back(
                    std::pow(t == 0 ? 10000.0f : 500.0f,
                             -2.0f * static_cast<float>(i) / static_cast<float>(o.rotary)));
            table.magnitude = t == 0 ? 1.0f : 1.1f;
            plan.ropeTables.push_back(table);
        }
        m_x = buffer(o.width, RowScope::Tokens);
        m_post = buffer(o.width, RowScope::Tokens);
        m_q = buffer(o.heads * o.keyLength, RowScope::Tokens);
        m_k = buffer(o.kvHeads * o.keyLength, RowScope::Tokens);
        m_v = buffer(o.kvHeads * o.valueLength, RowScope::Tokens);
        m_attention = buffer(o.heads * o.valueLength, RowScope::Tokens);
        // As in plans that reuse memory: attention's result takes the place of k and v.
        const std::uint64_t room = plan.buffers[m_attention].offset - plan.buffers[m_k].offset;
        if (std::uint64_t{o.batch} * o.heads * o.valueLength * 4 <= room)
            plan.buffers[m_attention].offset = plan.buffers[m_k].offset;
        m_hidden =
            buffer(o.feedForward * std::max(o.experts > 0 ? o.used : 1u, 1u), RowScope::Tokens);
        m_last = buffer(o.width, RowScope::LogitRows);
        plan.logits = buffer(o.vocabulary, RowScope::LogitRows);
        if (o.experts > 0) {
            m_router = buffer(o.experts, RowScope::Tokens);
            m_choice = buffer(o.used, RowScope::Tokens);
            m_weight = buffer(o.used, RowScope::Tokens);
        }
        plan.ops.emplace_back(
            EmbedRowsOp{tensor(o.type, o.width, o.vocabulary, 1, 1.0f), m_x, 1.25f});
        for (std::uint32_t i = 0; i < o.layers; ++i) {
            attention(i);
            feedForward();
        }
        plan.ops.emplace_back(GatherRowsOp{m_x, m_last});
        MatmulOp head;
        head.in = m_last;
        head.norm = vector(o.width);
        head.eps = 1e-5f;
        head.count = 1;
        head.weights[0] = std::get<EmbedRowsOp>(plan.ops[0]).table; // Tied.
        head.outs[0] = plan.logits;
        head.softcap = o.logitSoftcap;
        plan.ops.emplace_back(head);
    }

    void residual(inference::BufferId in, const T* weight, const T* bias) {
        using namespace inference;
        MatmulOp op;
        op.in = in;
        op.count = 1;
        op.weights[0] = weight;
        op.biases[0] = bias;
        op.outs[0] = m_options.postNorm ? m_post : m_x;
        op.epilogue = m_options.postNorm ? MatmulEpilogue::Store : MatmulEpilogue::Residual;
        op.scale = m_options.residualScale;
        plan.ops.emplace_back(op);
        if (!m_options.postNorm) return;
        plan.ops.emplace_back(NormOp{m_post, m_x, vector(m_options.width), 1e-5f, true});
    }

    inference::DType other() const {
        return m_options.valueType == inference::DType::F32 ? m_options.type : m_options.valueType;
    }

    void attention(std::uint32_t layer) {
        using namespace inference;
        const ToyOptions& o = m_options;
        const std::uint32_t window = layer % 2 == 1 || o.windowEverywhere ? o.window : 0;
        const std::uint32_t cells = window > 0 ? window + o.batch : o.context;
        plan.kv.layers.push_back({o.kvHeads * o.keyLength, o.kvHeads * o.valueLength, cells,
                                  o.cache, o.valueCache.value_or(o.cache)});
        MatmulOp qkv;
        qkv.in = m_x;
        qkv.norm = vector(o.width);
        qkv.eps = 1e-5f;
        qkv.count = 3;
        qkv.weights = {tensor(o.type, o.width, o.heads * o.keyLength),
                       tensor(o.type, o.width, o.kvHeads * o.keyLength),
                       tensor(other(), o.width, o.kvHeads * o.valueLength)};
        qkv.biases = {maybe(o.biases, o.heads * o.keyLength), nullptr,
                      maybe(o.biases, o.kvHeads * o.valueLength)};
        qkv.outs = {m_q, m_k, m_v};
        plan.ops.emplace_back(qkv);
        RopeStoreOp rope;
        rope.layer = layer;
        rope.q = m_q;
        rope.k = m_k;
        rope.v = m_v;
        rope.heads = o.heads;
        rope.kvHeads = o.kvHeads;
        rope.keyLength = o.keyLength;
        rope.valueLength = o.valueLength;
        rope.qNorm = maybe(o.qkNorm, o.keyLength);
        rope.kNorm = maybe(o.qkNorm, o.keyLength);
        rope.eps = 1e-5f;
        rope.pairing = o.pairing;
        rope.ropeTable = layer % 2;
        plan.ops.emplace_back(rope);
        AttentionOp attend;
        attend.layer = layer;
        attend.q = m_q;
        attend.out = m_attention;
        attend.heads = o.heads;
        attend.kvHeads = o.kvHeads;
        attend.keyLength = o.keyLength;
        attend.valueLength = o.valueLength;
        attend.scale = 1.0f / std::sqrt(static_cast<float>(o.keyLength));
        attend.softcap = o.attentionSoftcap;
        attend.window = window;
        attend.sinks = o.sinks ? vector(o.heads, 1.0f) : nullptr;
        plan.ops.emplace_back(attend);
        residual(m_attention, tensor(o.type, o.heads * o.valueLength, o.width),
                 maybe(o.biases, o.width));
    }

    void feedForward() {
        using namespace inference;
        const ToyOptions& o = m_options;
        if (o.experts > 0) return experts();
        MatmulOp glu;
        glu.in = m_x;
        glu.norm = vector(o.width);
        glu.eps = 1e-5f;
        glu.epilogue = MatmulEpilogue::Glu;
        glu.activation = o.activation;
        glu.outs[0] = m_hidden;
        glu.count = o.fusedGlu ? 1 : 2;
        glu.weights[0] = tensor(o.type, o.width, o.feedForward * (o.fusedGlu ? 2 : 1));
        glu.biases[0] = maybe(o.biases, o.feedForward * (o.fusedGlu ? 2 : 1));
        if (!o.fusedGlu) {
            glu.weights[1] = tensor(other(), o.width, o.feedForward);
            glu.biases[1] = maybe(o.biases, o.feedForward);
        }
        plan.ops.emplace_back(glu);
        residual(m_hidden, tensor(other(), o.feedForward, o.width), maybe(o.biases, o.width));
    }

    void experts() {
        using namespace inference;
        const ToyOptions& o = m_options;
        plan.ops.emplace_back(NormOp{m_x, m_post, vector(o.width), 1e-5f, false});
        MatmulOp router;
        router.in = m_post;
        router.count = 1;
        router.weights[0] = tensor(DType::F32, o.width, o.experts);
        router.biases[0] = maybe(o.biases, o.experts);
        router.outs[0] = m_router;
        plan.ops.emplace_back(router);
        plan.ops.emplace_back(RouteOp{m_router, m_choice, m_weight, o.experts, o.used, o.gating,
                                      o.selectionBias ? vector(o.experts) : nullptr, o.normalize,
                                      1.5f});
        const std::uint32_t rows = o.feedForward * (o.fusedGlu ? 2 : 1);
        ExpertsGluOp glu;
        glu.in = m_post;
        glu.choice = m_choice;
        glu.out = m_hidden;
        glu.used = o.used;
        glu.activation = o.activation;
        glu.gate = tensor(o.type, o.width, rows, o.experts);
        if (!o.fusedGlu) glu.up = tensor(o.type, o.width, o.feedForward, o.experts);
        if (o.biases) {
            glu.gateBias = tensor(DType::F32, rows, o.experts, 1, 0.3f);
            if (!o.fusedGlu) glu.upBias = tensor(DType::F32, o.feedForward, o.experts, 1, 0.3f);
        }
        plan.ops.emplace_back(glu);
        ExpertsDownOp down;
        down.in = m_hidden;
        down.choice = m_choice;
        down.weight = m_weight;
        down.out = m_x;
        down.used = o.used;
        down.down = tensor(other(), o.feedForward, o.width, o.experts);
        if (o.biases) down.bias = tensor(DType::F32, o.width, o.experts, 1, 0.3f);
        plan.ops.emplace_back(down);
    }

    ToyOptions m_options;
    ToyTensors m_tensors;
    inference::BufferId m_x = 0, m_post = 0, m_q = 0, m_k = 0, m_v = 0, m_attention = 0,
                        m_hidden = 0, m_last = 0, m_router = 0, m_choice = 0, m_weight = 0;
};
