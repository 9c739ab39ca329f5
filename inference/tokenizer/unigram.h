// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"
#include "inference/tokenizer/piece_trie.h"
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
    /// The best way to a place in a word.
    struct Best {
        double score;
        std::uint32_t from;
        TokenId token;
    };
    std::string normalize(std::string_view text) const;
    std::string_view mapCharacters(std::string_view text, std::size_t& length) const;
    std::uint32_t unitAt(std::size_t index) const;

    std::size_t wordEnd(std::string_view text) const;
    void encodeWord(std::string_view word, std::vector<Best>& best,
                    std::vector<TokenId>& target) const;

    const Vocab* m_vocab = nullptr;
    PieceTrie m_pieces; // tokens that text can become
    double m_unknownScore = 0;
    /// Last bytes before a space that stand so within some token. After any other a text can be cut
    /// without changing the result; words are short, and most of them have been there before.
    std::bitset<256> m_joinedToMarks;
    // Normalization rules: a double-array trie of what is replaced, and the replacements.
    std::vector<std::uint32_t> m_units;
    std::string m_replacements;
};

} // namespace inference
