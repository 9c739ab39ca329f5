// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/tokenizer.h"

#include <optional>
#include <utility>

#include "inference/gguf/gguf_metadata.h"
#include "inference/tokenizer/bpe.h"
#include "inference/tokenizer/special_tokens.h"
#include "inference/tokenizer/spm.h"
#include "inference/tokenizer/unigram.h"
#include "inference/tokenizer/vocab.h"
#include "inference/tokenizer/wpm.h"

namespace inference {

namespace {

constexpr std::string_view kSpaceMark = "\xe2\x96\x81"; // U+2581

/// U+2581 back to spaces.
std::string unmarkSpaces(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at, kSpaceMark.size()) == kSpaceMark) {
            result.push_back(' ');
            at += kSpaceMark.size();
        } else {
            result.push_back(text[at++]);
        }
    }
    return result;
}

} // namespace

struct Tokenizer::State {
    Vocab vocab;
    std::optional<SpecialTokens> special;
    // One of these, by the kind of vocabulary.
    std::optional<SpmModel> spm;
    std::optional<BpeModel> bpe;
    std::optional<WpmModel> wpm;
    std::optional<UnigramModel> unigram;

    Result<void> createModel(const GgufMetadata& metadata);
    std::vector<TokenId> encode(std::string_view text, std::span<const SpecialTokens::Range> parsed,
                                bool addSpecial) const;
};

Result<void> Tokenizer::State::createModel(const GgufMetadata& metadata) {
    if (vocab.model == "llama") {
        spm.emplace(vocab);
        return {};
    }
    if (vocab.model == "bert") {
        wpm.emplace(metadata, vocab);
        return {};
    }
    if (vocab.model == "gpt2" || vocab.model == "gemma4") {
        const auto* rule = pretokenizer::findRule(
            vocab.model == "gemma4" ? "gemma4" : std::string_view(vocab.pre));
        if (!rule)
            return Error{ErrorCode::Unsupported, "unknown pre-tokenizer \"" + vocab.pre + "\""};
        if (!metadata.find("tokenizer.ggml.add_bos_token")) vocab.addBos = rule->addBos;
        if (!metadata.find("tokenizer.ggml.add_sep_token")) vocab.addSeparator = rule->addSeparator;
        TRY(auto model, BpeModel::create(metadata, vocab, *rule));
        bpe.emplace(std::move(model));
        return {};
    }
    if (vocab.model == "t5") {
        TRY(auto model, UnigramModel::create(metadata, vocab));
        unigram.emplace(std::move(model));
        return {};
    }
    return Error{ErrorCode::Unsupported, "unknown tokenizer \"" + vocab.model + "\""};
}

std::vector<TokenId> Tokenizer::State::encode(std::string_view text,
                                              std::span<const SpecialTokens::Range> parsed,
                                              bool addSpecial) const {
    std::vector<TokenId> ids;
    if (addSpecial && vocab.addBos && vocab.bos != kNoToken) ids.push_back(vocab.bos);
    bool afterToken = true;
    for (const SpecialTokens::Fragment& fragment : special->split(text, parsed)) {
        if (fragment.token != kNoToken) {
            ids.push_back(fragment.token);
            afterToken = true;
            continue;
        }
        if (spm) spm->encode(fragment.text, vocab.addSpacePrefix && afterToken, ids);
        if (bpe) bpe->encode(fragment.text, ids);
        if (wpm) wpm->encode(fragment.text, ids);
        if (unigram) unigram->encode(fragment.text, ids);
        afterToken = false;
    }
    if (addSpecial && vocab.addSeparator && vocab.separator != kNoToken)
        ids.push_back(vocab.separator);
    if (addSpecial && vocab.addEos && vocab.eos != kNoToken) ids.push_back(vocab.eos);
    return ids;
}

Tokenizer::Tokenizer(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

Result<Tokenizer> Tokenizer::create(const GgufMetadata& metadata) {
    auto state = std::make_unique<State>();
    TRY(state->vocab, Vocab::create(metadata));
    TRY(state->createModel(metadata));
    state->special.emplace(state->vocab);
    return Tokenizer(std::move(state));
}

std::vector<TokenId> Tokenizer::encode(std::string_view utf8, const EncodeOptions& options) const {
    const SpecialTokens::Range all{0, utf8.size()};
    return m_state->encode(utf8, {&all, options.parseSpecial ? 1u : 0u}, options.addSpecial);
}

std::vector<TokenId> Tokenizer::encodeSegments(std::span<const Segment> segments,
                                               bool addSpecial) const {
    std::string text;
    std::vector<SpecialTokens::Range> parsed;
    for (const Segment& segment : segments) {
        const std::size_t first = text.size();
        text += segment.text;
        if (!segment.parseSpecial || segment.text.empty()) continue;
        if (!parsed.empty() && parsed.back().last == first) {
            parsed.back().last = text.size();
        } else {
            parsed.push_back({first, text.size()});
        }
    }
    return m_state->encode(text, parsed, addSpecial);
}

std::string Tokenizer::tokenBytes(TokenId id, bool renderSpecial) const {
    const Vocab& vocab = m_state->vocab;
    if (!vocab.contains(id)) return {};
    const std::string_view text = vocab.text(id);
    switch (vocab.kind(id)) {
    case TokenKind::Control:
    case TokenKind::Unknown: return renderSpecial ? std::string(text) : std::string();
    case TokenKind::UserDefined: return std::string(text);
    case TokenKind::Byte:
        for (unsigned byte = 0; byte < 256; ++byte)
            if (vocab.byteToken(static_cast<unsigned char>(byte)) == id)
                return std::string(1, static_cast<char>(byte));
        break;
    case TokenKind::Normal:
    case TokenKind::Unused: break;
    }
    return m_state->bpe ? m_state->bpe->tokenBytes(text) : unmarkSpaces(text);
}

std::string Tokenizer::decode(std::span<const TokenId> ids, bool renderSpecial) const {
    std::string text;
    // The space is the tokenizer's own, wherever text begins; what is not at the very beginning
    // stays, since there it may be the writer's.
    bool atStart = m_state->vocab.addSpacePrefix || m_state->wpm;
    for (const TokenId id : ids) {
        const std::string bytes = tokenBytes(id, renderSpecial);
        if (bytes.empty()) continue;
        const bool drop = atStart && bytes[0] == ' ' && tokenKind(id) == TokenKind::Normal;
        text.append(bytes, drop ? 1 : 0);
        atStart = false;
    }
    return text;
}

std::size_t Tokenizer::size() const {
    return m_state->vocab.size();
}
std::string_view Tokenizer::tokenText(TokenId id) const {
    return m_state->vocab.contains(id) ? m_state->vocab.text(id) : std::string_view();
}
TokenKind Tokenizer::tokenKind(TokenId id) const {
    return m_state->vocab.contains(id) ? m_state->vocab.kind(id) : TokenKind::Unused;
}
TokenId Tokenizer::find(std::string_view rawText) const {
    return m_state->vocab.find(rawText);
}
TokenId Tokenizer::bos() const {
    return m_state->vocab.bos;
}
TokenId Tokenizer::eos() const {
    return m_state->vocab.eos;
}
TokenId Tokenizer::unknown() const {
    return m_state->vocab.unknown;
}
bool Tokenizer::addsBos() const {
    return m_state->vocab.addBos && bos() != kNoToken;
}
bool Tokenizer::isEndOfGeneration(TokenId id) const {
    return m_state->vocab.isEndOfGeneration(id);
}
const std::vector<TokenId>& Tokenizer::suppressedTokens() const {
    return m_state->vocab.suppressed();
}

std::vector<TokenId> Tokenizer::endOfGenerationTokens() const {
    return m_state->vocab.endOfGeneration();
}
std::string_view Tokenizer::modelName() const {
    return m_state->vocab.model;
}
std::string_view Tokenizer::preName() const {
    return m_state->vocab.pre;
}

} // namespace inference
