// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <vector>

namespace inference::grammar {

/// For each node of a directed graph the number of its strongly connected component. Tarjan's
/// algorithm (1972), with a stack of its own: grammars may be deeper than ours.
std::vector<std::uint32_t> stronglyConnected(const std::vector<std::vector<std::uint32_t>>& edges);

} // namespace inference::grammar
