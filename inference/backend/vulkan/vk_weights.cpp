// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_weights.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "inference/base/thread_pool.h"

namespace inference {

namespace {

std::string named(const WeightTensor& tensor) {
    return "tensor " + tensor.name + " (" + std::string(dtypeInfo(tensor.dtype).name) + ")";
}

void decodeRow(const WeightTensor& tensor, std::size_t row, std::size_t matrix, float* target) {
    const DTypeInfo& info = dtypeInfo(tensor.dtype);
    info.decode(tensor.row(row, matrix), target, tensor.rowLength / info.blockElements);
}

/// Packs rows first..first+count-1, counted through the whole stack.
void packRows(const PackedMatrix& matrix, std::uint64_t first, std::uint64_t count,
              std::uint32_t* target) {
    std::vector<float> decoded(matrix.decoded ? matrix.rowLength : 0);
    const std::uint32_t rows = matrix.rows();
    for (std::uint64_t i = first; i < first + count; ++i, target += matrix.rowWords) {
        const auto [source, row] = matrix.map.at(static_cast<std::uint32_t>(i % rows));
        const WeightTensor& tensor = *matrix.sources[source];
        const std::byte* bytes = tensor.row(row, i / rows);
        if (matrix.decoded) {
            decodeRow(tensor, row, i / rows, decoded.data());
            bytes = reinterpret_cast<const std::byte*>(decoded.data());
        }
        matrix.layout->pack(bytes, target, matrix.rowLength);
    }
}

std::vector<float> packVector(const PackedVector& vector) {
    const std::uint32_t length = vector.map.total();
    std::vector<float> result(std::size_t{length} * vector.stack);
    std::vector<std::vector<float>> values(vector.sources.size());
    for (std::uint32_t m = 0; m < vector.stack; ++m) {
        for (std::size_t s = 0; s < values.size(); ++s) {
            values[s].assign(vector.map.rows[s], 0.0f);
            const WeightTensor* tensor = vector.sources[s];
            if (tensor == nullptr) continue;
            // [stack][length] may be declared as rows of one matrix.
            decodeRow(*tensor, m, 0, values[s].data());
        }
        for (std::uint32_t g = 0; g < length; ++g) {
            const auto [source, row] = vector.map.at(g);
            result[std::size_t{m} * length + g] = values[source][row];
        }
    }
    return result;
}

} // namespace

std::uint32_t RowMap::total() const {
    std::uint32_t sum = 0;
    for (const std::uint32_t count : rows) sum += count;
    return sum;
}

std::pair<std::uint32_t, std::uint32_t> RowMap::at(std::uint32_t g) const {
    if (arrangement == Arrangement::Interleaved) {
        if (rows.size() == 2) return {g % 2, g / 2};
        return {0, g % 2 * (rows[0] / 2) + g / 2};
    }
    std::uint32_t source = 0;
    while (g >= rows[source]) g -= rows[source++];
    return {source, g};
}

Result<WeightId> WeightStore::addMatrix(std::vector<const WeightTensor*> sources,
                                        Arrangement arrangement) {
    for (std::size_t i = 0; i < m_matrices.size(); ++i) {
        const PackedMatrix& one = m_matrices[i];
        if (one.sources == sources && one.map.arrangement == arrangement)
            return static_cast<WeightId>(i);
    }
    PackedMatrix matrix;
    const WeightTensor& head = *sources.front();
    DType dtype = head.dtype;
    matrix.rowLength = head.rowLength;
    matrix.stack = head.stack;
    matrix.map.arrangement = arrangement;
    for (const WeightTensor* tensor : sources) {
        if (findWeightLayout(tensor->dtype) == nullptr) {
            return Error{ErrorCode::Unsupported,
                         named(*tensor)
                             + " has a type that the Vulkan backend cannot compute with"};
        }
        if (tensor->rowLength != head.rowLength || tensor->stack != head.stack || tensor->rows == 0
            || tensor->rowLength == 0)
            return Error{ErrorCode::Corrupt, named(*tensor) + " has an impossible shape"};
        if (tensor->dtype != dtype) matrix.decoded = true;
        matrix.map.rows.push_back(tensor->rows);
    }
    const bool pairs = arrangement == Arrangement::Interleaved;
    if (pairs
        && (sources.size() == 2 ? matrix.map.rows[0] != matrix.map.rows[1]
                                : matrix.map.rows[0] % 2 != 0))
        return Error{ErrorCode::Corrupt, named(head) + ": gate and up differ in shape"};
    if (matrix.decoded) dtype = DType::F32;
    matrix.layout = findWeightLayout(dtype);
    matrix.rowWords = matrix.layout->rowWords(matrix.rowLength);
    matrix.sources = std::move(sources);
    TRY(placeMatrix(matrix));
    m_matrices.push_back(std::move(matrix));
    return static_cast<WeightId>(m_matrices.size() - 1);
}

Result<void> WeightStore::placeMatrix(PackedMatrix& matrix) {
    const std::uint64_t rowBytes = std::uint64_t{matrix.rowWords} * 4;
    // What a part counts in: rows (in pairs, where a gate must stay with its up) or whole matrices.
    const bool stacked = matrix.stack > 1;
    const std::uint32_t unitRows = matrix.map.arrangement == Arrangement::Interleaved ? 2u : 1u;
    const std::uint64_t unitBytes = rowBytes * (stacked ? matrix.rows() : unitRows);
    const std::uint32_t step = stacked ? 1u : unitRows;
    const std::uint32_t total = stacked ? matrix.stack : matrix.rows();
    if (rowBytes > StagingRing::kSlotBytes)
        return Error{ErrorCode::Unsupported, named(*matrix.sources.front()) + " has too long rows"};
    const std::uint64_t gridBytes = matrix.layout->grid.size_bytes();
    const std::uint64_t units = (m_bindingBytesMax - gridBytes) / unitBytes;
    if (units == 0) {
        return Error{ErrorCode::Unsupported,
                     named(*matrix.sources.front()) + ": one expert exceeds the device's limit of "
                         + formatBytes(m_bindingBytesMax) + " bytes per binding"};
    }
    const auto perPart = static_cast<std::uint32_t>(std::min<std::uint64_t>(units * step, total));
    for (std::uint32_t first = 0; first < total; first += perPart) {
        const std::uint32_t count = std::min(perPart, total - first);
        matrix.parts.push_back(
            {m_pool.reserve(gridBytes + unitBytes * (count / step)), first, count});
    }
    return {};
}

Result<WeightId> WeightStore::addVector(std::vector<const WeightTensor*> sources,
                                        std::vector<std::uint32_t> lengths, Arrangement arrangement,
                                        std::uint32_t stack) {
    for (std::size_t i = 0; i < m_vectors.size(); ++i) {
        const PackedVector& one = m_vectors[i];
        if (one.sources == sources && one.map.arrangement == arrangement && one.map.rows == lengths
            && one.stack == stack)
            return static_cast<WeightId>(i);
    }
    PackedVector vector;
    for (std::size_t s = 0; s < sources.size(); ++s) {
        const WeightTensor* tensor = sources[s];
        if (tensor == nullptr) continue;
        const DTypeInfo& info = dtypeInfo(tensor->dtype);
        const std::uint64_t rows = std::uint64_t{tensor->rows} * tensor->stack;
        if (info.decode == nullptr || tensor->rowLength % info.blockElements != 0)
            return Error{ErrorCode::Unsupported, named(*tensor) + " cannot be read as a vector"};
        if (tensor->rowLength != lengths[s] || rows != stack)
            return Error{ErrorCode::Corrupt, named(*tensor) + " has an impossible shape"};
    }
    vector.sources = std::move(sources);
    vector.map = {arrangement, std::move(lengths)};
    vector.stack = stack;
    const std::uint64_t bytes = std::uint64_t{vector.map.total()} * stack * 4;
    if (bytes > m_bindingBytesMax)
        return Error{ErrorCode::Unsupported, "a bias exceeds the device's limit per binding"};
    vector.range = m_pool.reserve(bytes);
    m_vectors.push_back(std::move(vector));
    return static_cast<WeightId>(m_vectors.size() - 1);
}

/// Fills ranges of a pool, in place or through staging, and reports how far it is.
class WeightStore::Uploader {
public:
    Uploader(const BufferPool& pool, std::optional<StagingRing>& ring,
             const ExecutorOptions& options)
        : m_pool(pool), m_ring(ring), m_options(options), m_threads(options.threads) {}

    Result<void> put(std::size_t range, std::uint64_t offset, std::uint64_t count,
                     const std::function<void(std::byte*)>& fill) {
        if (m_options.stop.stop_requested())
            return Error{ErrorCode::Cancelled, "loading was cancelled"};
        if (m_ring) {
            BufferView target = m_pool.view(range, false);
            target.offset += offset;
            target.bytes -= offset;
            TRY(m_ring->write(target, count, fill));
        } else {
            fill(m_pool.mapped(range) + offset);
        }
        m_done += count;
        const auto total = static_cast<float>(std::max<std::uint64_t>(m_pool.bytes(), 1));
        if (m_options.progress)
            m_options.progress(std::min(1.0f, static_cast<float>(m_done) / total));
        return {};
    }

    Result<void> put(const PackedVector& vector) {
        const std::vector<float> values = packVector(vector);
        const auto* bytes = reinterpret_cast<const std::byte*>(values.data());
        const std::uint64_t count = values.size() * sizeof(float);
        for (std::uint64_t at = 0; at < count; at += StagingRing::kSlotBytes) {
            const std::uint64_t part = std::min(count - at, StagingRing::kSlotBytes);
            TRY(put(vector.range, at, part,
                    [&](std::byte* target) { std::memcpy(target, bytes + at, part); }));
        }
        return {};
    }

    Result<void> put(const PackedMatrix& matrix) {
        const std::uint64_t rowBytes = std::uint64_t{matrix.rowWords} * 4;
        const std::uint64_t perUnit = matrix.stack > 1 ? matrix.rows() : 1;
        const std::uint64_t step = std::max<std::uint64_t>(StagingRing::kSlotBytes / rowBytes, 1);
        for (const MatrixPart& part : matrix.parts) {
            const std::uint64_t first = part.first * perUnit;
            const std::uint64_t rows = part.count * perUnit;
            const std::span<const std::uint32_t> grid = matrix.layout->grid;
            if (!grid.empty())
                TRY(put(part.range, 0, grid.size_bytes(), [&](std::byte* target) {
                    std::memcpy(target, grid.data(), grid.size_bytes());
                }));
            for (std::uint64_t row = 0; row < rows; row += step) {
                const std::uint64_t count = std::min(step, rows - row);
                TRY(put(part.range, grid.size_bytes() + row * rowBytes, count * rowBytes,
                        [&](std::byte* target) {
                            pack(matrix, first + row, count,
                                 reinterpret_cast<std::uint32_t*>(target));
                        }));
            }
        }
        return {};
    }

private:
    void pack(const PackedMatrix& matrix, std::uint64_t first, std::uint64_t count,
              std::uint32_t* target) {
        m_threads.run([&](unsigned thread, unsigned all) {
            const std::uint64_t from = count * thread / all;
            const std::uint64_t to = count * (thread + 1) / all;
            packRows(matrix, first + from, to - from, target + from * matrix.rowWords);
        });
    }

    const BufferPool& m_pool;
    std::optional<StagingRing>& m_ring;
    const ExecutorOptions& m_options;
    ThreadPool m_threads;
    std::uint64_t m_done = 0;
};

Result<void> WeightStore::allocate(const VkDeviceOwner& device, Queue& queue) {
    TRY(m_pool.commit(device, MemoryUseKind::Device));
    const bool mapped = std::all_of(m_pool.buffers().begin(), m_pool.buffers().end(),
                                    [](const DeviceBuffer& b) { return b.mapped() != nullptr; });
    if (mapped) return {};
    TRY(StagingRing ring, StagingRing::create(device, queue));
    m_ring.emplace(std::move(ring));
    return {};
}

Result<void> WeightStore::upload(const ExecutorOptions& options) {
    Uploader uploader(m_pool, m_ring, options);
    const auto putAll = [&]() -> Result<void> {
        for (const PackedVector& vector : m_vectors) TRY(uploader.put(vector));
        for (const PackedMatrix& matrix : m_matrices) TRY(uploader.put(matrix));
        return {};
    };
    Result<void> result = putAll();
    // Copies in flight read the ring's buffers: they must end before it goes, however loading went.
    if (m_ring) {
        Result<void> finished = m_ring->finish();
        if (result) result = std::move(finished);
    }
    m_ring.reset();
    return result;
}

} // namespace inference
