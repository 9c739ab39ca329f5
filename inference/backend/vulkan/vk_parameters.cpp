// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_parameters.h"

#include <cmath>
#include <cstring>
#include <vector>

namespace inference {

void writeParameters(const ForwardPlan& plan, const DeviceBuffers& buffers,
                     std::span<const TokenId> tokens, std::uint32_t position, std::byte* target) {
    auto* words = reinterpret_cast<std::uint32_t*>(target);
    words[0] = position;
    words[1] = static_cast<std::uint32_t>(tokens.size());
    for (std::size_t t = 0; t < tokens.size(); ++t) {
        std::uint32_t* block = words + kParameterHeader + t * buffers.parameterStride;
        block[0] = static_cast<std::uint32_t>(tokens[t]);
        const auto factor = static_cast<float>(plan.temperature.at(position + t));
        std::memcpy(block + 1, &factor, sizeof factor);
        for (std::size_t i = 0; i < plan.ropeTables.size(); ++i) {
            const RopeTable& table = plan.ropeTables[i];
            std::uint32_t* rotation = block + buffers.ropeOffsets[i];
            for (const double frequency : table.inverseFrequency) {
                // In double: in f32 the angle of a far position would lose its last digits.
                const double angle = static_cast<double>(position + t) * frequency;
                const float pair[2] = {static_cast<float>(std::cos(angle) * table.magnitude),
                                       static_cast<float>(std::sin(angle) * table.magnitude)};
                std::memcpy(rotation, pair, sizeof pair);
                rotation += 2;
            }
        }
    }
}

void writeHostRows(const EmbedRowsOp& op, std::span<const TokenId> tokens, std::byte* target) {
    const WeightTensor& table = *op.table;
    const DTypeInfo& info = dtypeInfo(table.dtype);
    std::vector<float> row(table.rowLength);
    auto* values = reinterpret_cast<float*>(target);
    for (const TokenId token : tokens) {
        info.decode(table.row(static_cast<std::size_t>(token)), row.data(),
                    row.size() / info.blockElements);
        for (const float value : row) *values++ = value * op.scale;
    }
}

} // namespace inference
