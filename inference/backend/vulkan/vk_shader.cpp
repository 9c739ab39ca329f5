// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_shader.h"

#include <algorithm>
#include <map>
#include <vector>

#include "inference/backend/vulkan/vk_error.h"
#include "shaders/shader_table.h"

namespace inference {

namespace {

// SPIR-V specification 1.6: opcodes, decorations and storage classes.
enum SpirvOp : std::uint32_t {
    kOpTypeStruct = 30,
    kOpTypePointer = 32,
    kOpVariable = 59,
    kOpDecorate = 71,
    kOpMemberDecorate = 72,
};
constexpr std::uint32_t kDecorationNonWritable = 24;
constexpr std::uint32_t kDecorationBinding = 33;
constexpr std::uint32_t kDecorationOffset = 35;
constexpr std::uint32_t kStoragePushConstant = 9;
constexpr std::uint32_t kStorageStorageBuffer = 12;
constexpr std::size_t kHeaderWords = 5;

struct Variable {
    std::uint32_t id = 0;
    std::uint32_t pointer = 0;
    std::uint32_t storage = 0;
};

class Reflection {
public:
    explicit Reflection(std::span<const std::uint32_t> words) {
        std::size_t at = kHeaderWords;
        while (at < words.size()) {
            const std::uint32_t length = words[at] >> 16;
            if (length == 0 || length > words.size() - at) break;
            read(words[at] & 0xffffu, words.subspan(at + 1, length - 1));
            at += length;
        }
    }

    ShaderInterface interface() const {
        ShaderInterface result;
        for (const Variable& variable : m_variables) {
            const auto pointed = m_pointers.find(variable.pointer);
            if (pointed == m_pointers.end()) continue;
            if (variable.storage == kStoragePushConstant)
                result.pushBytes = bytesOf(pointed->second);
            const auto binding = m_bindings.find(variable.id);
            if (variable.storage != kStorageStorageBuffer || binding == m_bindings.end()) continue;
            result.usedBindings |= 1u << binding->second;
            if (m_readOnly.count(pointed->second) == 0)
                result.writtenBindings |= 1u << binding->second;
        }
        return result;
    }

private:
    void read(std::uint32_t op, std::span<const std::uint32_t> operands) {
        const auto word = [&](std::size_t i) { return i < operands.size() ? operands[i] : 0u; };
        switch (op) {
        case kOpTypeStruct: m_structs[word(0)].assign(operands.begin() + 1, operands.end()); break;
        case kOpTypePointer: m_pointers[word(0)] = word(2); break;
        case kOpVariable: m_variables.push_back({word(1), word(0), word(2)}); break;
        case kOpDecorate:
            if (word(1) == kDecorationBinding) m_bindings[word(0)] = word(2);
            break;
        case kOpMemberDecorate:
            if (word(2) == kDecorationNonWritable) m_readOnly[word(0)] = true;
            if (word(2) == kDecorationOffset) {
                auto& offsets = m_offsets[word(0)];
                offsets[word(1)] = word(3);
            }
            break;
        default: break;
        }
    }

    /// Push constants hold 32-bit values and structs of them only.
    std::uint32_t bytesOf(std::uint32_t type) const {
        const auto members = m_structs.find(type);
        if (members == m_structs.end()) return 4;
        std::uint32_t end = 0;
        const auto offsets = m_offsets.find(type);
        for (std::uint32_t i = 0; i < members->second.size(); ++i) {
            std::uint32_t offset = 0;
            if (offsets != m_offsets.end()) {
                const auto found = offsets->second.find(i);
                if (found != offsets->second.end()) offset = found->second;
            }
            end = std::max(end, offset + bytesOf(members->second[i]));
        }
        return end;
    }

    std::map<std::uint32_t, std::vector<std::uint32_t>> m_structs;
    std::map<std::uint32_t, std::map<std::uint32_t, std::uint32_t>> m_offsets;
    std::map<std::uint32_t, std::uint32_t> m_pointers; // Pointer type to what it points to.
    std::map<std::uint32_t, std::uint32_t> m_bindings;
    std::map<std::uint32_t, bool> m_readOnly; // Struct types.
    std::vector<Variable> m_variables;
};

} // namespace

ShaderInterface reflectShader(std::span<const std::uint32_t> words) {
    if (words.size() < kHeaderWords || words[0] != 0x07230203u) return {};
    return Reflection(words).interface();
}

Result<Shader> Shader::create(const VkDeviceOwner& device, const std::string& name) {
    const std::span<const std::uint32_t> words = shaders::find(name);
    if (words.empty()) return Error{ErrorCode::Unsupported, "there is no shader " + name};
    const VkDeviceFunctions& vk = device.functions();
    Shader shader;
    shader.interface = reflectShader(words);
    ASSERT(shader.interface.usedBindings >> kBindingsMax == 0);

    VkShaderModuleCreateInfo moduleInfo{};
    moduleInfo.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO;
    moduleInfo.codeSize = words.size_bytes();
    moduleInfo.pCode = words.data();
    VkShaderModule shaderModule = VK_NULL_HANDLE;
    TRY(vkCheck(vk.vkCreateShaderModule(device.handle(), &moduleInfo, nullptr, &shaderModule),
                "loading shader " + name));
    shader.shaderModule = OwnedShader(device, shaderModule);

    std::vector<VkDescriptorSetLayoutBinding> bindings;
    for (std::uint32_t i = 0; i < kBindingsMax; ++i) {
        if ((shader.interface.usedBindings & (1u << i)) == 0) continue;
        VkDescriptorSetLayoutBinding binding{};
        binding.binding = i;
        binding.descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
        binding.descriptorCount = 1;
        binding.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT;
        bindings.push_back(binding);
    }
    VkDescriptorSetLayoutCreateInfo setInfo{};
    setInfo.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO;
    setInfo.bindingCount = static_cast<std::uint32_t>(bindings.size());
    setInfo.pBindings = bindings.data();
    VkDescriptorSetLayout setLayout = VK_NULL_HANDLE;
    TRY(vkCheck(vk.vkCreateDescriptorSetLayout(device.handle(), &setInfo, nullptr, &setLayout),
                "describing shader " + name));
    shader.setLayout = OwnedSetLayout(device, setLayout);

    VkPushConstantRange range{VK_SHADER_STAGE_COMPUTE_BIT, 0, shader.interface.pushBytes};
    VkPipelineLayoutCreateInfo layoutInfo{};
    layoutInfo.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO;
    layoutInfo.setLayoutCount = 1;
    layoutInfo.pSetLayouts = &setLayout;
    layoutInfo.pushConstantRangeCount = shader.interface.pushBytes > 0 ? 1 : 0;
    layoutInfo.pPushConstantRanges = &range;
    VkPipelineLayout layout = VK_NULL_HANDLE;
    TRY(vkCheck(vk.vkCreatePipelineLayout(device.handle(), &layoutInfo, nullptr, &layout),
                "describing shader " + name));
    shader.layout = OwnedPipelineLayout(device, layout);
    return shader;
}

} // namespace inference
