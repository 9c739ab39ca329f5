// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inference/base/result.h"
#include "inference/tokenizer/pretokenizer.h"
#include "inference/tokenizer/symbol_merger.h"
#include "inference/tokenizer/vocab.h"

namespace inference {

class GgufMetadata;

/// Byte-pair vocabularies with a list of merges ("gpt2", "gemma4"): text is cut into words, and in
/// each word the pair that comes first in the list merges first. Immutable.
class BpeModel {
public:
    /// Fails with Corrupt where there are no merges.
    static Result<BpeModel> create(const GgufMetadata& metadata, const Vocab& vocab,
                                   const pretokenizer::NamedRule& rule);

    /// `text` is one stretch between special tokens.
    void encode(std::string_view text, std::vector<TokenId>& target) const;

    /// The bytes that a token of ordinary text stands for.
    std::string tokenBytes(std::string_view text) const;

private:
    BpeModel(const Vocab& vocab, const pretokenizer::NamedRule& rule);

    /// What a pair of symbols becomes. An open-addressing table: there are up to half a million.
    struct Merge {
        std::int32_t left = -1, right = -1;
        std::uint32_t rank = 0;
        std::int32_t result = 0;
    };
    /// Ids of symbols: tokens, and above them texts that occur in merges only.
    std::int32_t symbolOf(std::string_view text);
    void addMerge(std::string_view left, std::string_view right, std::uint32_t rank);
    const Merge* findMerge(std::int32_t left, std::int32_t right) const;
    static std::size_t hashOf(std::int32_t left, std::int32_t right);
    std::size_t filterBitOf(std::size_t hash) const;

    struct Work;
    std::int32_t characterSymbol(std::string_view character) const;
    void encodeWord(std::string_view word, Work& work, std::vector<TokenId>& target) const;
    void mergeWord(std::string_view word, Work& work, std::vector<TokenId>& target) const;
    void emit(std::int32_t symbol, std::string_view bytes, std::vector<TokenId>& target) const;

    const Vocab* m_vocab = nullptr;
    PreTokenizer m_preTokenizer;
    bool m_wholeWords = false, m_normalizeC = false, m_byteLevel = true, m_markSpaces = false;
    /// Spaces are marked, and words end before a mark, unless the byte before it is one of those
    /// that some merge joins to a mark.
    bool m_cutAtMarks = false;
    std::bitset<256> m_joinedToMarks;
    /// Symbol of each byte's character; in raw vocabularies of ASCII characters only.
    std::array<std::int32_t, 256> m_byteSymbols{};
    std::unordered_map<std::string, std::int32_t> m_extraSymbols;
    std::vector<Merge> m_merges; // power of two, at most 3/4 full
    /// Four bits for each of those: most pairs do not merge, and this stays in the cache.
    std::vector<std::uint64_t> m_mergeFilter;
};

} // namespace inference
