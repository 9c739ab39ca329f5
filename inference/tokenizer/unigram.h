// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"
#include "inference/tokenizer/vocab.h"

namespace inference {

class GgufMetadata;

/// Unigram vocabularies of SentencePiece ("t5"): of all ways to cut a text into tokens the one with
/// the highest sum of scores (T. Kudo, Subword Regularization, 2018; Viterbi search). Immutable.
class UnigramModel {
public:
    /// Fails with Corrupt on a broken character map or without an unknown token.
    static Result<UnigramModel> create(const GgufMetadata& metadata, const Vocab& vocab);

    void encode(std::string_view text, std::vector<TokenId>& target) const;

private:
    explicit UnigramModel(const Vocab& vocab);

    Result<void> readCharacterMap(const GgufMetadata& metadata);
    std::string normalize(std::string_view text) const;
    std::string_view mapCharacters(std::string_view text, std::size_t& length) const;
    std::uint32_t unitAt(std::size_t index) const;
    template <typename Visit>
    void tokensAt(std::string_view text, const Visit& visit) const;

    const Vocab* m_vocab = nullptr;
    std::vector<TokenId> m_sorted;                // tokens that text can become, by their bytes
    std::array<std::uint32_t, 257> m_firstByte{}; // range of m_sorted for each first byte
    double m_unknownScore = 0;
    // Normalization rules: a double-array trie of what is replaced, and the replacements.
    std::vector<std::uint32_t> m_units;
    std::string m_replacements;
};

} // namespace inference
