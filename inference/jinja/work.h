// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>

namespace inference::jinja {

/// A budget of steps shared by everything one rendering does. Functions that walk values of unknown
/// shape spend from it; once it is exhausted their results mean nothing and the rendering fails.
class Work {
public:
    explicit Work(std::uint64_t steps) : m_left(steps) {}
    bool spend(std::uint64_t steps = 1) {
        if (m_exhausted || steps > m_left) {
            m_left = 0;
            m_exhausted = true;
            return false;
        }
        m_left -= steps;
        return true;
    }
    bool exhausted() const { return m_exhausted; }

private:
    std::uint64_t m_left;
    bool m_exhausted = false;
};

/// How deep values may be nested for the functions that walk them recursively.
inline constexpr int kValueDepthMax = 100;

} // namespace inference::jinja
