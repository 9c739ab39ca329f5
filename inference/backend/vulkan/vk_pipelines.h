// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "inference/backend/vulkan/vk_shader.h"

namespace inference {

/// Which code a dispatch runs: a shader and its specialisation constants from id 3 on. Constants 0
/// to 2 (workgroup size, subgroup size, subgroups per workgroup) follow from the two counts.
struct PipelineKey {
    std::string shader;
    std::uint32_t subgroup = 32; ///< Invocations of a subgroup.
    std::uint32_t subgroups = 1; ///< Per workgroup.
    std::vector<std::uint32_t> constants;

    auto operator<=>(const PipelineKey&) const = default;
};

struct Pipeline {
    const Shader* shader = nullptr;
    OwnedPipeline handle;
    std::string name; ///< For messages.
};

/// Pipelines by key, built when first asked for and kept. Used by one thread.
class PipelineCache {
public:
    /// `device` must outlive it.
    static Result<PipelineCache> create(const VkDeviceOwner& device);

    /// The reference stays valid as long as this object. Fails as vkError says.
    Result<const Pipeline*> get(const PipelineKey& key);
    std::size_t size() const { return m_pipelines.size(); }

private:
    explicit PipelineCache(const VkDeviceOwner& device) : m_device(&device) {}
    Result<const Shader*> shader(const std::string& name);

    const VkDeviceOwner* m_device;
    OwnedPipelineCache m_cache;
    std::map<std::string, Shader> m_shaders;
    std::map<PipelineKey, Pipeline> m_pipelines;
};

} // namespace inference
