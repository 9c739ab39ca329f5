// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/components.h"

#include <algorithm>
#include <limits>

namespace inference::grammar {

std::vector<std::uint32_t> stronglyConnected(const std::vector<std::vector<std::uint32_t>>& edges) {
    constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    struct Visit {
        std::uint32_t node;
        std::size_t edge;
    };
    const std::size_t count = edges.size();
    std::vector<std::uint32_t> order(count, kNone);
    std::vector<std::uint32_t> low(count, kNone);
    std::vector<std::uint32_t> component(count, kNone);
    std::vector<std::uint32_t> open;
    std::vector<Visit> path;
    std::uint32_t visited = 0;
    std::uint32_t components = 0;
    const auto enter = [&](std::uint32_t node) {
        order[node] = low[node] = visited++;
        open.push_back(node);
        path.push_back({node, 0});
    };
    for (std::uint32_t start = 0; start < count; ++start) {
        if (order[start] != kNone) continue;
        enter(start);
        while (!path.empty()) {
            const std::uint32_t node = path.back().node;
            if (path.back().edge < edges[node].size()) {
                const std::uint32_t next = edges[node][path.back().edge++];
                if (order[next] == kNone)
                    enter(next);
                else if (component[next] == kNone)
                    low[node] = std::min(low[node], order[next]);
                continue;
            }
            path.pop_back();
            if (!path.empty()) {
                std::uint32_t& above = low[path.back().node];
                above = std::min(above, low[node]);
            }
            if (low[node] != order[node]) continue;
            while (component[node] == kNone) {
                component[open.back()] = components;
                open.pop_back();
            }
            ++components;
        }
    }
    return component;
}

} // namespace inference::grammar
