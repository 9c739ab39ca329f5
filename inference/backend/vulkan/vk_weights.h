// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "inference/backend/backend.h"
#include "inference/backend/vulkan/vk_transfer.h"
#include "inference/backend/vulkan/vk_weight_layout.h"

namespace inference {

/// How the rows of several tensors become rows of one matrix.
enum class Arrangement : std::uint8_t {
    Stacked,     ///< One tensor after the other.
    Interleaved, ///< Two tensors, or the two halves of one, row by row in turn: a gate and its up.
};

/// Row `g` of a packed matrix comes from this row of this source.
struct RowMap {
    Arrangement arrangement = Arrangement::Stacked;
    std::vector<std::uint32_t> rows; ///< Of each source.

    std::uint32_t total() const;
    std::pair<std::uint32_t, std::uint32_t> at(std::uint32_t g) const; ///< Source, row.
};

/// A stretch of a packed matrix that fits one binding: rows of a single matrix, or whole matrices
/// of a stack.
struct MatrixPart {
    std::size_t range = 0; ///< In the store's pool.
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

struct PackedMatrix {
    const WeightLayout* layout = nullptr;
    std::vector<const WeightTensor*> sources;
    RowMap map;
    bool decoded = false; ///< Sources of different types, kept as f32.
    std::uint32_t rowLength = 0;
    std::uint32_t stack = 1;
    std::uint32_t rowWords = 0;
    std::vector<MatrixPart> parts;

    std::uint32_t rows() const { return map.total(); }
    std::uint32_t chunks() const { return WeightLayout::chunks(rowLength); }
};

/// f32 values in one binding: a norm's weights, or the biases of a packed matrix in its row order.
struct PackedVector {
    std::vector<const WeightTensor*> sources; // Null: zeros.
    RowMap map;
    std::uint32_t stack = 1;
    std::size_t range = 0;
};

using WeightId = std::uint32_t;
inline constexpr WeightId kNoWeight = ~0u;

/// The weights of a plan on a device. First everything is added, then bytes() says what it takes,
/// then allocate() takes it and upload() fills it. The tensors must outlive the upload. Used by one
/// thread.
class WeightStore {
public:
    /// `bindingBytesMax`: most that one binding may show.
    WeightStore(std::uint64_t blockBytesMax, std::uint64_t bindingBytesMax)
        : m_bindingBytesMax(bindingBytesMax), m_pool(blockBytesMax) {}

    /// The same sources in the same arrangement are stored once. Fails with Unsupported when a type
    /// has no shader (naming type and tensor), Corrupt when shapes contradict each other.
    Result<WeightId> addMatrix(std::vector<const WeightTensor*> sources, Arrangement arrangement);
    /// `lengths[i]` values of source i (zeros where it is null).
    Result<WeightId> addVector(std::vector<const WeightTensor*> sources,
                               std::vector<std::uint32_t> lengths, Arrangement arrangement,
                               std::uint32_t stack);

    std::uint64_t bytes() const { return m_pool.bytes(); }
    /// Takes the memory, and what the upload passes through. Both must outlive the upload. Fails
    /// with OutOfMemory.
    Result<void> allocate(const VkDeviceOwner& device, Queue& queue);
    /// Once, after allocate(). Fails with Cancelled, DeviceLost.
    Result<void> upload(const ExecutorOptions& options);

    const PackedMatrix& matrix(WeightId id) const { return m_matrices[id]; }
    BufferView partView(const MatrixPart& part) const { return m_pool.view(part.range, false); }
    BufferView vectorView(WeightId id) const { return m_pool.view(m_vectors[id].range, false); }

private:
    class Uploader;
    Result<void> placeMatrix(PackedMatrix& matrix);

    std::uint64_t m_bindingBytesMax;
    BufferPool m_pool;
    std::optional<StagingRing> m_ring; // While loading, where the host cannot reach the pool.
    std::vector<PackedMatrix> m_matrices;
    std::vector<PackedVector> m_vectors;
};

} // namespace inference
