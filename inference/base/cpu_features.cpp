// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/base/cpu_features.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>

#include "inference/base/control_group.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#if defined(__linux__) && defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif
#if defined(__linux__)
#include <unistd.h>
#endif

namespace inference {
namespace {

#if defined(__x86_64__)
struct Leaf {
    unsigned a = 0, b = 0, c = 0, d = 0;
};

Leaf leaf(unsigned function, unsigned index) {
    Leaf result;
    __get_cpuid_count(function, index, &result.a, &result.b, &result.c, &result.d);
    return result;
}

bool bit(unsigned word, int index) {
    return (word >> index & 1u) != 0;
}

CpuFeatures detectX86() {
    CpuFeatures features;
    const Leaf one = leaf(1, 0);
    if (!bit(one.c, 27)) return features; // No XGETBV: the system saves no wide registers.
    unsigned low = 0, high = 0;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    const bool wide = (low & 0x6u) == 0x6u;     // XMM and YMM.
    const bool widest = (low & 0xe6u) == 0xe6u; // And opmask, upper halves, upper registers.
    const Leaf seven = leaf(7, 0);
    const Leaf more = leaf(7, 1);
    features.avx2 = wide && bit(seven.b, 5) && bit(one.c, 12) && bit(one.c, 29);
    features.avx512 = widest && features.avx2 && bit(seven.b, 16) && bit(seven.b, 17)
                      && bit(seven.b, 30) && bit(seven.b, 31);
    features.avx512Vnni = features.avx512 && bit(seven.c, 11);
    features.avx512Bf16 = features.avx512 && bit(more.a, 5);
    features.avxVnni = features.avx2 && bit(more.a, 4);
    return features;
}
#endif

std::optional<std::uint64_t> readNumber(const std::string& path) {
    std::ifstream file(path);
    std::uint64_t value = 0;
    if (file >> value) return value;
    return std::nullopt;
}

/// The value in KiB of a line of /proc/meminfo, in bytes.
std::uint64_t memoryLine(std::string_view key) {
    std::ifstream file("/proc/meminfo");
    for (std::string line; std::getline(file, line);) {
        if (line.rfind(key, 0) != 0) continue;
        std::istringstream rest(line.substr(key.size() + 1));
        std::uint64_t kibibytes = 0;
        rest >> kibibytes;
        return kibibytes * 1024;
    }
    return 0;
}

/// Bytes of `memory.stat` that are only page cache and given back under pressure.
std::uint64_t reclaimable(const std::string& folder) {
    std::ifstream file(folder + "/memory.stat");
    std::uint64_t bytes = 0, value = 0;
    for (std::string key; file >> key >> value;)
        if (key == "active_file" || key == "inactive_file") bytes += value;
    return bytes;
}

/// Lowers `memory` to the limits of one control group (version 2 or 1 file names).
void limitTo(SystemMemory& memory, const std::string& folder, const char* limitName,
             const char* usedName) {
    const auto limit = readNumber(folder + "/" + limitName); // "max" does not parse: no limit.
    if (!limit || *limit >= memory.total) return;
    memory.total = *limit;
    const std::uint64_t used = readNumber(folder + "/" + usedName).value_or(0);
    const std::uint64_t cache = std::min(used, reclaimable(folder));
    const std::uint64_t busy = used - cache;
    memory.available = std::min(memory.available, *limit > busy ? *limit - busy : 0);
}

void limitToControlGroups(SystemMemory& memory) {
    for (const ControlGroup& group : controlGroups("memory"))
        if (group.unified)
            limitTo(memory, group.folder, "memory.max", "memory.current");
        else
            limitTo(memory, group.folder, "memory.limit_in_bytes", "memory.usage_in_bytes");
}

} // namespace

std::vector<std::string> CpuFeatures::names() const {
    std::vector<std::string> result;
    if (avx2) result.insert(result.end(), {"avx2", "fma", "f16c"});
    if (avxVnni) result.emplace_back("avx-vnni");
    if (avx512) result.emplace_back("avx512");
    if (avx512Vnni) result.emplace_back("avx512-vnni");
    if (avx512Bf16) result.emplace_back("avx512-bf16");
    if (neon) result.emplace_back("neon");
    if (neonDot) result.emplace_back("dotprod");
    return result;
}

CpuFeatures detectCpuFeatures() {
#if defined(__x86_64__)
    return detectX86();
#elif defined(__aarch64__)
    CpuFeatures features;
    features.neon = true;
#if defined(__linux__)
    features.neonDot = (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#elif defined(__APPLE__)
    features.neonDot = true;
#endif
    return features;
#else
    return {};
#endif
}

std::string cpuModelName() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (line.rfind("model name", 0) != 0) continue;
        const std::size_t colon = line.find(':');
        const std::size_t start = line.find_first_not_of(" \t", colon + 1);
        if (colon != std::string::npos && start != std::string::npos) return line.substr(start);
    }
#if defined(__aarch64__)
    return "Arm 64-bit processor";
#else
    return "x86-64 processor";
#endif
}

SystemMemory systemMemory() {
    SystemMemory memory;
    memory.total = memoryLine("MemTotal");
    memory.available = memoryLine("MemAvailable");
#if defined(__linux__)
    if (memory.total == 0) {
        const auto pageSize = static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PAGESIZE)));
        memory.total = pageSize * static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PHYS_PAGES)));
        memory.available = memory.total;
    }
#endif
    limitToControlGroups(memory);
    return memory;
}

} // namespace inference
