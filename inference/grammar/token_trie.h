// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inference/tokenizer/tokenizer.h"

namespace inference::grammar {

/// The tokens of a vocabulary that stand for text, as a trie of their bytes. Control tokens, tokens
/// without bytes, and texts that are markers to the model ("<tool_call>") are left out. Immutable;
/// any thread may use it.
class TokenTrie {
public:
    /// In preorder: the children of a node follow it, up to `end`.
    struct Node {
        std::uint32_t end = 0;
        std::uint32_t tokenFirst = 0; ///< Tokens that end here: tokens()[tokenFirst, +tokenCount).
        std::uint16_t tokenCount = 0;
        std::uint16_t depth = 0; ///< Bytes from the root; the nodes of first bytes have 1.
        std::uint8_t byte = 0;
    };

    static std::shared_ptr<const TokenTrie> create(const Tokenizer& tokenizer);

    std::span<const Node> nodes() const { return m_nodes; }
    std::span<const TokenId> tokensAt(const Node& node) const {
        return std::span(m_tokens).subspan(node.tokenFirst, node.tokenCount);
    }
    /// Empty for tokens that are not in it.
    std::string_view bytes(TokenId token) const;
    /// All of them, the longest first.
    std::span<const TokenId> byLength() const { return m_byLength; }
    /// The text from the root to a node.
    std::string_view path(std::uint32_t node) const;
    std::span<const TokenId> endTokens() const { return m_endTokens; }
    std::size_t vocabulary() const { return m_offsets.size() - 1; }
    std::uint32_t depthMax() const { return m_depthMax; }
    /// Bytes that are a token, and bytes that some token has.
    const std::bitset<256>& singleBytes() const { return m_singleBytes; }
    const std::bitset<256>& knownBytes() const { return m_knownBytes; }
    /// Tokens that `text` begins with.
    std::vector<TokenId> along(std::string_view text) const;
    /// Tokens of these bytes only.
    std::vector<TokenId> madeOf(std::string_view bytes) const;

private:
    std::string m_text;                   // bytes of all tokens, by id
    std::vector<std::uint32_t> m_offsets; // [vocabulary + 1]
    std::vector<Node> m_nodes;
    std::vector<TokenId> m_tokens;
    std::vector<TokenId> m_byLength;
    std::vector<TokenId> m_endTokens;
    std::uint32_t m_depthMax = 0;
    std::bitset<256> m_singleBytes;
    std::bitset<256> m_knownBytes;
};

} // namespace inference::grammar
