// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "core/planner/hardware_info.h"
#include "inference/backend/registry.h"

namespace cli {

namespace {

const char* kindName(inference::DeviceKind kind) {
    switch (kind) {
    case inference::DeviceKind::Cpu: return "cpu";
    case inference::DeviceKind::Discrete: return "discrete";
    case inference::DeviceKind::Integrated: return "integrated";
    case inference::DeviceKind::Software: return "software";
    }
    return "cpu";
}

Json textOrNull(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json heapList(const inference::DeviceInfo& device) {
    Json heaps = Json::array();
    for (const inference::DeviceHeap& heap : device.heaps)
        heaps.push_back({{"bytes", heap.bytes},
                         {"bytes_free", heap.bytesFree},
                         {"device_local", heap.deviceLocal},
                         {"host_visible", heap.hostVisible}});
    return heaps;
}

Result<void> run(const Arguments&, const Context& context) {
    const inference::DeviceList list = inference::listDevices();
    Json devices = Json::array();
    for (const inference::DeviceInfo& device : list.devices) {
        devices.push_back({{"id", device.id},
                           {"name", device.name},
                           {"kind", kindName(device.kind)},
                           {"memory_total", device.memoryTotal},
                           {"memory_free", device.memoryFree},
                           {"features", device.features},
                           {"driver", textOrNull(device.driver)},
                           {"pci_address", textOrNull(device.pciAddress)},
                           {"bus", textOrNull(core::pciLink(device.pciAddress))},
                           {"heaps", heapList(device)}});
    }
    if (!list.vulkanReason.empty()) printRemark(context, "no Vulkan device: " + list.vulkanReason);
    if (context.json) {
        printJson({{"devices", std::move(devices)}});
        return {};
    }
    for (const inference::DeviceInfo& device : list.devices) {
        std::printf("%-10s %-10s %s, %s of %s free\n", device.id.c_str(), kindName(device.kind),
                    printable(device.name).c_str(), humanBytes(device.memoryFree).c_str(),
                    humanBytes(device.memoryTotal).c_str());
        const std::string bus = core::pciLink(device.pciAddress);
        for (const std::string& more : {device.driver, bus})
            if (!more.empty()) std::printf("%-21s %s\n", "", printable(more).c_str());
    }
    return {};
}

} // namespace

const Command kDevicesCommand{.name = "devices",
                              .arguments = "",
                              .summary = "list what can run a model here",
                              .options = {},
                              .run = run};

} // namespace cli
