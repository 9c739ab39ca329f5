// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "inference/tokenizer/vocab.h"

namespace inference {

/// The texts of tokens as a tree of bytes: finds all tokens that a text begins with in one walk
/// along them. Children of a node are neighbours, so a node is one byte, one token and one offset.
/// Immutable.
class PieceTrie {
public:
    /// Of tokens with the same text the first of `ids` counts; empty texts and such of more than
    /// `bytesMax` are left out.
    PieceTrie(const Vocab& vocab, std::span<const TokenId> ids, std::size_t bytesMax);

    /// Calls `visit(token, bytes)` for each token that `text` begins with, shortest first.
    template <typename Visit>
    void visitPrefixes(std::string_view text, const Visit& visit) const {
        std::uint32_t node = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto byte = static_cast<unsigned char>(text[i]);
            node = i == 0 ? m_roots[byte] : childOf(node, byte);
            if (node == 0) return;
            if (m_tokens[node] != kNoToken) visit(m_tokens[node], i + 1);
        }
    }

private:
    /// 0, which is nobody's child, if there is none.
    std::uint32_t childOf(std::uint32_t node, unsigned char byte) const {
        std::uint32_t first = m_firstChild[node], last = m_firstChild[node + 1];
        while (last - first > kScanned) {
            const std::uint32_t middle = first + (last - first) / 2;
            (m_bytes[middle] <= byte ? first : last) = middle;
        }
        for (; first < last; ++first)
            if (m_bytes[first] == byte) return first;
        return 0;
    }

    static constexpr std::uint32_t kScanned = 8;
    std::array<std::uint32_t, 256> m_roots{}; // the children of node 0
    std::vector<std::uint32_t> m_firstChild; // [nodes + 1]; a node's end where the next one's begin
    std::vector<unsigned char> m_bytes;      // [nodes] that leads to the node
    std::vector<TokenId> m_tokens;           // [nodes] that ends there
};

} // namespace inference
