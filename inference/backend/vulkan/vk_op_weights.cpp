// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_op_weights.h"

#include <algorithm>

namespace inference {

namespace {

class Binder {
public:
    Binder(const ForwardPlan& plan, WeightStore& store) : m_plan(plan), m_store(store) {}

    Result<OpWeights> operator()(const EmbedRowsOp& op) {
        OpWeights bound;
        if (op.onHost) return bound;
        TRY(const WeightId table, m_store.addMatrix({op.table}, Arrangement::Stacked));
        bound.matrices.push_back({table, kNoWeight, 0, 1});
        return bound;
    }

    Result<OpWeights> operator()(const NormOp& op) {
        OpWeights bound;
        TRY(bound.norm, vector(op.weight, m_plan.buffers[op.in].width / op.parts));
        return bound;
    }

    Result<OpWeights> operator()(const HeadMatmulOp& op) {
        OpWeights bound;
        TRY(const BoundMatrix heads, matrix({op.weight}, {nullptr}, 0, Arrangement::Stacked));
        bound.matrices.push_back(heads);
        return bound;
    }

    Result<OpWeights> operator()(const GatedProductOp&) { return OpWeights{}; }

    Result<OpWeights> operator()(const LatentStoreOp& op) {
        OpWeights bound;
        TRY(bound.norm, vector(op.norm, op.latent));
        return bound;
    }

    Result<OpWeights> operator()(const MatmulOp& op) {
        OpWeights bound;
        TRY(bound.norm, vector(op.norm, op.weights[0]->rowLength));
        if (op.epilogue == MatmulEpilogue::Glu) {
            std::vector<const WeightTensor*> sources(op.weights.begin(),
                                                     op.weights.begin() + op.count);
            TRY(const BoundMatrix glu,
                matrix(sources, {op.biases.begin(), op.biases.begin() + op.count}, 0,
                       Arrangement::Interleaved));
            bound.matrices.push_back(glu);
            return bound;
        }
        // Neighbours of one type lie one after the other on the device and are one product.
        for (std::uint32_t first = 0; first < op.count;) {
            std::uint32_t end = first + 1;
            while (end < op.count && op.weights[end]->dtype == op.weights[first]->dtype) ++end;
            TRY(const BoundMatrix group,
                matrix({op.weights.begin() + first, op.weights.begin() + end},
                       {op.biases.begin() + first, op.biases.begin() + end}, first,
                       Arrangement::Stacked));
            bound.matrices.push_back(group);
            first = end;
        }
        return bound;
    }

    Result<OpWeights> operator()(const RopeStoreOp& op) {
        OpWeights bound;
        TRY(bound.norm, vector(op.qNorm, op.keyLength));
        TRY(bound.norm2, vector(op.kNorm, op.keyLength));
        return bound;
    }

    Result<OpWeights> operator()(const AttentionOp& op) {
        OpWeights bound;
        TRY(bound.extra, vector(op.sinks, op.heads));
        return bound;
    }

    Result<OpWeights> operator()(const GatherRowsOp&) { return OpWeights{}; }

    Result<OpWeights> operator()(const RouteOp& op) {
        OpWeights bound;
        TRY(bound.extra, vector(op.selectionBias, op.experts));
        TRY(bound.scale, vector(op.expertScale, op.experts));
        return bound;
    }

    Result<OpWeights> operator()(const ExpertsGluOp& op) {
        OpWeights bound;
        std::vector<const WeightTensor*> sources = {op.gate};
        std::vector<const WeightTensor*> biases = {op.gateBias};
        if (op.up != nullptr) {
            sources.push_back(op.up);
            biases.push_back(op.upBias);
        }
        TRY(const BoundMatrix experts,
            matrix(sources, biases, 0, op.gated ? Arrangement::Interleaved : Arrangement::Stacked));
        bound.matrices.push_back(experts);
        return bound;
    }

    Result<OpWeights> operator()(const ExpertsDownOp& op) {
        OpWeights bound;
        TRY(const BoundMatrix experts, matrix({op.down}, {op.bias}, 0, Arrangement::Stacked));
        bound.matrices.push_back(experts);
        return bound;
    }

    Result<OpWeights> operator()(const SplitOp&) { return OpWeights{}; }
    Result<OpWeights> operator()(const SigmoidGateOp&) { return OpWeights{}; }

    Result<OpWeights> operator()(const GatedNormOp& op) {
        OpWeights bound;
        TRY(bound.norm, whole(op.weight));
        return bound;
    }

    Result<OpWeights> operator()(const ShortConvOp& op) {
        OpWeights bound;
        TRY(bound.norm, whole(op.kernel));
        TRY(bound.extra, whole(op.bias));
        return bound;
    }

    Result<OpWeights> operator()(const GatedDeltaOp& op) {
        OpWeights bound;
        TRY(bound.norm, whole(op.decay));
        TRY(bound.norm2, whole(op.timeBias));
        return bound;
    }

    Result<OpWeights> operator()(const SelectiveScanOp& op) {
        OpWeights bound;
        TRY(bound.norm, whole(op.decay));
        TRY(bound.norm2, whole(op.timeBias));
        TRY(bound.extra, whole(op.skip));
        return bound;
    }

private:
    /// All values of a small tensor, in its own order.
    Result<WeightId> whole(const WeightTensor* tensor) {
        if (tensor == nullptr) return kNoWeight;
        return m_store.addVector({tensor}, {tensor->rowLength}, Arrangement::Stacked,
                                 tensor->rows * tensor->stack);
    }

    Result<WeightId> vector(const WeightTensor* tensor, std::uint32_t length) {
        if (tensor == nullptr) return kNoWeight;
        return m_store.addVector({tensor}, {length}, Arrangement::Stacked, 1);
    }

    Result<BoundMatrix> matrix(const std::vector<const WeightTensor*>& sources,
                               const std::vector<const WeightTensor*>& biases, std::uint32_t first,
                               Arrangement arrangement) {
        BoundMatrix bound;
        bound.first = first;
        bound.count = static_cast<std::uint32_t>(sources.size());
        TRY(bound.matrix, m_store.addMatrix(sources, arrangement));
        const bool biased = std::any_of(biases.begin(), biases.end(),
                                        [](const WeightTensor* bias) { return bias != nullptr; });
        if (biased) {
            std::vector<std::uint32_t> lengths;
            lengths.reserve(sources.size());
            for (const WeightTensor* tensor : sources) lengths.push_back(tensor->rows);
            TRY(bound.bias, m_store.addVector(biases, lengths, arrangement, sources[0]->stack));
        }
        return bound;
    }

    const ForwardPlan& m_plan;
    WeightStore& m_store;
};

} // namespace

Result<OpWeights> bindWeights(const Op& op, const ForwardPlan& plan, WeightStore& store) {
    return std::visit(Binder(plan, store), op);
}

} // namespace inference
