// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/bpe.h"

#include <algorithm>
#include <bit>

#include "inference/gguf/gguf_metadata.h"
#include "inference/tokenizer/byte_characters.h"
#include "inference/tokenizer/unicode.h"

namespace inference {

namespace {

constexpr std::string_view kSpaceMark = "\xe2\x96\x81"; // U+2581
/// Offsets in a word are 32 bits wide; no text comes near.
constexpr std::size_t kWordBytesMax = 1u << 30;
constexpr std::size_t kKnownWords = 8192;
constexpr std::size_t kLongTextBytes = 16384; // Worth remembering words for.

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
    /// What became of a short word: in long texts most words have been there before.
    struct Known {
        std::array<TokenId, 8> ids;
        std::array<char, 22> bytes;
        std::uint8_t size = 0;
        std::uint8_t count = 0;
    };
    Known* slotOf(std::string_view word) {
        if (known.empty() || word.size() > std::tuple_size_v<decltype(Known::bytes)>)
            return nullptr;
        std::uint64_t hash = word.size();
        for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
        return &known[(hash ^ hash >> 29) % kKnownWords];
    }

    SymbolMerger merger;
    std::string spelled;
    std::vector<Known> known; // direct-mapped; empty for short texts
};

Result<BpeModel> BpeModel::create(const GgufMetadata& metadata, const Vocab& vocab,
                                  const pretokenizer::NamedRule& rule) {
    const GgufValue* merges = metadata.array("tokenizer.ggml.merges");
    if (!merges || merges->elementType != GgufType::String)
        return Error{ErrorCode::Corrupt, "the tokenizer has no merges"};
    BpeModel model(vocab, rule);
    model.m_merges.resize(std::bit_ceil(merges->strings.size() * 4 / 3 + 16));
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
}

const BpeModel::Merge* BpeModel::findMerge(std::int32_t left, std::int32_t right) const {
    const std::size_t mask = m_merges.size() - 1;
    for (std::size_t slot = hashOf(left, right) & mask; m_merges[slot].left >= 0;
         slot = (slot + 1) & mask)
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
    Work work;
    if (text.size() > kLongTextBytes) work.known.resize(kKnownWords);
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
    Work::Known* slot = work.slotOf(word);
    if (slot == nullptr) return mergeWord(word, work, target);
    if (slot->size == word.size() && word == std::string_view(slot->bytes.data(), slot->size)) {
        target.insert(target.end(), slot->ids.begin(), slot->ids.begin() + slot->count);
        return;
    }
    const std::size_t before = target.size();
    mergeWord(word, work, target);
    const std::size_t count = target.size() - before;
    if (count > slot->ids.size()) return;
    std::copy_n(target.begin() + static_cast<std::ptrdiff_t>(before), count, slot->ids.begin());
    std::copy_n(word.begin(), word.size(), slot->bytes.begin());
    slot->size = static_cast<std::uint8_t>(word.size());
    slot->count = static_cast<std::uint8_t>(count);
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

    SymbolMerger& merger = work.merger;
    merger.clear();
    for (std::size_t at = 0; at < word.size();) {
        const auto start = static_cast<std::uint32_t>(at);
        if (m_byteLevel) {
            merger.add(start, m_byteSymbols[static_cast<unsigned char>(word[at])]);
            ++at;
            continue;
        }
        const auto byte = static_cast<unsigned char>(word[at]);
        if (byte < 0x80) {
            merger.add(start, m_byteSymbols[byte]);
            ++at;
            continue;
        }
        const std::size_t length = unicode::decodeFirst(word.substr(at)).length;
        merger.add(start, characterSymbol(word.substr(at, length)));
        at += length;
    }
    merger.merge(static_cast<std::uint32_t>(word.size()),
                 [&](const SymbolMerger::Symbol& left, const SymbolMerger::Symbol& right,
                     std::uint32_t, std::uint32_t& rank, std::int32_t& merged) {
                     const Merge* merge = findMerge(left.id, right.id);
                     if (!merge) return false;
                     rank = merge->rank;
                     merged = merge->result;
                     return true;
                 });
    merger.forEach([&](const SymbolMerger::Symbol& symbol, std::uint32_t end) {
        emit(symbol.id, word.substr(symbol.start, end - symbol.start), target);
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
