// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"
#include "inference/tokenizer/tokenizer.h"

namespace inference {

/// The entries of a vocabulary and the ids and flags that go with it, copied out of the metadata
/// and checked: every id it hands out is one of its own.
class Vocab {
public:
    static Result<Vocab> create(const GgufMetadata& metadata);

    std::size_t size() const { return m_kinds.size(); }
    bool contains(TokenId id) const { return id >= 0 && static_cast<std::size_t>(id) < size(); }
    std::string_view text(TokenId id) const;
    TokenKind kind(TokenId id) const { return m_kinds[static_cast<std::size_t>(id)]; }
    float score(TokenId id) const;
    /// The first entry with that text, or kNoToken.
    TokenId find(std::string_view text) const;
    /// The token of a byte ("<0x0A>"), or kNoToken.
    TokenId byteToken(unsigned char byte) const { return m_byteTokens[byte]; }
    bool hasByteTokens() const { return m_hasByteTokens; }
    const std::vector<TokenId>& endOfGeneration() const { return m_endOfGeneration; }
    bool isEndOfGeneration(TokenId id) const;
    const std::vector<TokenId>& suppressed() const { return m_suppressed; }
    void setKind(TokenId id, TokenKind kind) { m_kinds[static_cast<std::size_t>(id)] = kind; }

    std::string model; ///< "llama", "gpt2", ...
    std::string pre;   ///< Pre-tokenizer; may be empty.
    std::string name;  ///< general.name in lower case, for the few families with quirks.
    TokenId bos = kNoToken, eos = kNoToken, eot = kNoToken, eom = kNoToken;
    TokenId unknown = kNoToken, separator = kNoToken;
    bool addBos = false, addEos = false, addSeparator = false;
    bool addSpacePrefix = false;
    bool removeExtraSpaces = false;

private:
    Result<void> readTokens(const GgufMetadata& metadata);
    void readIds(const GgufMetadata& metadata);
    void indexTokens();
    void collectEndOfGeneration(const GgufMetadata& metadata);
    void readSuppressed(const GgufMetadata& metadata);

    std::string m_texts;                  // all entries back to back
    std::vector<std::uint32_t> m_offsets; // [size + 1]
    std::vector<TokenKind> m_kinds;       // [size]
    std::vector<float> m_scores;          // [size], or empty
    std::vector<std::uint32_t> m_slots;   // hash table of tag, id + 1; open addressing
    TokenId m_byteTokens[256] = {};
    bool m_hasByteTokens = false;
    std::vector<TokenId> m_endOfGeneration; // sorted
    std::vector<TokenId> m_suppressed;      // sorted
};

} // namespace inference
