// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_tuning_tables.h"

#include <algorithm>
#include <thread>

namespace inference {

namespace {

constexpr std::uint32_t kAnyVendor = 0;
constexpr std::uint32_t kVendorIntel = 0x8086;

struct Row {
    std::uint32_t vendor;
    DeviceKind kind;
    VkTuning tuning;
};

constexpr VkTuning gpu() {
    return {};
}

constexpr VkTuning integrated() {
    VkTuning t;
    t.fewRows = 2048;
    t.segmentOperations = 2e10;
    return t;
}

/// Intel runs 8 to 32 wide; 16 keeps more values in registers.
constexpr VkTuning intel() {
    VkTuning t = integrated();
    t.subgroup = 16;
    return t;
}

/// lavapipe: a subgroup is one SIMD register of the host, and more than one per workgroup makes it
/// switch between coroutines. Each lane's load is a load of its own, so a lane may as well have its
/// own row.
constexpr VkTuning software() {
    VkTuning t;
    t.matvecSubgroups = 1;
    t.laneRows = true;
    t.matmulTokensMin = 0;
    t.attentionSubgroups = 1;
    t.attentionSplitKeys = 4096;
    t.attentionSplitsMax = 4;
    t.attentionRowValues = 128; // Not registers, but the host's first cache.
    t.normSubgroups = 1;
    t.topSubgroups = 1;
    t.hostCandidates = true;
    t.iterationsMax = 12000; // llvmpipe leaves every loop once a shader has run 65,535 iterations.
    t.segmentOperations = 2e8;
    return t;
}

constexpr Row kRows[] = {
    {kVendorIntel, DeviceKind::Integrated, intel()},
    {kVendorIntel, DeviceKind::Discrete, intel()},
    {kAnyVendor, DeviceKind::Integrated, integrated()},
    {kAnyVendor, DeviceKind::Software, software()},
    {kAnyVendor, DeviceKind::Discrete, gpu()},
};

} // namespace

VkTuning tuningFor(const VkDeviceCaps& caps) {
    VkTuning tuning;
    for (const Row& row : kRows) {
        if ((row.vendor != kAnyVendor && row.vendor != caps.properties.vendorID)
            || row.kind != caps.kind())
            continue;
        tuning = row.tuning;
        break;
    }
    const bool choosable = tuning.subgroup >= caps.subgroupSizeMin
                           && tuning.subgroup <= caps.subgroupSizeMax && tuning.subgroup != 0;
    if (!choosable) tuning.subgroup = caps.subgroupSize;
    // A software device has one worker per thread of the host.
    if (caps.kind() == DeviceKind::Software)
        tuning.workgroupsMax = std::max(std::thread::hardware_concurrency(), 1u);
    const VkPhysicalDeviceLimits& limits = caps.properties.limits;
    const std::uint32_t invocations =
        std::min(limits.maxComputeWorkGroupInvocations, limits.maxComputeWorkGroupSize[0]);
    const std::uint32_t subgroupsMax = std::max(invocations / tuning.subgroup, 1u);
    for (std::uint32_t* count : {&tuning.matvecSubgroups, &tuning.attentionSubgroups,
                                 &tuning.normSubgroups, &tuning.topSubgroups})
        *count = std::min(*count, subgroupsMax);
    // The tiled product runs 256 invocations and shares 20 KiB.
    if (invocations < 256 || 256 % tuning.subgroup != 0
        || limits.maxComputeSharedMemorySize < (20u << 10))
        tuning.matmulTokensMin = 0;
    // An expert's rows are finished by one lane each.
    tuning.matvecRows = std::min(tuning.matvecRows, tuning.subgroup);
    tuning.matvecRowsFew = std::min(tuning.matvecRowsFew, tuning.subgroup);
    return tuning;
}

} // namespace inference
