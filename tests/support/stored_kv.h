// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "inference/base/half.h"
#include "inference/kv/kv_type.h"

namespace inference::testing {

inline double storedHalf(double value) {
    return static_cast<double>(halfToFloat(floatToHalf(static_cast<float>(value))));
}

/// Replaces a head by what a cache of this type gives back: KvType written down once more.
inline void storeAs(KvType type, double* head, std::size_t length) {
    if (type == KvType::F32 || type == KvType::F16) {
        for (std::size_t i = 0; i < length; ++i)
            head[i] = type == KvType::F16 ? storedHalf(head[i])
                                          : static_cast<double>(static_cast<float>(head[i]));
        return;
    }
    for (double* block = head; block != head + length; block += kKvBlock) {
        double extreme = 0;
        for (std::size_t i = 0; i < kKvBlock; ++i)
            if (std::abs(block[i]) > std::abs(extreme)) extreme = block[i];
        const bool wide = type == KvType::Q8_0;
        const double scale = storedHalf(wide ? std::abs(extreme) / 127 : extreme / -8);
        for (std::size_t i = 0; i < kKvBlock; ++i) {
            const double q = scale != 0 ? std::nearbyint(block[i] / scale) : 0;
            block[i] = scale * (wide ? std::clamp(q, -127.0, 127.0) : std::clamp(q, -8.0, 7.0));
        }
    }
}

} // namespace inference::testing
