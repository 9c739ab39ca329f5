// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_op_visitor.h"

namespace inference {

namespace {

/// Accumulators a lane keeps at most in matvec: more spill.
constexpr std::uint32_t kAccumulatorsMax = 32;
/// Rows and tokens of a workgroup of matmul, and its invocations.
constexpr std::uint32_t kTile = 64;
constexpr std::uint32_t kTileInvocations = 256;

/// See kRagged in matvec.glsl.
std::uint32_t raggedness(std::uint32_t length, std::uint32_t stride) {
    if (stride % 4 != 0 || length % 4 != 0) return 2;
    return length % 8 == 0 ? 0 : 1;
}

} // namespace

Result<void> OpLowering::Visitor::operator()(const MatmulOp& op) {
    for (const BoundMatrix& bound : m_weights.matrices) {
        const PackedMatrix& matrix = m_own.m_weights.matrix(bound.matrix);
        for (const MatrixPart& part : matrix.parts) TRY(matvec(op, bound, matrix, part));
    }
    return {};
}

template <typename Op>
Result<Dispatch> OpLowering::Visitor::expertDispatch(const Op& op, const MatrixPart& part,
                                                     const ExpertKernel& kernel) {
    const BoundMatrix& bound = m_weights.matrices[0];
    const PackedMatrix& matrix = m_own.m_weights.matrix(bound.matrix);
    const bool weighted = op.weight != kNoBuffer;
    push::MatmulPush values{};
    values.rows = matrix.rows();
    values.rowWords = matrix.rowWords;
    values.chunks = matrix.chunks();
    values.inLength = matrix.rowLength;
    values.columns = m_shape.tokens;
    values.used = op.used;
    values.expertFirst = matrix.stack > 1 ? part.first : 0;
    values.expertCount = matrix.stack > 1 ? part.count : 1;
    values.inStride = width(op.in);
    values.stride0 = width(op.out);
    values.choiceStride = width(op.choice);
    values.scale = kernel.scale;
    if (weighted) values.weightStride = width(op.weight);
    TRY(Dispatch d, create({quantShader(kernel.shader, matrix),
                            0,
                            m_own.m_tuning.matvecSubgroups,
                            {kernel.cut.rows, 1, 0, raggedness(matrix.rowLength, values.inStride),
                             0, kernel.activation, bound.bias != kNoWeight, m_own.m_tuning.laneRows,
                             weighted, kernel.mode}}));
    d.bindings = {m_own.m_weights.partView(part),
                  view(op.in),
                  m_own.m_buffers.unused,
                  vector(bound.bias),
                  view(op.out),
                  view(op.choice),
                  weighted ? view(op.weight) : m_own.m_buffers.unused};
    d.setPush(values);
    d.operations = 1.0 * matrix.rows() * matrix.rowLength * op.used * rows(op.choice);
    return d;
}

Result<void> OpLowering::Visitor::operator()(const ExpertsGluOp& op) {
    const PackedMatrix& matrix = m_own.m_weights.matrix(m_weights.matrices[0].matrix);
    const ExpertKernel kernel{.shader = "experts_glu",
                              .cut = cutFor(matrix.rows(), 1, op.gated),
                              .activation = static_cast<std::uint32_t>(op.activation),
                              .mode = op.gated};
    const std::uint32_t products = rows(op.choice) * op.used;
    for (const MatrixPart& part : matrix.parts) {
        TRY(Dispatch d, expertDispatch(op, part, kernel));
        TRY(add(d, limited(kernel.cut.workgroups, products, matrix.chunks()), products));
    }
    return {};
}

Result<void> OpLowering::Visitor::operator()(const ExpertsDownOp& op) {
    const PackedMatrix& matrix = m_own.m_weights.matrix(m_weights.matrices[0].matrix);
    ExpertKernel kernel{.shader = "experts_down",
                        .cut = cutFor(matrix.rows(), 1, false),
                        .mode = op.accumulate,
                        .scale = op.scale};
    const std::uint32_t tokens = rows(op.choice);
    const std::uint64_t chunks = std::uint64_t{matrix.chunks()} * op.used;
    for (const MatrixPart& part : matrix.parts) {
        TRY(Dispatch d, expertDispatch(op, part, kernel));
        TRY(add(d, limited(kernel.cut.workgroups, tokens, chunks), tokens));
        kernel.mode = true; // The next part adds to this one's sums.
    }
    return {};
}

Result<void> OpLowering::Visitor::operator()(const HeadMatmulOp& op) {
    const PackedMatrix& matrix = m_own.m_weights.matrix(m_weights.matrices[0].matrix);
    const Cut cut = cutFor(matrix.rows(), 1, false);
    const std::uint32_t tokens = rows(op.out);
    for (const MatrixPart& part : matrix.parts) {
        push::HeadPush values{};
        values.rows = matrix.rows();
        values.rowWords = matrix.rowWords;
        values.chunks = matrix.chunks();
        values.inLength = matrix.rowLength;
        values.inStride = width(op.in);
        values.headIn = op.inStride;
        values.outStride = width(op.out);
        values.headOut = op.outStride;
        values.headFirst = matrix.stack > 1 ? part.first : 0;
        values.headCount = matrix.stack > 1 ? part.count : 1;
        // Rows begin at multiples of the head's stride, not only of the row's.
        const std::uint32_t ragged = std::max(raggedness(matrix.rowLength, values.inStride),
                                              raggedness(matrix.rowLength, op.inStride));
        TRY(Dispatch d, create({quantShader("head_matmul", matrix),
                                0,
                                m_own.m_tuning.matvecSubgroups,
                                {cut.rows, 1, 0, ragged, 0, 0, 0, m_own.m_tuning.laneRows}}));
        d.bindings = {m_own.m_weights.partView(part), view(op.in), m_own.m_buffers.unused,
                      m_own.m_buffers.unused, view(op.out)};
        d.setPush(values);
        d.operations = 1.0 * matrix.rows() * matrix.rowLength * values.headCount * tokens;
        TRY(add(d, limited(cut.workgroups, tokens * values.headCount, matrix.chunks()),
                tokens * values.headCount));
    }
    return {};
}

Result<void> OpLowering::Visitor::matvec(const MatmulOp& op, const BoundMatrix& bound,
                                         const PackedMatrix& matrix, const MatrixPart& part) {
    const VkTuning& tuning = m_own.m_tuning;
    const std::uint32_t columns = rows(op.in);
    push::MatmulPush values{};
    values.rows = part.count;
    values.rowWords = matrix.rowWords;
    values.chunks = matrix.chunks();
    values.inLength = matrix.rowLength;
    values.inStride = width(op.in);
    values.columns = columns;
    values.rowFirst = part.first;
    std::array<BufferView, 3> outs;
    const bool glu = op.epilogue == MatmulEpilogue::Glu;
    const std::uint32_t outCount = glu ? 1 : bound.count;
    std::array<std::uint32_t, 3> strides{};
    for (std::uint32_t i = 0; i < outs.size(); ++i) {
        // One that is not written still counts as such: it must be nobody else's.
        outs[i] = view(op.outs[bound.first + (i < outCount ? i : 0)]);
        if (i < outCount) strides[i] = width(op.outs[bound.first + i]);
    }
    values.end0 = matrix.map.rows[0];
    values.end1 = values.end0 + (bound.count > 1 ? matrix.map.rows[1] : 0);
    values.stride0 = strides[0];
    values.stride1 = strides[1];
    values.stride2 = strides[2];
    values.eps = op.eps;
    values.scale = op.scale;
    values.softcap = op.softcap;

    const bool tiled = tuning.matmulTokensMin > 0 && columns >= tuning.matmulTokensMin;
    const Cut cut = tiled ? Cut{0, 0, ceilDiv(part.count, kTile), ceilDiv(columns, kTile)}
                          : cutFor(part.count, columns, glu);
    PipelineKey key{quantShader(tiled ? "matmul" : "matvec", matrix),
                    0,
                    tiled ? kTileInvocations / tuning.subgroup : tuning.matvecSubgroups,
                    {cut.rows, cut.columns, m_weights.norm != kNoWeight,
                     raggedness(matrix.rowLength, values.inStride),
                     static_cast<std::uint32_t>(op.epilogue),
                     static_cast<std::uint32_t>(op.activation), bound.bias != kNoWeight}};
    if (!tiled) key.constants.push_back(tuning.laneRows);
    TRY(Dispatch d, create(std::move(key)));
    d.bindings = {m_own.m_weights.partView(part),
                  view(op.in),
                  vector(m_weights.norm),
                  vector(bound.bias),
                  outs[0],
                  outs[1],
                  outs[2]};
    d.setPush(values);
    d.operations = 1.0 * part.count * matrix.rowLength * columns;
    const std::uint32_t x =
        tiled ? cut.workgroups : limited(cut.workgroups, cut.columnGroups, matrix.chunks());
    return add(d, x, cut.columnGroups);
}

OpLowering::Visitor::Cut OpLowering::Visitor::cutFor(std::uint32_t rowCount, std::uint32_t columns,
                                                     bool pairs) const {
    const VkTuning& tuning = m_own.m_tuning;
    Cut cut;
    cut.columns = 1;
    while (cut.columns < std::min(columns, tuning.columnsMax)) cut.columns *= 2;
    cut.rows = rowCount <= tuning.fewRows ? tuning.matvecRowsFew : tuning.matvecRows;
    cut.rows = std::max(std::min(cut.rows, kAccumulatorsMax / cut.columns), 2u);
    if (tuning.laneRows) cut.rows = pairs ? 2 : 1;
    const std::uint32_t unit = tuning.laneRows ? cut.rows * tuning.subgroup : cut.rows;
    cut.workgroups = ceilDiv(rowCount, unit * tuning.matvecSubgroups);
    cut.columnGroups = ceilDiv(columns, cut.columns);
    return cut;
}

} // namespace inference
