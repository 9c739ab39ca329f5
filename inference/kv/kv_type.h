// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>

namespace inference {

/// Element type of a cache half. The quantized ones hold blocks of 32 values of one head with a
/// half-precision scale d. Q8_0: d = max|x| / 127, value = d · q. Q4_0: d = −x / 8 for the x of the
/// largest magnitude, value = d · (q − 8), q of 4 bits. q is the nearest to x / d as d was rounded.
enum class KvType : std::uint8_t { F32, F16, Q8_0, Q4_0 };

/// Values that share a scale.
inline constexpr std::uint32_t kKvBlock = 32;

} // namespace inference
