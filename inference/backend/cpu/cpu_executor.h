// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "inference/backend/backend.h"
#include "inference/backend/cpu/cpu_buffer.h"
#include "inference/backend/cpu/cpu_team.h"
#include "inference/backend/cpu/kernel_table.h"
#include "inference/backend/cpu/prepared_weight.h"

namespace inference {

/// Rows that matrices are multiplied with: record or f32 row of each, as the weights want them.
struct MatmulInputs {
    const std::byte* const* records = nullptr;
    const float* const* rows = nullptr;
    std::size_t count = 0;
};

/// Runs a plan on the CPU's kernels; see Executor. Weights stay in the mapped file. All threads go
/// through the op list together (Team), so an op costs one or two barriers and no dispatch.
class CpuExecutor final : public Executor {
public:
    CpuExecutor(const ForwardPlan& plan, const ExecutorOptions& options,
                const KernelTable& kernels);

    /// Allocates and prepares everything, then touches the weights unless that is put off; nothing
    /// else allocates later.
    Result<void> prepare(const ExecutorOptions& options);
    Result<void> readWeights(const ExecutorOptions& options) override;

    /// What prepare() would allocate if the executor had that many threads. Weights need no data.
    Result<MemoryUse> measureFor(unsigned threads);

    Result<void> forward(const ForwardRequest& request, std::stop_token stop) override;
    MemoryUse memoryUse() const override;
    std::uint64_t stateBytes() const override { return m_plan.kv.recurrentBytes(); }
    std::optional<std::uint32_t> statePosition() const override { return m_statePosition; }
    Result<void> saveState(std::span<std::byte> target) override;
    Result<void> loadState(std::span<const std::byte> source, std::uint32_t position) override;
    Result<void> readCells(const CellRange& range, std::span<std::byte> keys,
                           std::span<std::byte> values) override;
    Result<void> writeCells(const CellRange& range, std::span<const std::byte> keys,
                            std::span<const std::byte> values) override;
    float* hostRows(BufferId buffer) override { return m_buffers[buffer].data; }

private:
    /// Private to one thread, so that threads never share a cache line here.
    struct alignas(64) Scratch {
        Int8Panel* int8Panel = nullptr;
        FloatPanel* floatPanel = nullptr;
        float* decoded = nullptr; // [kPanelRowsMax][kPanelDepth], or one whole row
        float* tile = nullptr;    // [2][tokens or 1][kPanelRowsMax], or [2][tokens][kChunkRows]
        float* attention = nullptr;
        float* partial = nullptr;
        const std::byte** records = nullptr; // [kTokenBlock], of the rows an expert gets
        const float** rows = nullptr;        // [kTokenBlock]
    };
    struct LayerCache {
        std::byte* keys = nullptr;
        std::byte* values = nullptr;
    };
    struct LayerState {
        float* convolution = nullptr; // [taps - 1][channels]
        float* matrices = nullptr;    // [heads][rows][columns]
    };
    /// Which key head a head reads.
    struct HeadShape {
        std::size_t keyHeads = 1;
        bool tiledKeys = false;
    };
    /// Largest sizes over all ops, found before anything is allocated.
    struct Sizes {
        std::size_t weightsEnd = 0; // Largest tensor index + 1.
        std::size_t recordBytes = 0;
        std::size_t normRows = 0;  // f32 values.
        std::size_t inputRows = 0; // Rows of the largest matmul input.
        std::size_t longestRow = 0;
        std::size_t attentionFloats = 0;
        std::size_t partialFloats = 0;
        std::size_t experts = 0, used = 0;
        std::size_t decays = 0; // Heads of the largest selective scan.
        std::uint64_t weightBytes = 0;
        std::uint64_t copiedBytes = 0; // Of vectors in another type or order than the file's.
    };
    struct Pass {
        std::span<const TokenId> tokens;
        std::size_t position = 0;
        std::size_t logitFirst = 0, logitCount = 0;
        std::span<const Op> ops;
        bool cancelled = false;
    };

    Result<void> measure();
    Result<void> prepareWeight(const WeightTensor* tensor);
    Result<void> prepareVector(const WeightTensor* tensor);
    Result<void> prepareConvolution(const ShortConvOp& op);
    Result<void> allocateState();
    Result<void> beginState(std::size_t position);
    static Result<void> checkMemory(const MemoryUse& use);
    std::uint64_t cacheBytes() const;
    void layOutScratch();
    std::uint64_t scratchBytes();
    Result<void> checkRequest(const ForwardRequest& request) const;
    bool isLastSegment(const ForwardRequest& request) const {
        return request.segment + 1 >= m_plan.segments.size();
    }
    void exchange(std::span<const BorderRows> borders, bool into) const;
    void answer(const ForwardRequest& request) const;

    void runThread(Team& team, const std::stop_token& stop);
    void computeRotations(Team& team);
    void run(const EmbedRowsOp& op, Team& team);
    void run(const NormOp& op, Team& team);
    void run(const MatmulOp& op, Team& team);
    void run(const HeadMatmulOp& op, Team& team);
    void run(const GatedProductOp& op, Team& team);
    void run(const RopeStoreOp& op, Team& team);
    void run(const LatentStoreOp& op, Team& team);
    void run(const AttentionOp& op, Team& team);
    void run(const GatherRowsOp& op, Team& team);
    void run(const RouteOp& op, Team& team);
    void run(const ExpertsGluOp& op, Team& team);
    void run(const ExpertsDownOp& op, Team& team);
    void run(const SplitOp& op, Team& team);
    void run(const SigmoidGateOp& op, Team& team);
    void run(const GatedNormOp& op, Team& team);
    void run(const ShortConvOp& op, Team& team);
    void run(const GatedDeltaOp& op, Team& team);
    void run(const SelectiveScanOp& op, Team& team);
    void scanHeads(StateScan scan, float* matrices, std::size_t heads, const HeadShape& shape,
                   void (*kernel)(const StateScan&), Team& team);

    // Matmul parts shared with the expert ops.
    struct InputNeeds {
        bool records = false, rows = false;
    };
    InputNeeds needsOf(const WeightTensor* weight) const;
    void prepareInput(const float* x, std::size_t length, const float* norm, float eps,
                      std::size_t index, InputNeeds needs, bool copy);
    std::size_t chunkRows(std::size_t tokens) const;
    void multiply(const PreparedWeight& weight, std::size_t matrix, std::size_t firstRow,
                  std::size_t count, const MatmulInputs& inputs, float* c, std::size_t stride,
                  Scratch& scratch) const;
    void multiplyPanels(const PreparedWeight& weight, const std::byte* data, std::size_t count,
                        const MatmulInputs& inputs, float* c, Scratch& scratch) const;
    void multiplyRows(const PreparedWeight& weight, const std::byte* data, std::size_t count,
                      const MatmulInputs& inputs, float* c, std::size_t stride,
                      Scratch& scratch) const;
    struct GluTile {
        float* gate;
        float* up;
        std::size_t count;
    };
    static GluKind gluKind(Activation activation);
    void glu(const GluTile& tile, const float* gateBias, const float* upBias, Activation activation,
             float* out) const;
    void finishTile(const MatmulOp& op, std::size_t index, std::size_t firstRow, std::size_t count,
                    std::size_t firstToken, std::size_t tokens, float* tile, float* second,
                    std::size_t stride) const;
    void groupByExpert(BufferId choice, std::size_t used, std::size_t experts);
    MatmulInputs expertInputs(const std::uint32_t* entries, std::size_t count,
                              std::size_t entriesPerRow, Scratch& scratch) const;
    void attend(const AttentionOp& op, std::size_t kvHead, std::size_t firstToken,
                std::size_t tokens, std::size_t from, std::size_t to, float* partial,
                Scratch& scratch) const;
    void finishHeads(const AttentionOp& op, std::size_t kvHead, std::size_t firstToken,
                     std::size_t tokens, const float* partials, std::size_t splits,
                     std::size_t partialStride) const;

    /// x / rms(x) · norm (null: without weights); x and out may be the same.
    void normalize(const float* x, std::size_t length, const float* norm, float eps,
                   float* out) const;
    void rotateRow(float* x, RopePairing pairing, std::uint32_t table, std::size_t token) const;
    float queryFactor(std::size_t token) const;
    void storeKeyAndValue(const RopeStoreOp& op, std::size_t token, std::size_t head);

    float* row(BufferId buffer, std::size_t index) const {
        return m_buffers[buffer].data + index * m_buffers[buffer].width;
    }
    std::size_t rowsOf(BufferId buffer) const {
        return m_buffers[buffer].scope == RowScope::Tokens ? m_pass.tokens.size()
                                                           : m_pass.logitCount;
    }
    const PreparedWeight& prepared(const WeightTensor* weight) const {
        return m_weights[weight->index];
    }
    const float* vectorOf(const WeightTensor* weight) const {
        return weight == nullptr ? nullptr : m_weights[weight->index].vector;
    }

    struct Buffer {
        float* data = nullptr;
        std::size_t width = 0;
        RowScope scope = RowScope::Tokens;
    };

    const ForwardPlan& m_plan;
    const KernelTable& m_kernels;
    const bool m_exact;
    ThreadPool m_pool;
    std::size_t m_threads;
    bool m_measuring = false;
    TeamState m_teamState;
    LogSink m_log;

    Sizes m_sizes;
    std::vector<PreparedWeight> m_weights;     // By WeightTensor::index.
    std::vector<std::vector<float>> m_vectors; // Vectors that could not be used in place.
    std::vector<Buffer> m_buffers;
    std::vector<LayerCache> m_caches;
    std::vector<LayerState> m_states;
    std::optional<std::uint32_t> m_statePosition; // Where m_states belong.
    CpuBuffer m_arena, m_kv, m_stateMemory, m_scratchMemory;

    // In m_scratchMemory.
    std::vector<Scratch> m_scratch; // One per thread.
    std::byte* m_records = nullptr; // [inputRows][recordBytes of the op]
    float* m_normed = nullptr;      // [inputRows][length]
    const std::byte** m_recordPointers = nullptr;
    const float** m_rowPointers = nullptr;
    std::size_t m_scratchEnd = 0;
    float* m_partials = nullptr;
    float* m_rotations = nullptr;             // [table][token][2][rotary / 2]
    std::vector<std::size_t> m_rotationStart; // Per table, in floats.
    float* m_decays = nullptr;                // [tokens][heads] of a selective scan
    std::uint32_t* m_expertStart = nullptr;   // [experts + 1]
    std::uint32_t* m_expertActive = nullptr;  // [experts] those with entries
    std::size_t m_activeCount = 0;
    std::uint32_t* m_expertEntries = nullptr; // [tokens · used]: token · used + slot

    Pass m_pass;
    std::size_t m_rotatedFrom = 0, m_rotatedCount = 0; // Positions that m_rotations holds.
};

} // namespace inference
