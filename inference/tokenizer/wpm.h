// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>
#include <vector>

#include "inference/tokenizer/piece_trie.h"
#include "inference/tokenizer/vocab.h"

namespace inference {

class GgufMetadata;

/// WordPiece vocabularies ("bert"): words in lower case without accents, each taken apart into the
/// longest tokens from the left, or one unknown token. Immutable.
class WpmModel {
public:
    WpmModel(const GgufMetadata& metadata, const Vocab& vocab);

    void encode(std::string_view text, std::vector<TokenId>& target) const;

private:
    void encodeWord(std::string_view word, std::vector<TokenId>& target) const;

    const Vocab& m_vocab;
    bool m_lowerCase = true, m_stripAccents = true;
    PieceTrie m_pieces;
};

} // namespace inference
