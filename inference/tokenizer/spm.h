// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "inference/tokenizer/symbol_merger.h"
#include "inference/tokenizer/vocab.h"

namespace inference {

/// SentencePiece vocabularies ("llama"): neighbouring characters merge by the score of the token
/// they make; what is no token falls back to byte tokens, or to the unknown token. Immutable.
class SpmModel {
public:
    explicit SpmModel(const Vocab& vocab);

    /// `text` is one stretch between special tokens. `prefixSpace`: put one space in front.
    void encode(std::string_view text, bool prefixSpace, std::vector<TokenId>& target) const;

private:
    void encodeWord(std::string_view word, SymbolMerger& merger,
                    std::vector<TokenId>& target) const;
    void emit(TokenId id, std::string_view text, std::vector<TokenId>& target) const;
    bool areNeighbours(char32_t left, char32_t right) const;
    bool isMergeable(TokenId id) const;

    const Vocab& m_vocab;
    std::vector<std::uint32_t> m_ranks; // [vocabulary] 0 for the highest score
    /// Neighbouring code points that occur inside some token. Between any others a text can be cut
    /// without changing the result, which keeps words short.
    std::unordered_set<std::uint64_t> m_neighbours;
    static constexpr char32_t kAscii = 128;
    std::bitset<kAscii * kAscii> m_asciiNeighbours; // of those the ones that are looked for most
};

} // namespace inference
