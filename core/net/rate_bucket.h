// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace core {

/// A cap on bytes per second over all transfers that share it: bytes are taken as they come, and
/// when more were taken than time allows, nobody takes more until it does. One thread at a time.
class RateBucket {
public:
    using Clock = std::chrono::steady_clock;

    void setRate(std::uint64_t bytesPerSecond, Clock::time_point now) {
        m_rate = static_cast<double>(bytesPerSecond);
        m_level = 0;
        m_filled = now;
    }
    bool isOpen(Clock::time_point now) {
        if (m_rate <= 0) return true;
        const std::chrono::duration<double> passed = now - m_filled;
        m_filled = now;
        // What was not used stays usable for a tenth of a second only.
        m_level = std::min(m_level + passed.count() * m_rate, m_rate / 10);
        return m_level >= 0;
    }
    void take(std::size_t bytes) {
        if (m_rate > 0) m_level -= static_cast<double>(bytes);
    }

private:
    double m_rate = 0; // 0: no cap
    double m_level = 0;
    Clock::time_point m_filled;
};

} // namespace core
