// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/wpm.h"

#include <numeric>
#include <string>

#include "inference/gguf/gguf_metadata.h"
#include "inference/tokenizer/unicode.h"

namespace inference {

namespace {

constexpr std::string_view kWordMark = "\xe2\x96\x81"; // U+2581, in front of every word

/// Longer tokens than any real one would only make every word slow.
constexpr std::size_t kTokenBytesMax = 512;

std::vector<TokenId> allTokens(const Vocab& vocab) {
    std::vector<TokenId> ids(vocab.size());
    std::iota(ids.begin(), ids.end(), 0);
    return ids;
}

/// Ideographs stand alone, as if between spaces (the blocks that the original tokenizer names).
bool isIdeograph(char32_t code) {
    return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf)
           || (code >= 0x20000 && code <= 0x2a6df) || (code >= 0x2a700 && code <= 0x2b81f)
           || (code >= 0x2b920 && code <= 0x2ceaf) || (code >= 0xf900 && code <= 0xfaff)
           || (code >= 0x2f800 && code <= 0x2fa1f);
}

} // namespace

WpmModel::WpmModel(const GgufMetadata& metadata, const Vocab& vocab)
    : m_vocab(vocab), m_pieces(vocab, allTokens(vocab), kTokenBytesMax) {
    m_lowerCase = metadata.boolean("tokenizer.ggml.normalizer.lowercase").value_or(true);
    m_stripAccents =
        metadata.boolean("tokenizer.ggml.normalizer.strip_accents").value_or(m_lowerCase);
}

void WpmModel::encode(std::string_view text, std::vector<TokenId>& target) const {
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) encodeWord(word, target);
        word.clear();
    };
    while (!text.empty()) {
        const auto decoded = unicode::decodeFirst(text);
        text.remove_prefix(decoded.length);
        char32_t code = decoded.code;
        // Of a decomposed character only the base stays, and no mark of any kind. That is how the
        // recorded tokenizations treat Hangul and the vowel signs of India as well.
        if (m_stripAccents && code >= 0x80)
            code = unicode::decompose(std::u32string_view(&code, 1)).front();
        const unicode::ClassMask bit = unicode::classBit(code);
        if ((bit & unicode::kSpace) != 0) {
            finish();
            continue;
        }
        if (code == 0xfffd || (bit & (unicode::kControl | unicode::maskOf(unicode::Class::Other))))
            continue;
        if (m_stripAccents && (bit & unicode::kMark) != 0) continue;
        const bool alone = (bit & unicode::kPunctuation) != 0
                           || (code < 0x7f && (bit & unicode::kSymbol) != 0) || isIdeograph(code);
        if (m_lowerCase) code = unicode::toLower(code);
        if (alone) finish();
        unicode::append(word, code);
        if (alone) finish();
    }
    finish();
}

void WpmModel::encodeWord(std::string_view word, std::vector<TokenId>& target) const {
    const std::string marked = std::string(kWordMark).append(word);
    const std::string_view text = marked;
    const std::size_t before = target.size();
    for (std::size_t at = 0; at < text.size();) {
        TokenId id = kNoToken;
        std::size_t length = 0;
        m_pieces.visitPrefixes(text.substr(at), [&](TokenId longer, std::size_t bytes) {
            id = longer;
            length = bytes;
        });
        if (id == kNoToken) {
            // A word with one unknown part is unknown as a whole.
            target.resize(before);
            if (m_vocab.unknown != kNoToken) target.push_back(m_vocab.unknown);
            return;
        }
        target.push_back(id);
        at += length;
    }
}

} // namespace inference
