// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/token_trie.h"

#include <algorithm>

namespace inference::grammar {

namespace {

// The depth of a node is kept in 16 bits, and no grammar needs such a token.
constexpr std::size_t kTokenBytesMax = 4096;

bool isMarker(std::string_view text) {
    const auto framed = [&](char open, char close) {
        return text.size() > 2 && text.front() == open && text.back() == close;
    };
    return framed('<', '>') || framed('[', ']');
}

std::string textOf(const Tokenizer& tokenizer, TokenId id) {
    const TokenKind kind = tokenizer.tokenKind(id);
    const bool isText = kind == TokenKind::Normal || kind == TokenKind::Byte
                        || (kind == TokenKind::UserDefined && !isMarker(tokenizer.tokenText(id)));
    if (!isText || tokenizer.isEndOfGeneration(id)) return {};
    std::string bytes = tokenizer.tokenBytes(id);
    if (bytes.size() > kTokenBytesMax) bytes.clear();
    return bytes;
}

} // namespace

std::string_view TokenTrie::bytes(TokenId token) const {
    const auto at = static_cast<std::size_t>(token);
    if (token < 0 || at >= vocabulary()) return {};
    return std::string_view(m_text).substr(m_offsets[at], m_offsets[at + 1] - m_offsets[at]);
}

std::string_view TokenTrie::path(std::uint32_t node) const {
    const std::uint16_t depth = m_nodes[node].depth;
    while (m_nodes[node].tokenCount == 0) ++node; // The first child, until a token ends.
    return bytes(m_tokens[m_nodes[node].tokenFirst]).substr(0, depth);
}

std::vector<TokenId> TokenTrie::along(std::string_view text) const {
    std::vector<TokenId> found;
    std::uint32_t at = 0;
    auto last = static_cast<std::uint32_t>(m_nodes.size());
    for (const char c : text) {
        while (at < last && m_nodes[at].byte != static_cast<std::uint8_t>(c)) at = m_nodes[at].end;
        if (at >= last) break;
        const auto here = tokensAt(m_nodes[at]);
        found.insert(found.end(), here.begin(), here.end());
        last = m_nodes[at].end;
        ++at;
    }
    return found;
}

std::vector<TokenId> TokenTrie::madeOf(std::string_view bytes) const {
    std::vector<TokenId> found;
    for (std::uint32_t at = 0; at < m_nodes.size();) {
        if (bytes.find(static_cast<char>(m_nodes[at].byte)) == std::string_view::npos) {
            at = m_nodes[at].end;
            continue;
        }
        const auto here = tokensAt(m_nodes[at]);
        found.insert(found.end(), here.begin(), here.end());
        ++at;
    }
    return found;
}

std::shared_ptr<const TokenTrie> TokenTrie::create(const Tokenizer& tokenizer) {
    auto trie = std::make_shared<TokenTrie>();
    trie->m_offsets.push_back(0);
    for (std::size_t i = 0; i < tokenizer.size(); ++i) {
        const std::string bytes = textOf(tokenizer, static_cast<TokenId>(i));
        trie->m_text += bytes;
        trie->m_offsets.push_back(static_cast<std::uint32_t>(trie->m_text.size()));
        if (bytes.empty()) continue;
        trie->m_tokens.push_back(static_cast<TokenId>(i));
        trie->m_depthMax = std::max(trie->m_depthMax, static_cast<std::uint32_t>(bytes.size()));
        for (const char c : bytes) trie->m_knownBytes.set(static_cast<unsigned char>(c));
        if (bytes.size() == 1) trie->m_singleBytes.set(static_cast<unsigned char>(bytes[0]));
    }
    trie->m_byLength = trie->m_tokens;
    std::stable_sort(trie->m_byLength.begin(), trie->m_byLength.end(), [&](TokenId a, TokenId b) {
        return trie->bytes(a).size() > trie->bytes(b).size();
    });
    trie->m_endTokens = tokenizer.endOfGenerationTokens();
    std::stable_sort(trie->m_tokens.begin(), trie->m_tokens.end(),
                     [&](TokenId a, TokenId b) { return trie->bytes(a) < trie->bytes(b); });

    // Sorted texts come in preorder; `open` are the nodes from the root to the last one made.
    std::vector<std::uint32_t> open;
    std::string_view last;
    const auto closeTo = [&](std::size_t depth) {
        for (; open.size() > depth; open.pop_back())
            trie->m_nodes[open.back()].end = static_cast<std::uint32_t>(trie->m_nodes.size());
    };
    for (std::uint32_t i = 0; i < trie->m_tokens.size(); ++i) {
        const std::string_view text = trie->bytes(trie->m_tokens[i]);
        const auto differ = std::mismatch(text.begin(), text.end(), last.begin(), last.end());
        const auto shared = static_cast<std::size_t>(differ.first - text.begin());
        closeTo(shared);
        for (std::size_t depth = shared; depth < text.size(); ++depth) {
            open.push_back(static_cast<std::uint32_t>(trie->m_nodes.size()));
            Node node;
            node.depth = static_cast<std::uint16_t>(depth + 1);
            node.byte = static_cast<std::uint8_t>(text[depth]);
            trie->m_nodes.push_back(node);
        }
        Node& end = trie->m_nodes[open.back()];
        if (end.tokenCount == 0) end.tokenFirst = i;
        ++end.tokenCount;
        last = text;
    }
    closeTo(0);
    return trie;
}

} // namespace inference::grammar
