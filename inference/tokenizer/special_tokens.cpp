// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/special_tokens.h"

#include "inference/tokenizer/vocab.h"

namespace inference {

namespace {

/// Longer ones are not looked for: no real one comes near, and this bounds the work per byte.
constexpr std::size_t kTextBytesMax = 256;

bool isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

} // namespace

SpecialTokens::SpecialTokens(const Vocab& vocab) {
    const auto names = [&](std::string_view part) {
        return vocab.name.find(part) != std::string::npos;
    };
    // Phi-3 swallows what follows its markers; the file format has no place to say so.
    const bool phi3 = names("phi-3") || names("phi3");
    const bool jina = vocab.pre.rfind("jina-v2-", 0) == 0;
    for (std::size_t i = 0; i < vocab.size(); ++i) {
        const auto id = static_cast<TokenId>(i);
        const TokenKind kind = vocab.kind(id);
        const std::string_view text = vocab.text(id);
        if (text.empty() || text.size() > kTextBytesMax) continue;
        if (kind != TokenKind::Control && kind != TokenKind::UserDefined
            && kind != TokenKind::Unknown)
            continue;
        Entry entry{id, kind != TokenKind::UserDefined};
        entry.stripRight = phi3 && kind != TokenKind::Unknown && text != "<unk>" && text != "<s>"
                           && text != "<|endoftext|>";
        entry.stripLeft = jina && text == "<mask>";
        add(text, entry);
    }
}

void SpecialTokens::add(std::string_view text, const Entry& entry) {
    m_starts[static_cast<unsigned char>(text[0])] = true;
    std::uint32_t node = 0;
    for (const char c : text) {
        const std::uint64_t edge = std::uint64_t{node} << 8 | static_cast<unsigned char>(c);
        const auto [found, isNew] =
            m_edges.emplace(edge, static_cast<std::uint32_t>(m_nodes.size()));
        if (isNew) m_nodes.emplace_back();
        node = found->second;
    }
    if (m_nodes[node].token == kNoToken) m_nodes[node] = entry;
}

SpecialTokens::Match SpecialTokens::longestAt(std::string_view text, std::size_t at,
                                              std::size_t controlEnd) const {
    Match match;
    std::uint32_t node = 0;
    for (std::size_t i = at; i < text.size(); ++i) {
        const auto edge =
            m_edges.find(std::uint64_t{node} << 8 | static_cast<unsigned char>(text[i]));
        if (edge == m_edges.end()) break;
        node = edge->second;
        const Entry& entry = m_nodes[node];
        if (entry.token != kNoToken && (!entry.control || i < controlEnd))
            match = {&entry, i + 1 - at};
    }
    return match;
}

std::vector<SpecialTokens::Fragment> SpecialTokens::split(std::string_view text,
                                                          std::span<const Range> parsed) const {
    std::vector<Fragment> fragments;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (!m_starts[static_cast<unsigned char>(text[at])]) {
            ++at;
            continue;
        }
        while (!parsed.empty() && parsed.front().last <= at) parsed = parsed.subspan(1);
        const bool inside = !parsed.empty() && parsed.front().first <= at;
        const Match match = longestAt(text, at, inside ? parsed.front().last : 0);
        if (!match.entry) {
            ++at;
            continue;
        }
        std::size_t end = at;
        if (match.entry->stripLeft)
            while (end > begin && isSpace(text[end - 1])) --end;
        if (end > begin) fragments.push_back({kNoToken, text.substr(begin, end - begin)});
        fragments.push_back({match.entry->token, text.substr(at, match.length)});
        at += match.length;
        if (match.entry->stripRight)
            while (at < text.size() && isSpace(text[at])) ++at;
        begin = at;
    }
    if (begin < text.size()) fragments.push_back({kNoToken, text.substr(begin)});
    return fragments;
}

} // namespace inference
