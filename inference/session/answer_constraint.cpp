// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/answer_constraint.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace inference {

namespace {

// A thought ends with a blank line, at most.
constexpr int kBlankTokensMax = 2;
// Longer than any header of a message.
constexpr std::size_t kTailBytesMax = 4096;
constexpr std::string_view kMessage = "<|message|>";
constexpr std::string_view kChannel = "<|channel|>";
constexpr std::string_view kCall = "<|call|>";
constexpr float kNever = -std::numeric_limits<float>::infinity();

constexpr std::string_view kBlanks = " \t\r\n";

bool isBlank(std::string_view text) {
    return !text.empty() && text.find_first_not_of(kBlanks) == std::string_view::npos;
}

/// "...<|channel|>final<|constrain|>json": the answer itself begins after this header.
bool isFinalHeader(std::string_view header) {
    const std::size_t at = header.rfind(kChannel);
    if (at == std::string_view::npos) return false;
    std::string_view name = header.substr(at + kChannel.size());
    name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
    return name.starts_with("final");
}

} // namespace

AnswerConstraint::AnswerConstraint(const OutputConstraint& constraint, const Tokenizer& tokenizer,
                                   std::shared_ptr<const grammar::TokenTrie> trie)
    : m_constraint(constraint), m_tokenizer(tokenizer), m_trie(std::move(trie)),
      m_mask(constraint.grammar, m_trie) {
    using Begin = OutputConstraint::Begin;
    if (m_constraint.begin == Begin::AfterThought || m_constraint.begin == Begin::AfterHeader)
        m_stage = Stage::Free;
    if (m_constraint.begin == Begin::MayThink) enterLead(true, 0);
}

void AnswerConstraint::enterLead(bool thought, int blanks) {
    m_stage = Stage::Lead;
    m_openers.clear();
    const auto add = [&](const std::string& text, Stage stage) {
        if (!text.empty()) m_openers.push_back({text, stage});
    };
    if (thought) add(m_constraint.thoughtOpen, Stage::Free);
    for (const std::string& text : m_constraint.callOpeners) add(text, Stage::Call);
    add(m_constraint.answerOpen, Stage::Lead);
    m_lead.clear();
    m_blanksLeft = blanks;
    findBeside();
}

/// Openers may be one token, often a control token, or several.
void AnswerConstraint::findBeside() {
    m_beside.clear();
    for (const Opener& opener : m_openers) {
        if (!opener.text.starts_with(m_lead)) continue;
        const std::string_view rest = std::string_view(opener.text).substr(m_lead.size());
        // Where there is a token for all of it, that is what the model was taught.
        if (const TokenId whole = m_tokenizer.find(opener.text);
            m_lead.empty() && whole != kNoToken) {
            m_beside.push_back(whole);
            continue;
        }
        const std::vector<TokenId> plain = m_trie->along(rest);
        m_beside.insert(m_beside.end(), plain.begin(), plain.end());
        for (std::size_t size = 1; size <= rest.size(); ++size) {
            const TokenId token = m_tokenizer.find(rest.substr(0, size));
            if (token != kNoToken && m_tokenizer.tokenBytes(token, true) == rest.substr(0, size))
                m_beside.push_back(token);
        }
    }
    if (m_blanksLeft > 0 && m_lead.empty()) {
        const std::vector<TokenId> blanks = m_trie->madeOf(kBlanks);
        m_beside.insert(m_beside.end(), blanks.begin(), blanks.end());
    }
    std::sort(m_beside.begin(), m_beside.end());
    m_beside.erase(std::unique(m_beside.begin(), m_beside.end()), m_beside.end());
}

bool AnswerConstraint::allowsBeside(TokenId token) const {
    return m_stage == Stage::Lead && std::binary_search(m_beside.begin(), m_beside.end(), token);
}

Result<TokenId> AnswerConstraint::draw(SamplerChain& sampler, std::span<float> logits) {
    if (m_stage == Stage::Call) return sampler.sample(logits);
    if (m_stage == Stage::Free) return drawFree(sampler, logits);
    return drawBound(sampler, logits);
}

/// An answer that ended within its thought would hold nothing of what was asked for.
Result<TokenId> AnswerConstraint::drawFree(SamplerChain& sampler, std::span<float> logits) const {
    for (const TokenId end : m_trie->endTokens()) {
        const bool call = !m_constraint.callOpeners.empty() && m_tokenizer.tokenText(end) == kCall;
        if (!call && static_cast<std::size_t>(end) < logits.size())
            logits[static_cast<std::size_t>(end)] = kNever;
    }
    return sampler.sample(logits);
}

/// Whether the best `wanted` allowed tokens are found among a few best ones, into m_candidates.
bool AnswerConstraint::candidatesSuffice(std::size_t wanted, std::span<const float> logits) {
    const std::size_t count = std::min<std::size_t>(std::max<std::size_t>(4 * wanted, 16), 256);
    selectBest(logits, std::min(count, logits.size()), m_candidates);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_candidates.size() && kept < wanted; ++i) {
        const TokenId token = m_candidates[i].id;
        if (allowsBeside(token) || (m_lead.empty() && m_mask.allows(token)))
            m_candidates[kept++] = m_candidates[i];
    }
    m_candidates.resize(kept);
    return kept == wanted;
}

Result<TokenId> AnswerConstraint::drawBound(SamplerChain& sampler, std::span<float> logits) {
    const std::size_t wanted = sampler.candidatesWanted();
    // A mask that is there already is the quickest; making a new one is worth avoiding.
    if (wanted > 0 && !m_mask.known() && candidatesSuffice(wanted, logits))
        return sampler.sampleBest(m_candidates);
    std::vector<Candidate> beside;
    if (m_stage == Stage::Lead)
        for (const TokenId token : m_beside)
            if (static_cast<std::size_t>(token) < logits.size())
                beside.push_back({token, logits[static_cast<std::size_t>(token)]});
    // In the midst of an opener only it can go on.
    const bool any = m_lead.empty() && m_mask.apply(logits);
    if (!m_lead.empty()) std::fill(logits.begin(), logits.end(), kNever);
    for (const Candidate& one : beside) logits[static_cast<std::size_t>(one.id)] = one.logit;
    if (m_mask.overflowed())
        return Error{ErrorCode::LimitExceeded,
                     "the grammar can read this answer in too many ways: make it less ambiguous"};
    if (!any && beside.empty())
        return Error{ErrorCode::Unsupported,
                     "no token of this model's vocabulary can continue the answer as its grammar "
                     "demands: allow other characters"};
    return sampler.sample(logits);
}

Result<void> AnswerConstraint::accept(TokenId token) {
    if (m_stage == Stage::Call) return {};
    if (m_stage == Stage::Free) {
        acceptFree(token);
        return {};
    }
    if (m_stage == Stage::Lead && (!m_lead.empty() || !m_mask.allows(token))) {
        acceptLead(token);
        return {};
    }
    m_stage = Stage::Bound;
    return m_mask.accept(token);
}

void AnswerConstraint::acceptFree(TokenId token) {
    const std::string text = m_tokenizer.tokenBytes(token, true);
    if (m_constraint.begin == OutputConstraint::Begin::AfterHeader) {
        const bool final = text == kMessage && isFinalHeader(m_tail);
        if (text == kMessage) m_tail.clear();
        if (final) m_stage = Stage::Bound;
    }
    m_tail += text;
    if (m_constraint.begin != OutputConstraint::Begin::AfterHeader
        && m_tail.find(m_constraint.thoughtClose) != std::string::npos) {
        m_tail.clear();
        enterLead(false, kBlankTokensMax);
    }
    if (m_tail.size() > kTailBytesMax) m_tail.erase(0, m_tail.size() - kTailBytesMax / 2);
}

void AnswerConstraint::acceptLead(TokenId token) {
    const std::string text = m_tokenizer.tokenBytes(token, true);
    if (m_lead.empty() && m_blanksLeft > 0 && isBlank(text)) {
        --m_blanksLeft;
        findBeside();
        return;
    }
    m_lead += text;
    for (const Opener& opener : m_openers) {
        if (opener.text != m_lead) continue;
        m_lead.clear();
        if (opener.stage == Stage::Lead)
            enterLead(false, 0);
        else
            m_stage = opener.stage;
        return;
    }
    findBeside();
}

} // namespace inference
