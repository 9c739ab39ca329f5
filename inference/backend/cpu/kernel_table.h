// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>

#include "inference/kv/kv_type.h"
#include "inference/quant/dtype.h"

namespace inference {

/// The instruction sets that the kernels are compiled for. `Auto` takes the best one that the
/// processor can run.
enum class CpuIsa : std::uint8_t { Auto, Scalar, Avx2, AvxVnni, Avx512, Neon };

/// An activation row quantized to 8 bits in blocks of 32, as one record of bytes:
///   i8  values[n]         value ≈ scale · q, |q| <= 127
///   f32 scales[n / 32]
///   i32 bias32[n / 32]    −128 · Σq of the block: what weights stored with an offset of 128 add
///   i32 bias16[n / 16]    the same for each half block
///   f32 sums32[n / 32]    scale · Σq: what a block's minimum is multiplied with
///   f32 sums16[n / 16]
/// n is the row length rounded up to a multiple of 256; what is beyond the row is zero.
struct QuantLayout {
    std::size_t n = 0, scales = 0, bias32 = 0, bias16 = 0, sums32 = 0, sums16 = 0, bytes = 0;

    /// Always inlined: a copy compiled for one instruction set must not serve another.
    [[gnu::always_inline]] constexpr explicit QuantLayout(std::size_t rowLength)
        : n((rowLength + 255) / 256 * 256), scales(n), bias32(scales + n / 8),
          bias16(bias32 + n / 8), sums32(bias16 + n / 4), sums16(sums32 + n / 8),
          bytes((sums16 + n / 4 + 63) / 64 * 64) {}
};

/// Largest panel of any instruction set: rows of one weight tile.
inline constexpr std::size_t kPanelRowsMax = 32;
/// Values of K that one panel holds; a multiple of every block.
inline constexpr std::size_t kPanelDepth = 512;
/// Keys of one attention tile.
inline constexpr std::size_t kKeyTile = 64;

/// A tile of weight rows unpacked for the integer GEMM; `rows` is the panelRows of the table.
struct alignas(64) Int8Panel {
    std::uint8_t values[kPanelDepth * kPanelRowsMax]; // [k / 4][rows][4]
    float scales[kPanelDepth / 16 * kPanelRowsMax];   // [k / 32 or k / 16][rows]
    float minimums[kPanelDepth / 16 * kPanelRowsMax]; // as scales
};

/// The same for float weights. [k][rows]
struct alignas(64) FloatPanel {
    float values[kPanelDepth * kPanelRowsMax];
};

/// Integer kernels of one weight format; null functions where a format has none (it then goes
/// through its decoder and the float kernels).
struct FormatKernels {
    /// out[i] = row_i · x for `count` consecutive rows; accumulates in f32, dots of blocks in i32.
    void (*rowDots)(const std::byte* rows, std::size_t rowBytes, std::size_t count,
                    std::size_t length, const std::byte* record, float* out) = nullptr;
    /// Unpacks columns [k0, k0 + depth) of `count` <= panelRows rows; k0 is a multiple of
    /// kPanelDepth, depth of the format's block.
    void (*unpack)(const std::byte* rows, std::size_t rowBytes, std::size_t count, std::size_t k0,
                   std::size_t depth, Int8Panel& panel) = nullptr;
    /// c[t][0..panelRows) (+)= panel · record_t over the panel's columns; the rows of c are
    /// kPanelRowsMax apart.
    void (*multiply)(const Int8Panel& panel, const std::byte* const* records,
                     const QuantLayout& layout, std::size_t k0, std::size_t depth,
                     std::size_t tokens, float* c, bool accumulate) = nullptr;
};

enum class FloatFormat : std::uint8_t { F32, F16, BF16 };

/// One head in one cell of a cache half, see kvCellBytes.
struct KvRow {
    const std::byte* values = nullptr;
    const std::byte* scales = nullptr; ///< Of quantized types: a half per block.
};

/// Online softmax over one tile of keys for a block of query rows of one kv head.
struct AttentionTile {
    const KvRow* keys = nullptr;   // [keyCount] this head's part of each cell
    const KvRow* values = nullptr; // [keyCount]
    std::size_t keyCount = 0;      // <= kKeyTile
    KvType keyType = KvType::F32, valueType = KvType::F32;
    std::size_t keyLength = 0, valueLength = 0;
    const float* queries = nullptr; // [rows][keyLength], already scaled
    std::size_t rows = 0;
    const std::uint16_t* visibleFrom = nullptr; // [rows] first visible key of the tile
    const std::uint16_t* visibleTo = nullptr;   // [rows] one past the last; none if <= from
    float softcap = 0;
    float* keyPanel = nullptr;    // scratch [keyLength][kKeyTile]
    float* valuePanel = nullptr;  // scratch [kKeyTile][valueStride]
    std::size_t valueStride = 0;  // valueLength rounded up to kPanelRowsMax
    float* scores = nullptr;      // scratch [rows][kKeyTile]
    float* rowMax = nullptr;      // [rows] running maximum, −∞ at first
    float* rowSum = nullptr;      // [rows] running denominator
    float* accumulator = nullptr; // [rows][valueStride]
};

enum class GluKind : std::uint8_t { Silu, GeluTanh, SwigluOai, SquaredRelu };

/// Some columns of one head's matrix state over consecutive tokens. Per token, with the state
/// decayed first: S ← decay·S + write·dᵀ, out = Sᵀ·read, where d is rate·input, or by the
/// delta rule rate·(input − decay·Sᵀ·write).
struct StateScan {
    float* state = nullptr; // [rows][stateStride]
    std::size_t stateStride = 0;
    std::size_t rows = 0, columns = 0, tokens = 0;
    const float* write = nullptr; // [tokens][writeStride] of which `rows` count
    std::size_t writeStride = 0;
    const float* read = nullptr; // [tokens][readStride], likewise
    std::size_t readStride = 0;
    const float* input = nullptr; // [tokens][inputStride] of which `columns` count
    std::size_t inputStride = 0;
    const float* decay = nullptr; // [tokens][scalarStride]
    const float* rate = nullptr;  // [tokens][scalarStride]
    std::size_t scalarStride = 0;
    float* out = nullptr; // [tokens][outStride]
    std::size_t outStride = 0;
};

/// One row of a causal depthwise convolution: Σ_j kernel[j][c] · rows[j][c] (+ bias), then silu, or
/// times `gate` where that is given.
struct ConvRow {
    const float* const* rows = nullptr; // [taps], the oldest first
    const float* kernel = nullptr;      // [taps][kernelStride]
    std::size_t kernelStride = 0;
    std::size_t taps = 0, channels = 0;
    const float* bias = nullptr;
    const float* gate = nullptr;
    float* out = nullptr;
};

/// Every kernel of one instruction set. Pointers need no alignment, lengths no multiple, unless
/// said otherwise. Chosen once, see dispatch.h.
struct KernelTable {
    CpuIsa isa = CpuIsa::Scalar;
    std::size_t panelRows = 0;

    FormatKernels formats[43]; // By type id.

    void (*quantizeRow)(const float* x, std::size_t n, std::byte* record) = nullptr;
    /// Sum of squares, accumulated in f64.
    double (*sumOfSquares)(const float* x, std::size_t n) = nullptr;
    /// out = x · factor · weight (weight may be null); `accumulate` adds to out.
    void (*scaleRow)(const float* x, const float* weight, float factor, std::size_t n, float* out,
                     bool accumulate) = nullptr;
    /// out = a + b, any of them may be the same.
    void (*addRow)(const float* a, const float* b, std::size_t n, float* out) = nullptr;
    /// out = a ⊙ b, any of them may be the same.
    void (*multiplyRow)(const float* a, const float* b, std::size_t n, float* out) = nullptr;
    /// x ⊙= σ(gate)
    void (*sigmoidGateRow)(float* x, const float* gate, std::size_t n) = nullptr;
    /// out = act(gate) ⊙ up; without `up` act(gate) alone (not SwigluOai).
    void (*gluRow)(const float* gate, const float* up, std::size_t n, GluKind kind,
                   float* out) = nullptr;
    /// x = cap · tanh(x / cap)
    void (*softcapRow)(float* x, std::size_t n, float cap) = nullptr;
    void (*toFloat)(const std::byte* source, FloatFormat format, std::size_t n,
                    float* out) = nullptr;
    void (*toHalf)(const float* source, std::size_t n, std::byte* out) = nullptr;

    /// out[i] = row_i · x for rows of f32, f16 or bf16.
    void (*floatRowDots)(const std::byte* rows, FloatFormat format, std::size_t rowBytes,
                         std::size_t count, std::size_t length, const float* x,
                         float* out) = nullptr;
    /// Transposes `count` <= panelRows rows of `depth` <= kPanelDepth floats, rows beyond count
    /// zero.
    void (*packFloats)(const float* rows, std::size_t rowStride, std::size_t count,
                       std::size_t depth, float* panel) = nullptr;
    /// c[t][0..panelRows) (+)= Σ_k a_t[k] · panel[k]; panel rows are panelStride apart.
    void (*multiplyFloats)(const float* panel, std::size_t panelStride, const float* const* a,
                           std::size_t k0, std::size_t depth, std::size_t tokens, float* c,
                           std::size_t cStride, bool accumulate) = nullptr;
    void (*attentionTile)(const AttentionTile& tile) = nullptr;
    void (*scanState)(const StateScan& scan) = nullptr;
    void (*deltaState)(const StateScan& scan) = nullptr;
    void (*convolveRow)(const ConvRow& row) = nullptr;
    /// Quantizes n values, a multiple of kKvBlock, as a head of a cache cell.
    void (*quantizeCache)(const float* x, std::size_t n, KvType type, std::byte* values,
                          std::byte* scales) = nullptr;
    /// Sum of the bytes' 64-bit words, to measure how fast memory can be read.
    std::uint64_t (*readAll)(const std::byte* data, std::size_t bytes) = nullptr;
};

const KernelTable& scalarKernels();
#if defined(__x86_64__)
const KernelTable& avx2Kernels();
const KernelTable& avxVnniKernels();
const KernelTable& avx512Kernels();
#elif defined(__aarch64__)
const KernelTable& neonKernels();
#endif

} // namespace inference
