// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/stop_matcher.h"

#include <algorithm>
#include <utility>

namespace inference {

StopMatcher::StopMatcher(std::vector<std::string> stops) : m_stops(std::move(stops)) {
    std::erase_if(m_stops, [](const std::string& stop) { return stop.empty(); });
}

std::string StopMatcher::add(std::string_view text) {
    if (m_matched) return {};
    m_held += text;
    std::size_t first = std::string::npos;
    for (const std::string& stop : m_stops) first = std::min(first, m_held.find(stop));
    if (first != std::string::npos) {
        m_matched = true;
        std::string shown = m_held.substr(0, first);
        m_held.clear();
        return shown;
    }
    std::size_t tail = 0;
    for (const std::string& stop : m_stops)
        for (std::size_t n = std::min(stop.size() - 1, m_held.size()); n > tail; --n)
            if (m_held.ends_with(std::string_view(stop).substr(0, n))) tail = n;
    std::string shown = m_held.substr(0, m_held.size() - tail);
    m_held.erase(0, shown.size());
    return shown;
}

std::string StopMatcher::finish() {
    return std::exchange(m_held, {});
}

} // namespace inference
