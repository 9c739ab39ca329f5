// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/spm.h"

#include <algorithm>

#include "inference/tokenizer/unicode.h"
#include "inference/tokenizer/word_memory.h"

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
        m_ranks.push_back(std::min<std::uint32_t>(
            SymbolMerger::kRankMax,
            static_cast<std::uint32_t>(
                std::lower_bound(ordered.begin(), ordered.end(), score, std::greater<>())
                - ordered.begin())));

    for (std::size_t i = 0; i < vocab.size(); ++i) {
        const auto id = static_cast<TokenId>(i);
        if (!isMergeable(id)) continue;
        std::string_view text = vocab.text(id);
        char32_t previous = 0;
        for (bool first = true; !text.empty(); first = false) {
            const auto decoded = unicode::decodeFirst(text);
            if (!first) {
                m_neighbours.insert(pairKey(previous, decoded.code));
                if (previous < kAscii && decoded.code < kAscii)
                    m_asciiNeighbours.set(previous * kAscii + decoded.code);
            }
            previous = decoded.code;
            text.remove_prefix(decoded.length);
        }
    }
}

bool SpmModel::areNeighbours(char32_t left, char32_t right) const {
    return left < kAscii && right < kAscii ? m_asciiNeighbours[left * kAscii + right]
                                           : m_neighbours.contains(pairKey(left, right));
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
    // Without byte tokens what becomes of a word depends on the one before it.
    WordMemory known(m_vocab.hasByteTokens() ? text.size() : 0);
    const auto encodeNext = [&](std::string_view word) {
        known.encode(word, target,
                     [&](std::string_view unknown) { encodeWord(unknown, merger, target); });
    };
    std::string_view rest = escaped;
    std::size_t wordEnd = 0;
    char32_t previous = 0;
    while (wordEnd < rest.size()) {
        const auto decoded = unicode::decodeFirst(rest.substr(wordEnd));
        const bool cut =
            wordEnd > 0 && (!areNeighbours(previous, decoded.code) || wordEnd > kWordBytesMax);
        if (cut) {
            encodeNext(rest.substr(0, wordEnd));
            rest.remove_prefix(wordEnd);
            wordEnd = 0;
        }
        previous = decoded.code;
        wordEnd += decoded.length;
    }
    if (!rest.empty()) encodeNext(rest);
}

void SpmModel::encodeWord(std::string_view word, SymbolMerger& merger,
                          std::vector<TokenId>& target) const {
    merger.merge(
        static_cast<std::uint32_t>(word.size()),
        [&](std::uint32_t start, std::uint32_t& end) {
            const std::size_t length = unicode::decodeFirst(word.substr(start)).length;
            end = start + static_cast<std::uint32_t>(length);
            return kNoToken;
        },
        [&](const SymbolMerger::Symbol& left, const SymbolMerger::Symbol&, std::uint32_t end,
            std::uint32_t& rank, std::int32_t& merged) {
            const TokenId id = m_vocab.find(word.substr(left.start, end - left.start));
            if (id == kNoToken || !isMergeable(id)) return false;
            rank = m_ranks[static_cast<std::size_t>(id)];
            merged = id;
            return true;
        },
        [&](const SymbolMerger::Piece& piece) {
            emit(piece.id, word.substr(piece.start, piece.end - piece.start), target);
        });
}

void SpmModel::emit(TokenId id, std::string_view text, std::vector<TokenId>& target) const {
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
}

} // namespace inference
