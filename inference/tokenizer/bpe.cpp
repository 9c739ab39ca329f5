// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/bpe.h"

#include <bit>

#include "inference/gguf/gguf_metadata.h"
#include "inference/tokenizer/byte_characters.h"
#include "inference/tokenizer/unicode.h"
#include "inference/tokenizer/word_memory.h"

namespace inference {

namespace {

constexpr std::string_view kSpaceMark = "\xe2\x96\x81"; // U+2581
/// Offsets in a word are 32 bits wide; no text comes near.
constexpr std::size_t kWordBytesMax = 1u << 30;

/// Where the first mark of a space behind another character stands, from `at` on; the end if there
/// is none.
std::size_t innerMark(std::string_view text, std::size_t at = 1) {
    for (; (at = text.find(kSpaceMark, at)) != std::string_view::npos; at += kSpaceMark.size())
        if (!text.substr(0, at).ends_with(kSpaceMark)) return at;
    return text.size();
}

} // namespace

/// Memory that lives through one call of encode().
struct BpeModel::Work {
    explicit Work(std::size_t textBytes) : known(textBytes) {}

    SymbolMerger merger;
    std::string spelled;
    WordMemory known;
};

Result<BpeModel> BpeModel::create(const GgufMetadata& metadata, const Vocab& vocab,
                                  const pretokenizer::NamedRule& rule) {
    const GgufValue* merges = metadata.array("tokenizer.ggml.merges");
    if (!merges || merges->elementType != GgufType::String)
        return Error{ErrorCode::Corrupt, "the tokenizer has no merges"};
    if (merges->strings.size() > SymbolMerger::kRankMax)
        return Error{ErrorCode::Unsupported, "the tokenizer has more merges than any real one: "
                                                 + std::to_string(merges->strings.size())};
    BpeModel model(vocab, rule);
    model.m_merges.resize(std::bit_ceil(merges->strings.size() * 4 / 3 + 16));
    model.m_mergeFilter.resize(model.m_merges.size() / 16);
    std::uint32_t rank = 0;
    model.m_cutAtMarks = rule.markSpaces && !rule.byteLevel && !rule.wholeWords;
    for (const std::string_view line : merges->strings) {
        // A token may itself begin with a space.
        const std::size_t space = line.find(' ', 1);
        if (space != std::string_view::npos)
            model.addMerge(line.substr(0, space), line.substr(space + 1), rank);
        ++rank;
    }
    std::string character;
    for (unsigned byte = 0; byte < 0x80 && !rule.byteLevel; ++byte)
        model.m_byteSymbols[byte] = model.characterSymbol(std::string(1, static_cast<char>(byte)));
    for (unsigned byte = 0; byte < 256 && rule.byteLevel; ++byte) {
        character.clear();
        unicode::append(character, kCharacterOfByte[byte]);
        model.m_byteSymbols[byte] = model.symbolOf(character);
    }
    return model;
}

BpeModel::BpeModel(const Vocab& vocab, const pretokenizer::NamedRule& rule)
    : m_vocab(&vocab), m_preTokenizer(*rule.rule), m_wholeWords(rule.wholeWords),
      m_normalizeC(rule.normalizeC), m_byteLevel(rule.byteLevel), m_markSpaces(rule.markSpaces) {}

std::int32_t BpeModel::symbolOf(std::string_view text) {
    const TokenId id = m_vocab->find(text);
    if (id != kNoToken) return id;
    const auto next = static_cast<std::int32_t>(m_vocab->size() + m_extraSymbols.size());
    return m_extraSymbols.emplace(text, next).first->second;
}

std::int32_t BpeModel::characterSymbol(std::string_view character) const {
    const TokenId id = m_vocab->find(character);
    if (id != kNoToken) return id;
    const auto extra = m_extraSymbols.find(std::string(character));
    return extra == m_extraSymbols.end() ? kNoToken : extra->second;
}

std::size_t BpeModel::hashOf(std::int32_t left, std::int32_t right) {
    const std::uint64_t key =
        std::uint64_t{static_cast<std::uint32_t>(left)} << 32 | static_cast<std::uint32_t>(right);
    return static_cast<std::size_t>((key ^ key >> 29) * 0x9e3779b97f4a7c15u >> 20);
}

std::size_t BpeModel::filterBitOf(std::size_t hash) const {
    return (hash ^ hash >> 24) & (m_mergeFilter.size() * 64 - 1);
}

void BpeModel::addMerge(std::string_view left, std::string_view right, std::uint32_t rank) {
    Merge merge{symbolOf(left), symbolOf(right), rank, 0};
    const std::string joined = std::string(left).append(right);
    for (std::size_t at = 0; m_cutAtMarks && (at = innerMark(joined, at + 1)) < joined.size();)
        m_joinedToMarks.set(static_cast<unsigned char>(joined[at - 1]));
    merge.result = symbolOf(joined);
    const std::size_t mask = m_merges.size() - 1;
    std::size_t slot = hashOf(merge.left, merge.right) & mask;
    while (m_merges[slot].left >= 0) {
        if (m_merges[slot].left == merge.left && m_merges[slot].right == merge.right) return;
        slot = (slot + 1) & mask;
    }
    m_merges[slot] = merge;
    const std::size_t bit = filterBitOf(hashOf(merge.left, merge.right));
    m_mergeFilter[bit / 64] |= std::uint64_t{1} << bit % 64;
}

const BpeModel::Merge* BpeModel::findMerge(std::int32_t left, std::int32_t right) const {
    const std::size_t mask = m_merges.size() - 1;
    const std::size_t hash = hashOf(left, right), bit = filterBitOf(hash);
    if ((m_mergeFilter[bit / 64] >> bit % 64 & 1u) == 0) return nullptr;
    for (std::size_t slot = hash & mask; m_merges[slot].left >= 0; slot = (slot + 1) & mask)
        if (m_merges[slot].left == left && m_merges[slot].right == right) return &m_merges[slot];
    return nullptr;
}

void BpeModel::encode(std::string_view text, std::vector<TokenId>& target) const {
    std::string changed;
    if (m_normalizeC) {
        changed = unicode::normalizeC(text);
        text = changed;
    }
    if (m_markSpaces) {
        std::string marked;
        marked.reserve(text.size() + text.size() / 2);
        for (const char c : text) {
            if (c == ' ') {
                marked += kSpaceMark;
            } else {
                marked.push_back(c);
            }
        }
        changed = std::move(marked);
        text = changed;
    }
    Work work(text.size());
    m_preTokenizer.split(text, [&](std::string_view word) {
        // Short words are quicker to merge than whole lines.
        for (std::size_t at = 0; m_cutAtMarks && (at = innerMark(word, at + 1)) < word.size();) {
            if (m_joinedToMarks[static_cast<unsigned char>(word[at - 1])]) continue;
            encodeWord(word.substr(0, at), work, target);
            word.remove_prefix(at);
            at = 0;
        }
        for (; word.size() > kWordBytesMax; word.remove_prefix(kWordBytesMax))
            encodeWord(word.substr(0, kWordBytesMax), work, target);
        encodeWord(word, work, target);
    });
}

void BpeModel::encodeWord(std::string_view word, Work& work, std::vector<TokenId>& target) const {
    work.known.encode(word, target,
                      [&](std::string_view unknown) { mergeWord(unknown, work, target); });
}

void BpeModel::mergeWord(std::string_view word, Work& work, std::vector<TokenId>& target) const {
    if (m_byteLevel && word.size() == 1) {
        emit(m_byteSymbols[static_cast<unsigned char>(word[0])], word, target);
        return;
    }
    // Raw vocabularies have tokens for runs of line breaks, but no merges that lead to them.
    const bool breaks = !m_byteLevel && word.find_first_not_of('\n') == std::string_view::npos;
    if (m_wholeWords || breaks) {
        std::string_view spelled = word;
        if (m_byteLevel) {
            work.spelled.clear();
            for (const char c : word)
                unicode::append(work.spelled, kCharacterOfByte[static_cast<unsigned char>(c)]);
            spelled = work.spelled;
        }
        const TokenId id = m_vocab->find(spelled);
        if (id != kNoToken && m_vocab->kind(id) != TokenKind::Control) {
            target.push_back(id);
            return;
        }
    }

    work.merger.merge(
        static_cast<std::uint32_t>(word.size()),
        [&](std::uint32_t start, std::uint32_t& end) {
            const auto byte = static_cast<unsigned char>(word[start]);
            end = start + 1;
            if (m_byteLevel || byte < 0x80) return m_byteSymbols[byte];
            const std::size_t length = unicode::decodeFirst(word.substr(start)).length;
            end = start + static_cast<std::uint32_t>(length);
            return characterSymbol(word.substr(start, length));
        },
        [&](const SymbolMerger::Symbol& left, const SymbolMerger::Symbol& right, std::uint32_t,
            std::uint32_t& rank, std::int32_t& merged) {
            const Merge* merge = findMerge(left.id, right.id);
            if (!merge) return false;
            rank = merge->rank;
            merged = merge->result;
            return true;
        },
        [&](const SymbolMerger::Piece& piece) {
            emit(piece.id, word.substr(piece.start, piece.end - piece.start), target);
        });
}

void BpeModel::emit(std::int32_t symbol, std::string_view bytes,
                    std::vector<TokenId>& target) const {
    if (m_vocab->contains(symbol) && m_vocab->kind(symbol) != TokenKind::Control) {
        target.push_back(symbol);
        return;
    }
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const TokenId id = m_byteLevel ? m_byteSymbols[byte] : m_vocab->byteToken(byte);
        if (m_vocab->contains(id)) target.push_back(id);
    }
}

std::string BpeModel::tokenBytes(std::string_view text) const {
    std::string bytes;
    while (!text.empty()) {
        if (!m_byteLevel && m_markSpaces && text.substr(0, kSpaceMark.size()) == kSpaceMark) {
            bytes.push_back(' ');
            text.remove_prefix(kSpaceMark.size());
            continue;
        }
        const auto decoded = unicode::decodeFirst(text);
        const bool mapped = m_byteLevel && decoded.valid && decoded.code < kByteCharactersEnd
                            && kByteOfCharacter[decoded.code] >= 0;
        if (mapped) {
            bytes.push_back(static_cast<char>(kByteOfCharacter[decoded.code]));
        } else {
            bytes.append(text.substr(0, decoded.length));
        }
        text.remove_prefix(decoded.length);
    }
    return bytes;
}

} // namespace inference
