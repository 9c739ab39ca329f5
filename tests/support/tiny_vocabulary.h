// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inference/tokenizer/byte_characters.h"
#include "inference/tokenizer/unicode.h"
#include "tests/support/gguf_writer.h"

namespace inference::testing {

/// A byte-level vocabulary: all bytes, what the merges make, and two special tokens.
/// Merges and `controls` are written as they stand in a file.
inline GgufWriter byteLevelVocabulary(std::string_view pre, const std::vector<std::string>& merges,
                                      const std::vector<std::string>& controls = {"<|im_start|>",
                                                                                  "<|im_end|>"},
                                      const std::vector<std::string>& userDefined = {"<think>"}) {
    std::vector<std::string> tokens;
    std::vector<std::int32_t> kinds;
    const auto add = [&](std::string text, std::int32_t kind) {
        tokens.push_back(std::move(text));
        kinds.push_back(kind);
    };
    for (unsigned byte = 0; byte < 256; ++byte) {
        std::string character;
        unicode::append(character, kCharacterOfByte[byte]);
        add(character, 1);
    }
    for (const std::string& merge : merges) {
        const std::size_t space = merge.find(' ', 1);
        add(merge.substr(0, space) + merge.substr(space + 1), 1);
    }
    for (const std::string& text : controls) add(text, 3);
    for (const std::string& text : userDefined) add(text, 4);
    GgufWriter writer;
    writer.string("general.architecture", "llama");
    writer.string("tokenizer.ggml.model", "gpt2");
    writer.string("tokenizer.ggml.pre", pre);
    writer.strings("tokenizer.ggml.tokens", tokens);
    writer.ints("tokenizer.ggml.token_type", kinds);
    writer.strings("tokenizer.ggml.merges", merges);
    return writer;
}

/// A SentencePiece vocabulary: unknown, begin, end, all byte tokens, then `pieces` with falling
/// scores.
inline GgufWriter sentencePieceVocabulary(const std::vector<std::string>& pieces,
                                          bool byteTokens = true) {
    std::vector<std::string> tokens{"<unk>", "<s>", "</s>"};
    std::vector<std::int32_t> kinds{2, 3, 3};
    std::vector<float> scores{0, 0, 0};
    constexpr std::string_view kHex = "0123456789ABCDEF";
    for (unsigned byte = 0; byteTokens && byte < 256; ++byte) {
        std::string text = "<0x";
        text.push_back(kHex[byte >> 4]);
        text.push_back(kHex[byte & 15]);
        tokens.push_back(text.append(">"));
        kinds.push_back(6);
        scores.push_back(0);
    }
    float score = -1;
    for (const std::string& piece : pieces) {
        tokens.push_back(piece);
        kinds.push_back(1);
        scores.push_back(score--);
    }
    GgufWriter writer;
    writer.string("general.architecture", "llama");
    writer.string("tokenizer.ggml.model", "llama");
    writer.strings("tokenizer.ggml.tokens", tokens);
    writer.ints("tokenizer.ggml.token_type", kinds);
    writer.floats("tokenizer.ggml.scores", scores);
    return writer;
}

/// A Unigram vocabulary: padding, end, unknown, then `pieces` with their scores.
inline GgufWriter unigramVocabulary(const std::vector<std::string>& pieces,
                                    const std::vector<float>& scores) {
    std::vector<std::string> tokens{"<pad>", "</s>", "<unk>"};
    std::vector<std::int32_t> kinds{3, 3, 2};
    std::vector<float> all{0, 0, 0};
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        tokens.push_back(pieces[i]);
        kinds.push_back(1);
        all.push_back(scores[i]);
    }
    GgufWriter writer;
    writer.string("tokenizer.ggml.model", "t5");
    writer.strings("tokenizer.ggml.tokens", tokens);
    writer.ints("tokenizer.ggml.token_type", kinds);
    writer.floats("tokenizer.ggml.scores", all);
    writer.boolean("tokenizer.ggml.remove_extra_whitespaces", true);
    return writer;
}

} // namespace inference::testing
