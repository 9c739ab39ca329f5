// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/cpu/dispatch.h"

#include <algorithm>

#include "inference/base/cpu_features.h"

namespace inference {

std::vector<CpuIsa> availableIsas() {
    std::vector<CpuIsa> result;
    [[maybe_unused]] const CpuFeatures features = detectCpuFeatures();
#if defined(__x86_64__)
    if (features.avx512Vnni) result.push_back(CpuIsa::Avx512);
    if (features.avxVnni) result.push_back(CpuIsa::AvxVnni);
    if (features.avx2) result.push_back(CpuIsa::Avx2);
#elif defined(__aarch64__)
    if (features.neonDot) result.push_back(CpuIsa::Neon);
#endif
    result.push_back(CpuIsa::Scalar);
    return result;
}

const KernelTable& selectKernels(CpuIsa isa) {
    const std::vector<CpuIsa> available = availableIsas();
    const bool known = std::find(available.begin(), available.end(), isa) != available.end();
    switch (known ? isa : available.front()) {
#if defined(__x86_64__)
    case CpuIsa::Avx512: return avx512Kernels();
    case CpuIsa::AvxVnni: return avxVnniKernels();
    case CpuIsa::Avx2: return avx2Kernels();
#elif defined(__aarch64__)
    case CpuIsa::Neon: return neonKernels();
#endif
    default: return scalarKernels();
    }
}

std::string_view isaName(CpuIsa isa) {
    switch (isa) {
    case CpuIsa::Auto: return "auto";
    case CpuIsa::Scalar: return "scalar";
    case CpuIsa::Avx2: return "avx2";
    case CpuIsa::AvxVnni: return "avxvnni";
    case CpuIsa::Avx512: return "avx512";
    case CpuIsa::Neon: return "neon";
    }
    return "";
}

} // namespace inference
