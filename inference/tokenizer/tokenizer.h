// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"

namespace inference {

class GgufMetadata;

using TokenId = std::int32_t;
inline constexpr TokenId kNoToken = -1;

/// What a vocabulary entry is (`tokenizer.ggml.token_type`).
enum class TokenKind : std::uint8_t {
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6
};

struct EncodeOptions {
    bool addSpecial = true; ///< BOS/EOS (CLS/SEP) as the vocabulary asks for.
    bool parseSpecial =
        true; ///< Control tokens written out in the text become their ids; off for text of users.
};

/// Text to token ids and back, for SPM, byte-level BPE, WPM and Unigram vocabularies.
/// Copies what it needs out of the metadata: it may outlive the file. Immutable; any thread may
/// call.
class Tokenizer {
public:
    /// Fails with Unsupported (unknown model or pre-tokenizer, named in the detail) or Corrupt.
    static Result<Tokenizer> create(const GgufMetadata& metadata);
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;
    ~Tokenizer();

    std::vector<TokenId> encode(std::string_view utf8, const EncodeOptions& options = {}) const;

    /// A stretch of prompt text and whether control tokens in it may be recognised: template
    /// scaffolding yes, text of users and tools no.
    struct Segment {
        std::string text;
        bool parseSpecial = true;
    };
    /// As if the segments were one text, but each with its own rule for control tokens.
    std::vector<TokenId> encodeSegments(std::span<const Segment> segments, bool addSpecial) const;

    /// Bytes of one token as they appear in running text; control tokens give nothing unless
    /// `renderSpecial`. May be part of a code point.
    std::string tokenBytes(TokenId id, bool renderSpecial = false) const;
    /// Whole text; drops the one leading space that SPM adds in front of a text.
    std::string decode(std::span<const TokenId> ids, bool renderSpecial = false) const;

    std::size_t size() const;                     ///< Number of vocabulary entries.
    std::string_view tokenText(TokenId id) const; ///< The raw vocabulary entry.
    TokenKind tokenKind(TokenId id) const;
    TokenId find(std::string_view rawText) const; ///< Id of a raw vocabulary entry, or kNoToken.
    TokenId bos() const;
    TokenId eos() const;
    TokenId unknown() const;
    bool addsBos() const;
    /// Ends an answer: EOS, EOT, and the tokens that families use for it, found by their text.
    bool isEndOfGeneration(TokenId id) const;
    std::vector<TokenId> endOfGenerationTokens() const;
    /// Tokens that an answer never holds (`tokenizer.ggml.suppress_tokens`), in order.
    const std::vector<TokenId>& suppressedTokens() const;
    std::string_view modelName() const; ///< "llama", "gpt2", ...
    std::string_view preName() const;   ///< Pre-tokenizer, may be empty.

private:
    struct State;
    explicit Tokenizer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace inference
