// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "inference/backend/vulkan/vk_handles.h"

namespace inference {

/// Bindings of the largest shader; one that takes more than kBindingsNeeded has a fallback.
inline constexpr std::uint32_t kBindingsMax = 10;
inline constexpr std::uint32_t kBindingsNeeded = 8;

/// What a compute shader expects, read from its SPIR-V.
struct ShaderInterface {
    std::uint32_t usedBindings = 0;    ///< Bit per binding of set 0.
    std::uint32_t writtenBindings = 0; ///< Those not declared readonly.
    std::uint32_t pushBytes = 0;
};

/// Reads the interface of one of our own shaders; an empty one for words that are no SPIR-V.
ShaderInterface reflectShader(std::span<const std::uint32_t> words);

/// A shader with the layouts that follow from it. Move-only.
struct Shader {
    ShaderInterface interface;
    OwnedShader shaderModule;
    OwnedSetLayout setLayout;
    OwnedPipelineLayout layout;

    /// Fails with Unsupported when no such shader is built in.
    static Result<Shader> create(const VkDeviceOwner& device, const std::string& name);
};

} // namespace inference
