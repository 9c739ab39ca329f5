// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "inference/backend/vulkan/vk_ops.h"
#include "shaders/include/push_constants.h"

namespace inference {

inline std::uint32_t ceilDiv(std::uint32_t a, std::uint32_t b) {
    return (a + b - 1) / b;
}

/// Lowers one op for one shape of a pass: an operator per kind, in vk_ops.cpp,
/// vk_ops_attention.cpp, vk_ops_matmul.cpp and vk_ops_recurrent.cpp. Lives for a single call of
/// OpLowering::lower.
class OpLowering::Visitor {
public:
    Visitor(OpLowering& owner, const OpWeights& weights, const StepShape& shape,
            std::vector<Dispatch>& out)
        : m_own(owner), m_weights(weights), m_shape(shape), m_out(out) {}

    Result<void> operator()(const EmbedRowsOp& op);
    Result<void> operator()(const NormOp& op);
    Result<void> operator()(const MatmulOp& op);
    Result<void> operator()(const HeadMatmulOp& op);
    Result<void> operator()(const GatedProductOp& op);
    Result<void> operator()(const RopeStoreOp& op);
    Result<void> operator()(const LatentStoreOp& op);
    Result<void> operator()(const AttentionOp& op);
    Result<void> operator()(const GatherRowsOp& op);
    Result<void> operator()(const RouteOp& op);
    Result<void> operator()(const ExpertsGluOp& op);
    Result<void> operator()(const ExpertsDownOp& op);
    Result<void> operator()(const SplitOp& op);
    Result<void> operator()(const SigmoidGateOp& op);
    Result<void> operator()(const GatedNormOp& op);
    Result<void> operator()(const ShortConvOp& op);
    Result<void> operator()(const GatedDeltaOp& op);
    Result<void> operator()(const SelectiveScanOp& op);

private:
    /// How matvec and the expert shaders divide a product.
    struct Cut {
        std::uint32_t rows = 0;    ///< Per subgroup, or per lane with laneRows.
        std::uint32_t columns = 0; ///< Tokens per subgroup.
        std::uint32_t workgroups = 0;
        std::uint32_t columnGroups = 0;
    };
    Cut cutFor(std::uint32_t rowCount, std::uint32_t columns, bool pairs) const;
    Result<void> copyHostRows(const EmbedRowsOp& op);
    Result<void> matvec(const MatmulOp& op, const BoundMatrix& bound, const PackedMatrix& matrix,
                        const MatrixPart& part);
    /// How experts_glu and experts_down differ.
    struct ExpertKernel {
        const char* shader = nullptr;
        Cut cut;
        std::uint32_t activation = 0; ///< Constant 8.
        bool mode = false;            ///< Constant 12: gated, or accumulating.
        float scale = 0;
    };
    template <typename Op>
    Result<Dispatch> expertDispatch(const Op& op, const MatrixPart& part,
                                    const ExpertKernel& kernel);
    /// Rotation, store and attention of a single token.
    Result<void> attentionStep(const RopeStoreOp& rope, const OpWeights& ropeWeights,
                               const AttentionOp& op);
    /// Constants 3 to 11, of attention and attention_step alike.
    std::vector<std::uint32_t> attentionConstants(const AttentionOp& op,
                                                  std::array<std::uint32_t, 3> rope,
                                                  bool vectorKeys) const;
    push::AttentionPush attentionPush(const AttentionOp& op) const;
    /// Whether attention leaves parts, and where it goes.
    bool isPartial(const AttentionOp& op) const;
    BufferView attentionOut(const AttentionOp& op) const;
    /// Lanes that share a column of a state with this many rows.
    std::uint32_t stateSplit(std::uint32_t stateRows) const;
    Result<void> addState(Dispatch& d, const push::StatePush& values, std::uint32_t split);
    /// Queries that one subgroup of attention_tile takes; 0 where another shader is better.
    std::uint32_t tileRows(const AttentionOp& op, bool vectorKeys) const;
    Result<void> attentionTile(const AttentionOp& op, std::uint32_t rows);
    /// Adds the dispatch once for each binding of the cache, which it has as `keysAt` and the
    /// binding after it, and for a context in parts the dispatch that joins them.
    template <typename Push>
    Result<void> addAttention(Dispatch& d, Push values, std::uint32_t keysAt,
                              const AttentionOp& op);

    std::uint32_t width(BufferId id) const {
        return m_own.m_plan.buffers[m_own.resolved(id)].width;
    }
    std::uint32_t rows(BufferId id) const {
        return m_own.m_plan.buffers[id].scope == RowScope::Tokens ? m_shape.tokens
                                                                  : m_shape.logitRows;
    }
    BufferView view(BufferId id) const {
        // What was put elsewhere may be read under the name of rows gathered from it.
        if (id != kNoBuffer && m_own.resolved(id) == m_own.m_redirect.first)
            return m_own.m_redirect.second;
        BufferView result = m_own.m_buffers.arena;
        result.offset += m_own.m_plan.buffers[m_own.resolved(id)].offset;
        result.bytes = std::uint64_t{width(id)} * rows(id) * sizeof(float);
        return result;
    }
    BufferView vector(WeightId id) const {
        return id == kNoWeight ? m_own.m_buffers.unused : m_own.m_weights.vectorView(id);
    }
    std::string quantShader(const char* op, const PackedMatrix& matrix) const {
        return std::string(op) + "_" + matrix.layout->suffix;
    }
    Result<Dispatch> create(PipelineKey key) {
        key.subgroup = m_own.m_tuning.subgroup;
        Dispatch d;
        TRY(d.pipeline, m_own.m_pipelines.get(key));
        return d;
    }
    /// Workgroups in x: shaders go through their units with any number of them, unless the loops
    /// of so many units, each of `iterations`, exceed what the device runs in one invocation.
    std::uint32_t limited(std::uint32_t x, std::uint32_t y, std::uint64_t iterations = 1) const {
        const std::uint64_t most = m_own.m_tuning.iterationsMax;
        const std::uint64_t needed = most > 0 ? (x * iterations + most - 1) / most : 1;
        const std::uint64_t usual = std::max(m_own.m_tuning.workgroupsMax / y, 1u);
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(x, std::max(needed, usual)));
    }
    Result<void> add(Dispatch& d, std::uint32_t x, std::uint32_t y) {
        const auto& limit = m_own.m_device.limits().maxComputeWorkGroupCount;
        const std::uint32_t z = ceilDiv(x, limit[0]);
        d.groups = {ceilDiv(x, z), y, z};
        ASSERT(y <= limit[1] && z <= limit[2]);
        m_out.push_back(d);
        return {};
    }

    OpLowering& m_own;
    const OpWeights& m_weights;
    const StepShape& m_shape;
    std::vector<Dispatch>& m_out;
};

} // namespace inference
