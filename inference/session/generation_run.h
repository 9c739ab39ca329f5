// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "inference/sample/sampler_chain.h"
#include "inference/session/answer_constraint.h"
#include "inference/session/generation.h"
#include "inference/session/session.h"
#include "inference/session/stop_matcher.h"
#include "inference/tokenizer/stream_decoder.h"

namespace inference {

/// One answer: reads the prompt, draws token after token, turns them into text, and stops for the
/// first reason there is. Runs on the engine's thread.
class GenerationRun {
public:
    using Clock = std::chrono::steady_clock;
    /// Replaces a session whose device is gone by one on the CPU.
    using Rescue = std::function<Result<Session*>()>;

    /// `trie` of the model's vocabulary is needed for constraints; made here where it is not given.
    GenerationRun(const Model& model, Session& session, GenerationRequest request,
                  GenerationCallbacks callbacks, Clock::time_point submitted, Rescue rescue,
                  std::shared_ptr<const grammar::TokenTrie> trie = nullptr);

    GenerationResult run(std::stop_token stop);

private:
    bool check();
    bool evaluate(const std::stop_token& stop);
    bool readPrompt(const std::stop_token& stop);
    bool step();
    bool takeToken(TokenId token);
    void show(const std::string& text);
    void finishText();
    bool end(StopReason reason);
    bool fail(Error error);

    const Model& m_model;
    Session* m_session;
    GenerationRequest m_request;
    GenerationCallbacks m_callbacks;
    Clock::time_point m_submitted;
    Rescue m_rescue;

    SamplerChain m_sampler;
    std::optional<AnswerConstraint> m_constraint;
    std::optional<Error> m_refusal; ///< The vocabulary cannot write what the grammar asks for.
    StreamDecoder m_decoder;
    StopMatcher m_matcher;
    Session::Outcome m_outcome;
    std::vector<TokenId> m_sequence; // Prompt, then answer.
    Clock::time_point m_firstToken;
    Clock::time_point m_lastToken;
    GenerationResult m_result;
};

} // namespace inference
