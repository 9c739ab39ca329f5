// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstring>
#include <span>
#include <vector>

#include "inference/backend/vulkan/vk_memory.h"
#include "inference/backend/vulkan/vk_pipelines.h"
#include "inference/backend/vulkan/vk_queue.h"

namespace inference {

/// One compute dispatch, ready to record.
struct Dispatch {
    const Pipeline* pipeline = nullptr;
    std::array<BufferView, kBindingsMax> bindings{}; // By binding number; unused ones stay null.
    std::array<std::byte, 128> push{};
    std::uint32_t pushBytes = 0;
    std::array<std::uint32_t, 3> groups{1, 1, 1};
    double operations = 0; ///< Multiply-adds, roughly.

    template <typename T>
    void setPush(const T& values) {
        static_assert(sizeof(T) <= 128);
        std::memcpy(push.data(), &values, sizeof(T));
        pushBytes = sizeof(T);
    }
};

struct BufferCopy {
    BufferView source;
    BufferView target;
};

/// A list of dispatches recorded into command buffers, to be run any number of times. Barriers are
/// put only where a dispatch touches what an earlier one wrote. Move-only; everything that the
/// dispatches name must outlive it.
class CommandPlan {
public:
    /// `uploads` come before the dispatches, `copies` after them. A new command buffer begins after
    /// `segmentOperations`, so that a long batch can be cancelled between two of them.
    static Result<CommandPlan> record(const VkDeviceOwner& device,
                                      std::span<const BufferCopy> uploads,
                                      std::span<const Dispatch> dispatches,
                                      std::span<const BufferCopy> copies, double segmentOperations);

    std::span<const VkCommandBuffer> segments() const { return m_commands.buffers; }
    std::size_t dispatchCount() const { return m_dispatches; }
    std::size_t barrierCount() const { return m_barriers; }

private:
    class Recorder;
    OwnedDescriptorPool m_descriptors;
    CommandBuffers m_commands;
    std::size_t m_dispatches = 0;
    std::size_t m_barriers = 0;
};

} // namespace inference
