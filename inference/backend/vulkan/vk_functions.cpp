// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_functions.h"

#include <string>

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace inference {

namespace {

PFN_vkVoidFunction loaderEntry() {
#ifdef _WIN32
    const HMODULE library = LoadLibraryA("vulkan-1.dll");
    if (library == nullptr) return nullptr;
    return reinterpret_cast<PFN_vkVoidFunction>(GetProcAddress(library, "vkGetInstanceProcAddr"));
#else
#ifdef __APPLE__
    constexpr const char* kNames[] = {"libvulkan.1.dylib", "libvulkan.dylib", "libMoltenVK.dylib"};
#else
    constexpr const char* kNames[] = {"libvulkan.so.1", "libvulkan.so"};
#endif
    for (const char* name : kNames) {
        void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) continue;
        void* entry = dlsym(library, "vkGetInstanceProcAddr");
        if (entry != nullptr) return reinterpret_cast<PFN_vkVoidFunction>(entry);
    }
    return nullptr;
#endif
}

Error missing(const char* name) {
    return {ErrorCode::DeviceUnavailable,
            std::string("the Vulkan loader or driver is too old: it lacks ") + name};
}

} // namespace

Result<VkGlobalFunctions> VkGlobalFunctions::load() {
    VkGlobalFunctions functions;
    functions.vkGetInstanceProcAddr = reinterpret_cast<PFN_vkGetInstanceProcAddr>(loaderEntry());
    if (functions.vkGetInstanceProcAddr == nullptr) {
        return Error{ErrorCode::DeviceUnavailable,
                     "no Vulkan loader is installed (libvulkan was not found)"};
    }
#define HEARTH_VK_FETCH(name)                                                                      \
    functions.name =                                                                               \
        reinterpret_cast<PFN_##name>(functions.vkGetInstanceProcAddr(nullptr, #name));             \
    if (functions.name == nullptr) return missing(#name);
    HEARTH_VK_GLOBAL(HEARTH_VK_FETCH)
#undef HEARTH_VK_FETCH
    return functions;
}

Result<VkInstanceFunctions> VkInstanceFunctions::load(const VkGlobalFunctions& global,
                                                      VkInstance instance) {
    VkInstanceFunctions functions;
#define HEARTH_VK_FETCH(name)                                                                      \
    functions.name = reinterpret_cast<PFN_##name>(global.vkGetInstanceProcAddr(instance, #name));  \
    if (functions.name == nullptr) return missing(#name);
    HEARTH_VK_INSTANCE(HEARTH_VK_FETCH)
#undef HEARTH_VK_FETCH
    functions.vkCreateDebugUtilsMessengerEXT = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
        global.vkGetInstanceProcAddr(instance, "vkCreateDebugUtilsMessengerEXT"));
    functions.vkDestroyDebugUtilsMessengerEXT =
        reinterpret_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
            global.vkGetInstanceProcAddr(instance, "vkDestroyDebugUtilsMessengerEXT"));
    return functions;
}

Result<VkDeviceFunctions> VkDeviceFunctions::load(const VkInstanceFunctions& instance,
                                                  VkDevice device) {
    VkDeviceFunctions functions;
#define HEARTH_VK_FETCH(name)                                                                      \
    functions.name = reinterpret_cast<PFN_##name>(instance.vkGetDeviceProcAddr(device, #name));    \
    if (functions.name == nullptr) return missing(#name);
    HEARTH_VK_DEVICE(HEARTH_VK_FETCH)
#undef HEARTH_VK_FETCH
    return functions;
}

} // namespace inference
