// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_pipelines.h"

#include "inference/backend/vulkan/vk_error.h"

namespace inference {

Result<PipelineCache> PipelineCache::create(const VkDeviceOwner& device) {
    PipelineCache cache(device);
    VkPipelineCacheCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO;
    VkPipelineCache handle = VK_NULL_HANDLE;
    TRY(vkCheck(device.functions().vkCreatePipelineCache(device.handle(), &info, nullptr, &handle),
                "creating a pipeline cache"));
    cache.m_cache = OwnedPipelineCache(device, handle);
    return cache;
}

Result<const Shader*> PipelineCache::shader(const std::string& name) {
    const auto found = m_shaders.find(name);
    if (found != m_shaders.end()) return &found->second;
    TRY(Shader created, Shader::create(*m_device, name));
    return &m_shaders.emplace(name, std::move(created)).first->second;
}

Result<const Pipeline*> PipelineCache::get(const PipelineKey& key) {
    const auto found = m_pipelines.find(key);
    if (found != m_pipelines.end()) return &found->second;
    TRY(const Shader* source, shader(key.shader));

    std::vector<std::uint32_t> data = {key.subgroup * key.subgroups, key.subgroup, key.subgroups};
    data.insert(data.end(), key.constants.begin(), key.constants.end());
    std::vector<VkSpecializationMapEntry> entries;
    for (std::uint32_t i = 0; i < data.size(); ++i) entries.push_back({i, i * 4u, 4});
    VkSpecializationInfo specialization{};
    specialization.mapEntryCount = static_cast<std::uint32_t>(entries.size());
    specialization.pMapEntries = entries.data();
    specialization.dataSize = data.size() * 4;
    specialization.pData = data.data();

    const VkDeviceCaps& caps = m_device->caps();
    VkPipelineShaderStageRequiredSubgroupSizeCreateInfo required{};
    required.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_REQUIRED_SUBGROUP_SIZE_CREATE_INFO;
    required.requiredSubgroupSize = key.subgroup;
    VkComputePipelineCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO;
    info.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
    info.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
    info.stage.module = source->shaderModule.get();
    info.stage.pName = "main";
    info.stage.pSpecializationInfo = &specialization;
    if (caps.subgroupSizeControl) {
        info.stage.pNext = &required;
        if (caps.fullSubgroups)
            info.stage.flags |= VK_PIPELINE_SHADER_STAGE_CREATE_REQUIRE_FULL_SUBGROUPS_BIT;
    }
    info.layout = source->layout.get();
    VkPipeline handle = VK_NULL_HANDLE;
    TRY(vkCheck(m_device->functions().vkCreateComputePipelines(m_device->handle(), m_cache.get(), 1,
                                                               &info, nullptr, &handle),
                "compiling shader " + key.shader));
    Pipeline pipeline{source, OwnedPipeline(*m_device, handle), key.shader};
    return &m_pipelines.emplace(key, std::move(pipeline)).first->second;
}

} // namespace inference
