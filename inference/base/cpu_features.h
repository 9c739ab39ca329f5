// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace inference {

/// What the processor under us can execute, as far as the kernels care. A feature counts only if
/// the operating system saves its registers too.
struct CpuFeatures {
    bool avx2 = false;   ///< AVX2 with FMA and F16C: all three came with the same generation.
    bool avx512 = false; ///< F, BW, VL and DQ.
    bool avx512Vnni = false;
    bool avx512Bf16 = false;
    bool avxVnni = false; ///< The 256-bit form of the integer dot product.
    bool neon = false;
    bool neonDot = false; ///< sdot.

    /// Names for people and for device lists: "avx2", "f16c", "avx512", "avx512-vnni", ...
    std::vector<std::string> names() const;
};

/// Asked of the processor once per call; any thread.
CpuFeatures detectCpuFeatures();

/// As the system names it ("AMD EPYC ..."), or the architecture where it does not.
std::string cpuModelName();

/// Bytes of memory this process may use and may still use now: the machine's figures, lowered to
/// the limit of the control group it runs in.
struct SystemMemory {
    std::uint64_t total = 0;
    std::uint64_t available = 0;
};
SystemMemory systemMemory();

} // namespace inference
