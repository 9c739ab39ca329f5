// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_command_plan.h"

#include <algorithm>
#include <bit>

#include "inference/backend/vulkan/vk_error.h"

namespace inference {

namespace {

/// What has been read and written since the last barrier.
class HazardTracker {
public:
    bool conflicts(const Dispatch& dispatch) const {
        return any(dispatch, [&](const BufferView& view, bool written) {
            return touches(m_written, view) || (written && touches(m_read, view));
        });
    }
    void note(const Dispatch& dispatch) {
        any(dispatch, [&](const BufferView& view, bool written) {
            (written ? m_written : m_read).push_back(view);
            return false;
        });
    }
    void clear() {
        m_read.clear();
        m_written.clear();
    }

private:
    template <typename F>
    static bool any(const Dispatch& dispatch, F&& f) {
        const ShaderInterface& interface = dispatch.pipeline->shader->interface;
        for (std::uint32_t i = 0; i < kBindingsMax; ++i) {
            if ((interface.usedBindings & (1u << i)) == 0 || !dispatch.bindings[i].tracked)
                continue;
            if (f(dispatch.bindings[i], (interface.writtenBindings & (1u << i)) != 0)) return true;
        }
        return false;
    }
    static bool touches(const std::vector<BufferView>& list, const BufferView& view) {
        return std::any_of(list.begin(), list.end(), [&](const BufferView& one) {
            return one.buffer == view.buffer && one.offset < view.offset + view.bytes
                   && view.offset < one.offset + one.bytes;
        });
    }

    std::vector<BufferView> m_read;
    std::vector<BufferView> m_written;
};

constexpr VkPipelineStageFlags kCompute = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT;
constexpr VkPipelineStageFlags kTransfer = VK_PIPELINE_STAGE_TRANSFER_BIT;
constexpr VkAccessFlags kShaderAccess = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT;

Result<OwnedDescriptorPool> createPool(const VkDeviceOwner& device,
                                       std::span<const Dispatch> dispatches) {
    std::uint32_t buffers = 0;
    for (const Dispatch& dispatch : dispatches)
        buffers += static_cast<std::uint32_t>(
            std::popcount(dispatch.pipeline->shader->interface.usedBindings));
    VkDescriptorPoolSize size{VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, std::max(buffers, 1u)};
    VkDescriptorPoolCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO;
    info.maxSets = std::max(static_cast<std::uint32_t>(dispatches.size()), 1u);
    info.poolSizeCount = 1;
    info.pPoolSizes = &size;
    VkDescriptorPool pool = VK_NULL_HANDLE;
    TRY(vkCheck(device.functions().vkCreateDescriptorPool(device.handle(), &info, nullptr, &pool),
                "creating a descriptor pool"));
    return OwnedDescriptorPool(device, pool);
}

} // namespace

class CommandPlan::Recorder {
public:
    Recorder(const VkDeviceOwner& device, CommandPlan& plan)
        : m_vk(device.functions()), m_device(device), m_plan(plan) {}

    Result<void> begin(VkCommandBuffer commands) {
        m_commands = commands;
        m_pipeline = nullptr;
        m_hazards.clear();
        VkCommandBufferBeginInfo info{};
        info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
        TRY(vkCheck(m_vk.vkBeginCommandBuffer(commands, &info), "recording"));
        // What earlier submits wrote (uploads, the cache) becomes visible here.
        barrier(kCompute | kTransfer, VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT,
                kCompute | kTransfer,
                kShaderAccess | VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT);
        return {};
    }

    Result<void> dispatch(const Dispatch& dispatch) {
        const Shader& shader = *dispatch.pipeline->shader;
        ASSERT(dispatch.pushBytes == shader.interface.pushBytes);
        if (m_hazards.conflicts(dispatch)) {
            barrier(kCompute, VK_ACCESS_SHADER_WRITE_BIT, kCompute, kShaderAccess);
            m_hazards.clear();
        }
        m_hazards.note(dispatch);
        TRY(const VkDescriptorSet set, describe(dispatch));
        if (m_pipeline != dispatch.pipeline) {
            m_vk.vkCmdBindPipeline(m_commands, VK_PIPELINE_BIND_POINT_COMPUTE,
                                   dispatch.pipeline->handle.get());
            m_pipeline = dispatch.pipeline;
        }
        m_vk.vkCmdBindDescriptorSets(m_commands, VK_PIPELINE_BIND_POINT_COMPUTE,
                                     shader.layout.get(), 0, 1, &set, 0, nullptr);
        if (dispatch.pushBytes > 0) {
            m_vk.vkCmdPushConstants(m_commands, shader.layout.get(), VK_SHADER_STAGE_COMPUTE_BIT, 0,
                                    dispatch.pushBytes, dispatch.push.data());
        }
        m_vk.vkCmdDispatch(m_commands, dispatch.groups[0], dispatch.groups[1], dispatch.groups[2]);
        ++m_plan.m_dispatches;
        return {};
    }

    void upload(std::span<const BufferCopy> copies) {
        if (copies.empty()) return;
        copyAll(copies);
        barrier(kTransfer, VK_ACCESS_TRANSFER_WRITE_BIT, kCompute | kTransfer,
                kShaderAccess | VK_ACCESS_TRANSFER_READ_BIT);
    }

    void copy(std::span<const BufferCopy> copies) {
        if (copies.empty()) return;
        barrier(kCompute, VK_ACCESS_SHADER_WRITE_BIT, kTransfer, VK_ACCESS_TRANSFER_READ_BIT);
        copyAll(copies);
    }

    Result<void> end() {
        barrier(kCompute | kTransfer, VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT,
                VK_PIPELINE_STAGE_HOST_BIT, VK_ACCESS_HOST_READ_BIT);
        return vkCheck(m_vk.vkEndCommandBuffer(m_commands), "recording");
    }

private:
    void copyAll(std::span<const BufferCopy> copies) {
        for (const BufferCopy& one : copies) {
            const VkBufferCopy region{one.source.offset, one.target.offset, one.source.bytes};
            m_vk.vkCmdCopyBuffer(m_commands, one.source.buffer, one.target.buffer, 1, &region);
        }
    }

    void barrier(VkPipelineStageFlags from, VkAccessFlags written, VkPipelineStageFlags to,
                 VkAccessFlags used) {
        VkMemoryBarrier memory{};
        memory.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
        memory.srcAccessMask = written;
        memory.dstAccessMask = used;
        m_vk.vkCmdPipelineBarrier(m_commands, from, to, 0, 1, &memory, 0, nullptr, 0, nullptr);
        ++m_plan.m_barriers;
    }

    Result<VkDescriptorSet> describe(const Dispatch& dispatch) {
        const Shader& shader = *dispatch.pipeline->shader;
        const VkDescriptorSetLayout layout = shader.setLayout.get();
        VkDescriptorSetAllocateInfo info{};
        info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO;
        info.descriptorPool = m_plan.m_descriptors.get();
        info.descriptorSetCount = 1;
        info.pSetLayouts = &layout;
        VkDescriptorSet set = VK_NULL_HANDLE;
        TRY(vkCheck(m_vk.vkAllocateDescriptorSets(m_device.handle(), &info, &set), "binding"));
        std::array<VkDescriptorBufferInfo, kBindingsMax> buffers{};
        std::array<VkWriteDescriptorSet, kBindingsMax> writes{};
        std::uint32_t count = 0;
        for (std::uint32_t i = 0; i < kBindingsMax; ++i) {
            if ((shader.interface.usedBindings & (1u << i)) == 0) continue;
            const BufferView& view = dispatch.bindings[i];
            ASSERT(view.buffer != VK_NULL_HANDLE);
            buffers[i] = {view.buffer, view.offset, view.bytes};
            VkWriteDescriptorSet& write = writes[count++];
            write.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET;
            write.dstSet = set;
            write.dstBinding = i;
            write.descriptorCount = 1;
            write.descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
            write.pBufferInfo = &buffers[i];
        }
        m_vk.vkUpdateDescriptorSets(m_device.handle(), count, writes.data(), 0, nullptr);
        return set;
    }

    const VkDeviceFunctions& m_vk;
    const VkDeviceOwner& m_device;
    CommandPlan& m_plan;
    VkCommandBuffer m_commands = VK_NULL_HANDLE;
    const Pipeline* m_pipeline = nullptr;
    HazardTracker m_hazards;
};

Result<CommandPlan> CommandPlan::record(const VkDeviceOwner& device,
                                        std::span<const BufferCopy> uploads,
                                        std::span<const Dispatch> dispatches,
                                        std::span<const BufferCopy> copies,
                                        double segmentOperations) {
    CommandPlan plan;
    TRY(plan.m_descriptors, createPool(device, dispatches));
    std::vector<std::size_t> ends; // One past the last dispatch of each segment.
    double operations = 0;
    for (std::size_t i = 0; i < dispatches.size(); ++i) {
        operations += dispatches[i].operations;
        if (operations < segmentOperations || i + 1 == dispatches.size()) continue;
        ends.push_back(i + 1);
        operations = 0;
    }
    ends.push_back(dispatches.size());
    TRY(plan.m_commands,
        CommandBuffers::create(device, static_cast<std::uint32_t>(ends.size()), false));

    Recorder recorder(device, plan);
    std::size_t at = 0;
    for (std::size_t segment = 0; segment < ends.size(); ++segment) {
        TRY(recorder.begin(plan.m_commands.buffers[segment]));
        if (segment == 0) recorder.upload(uploads);
        for (; at < ends[segment]; ++at) TRY(recorder.dispatch(dispatches[at]));
        if (segment + 1 == ends.size()) recorder.copy(copies);
        TRY(recorder.end());
    }
    return plan;
}

} // namespace inference
