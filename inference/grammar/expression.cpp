// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/expression.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace inference::grammar {

namespace {

constexpr std::size_t kSharedDepthMax = 64;

/// `sorted` holds different texts that agree in their first `at` bytes.
Expression branches(std::span<const std::string> sorted, std::size_t at, std::size_t depth) {
    std::vector<Expression> choices;
    if (depth == kSharedDepthMax) {
        for (const std::string& text : sorted) choices.push_back(literal(text.substr(at)));
        return choice(std::move(choices));
    }
    std::size_t begin = 0;
    if (sorted.front().size() == at) {
        choices.push_back({});
        begin = 1;
    }
    while (begin < sorted.size()) {
        std::size_t end = begin;
        while (end < sorted.size() && sorted[end][at] == sorted[begin][at]) ++end;
        // Sorted: what the first and the last of a group share, all of it shares.
        const std::string_view first = sorted[begin];
        const std::string_view last = sorted[end - 1];
        const auto differ = std::mismatch(first.begin(), first.end(), last.begin(), last.end());
        const auto shared = static_cast<std::size_t>(differ.first - first.begin());
        Expression head = literal(std::string(first.substr(at, shared - at)));
        if (end - begin == 1) {
            choices.push_back(std::move(head));
        } else {
            choices.push_back(
                sequence({std::move(head),
                          branches(sorted.subspan(begin, end - begin), shared, depth + 1)}));
        }
        begin = end;
    }
    return choice(std::move(choices));
}

} // namespace

Expression anyOf(std::vector<std::string> literals) {
    std::sort(literals.begin(), literals.end());
    literals.erase(std::unique(literals.begin(), literals.end()), literals.end());
    if (literals.empty()) return nothing();
    return branches(literals, 0, 0);
}

} // namespace inference::grammar
