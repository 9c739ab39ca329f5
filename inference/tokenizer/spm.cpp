// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/spm.h"

#include <algorithm>

#include "inference/tokenizer/unicode.h"

namespace inference {

namespace {

constexpr std::string_view kSpaceMark = "\xe2\x96\x81"; // U+2581
/// Merging works on pieces of the text no longer than this, far beyond any real stretch without a
/// place to cut; offsets are 32 bits wide.
constexpr std::size_t kWordBytesMax = 1u << 30;

std::uint64_t pairKey(char32_t left, char32_t right) {
    return std::uint64_t{left} << 32 | right;
}

} // namespace

SpmModel::SpmModel(const Vocab& vocab) : m_vocab(vocab) {
    std::vector<float> scores;
    for (std::size_t i = 0; i < vocab.size(); ++i)
        scores.push_back(vocab.score(static_cast<TokenId>(i)));
    std::vector<float> ordered = scores;
    std::sort(ordered.begin(), ordered.end(), std::greater<>());
    ordered.erase(std::unique(ordered.begin(), ordered.end()), ordered.end());
    m_ranks.reserve(scores.size());
    for (const float score : scores)
        m_ranks.push_back(static_cast<std::uint32_t>(
            std::lower_bound(ordered.begin(), ordered.end(), score, std::greater<>())
            - ordered.begin()));

    for (std::size_t i = 0; i < vocab.size(); ++i) {
        const auto id = static_cast<TokenId>(i);
        if (!isMergeable(id)) continue;
        std::string_view text = vocab.text(id);
        char32_t previous = 0;
        for (bool first = true; !text.empty(); first = false) {
            const auto decoded = unicode::decodeFirst(text);
            if (!first) m_neighbours.insert(pairKey(previous, decoded.code));
            previous = decoded.code;
            text.remove_prefix(decoded.length);
        }
    }
}

bool SpmModel::isMergeable(TokenId id) const {
    // Control tokens never come out of ordinary text, however their text is spelled.
    const TokenKind kind = m_vocab.kind(id);
    return kind == TokenKind::Normal || kind == TokenKind::UserDefined;
}

void SpmModel::encode(std::string_view text, bool prefixSpace, std::vector<TokenId>& target) const {
    std::string escaped;
    escaped.reserve(text.size() + text.size() / 2 + 3);
    if (prefixSpace) escaped += kSpaceMark;
    for (const char c : text) {
        if (c == ' ') {
            escaped += kSpaceMark;
        } else {
            escaped.push_back(c);
        }
    }
    SymbolMerger merger;
    std::string_view rest = escaped;
    std::size_t wordEnd = 0;
    char32_t previous = 0;
    while (wordEnd < rest.size()) {
        const auto decoded = unicode::decodeFirst(rest.substr(wordEnd));
        const bool cut =
            wordEnd > 0
            && (!m_neighbours.contains(pairKey(previous, decoded.code)) || wordEnd > kWordBytesMax);
        if (cut) {
            encodeWord(rest.substr(0, wordEnd), merger, target);
            rest.remove_prefix(wordEnd);
            wordEnd = 0;
        }
        previous = decoded.code;
        wordEnd += decoded.length;
    }
    if (!rest.empty()) encodeWord(rest, merger, target);
}

void SpmModel::encodeWord(std::string_view word, SymbolMerger& merger,
                          std::vector<TokenId>& target) const {
    merger.clear();
    for (std::size_t at = 0; at < word.size();) {
        merger.add(static_cast<std::uint32_t>(at), kNoToken);
        at += unicode::decodeFirst(word.substr(at)).length;
    }
    merger.merge(static_cast<std::uint32_t>(word.size()),
                 [&](const SymbolMerger::Symbol& left, const SymbolMerger::Symbol&,
                     std::uint32_t end, std::uint32_t& rank, std::int32_t& merged) {
                     const TokenId id = m_vocab.find(word.substr(left.start, end - left.start));
                     if (id == kNoToken || !isMergeable(id)) return false;
                     rank = m_ranks[static_cast<std::size_t>(id)];
                     merged = id;
                     return true;
                 });
    merger.forEach([&](const SymbolMerger::Symbol& symbol, std::uint32_t end) {
        const std::string_view text = word.substr(symbol.start, end - symbol.start);
        TokenId id = symbol.id;
        if (id == kNoToken) id = m_vocab.find(text);
        if (id != kNoToken && isMergeable(id)) {
            target.push_back(id);
            return;
        }
        if (!m_vocab.hasByteTokens()) {
            // Without byte tokens a run of unknown characters is one unknown token.
            if (m_vocab.unknown != kNoToken && (target.empty() || target.back() != m_vocab.unknown))
                target.push_back(m_vocab.unknown);
            return;
        }
        for (const char c : text) {
            const TokenId byte = m_vocab.byteToken(static_cast<unsigned char>(c));
            if (byte != kNoToken) {
                target.push_back(byte);
            } else if (m_vocab.unknown != kNoToken) {
                target.push_back(m_vocab.unknown);
            }
        }
    });
}

} // namespace inference
