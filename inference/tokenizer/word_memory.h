// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "inference/tokenizer/tokenizer.h"

namespace inference {

/// What became of short words during one call of encode(): in long texts most words have been there
/// before. Direct-mapped, so it forgets; for short texts it is empty and remembers nothing.
class WordMemory {
public:
    explicit WordMemory(std::size_t textBytes) {
        if (textBytes > kLongTextBytes) m_words.resize(kWords);
    }

    /// Appends what `encodeWord(word)` appends to `target`, which must depend on the word alone.
    template <typename EncodeWord>
    void encode(std::string_view word, std::vector<TokenId>& target, const EncodeWord& encodeWord) {
        if (m_words.empty() || word.size() > kBytesMax) {
            encodeWord(word);
            return;
        }
        Known& known = m_words[slotOf(word)];
        if (word == std::string_view(known.bytes.data(), known.size)) {
            target.insert(target.end(), known.ids.begin(), known.ids.begin() + known.count);
            return;
        }
        const std::size_t before = target.size();
        encodeWord(word);
        const std::size_t count = target.size() - before;
        if (count > known.ids.size()) return;
        std::copy_n(target.begin() + static_cast<std::ptrdiff_t>(before), count, known.ids.begin());
        std::copy_n(word.begin(), word.size(), known.bytes.begin());
        known.size = static_cast<std::uint8_t>(word.size());
        known.count = static_cast<std::uint8_t>(count);
    }

private:
    static constexpr std::size_t kWords = 8192;
    static constexpr std::size_t kLongTextBytes = 16384;
    static constexpr std::size_t kBytesMax = 22;

    struct Known {
        std::array<TokenId, 8> ids;
        std::array<char, kBytesMax> bytes;
        std::uint8_t size = 0; ///< No word is empty: 0 is an empty slot.
        std::uint8_t count = 0;
    };

    static std::size_t slotOf(std::string_view word) {
        std::uint64_t hash = word.size();
        for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
        return (hash ^ hash >> 29) % kWords;
    }

    std::vector<Known> m_words;
};

} // namespace inference
