// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/unigram.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "inference/gguf/gguf_metadata.h"
#include "inference/tokenizer/unicode.h"
#include "inference/tokenizer/word_memory.h"

namespace inference {

namespace {

constexpr std::string_view kSpaceMark = "\xe2\x96\x81"; // U+2581
constexpr std::string_view kReplacement = "\xef\xbf\xbd";
/// How far below the worst token an unknown character scores (SentencePiece).
constexpr double kUnknownPenalty = 10;
/// Longer tokens are not looked for; this bounds the work per character.
constexpr std::size_t kTokenBytesMax = 512;
/// Text is searched in stretches of this size at most, cut at spaces where there are any.
constexpr std::size_t kStretchBytes = 1u << 20;

unsigned char byteOf(char c) {
    return static_cast<unsigned char>(c);
}

/// User-defined tokens win over everything.
double scoreOf(const Vocab& vocab, TokenId id) {
    return vocab.kind(id) == TokenKind::UserDefined ? 0.0 : static_cast<double>(vocab.score(id));
}

/// The tokens that text can become, the best first.
std::vector<TokenId> pieces(const Vocab& vocab) {
    std::vector<TokenId> ids;
    for (std::size_t i = 0; i < vocab.size(); ++i) {
        const auto id = static_cast<TokenId>(i);
        const TokenKind kind = vocab.kind(id);
        if (kind == TokenKind::Normal || kind == TokenKind::UserDefined
            || kind == TokenKind::Unused)
            ids.push_back(id);
    }
    std::stable_sort(ids.begin(), ids.end(),
                     [&](TokenId a, TokenId b) { return scoreOf(vocab, a) > scoreOf(vocab, b); });
    return ids;
}

} // namespace

UnigramModel::UnigramModel(const Vocab& vocab)
    : m_vocab(&vocab), m_pieces(vocab, pieces(vocab), kTokenBytesMax) {
    double lowest = std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < vocab.size(); ++i) {
        const auto id = static_cast<TokenId>(i);
        if (vocab.kind(id) == TokenKind::Normal) lowest = std::min<double>(lowest, vocab.score(id));
    }
    m_unknownScore = lowest - kUnknownPenalty;
    const auto noteMarks = [&](std::string_view text) {
        for (std::size_t at = 1; (at = text.find(kSpaceMark, at)) != std::string_view::npos; ++at)
            m_joinedToMarks.set(byteOf(text[at - 1]));
    };
    // Where a space is unknown it is one token with unknown characters before it.
    if (vocab.find(kSpaceMark) == kNoToken) m_joinedToMarks.set();
    for (const TokenId id : pieces(vocab)) noteMarks(vocab.text(id));
}

Result<UnigramModel> UnigramModel::create(const GgufMetadata& metadata, const Vocab& vocab) {
    if (vocab.unknown == kNoToken)
        return Error{ErrorCode::Corrupt, "the tokenizer has no unknown token"};
    UnigramModel model(vocab);
    TRY(model.readCharacterMap(metadata));
    return model;
}

Result<void> UnigramModel::readCharacterMap(const GgufMetadata& metadata) {
    const GgufValue* map = metadata.array("tokenizer.ggml.precompiled_charsmap");
    if (!map || map->count == 0) return {};
    const Error broken{ErrorCode::Corrupt, "the tokenizer's character map is damaged"};
    const bool bytes = map->elementType == GgufType::I8 || map->elementType == GgufType::U8;
    std::uint32_t trieBytes = 0;
    if (!bytes || map->raw.size() < sizeof(trieBytes)) return broken;
    std::memcpy(&trieBytes, map->raw.data(), sizeof(trieBytes));
    if (trieBytes % 4 != 0 || trieBytes > map->raw.size() - sizeof(trieBytes)) return broken;
    m_units.resize(trieBytes / 4);
    std::memcpy(m_units.data(), map->raw.data() + sizeof(trieBytes), trieBytes);
    const auto rest = map->raw.subspan(sizeof(trieBytes) + trieBytes);
    m_replacements.assign(reinterpret_cast<const char*>(rest.data()), rest.size());
    return {};
}

/// A unit that does not exist matches nothing, whatever brought us there.
std::uint32_t UnigramModel::unitAt(std::size_t index) const {
    return index < m_units.size() ? m_units[index] : 1u << 31;
}

/// What the longest rule that matches the beginning of `text` turns it into; `length` is set to the
/// bytes that it replaces, or to 0.
///
/// A unit of the array holds the byte that leads to it in its low 8 bits (bit 31 marks a value),
/// bit 8 says that a rule ends here, and the rest is where its children are, relative by exclusive
/// or.
std::string_view UnigramModel::mapCharacters(std::string_view text, std::size_t& length) const {
    length = 0;
    if (m_units.empty()) return {};
    const auto childrenOf = [](std::uint32_t unit) {
        return std::size_t{unit >> 10} << ((unit & 1u << 9) >> 6);
    };
    std::size_t node = childrenOf(unitAt(0));
    std::string_view result;
    for (std::size_t i = 0; i < text.size() && text[i] != '\0'; ++i) {
        node ^= byteOf(text[i]);
        const std::uint32_t unit = unitAt(node);
        if ((unit & (1u << 31 | 0xffu)) != byteOf(text[i])) break;
        node ^= childrenOf(unit);
        if ((unit >> 8 & 1u) == 0) continue;
        const std::size_t at = unitAt(node) & 0x7fffffffu;
        const std::size_t end =
            at < m_replacements.size() ? m_replacements.find('\0', at) : std::string::npos;
        if (end == std::string::npos) break;
        result = std::string_view(m_replacements).substr(at, end - at);
        length = i + 1;
    }
    return result;
}

std::string UnigramModel::normalize(std::string_view text) const {
    std::string normal;
    bool prefixed = false, inWord = false;
    while (!text.empty()) {
        std::size_t length = 0;
        std::string_view part = mapCharacters(text, length);
        if (length == 0) {
            const auto decoded = unicode::decodeFirst(text);
            length = decoded.length;
            part = decoded.valid ? text.substr(0, length) : kReplacement;
        }
        for (const char c : part) {
            if (c == ' ') {
                inWord = false;
                if (!m_vocab->removeExtraSpaces) normal += kSpaceMark;
                continue;
            }
            const bool needsMark =
                m_vocab->removeExtraSpaces || (m_vocab->addSpacePrefix && !prefixed);
            if (!inWord && needsMark) {
                normal += kSpaceMark;
                prefixed = true;
            }
            inWord = true;
            normal.push_back(c);
        }
        text.remove_prefix(length);
    }
    return normal;
}

/// Where the first word of a text ends.
std::size_t UnigramModel::wordEnd(std::string_view text) const {
    for (std::size_t at = 1; at < kStretchBytes; ++at) {
        at = text.find(kSpaceMark, at);
        if (at == std::string_view::npos) break;
        if (at <= kStretchBytes && !m_joinedToMarks[byteOf(text[at - 1])]) return at;
    }
    if (text.size() <= kStretchBytes) return text.size();
    const std::size_t mark = text.rfind(kSpaceMark, kStretchBytes);
    std::size_t end = mark == std::string_view::npos || mark == 0 ? kStretchBytes : mark;
    while (end < text.size() && (byteOf(text[end]) & 0xc0u) == 0x80) ++end;
    return end;
}

void UnigramModel::encode(std::string_view text, std::vector<TokenId>& target) const {
    const std::string normal = normalize(text);
    std::vector<Best> best;
    WordMemory known(normal.size());
    for (std::string_view rest = normal; !rest.empty();) {
        const std::string_view next = rest.substr(0, wordEnd(rest));
        known.encode(next, target, [&](std::string_view word) { encodeWord(word, best, target); });
        rest.remove_prefix(next.size());
    }
}

void UnigramModel::encodeWord(std::string_view word, std::vector<Best>& best,
                              std::vector<TokenId>& target) const {
    best.assign(word.size() + 1, {-std::numeric_limits<double>::infinity(), 0, kNoToken});
    best[0].score = 0;
    const auto offer = [&](std::size_t from, std::size_t to, TokenId token, double score) {
        if (best[from].score + score <= best[to].score) return;
        best[to] = {best[from].score + score, static_cast<std::uint32_t>(from), token};
    };
    for (std::size_t at = 0; at < word.size();) {
        const std::size_t length = unicode::decodeFirst(word.substr(at)).length;
        bool known = false;
        m_pieces.visitPrefixes(word.substr(at), [&](TokenId id, std::size_t bytes) {
            known = known || bytes == length;
            offer(at, at + bytes, id, scoreOf(*m_vocab, id));
        });
        if (!known) offer(at, at + length, m_vocab->unknown, m_unknownScore);
        at += length;
    }

    // Back from the end; a run of unknown characters is one unknown token.
    const auto begin = static_cast<std::ptrdiff_t>(target.size());
    for (std::size_t at = word.size(); at > 0; at = best[at].from) {
        const bool repeated = static_cast<std::ptrdiff_t>(target.size()) > begin
                              && target.back() == m_vocab->unknown
                              && best[at].token == m_vocab->unknown;
        if (!repeated) target.push_back(best[at].token);
    }
    std::reverse(target.begin() + begin, target.end());
}

} // namespace inference
