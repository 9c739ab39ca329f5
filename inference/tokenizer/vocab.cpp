// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/vocab.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "inference/gguf/gguf_format.h"
#include "inference/gguf/gguf_metadata.h"

namespace inference {

namespace {

constexpr std::size_t kTextBytesMax = 1u << 30;

/// What a kind of vocabulary assumes where the file says nothing.
struct ModelDefaults {
    std::string_view model;
    TokenId bos, eos, unknown, separator;
    bool addBos, addEos, addSeparator, addSpacePrefix;
};

constexpr ModelDefaults kModels[] = {
    {"llama", 1, 2, 0, kNoToken, true, false, false, true},
    {"gpt2", 11, 11, kNoToken, kNoToken, false, false, false, false},
    {"gemma4", kNoToken, kNoToken, kNoToken, kNoToken, true, false, false, false},
    {"bert", 101, kNoToken, 100, 102, true, false, true, false},
    {"t5", kNoToken, 1, 2, kNoToken, false, true, false, true},
};

/// Texts of tokens that end an answer, whatever the file says its end token is.
constexpr std::string_view kEndTexts[] = {"<|eot_id|>",
                                          "<|im_end|>",
                                          "<|end|>",
                                          "<|return|>",
                                          "<|call|>",
                                          "<|flush|>",
                                          "<|calls|>",
                                          "<end_of_turn>",
                                          "<|endoftext|>",
                                          "</s>",
                                          "<|eom_id|>",
                                          "<EOT>",
                                          "_<EOT>",
                                          "[EOT]",
                                          "[EOS]",
                                          "<|end_of_text|>",
                                          "<end_of_utterance>",
                                          "<eos>",
                                          "<turn|>",
                                          "<|tool_response>",
                                          "<｜end▁of▁sentence｜>",
                                          "<|END_OF_TURN_TOKEN|>",
                                          "[e~["};

const ModelDefaults* findModel(std::string_view model) {
    for (const ModelDefaults& row : kModels)
        if (row.model == model) return &row;
    return nullptr;
}

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return lower;
}

TokenKind kindOf(std::int64_t value) {
    return value >= 1 && value <= 6 ? static_cast<TokenKind>(value) : TokenKind::Normal;
}

/// A slot of the index holds id + 1 and above it some bits of the text's hash: most texts that are
/// no tokens are told apart without looking at one.
constexpr std::uint32_t kSlotIdMask = (1u << 23) - 1;
static_assert(gguf::kStringArrayMax < kSlotIdMask);

std::uint32_t tagOf(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> 32) & ~kSlotIdMask;
}

/// Texts are short: eight bytes at a time, and what is left in two loads that overlap.
std::uint64_t hashOf(std::string_view text) {
    constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15u;
    std::uint64_t hash = text.size() * kFactor;
    const auto mix = [&](std::uint64_t value) {
        hash = (hash ^ value) * kFactor;
        hash ^= hash >> 32;
    };
    const char* at = text.data();
    std::size_t rest = text.size();
    for (; rest >= 8; at += 8, rest -= 8) {
        std::uint64_t value = 0;
        std::memcpy(&value, at, sizeof(value));
        mix(value);
    }
    if (rest >= 4) {
        std::uint32_t first = 0, last = 0;
        std::memcpy(&first, at, sizeof(first));
        std::memcpy(&last, at + rest - 4, sizeof(last));
        mix(std::uint64_t{first} << 32 | last);
    } else if (rest > 0) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(at[i]); };
        mix(std::uint64_t{byte(0)} << 16 | std::uint64_t{byte(rest / 2)} << 8 | byte(rest - 1));
    }
    return hash;
}

/// The value of "<0x0A>", or nothing.
std::optional<unsigned char> byteOf(std::string_view text) {
    if (text.size() != 6 || text.substr(0, 3) != "<0x" || text[5] != '>') return std::nullopt;
    unsigned value = 0;
    for (const char digit : text.substr(3, 2)) {
        const bool decimal = digit >= '0' && digit <= '9';
        if (!decimal && !(digit >= 'A' && digit <= 'F')) return std::nullopt;
        value = value * 16 + static_cast<unsigned>(decimal ? digit - '0' : digit - 'A' + 10);
    }
    return static_cast<unsigned char>(value);
}

} // namespace

Result<Vocab> Vocab::create(const GgufMetadata& metadata) {
    Vocab vocab;
    const auto model = metadata.string("tokenizer.ggml.model");
    if (!model) return Error{ErrorCode::Corrupt, "the file has no tokenizer"};
    const ModelDefaults* defaults = findModel(*model);
    if (!defaults)
        return Error{ErrorCode::Unsupported, "unknown tokenizer \"" + std::string(*model) + "\""};
    vocab.model = *model;
    vocab.pre = metadata.string("tokenizer.ggml.pre").value_or("");
    vocab.name = lowerCase(metadata.string("general.name").value_or(""));
    vocab.bos = defaults->bos;
    vocab.eos = defaults->eos;
    vocab.unknown = defaults->unknown;
    vocab.separator = defaults->separator;
    vocab.addBos = defaults->addBos;
    vocab.addEos = defaults->addEos;
    vocab.addSeparator = defaults->addSeparator;
    vocab.addSpacePrefix = defaults->addSpacePrefix;
    TRY(vocab.readTokens(metadata));
    vocab.indexTokens();
    vocab.readIds(metadata);
    vocab.collectEndOfGeneration(metadata);
    vocab.readSuppressed(metadata);
    return vocab;
}

Result<void> Vocab::readTokens(const GgufMetadata& metadata) {
    const GgufValue* tokens = metadata.array("tokenizer.ggml.tokens");
    if (!tokens || tokens->elementType != GgufType::String || tokens->count == 0)
        return Error{ErrorCode::Corrupt, "the tokenizer has no tokens"};
    const GgufValue* kinds = metadata.array("tokenizer.ggml.token_type");
    if (kinds && (kinds->elementType == GgufType::String || kinds->count < tokens->count))
        return Error{ErrorCode::Corrupt, "the tokenizer has fewer token types than tokens"};
    const GgufValue* scores = metadata.array("tokenizer.ggml.scores");
    if (scores && (scores->elementType == GgufType::String || scores->count < tokens->count))
        return Error{ErrorCode::Corrupt, "the tokenizer has fewer scores than tokens"};

    std::size_t bytes = 0;
    for (const std::string_view text : tokens->strings) bytes += text.size();
    if (bytes > kTextBytesMax)
        return Error{ErrorCode::Corrupt, "the tokenizer's texts are too long"};
    m_texts.reserve(bytes);
    m_offsets.reserve(tokens->count + 1);
    m_offsets.push_back(0);
    m_kinds.reserve(tokens->count);
    for (std::size_t i = 0; i < tokens->count; ++i) {
        m_texts.append(tokens->strings[i]);
        m_offsets.push_back(static_cast<std::uint32_t>(m_texts.size()));
        m_kinds.push_back(kinds ? kindOf(kinds->arrayInteger(i)) : TokenKind::Normal);
    }
    if (scores) {
        m_scores.reserve(tokens->count);
        for (std::size_t i = 0; i < tokens->count; ++i) {
            const auto score = static_cast<float>(scores->arrayNumber(i));
            // Infinities and NaNs cannot be compared or added; they count as the lowest score.
            m_scores.push_back(std::isfinite(score) ? score : std::numeric_limits<float>::lowest());
        }
    }
    return {};
}

void Vocab::indexTokens() {
    m_slots.assign(std::bit_ceil(2 * size()), 0);
    const std::size_t mask = m_slots.size() - 1;
    std::fill(std::begin(m_byteTokens), std::end(m_byteTokens), kNoToken);
    for (std::size_t i = 0; i < size(); ++i) {
        const auto id = static_cast<TokenId>(i);
        const std::string_view entry = text(id);
        if (m_kinds[i] == TokenKind::Byte) {
            if (const auto byte = byteOf(entry); byte && m_byteTokens[*byte] == kNoToken) {
                m_byteTokens[*byte] = id;
                m_hasByteTokens = true;
            }
        }
        // Some vocabularies hold a text twice or hold empty ones; the first of them counts.
        if (entry.empty()) continue;
        if (find(entry) != kNoToken) continue;
        const std::uint64_t hash = hashOf(entry);
        std::size_t slot = hash & mask;
        while (m_slots[slot] != 0) slot = (slot + 1) & mask;
        m_slots[slot] = tagOf(hash) | static_cast<std::uint32_t>(i + 1);
    }
}

void Vocab::readIds(const GgufMetadata& metadata) {
    const auto read = [&](std::string_view key, TokenId& id) {
        if (!contains(id)) id = kNoToken;
        const auto value = metadata.integer("tokenizer.ggml." + std::string(key));
        if (value && *value >= 0 && *value < static_cast<std::int64_t>(size()))
            id = static_cast<TokenId>(*value);
    };
    read("cls_token_id", bos);
    read("bos_token_id", bos);
    read("eos_token_id", eos);
    read("eot_token_id", eot);
    read("eom_token_id", eom);
    read("unknown_token_id", unknown);
    read("seperator_token_id", separator);

    addBos = metadata.boolean("tokenizer.ggml.add_bos_token").value_or(addBos);
    addEos = metadata.boolean("tokenizer.ggml.add_eos_token").value_or(addEos);
    addSeparator = metadata.boolean("tokenizer.ggml.add_sep_token").value_or(addSeparator);
    addSpacePrefix = metadata.boolean("tokenizer.ggml.add_space_prefix").value_or(addSpacePrefix);
    removeExtraSpaces =
        metadata.boolean("tokenizer.ggml.remove_extra_whitespaces").value_or(removeExtraSpaces);
}

void Vocab::collectEndOfGeneration(const GgufMetadata& metadata) {
    std::vector<TokenId> ids{eos, eot, eom};
    const auto has = [&](std::string_view entry) { return find(entry) != kNoToken; };
    // A channel of gpt-oss ends with <|end|>, and the answer goes on.
    const bool harmony = has("<|return|>") && has("<|call|>") && has("<|end|>");
    const bool gemma4 = has("<|tool_response>");
    for (const std::string_view entry : kEndTexts) {
        if ((harmony && entry == "<|end|>") || (gemma4 && entry == "</s>")) continue;
        const TokenId id = find(entry);
        if (id == kNoToken) continue;
        // Files exist that list such a token as ordinary text.
        setKind(id, TokenKind::Control);
        ids.push_back(id);
        if (eot == kNoToken && entry != "</s>" && entry != "<eos>") eot = id;
    }
    for (const std::string_view key : {"fim_pad", "fim_rep", "fim_sep"}) {
        const auto id = metadata.integer("tokenizer.ggml." + std::string(key) + "_token_id");
        if (id && *id >= 0 && *id < static_cast<std::int64_t>(size()))
            ids.push_back(static_cast<TokenId>(*id));
    }
    for (const std::string_view entry :
         {"<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<|fim_repo|>", "<|repo_name|>", "<fim-repo>",
          "<REPO>", "<reponame>", "<|file_sep|>"})
        ids.push_back(find(entry));
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (!ids.empty() && ids.front() == kNoToken) ids.erase(ids.begin());
    m_endOfGeneration = std::move(ids);
}

void Vocab::readSuppressed(const GgufMetadata& metadata) {
    const GgufValue* ids = metadata.array("tokenizer.ggml.suppress_tokens");
    if (ids == nullptr || ids->elementType == GgufType::String) return;
    for (std::uint64_t i = 0; i < ids->count; ++i) {
        const std::int64_t id = ids->arrayInteger(i);
        if (id >= 0 && id < static_cast<std::int64_t>(size()))
            m_suppressed.push_back(static_cast<TokenId>(id));
    }
    std::sort(m_suppressed.begin(), m_suppressed.end());
    m_suppressed.erase(std::unique(m_suppressed.begin(), m_suppressed.end()), m_suppressed.end());
    // A list of everything would leave nothing to say.
    if (m_suppressed.size() == size()) m_suppressed.clear();
}

std::string_view Vocab::text(TokenId id) const {
    const auto index = static_cast<std::size_t>(id);
    return std::string_view(m_texts).substr(m_offsets[index],
                                            m_offsets[index + 1] - m_offsets[index]);
}

float Vocab::score(TokenId id) const {
    return m_scores.empty() ? 0 : m_scores[static_cast<std::size_t>(id)];
}

TokenId Vocab::find(std::string_view entry) const {
    const std::size_t mask = m_slots.size() - 1;
    const std::uint64_t hash = hashOf(entry);
    const std::uint32_t tag = tagOf(hash);
    for (std::size_t slot = hash & mask; m_slots[slot] != 0; slot = (slot + 1) & mask) {
        if ((m_slots[slot] & ~kSlotIdMask) != tag) continue;
        const auto id = static_cast<TokenId>((m_slots[slot] & kSlotIdMask) - 1);
        if (text(id) == entry) return id;
    }
    return kNoToken;
}

bool Vocab::isEndOfGeneration(TokenId id) const {
    return std::binary_search(m_endOfGeneration.begin(), m_endOfGeneration.end(), id);
}

} // namespace inference
