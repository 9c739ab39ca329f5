// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "inference/base/result.h"
#include "inference/grammar/token_mask.h"
#include "inference/sample/sampler_chain.h"
#include "inference/session/generation.h"

namespace inference {

/// Draws the tokens of an answer that a grammar binds. Where the model thinks first, the thought is
/// free and only what follows is bound; an answer may not end before that. One per answer; not
/// thread-safe.
class AnswerConstraint {
public:
    /// The grammar must fit the vocabulary: see grammar::fittingGrammar().
    AnswerConstraint(const OutputConstraint& constraint, const Tokenizer& tokenizer,
                     std::shared_ptr<const grammar::TokenTrie> trie);

    /// Logits of the whole vocabulary, which are used up. Fails as SamplerChain::sample does, and
    /// with Unsupported when no token can continue the answer.
    Result<TokenId> draw(SamplerChain& sampler, std::span<float> logits);
    Result<void> accept(TokenId token);
    /// The answer is complete and nothing may follow.
    bool finished() const { return m_stage == Stage::Bound && m_mask.exhausted(); }

private:
    enum class Stage : std::uint8_t {
        Free,  ///< In a thought or a header of a message.
        Lead,  ///< The bound part is next; blanks and opening tags may stand before it.
        Bound, ///< Along the grammar.
        Call,  ///< The model calls a tool instead: not ours to bind.
    };

    /// A text that may stand before the bound part, and what it leads to.
    struct Opener {
        std::string text;
        Stage stage;
    };

    void acceptFree(TokenId token);
    void acceptLead(TokenId token);
    void enterLead(bool thought, int blanks);
    void findBeside();
    bool allowsBeside(TokenId token) const;
    Result<TokenId> drawFree(SamplerChain& sampler, std::span<float> logits) const;
    Result<TokenId> drawBound(SamplerChain& sampler, std::span<float> logits);
    bool candidatesSuffice(std::size_t wanted, std::span<const float> logits);

    OutputConstraint m_constraint;
    const Tokenizer& m_tokenizer;
    std::shared_ptr<const grammar::TokenTrie> m_trie;
    grammar::TokenMask m_mask;
    Stage m_stage = Stage::Bound;
    // Lead:
    std::vector<Opener> m_openers;
    std::string m_lead;            ///< What of an opener has been written.
    std::vector<TokenId> m_beside; ///< Tokens that may come besides the grammar's; sorted.
    int m_blanksLeft = 0;
    std::string m_tail; ///< Free: the text since the last marker.
    std::vector<Candidate> m_candidates;
};

} // namespace inference
