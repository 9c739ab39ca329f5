// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "inference/quant/dtype.h"

namespace bench {

/// SplitMix64: a full-period sequence that passes the usual tests and keeps up with the disk.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next();
    void fill(std::span<std::byte> target);
    /// Uniform with standard deviation 1.
    float unit();

private:
    std::uint64_t m_state;
};

/// Fills a row of any weight type with random blocks whose values spread by about `sigma` around
/// `mean` (float types) or zero.
void fillRow(inference::DType dtype, double mean, double sigma, Random& random,
             std::span<std::byte> row);

} // namespace bench
