// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inference/tokenizer/tokenizer.h"

namespace inference {

class Vocab;

/// Finds the tokens that stand in a text as themselves: user-defined ones everywhere, control
/// tokens only where the text may contain them. Leftmost first, longest at one place. Immutable.
class SpecialTokens {
public:
    explicit SpecialTokens(const Vocab& vocab);

    /// A token found, or (with kNoToken) text between tokens.
    struct Fragment {
        TokenId token = kNoToken;
        std::string_view text;
    };
    /// A stretch of text in which control tokens count, as offsets [first, last).
    struct Range {
        std::size_t first = 0, last = 0;
    };
    /// `parsed` must be in order and not overlap. Empty pieces of text are left out.
    std::vector<Fragment> split(std::string_view text, std::span<const Range> parsed) const;

private:
    struct Entry {
        TokenId token = kNoToken;
        bool control = false;
        bool stripLeft = false, stripRight = false; ///< Swallows white space beside it.
    };
    struct Match {
        const Entry* entry = nullptr;
        std::size_t length = 0;
    };

    void add(std::string_view text, const Entry& entry);
    /// `controlEnd`: control tokens count if they end there or before.
    Match longestAt(std::string_view text, std::size_t at, std::size_t controlEnd) const;

    std::array<bool, 256> m_starts{};
    std::unordered_map<std::uint64_t, std::uint32_t> m_edges; // node << 8 | byte -> node
    std::vector<Entry> m_nodes{1};
};

} // namespace inference
