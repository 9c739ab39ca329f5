// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_instance.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "inference/backend/vulkan/vk_error.h"

namespace inference {

namespace {

constexpr const char* kValidationLayer = "VK_LAYER_KHRONOS_validation";

template <typename Properties, typename Enumerate>
std::vector<Properties> enumerateAll(Enumerate&& enumerate) {
    std::vector<Properties> all;
    std::uint32_t count = 0;
    if (enumerate(&count, nullptr) != VK_SUCCESS) return all;
    all.resize(count);
    const VkResult result = enumerate(&count, all.data());
    if (result != VK_SUCCESS && result != VK_INCOMPLETE) count = 0;
    all.resize(count);
    return all;
}

VKAPI_ATTR VkBool32 VKAPI_CALL onMessage(VkDebugUtilsMessageSeverityFlagBitsEXT severity,
                                         VkDebugUtilsMessageTypeFlagsEXT,
                                         const VkDebugUtilsMessengerCallbackDataEXT* data,
                                         void* user) {
    const auto* log = static_cast<const LogSink*>(user);
    if (log == nullptr || !*log || data == nullptr || data->pMessage == nullptr) return VK_FALSE;
    LogLevel level = LogLevel::Info;
    if ((severity & VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT) != 0)
        level = LogLevel::Error;
    else if ((severity & VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT) != 0)
        level = LogLevel::Warning;
    const std::string id = data->pMessageIdName != nullptr ? data->pMessageIdName : "";
    (*log)(level, "vulkan validation: " + id + ": " + data->pMessage);
    return VK_FALSE;
}

VkDebugUtilsMessengerCreateInfoEXT messengerInfo(LogSink* log) {
    VkDebugUtilsMessengerCreateInfoEXT info{};
    info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT;
    info.messageSeverity = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT
                           | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
    info.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_GENERAL_BIT_EXT
                       | VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT;
    info.pfnUserCallback = onMessage;
    info.pUserData = log;
    return info;
}

bool hasExtension(const VkGlobalFunctions& global, const char* layer, const char* name) {
    const auto all = enumerateAll<VkExtensionProperties>(
        [&](std::uint32_t* count, VkExtensionProperties* properties) {
            return global.vkEnumerateInstanceExtensionProperties(layer, count, properties);
        });
    return std::any_of(all.begin(), all.end(), [&](const VkExtensionProperties& extension) {
        return std::strcmp(extension.extensionName, name) == 0;
    });
}

bool hasLayer(const VkGlobalFunctions& global, const char* name) {
    const auto all =
        enumerateAll<VkLayerProperties>([&](std::uint32_t* count, VkLayerProperties* properties) {
            return global.vkEnumerateInstanceLayerProperties(count, properties);
        });
    return std::any_of(all.begin(), all.end(), [&](const VkLayerProperties& layer) {
        return std::strcmp(layer.layerName, name) == 0;
    });
}

} // namespace

VkInstanceOwner::~VkInstanceOwner() {
    if (m_instance == VK_NULL_HANDLE) return;
    if (m_messenger != VK_NULL_HANDLE)
        m_functions.vkDestroyDebugUtilsMessengerEXT(m_instance, m_messenger, nullptr);
    // Without its functions an instance cannot be destroyed; then it is leaked on purpose.
    if (m_functions.vkDestroyInstance != nullptr)
        m_functions.vkDestroyInstance(m_instance, nullptr);
}

Result<std::shared_ptr<VkInstanceOwner>> VkInstanceOwner::create(bool validate,
                                                                 const LogSink& log) {
    TRY(const VkGlobalFunctions global, VkGlobalFunctions::load());
    std::uint32_t version = VK_API_VERSION_1_0;
    if (global.vkEnumerateInstanceVersion(&version) != VK_SUCCESS || version < VK_API_VERSION_1_1) {
        return Error{ErrorCode::DeviceUnavailable, "the Vulkan loader is older than version 1.1"};
    }
    std::shared_ptr<VkInstanceOwner> owner(new VkInstanceOwner);
    owner->m_log = log;

    VkApplicationInfo application{};
    application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO;
    application.pApplicationName = "Hearth";
    application.pEngineName = "Hearth";
    application.apiVersion = std::min<std::uint32_t>(version, VK_API_VERSION_1_3);

    std::vector<const char*> extensions;
    VkInstanceCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
    info.pApplicationInfo = &application;
    // Drivers that run on another API (MoltenVK) are only shown to those who ask.
    if (hasExtension(global, nullptr, VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME)) {
        extensions.push_back(VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME);
        info.flags |= VK_INSTANCE_CREATE_ENUMERATE_PORTABILITY_BIT_KHR;
    }
    VkDebugUtilsMessengerCreateInfoEXT messenger = messengerInfo(&owner->m_log);
    const VkValidationFeatureEnableEXT synchronization =
        VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT;
    VkValidationFeaturesEXT features{};
    features.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT;
    features.enabledValidationFeatureCount = 1;
    features.pEnabledValidationFeatures = &synchronization;
    if (validate) {
        if (!hasLayer(global, kValidationLayer)) {
            return Error{ErrorCode::DeviceUnavailable,
                         "the Khronos validation layer is not installed"};
        }
        info.enabledLayerCount = 1;
        info.ppEnabledLayerNames = &kValidationLayer;
        extensions.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
        info.pNext = &messenger;
        if (hasExtension(global, kValidationLayer, VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME)) {
            extensions.push_back(VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME);
            messenger.pNext = &features;
        }
    }
    info.enabledExtensionCount = static_cast<std::uint32_t>(extensions.size());
    info.ppEnabledExtensionNames = extensions.data();

    const VkResult result = global.vkCreateInstance(&info, nullptr, &owner->m_instance);
    if (result == VK_ERROR_INCOMPATIBLE_DRIVER) {
        return Error{ErrorCode::DeviceUnavailable, "no Vulkan driver is installed"};
    }
    TRY(vkCheck(result, "creating a Vulkan instance"));
    TRY(owner->m_functions, VkInstanceFunctions::load(global, owner->m_instance));
    if (validate && owner->m_functions.vkCreateDebugUtilsMessengerEXT != nullptr) {
        messenger.pNext = nullptr;
        TRY(vkCheck(owner->m_functions.vkCreateDebugUtilsMessengerEXT(owner->m_instance, &messenger,
                                                                      nullptr, &owner->m_messenger),
                    "creating a debug messenger"));
    }
    return owner;
}

Result<std::vector<VkPhysicalDevice>> VkInstanceOwner::physicalDevices() const {
    std::uint32_t count = 0;
    TRY(vkCheck(m_functions.vkEnumeratePhysicalDevices(m_instance, &count, nullptr),
                "listing Vulkan devices"));
    std::vector<VkPhysicalDevice> devices(count);
    const VkResult result =
        m_functions.vkEnumeratePhysicalDevices(m_instance, &count, devices.data());
    if (result != VK_INCOMPLETE) TRY(vkCheck(result, "listing Vulkan devices"));
    devices.resize(count);
    return devices;
}

} // namespace inference
