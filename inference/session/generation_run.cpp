// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/generation_run.h"

#include <utility>

#include "inference/grammar/restriction.h"

namespace inference {

namespace {

double seconds(GenerationRun::Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

} // namespace

GenerationRun::GenerationRun(const Model& model, Session& session, GenerationRequest request,
                             GenerationCallbacks callbacks, Clock::time_point submitted,
                             Rescue rescue, std::shared_ptr<const grammar::TokenTrie> trie)
    : m_model(model), m_session(&session), m_request(std::move(request)),
      m_callbacks(std::move(callbacks)), m_submitted(submitted), m_rescue(std::move(rescue)),
      m_sampler(m_request.sampler, model.tokenizer().suppressedTokens()),
      m_matcher(m_request.stopStrings), m_sequence(m_request.prompt) {
    if (!m_request.constraint.grammar) return;
    if (!trie) trie = grammar::TokenTrie::create(model.tokenizer());
    auto fitting = grammar::fittingGrammar(m_request.constraint.grammar, *trie);
    if (!fitting) {
        m_refusal = fitting.error();
        return;
    }
    m_request.constraint.grammar = std::move(fitting).value();
    m_constraint.emplace(m_request.constraint, model.tokenizer(), std::move(trie));
}

bool GenerationRun::end(StopReason reason) {
    m_result.reason = reason;
    return false;
}

bool GenerationRun::fail(Error error) {
    if (error.code == ErrorCode::Cancelled) return end(StopReason::Cancelled);
    m_result.error = std::move(error);
    return end(StopReason::Failed);
}

/// Refuses what no model can read; ids index the embedding.
bool GenerationRun::check() {
    m_result.promptTokens = static_cast<std::uint32_t>(m_sequence.size());
    if (m_sequence.empty())
        return fail({ErrorCode::InvalidArgument, "the prompt is empty: give it some text"});
    if (m_refusal) return fail(*m_refusal);
    const auto vocabulary = static_cast<std::int64_t>(m_model.spec().vocabulary);
    for (const TokenId token : m_sequence)
        if (token < 0 || token >= vocabulary)
            return fail({ErrorCode::InvalidArgument, "token " + std::to_string(token)
                                                         + " is outside the vocabulary of "
                                                         + std::to_string(vocabulary)});
    if (m_sequence.size() > m_session->contextLength()) return end(StopReason::ContextFull);
    return true;
}

bool GenerationRun::evaluate(const std::stop_token& stop) {
    m_outcome.candidates = m_constraint ? 0 : m_sampler.candidatesWanted();
    const bool inPrompt = m_result.tokens.empty();
    const auto total = static_cast<std::uint32_t>(m_sequence.size());
    Session::Progress progress;
    if (inPrompt && m_callbacks.onPrompt)
        progress = [&](std::uint32_t read) { m_callbacks.onPrompt(read, total); };
    auto done = m_session->evaluate(m_sequence, m_outcome, stop, progress);
    if (!done && done.error().code == ErrorCode::DeviceLost && m_rescue) {
        auto rescued = m_rescue();
        if (!rescued) return fail(rescued.error());
        m_session = *rescued;
        done = m_session->evaluate(m_sequence, m_outcome, stop, progress);
    }
    if (!done) return fail(done.error());
    return true;
}

bool GenerationRun::readPrompt(const std::stop_token& stop) {
    m_result.promptTokensReused = m_session->reusable(m_sequence);
    for (const TokenId token : m_sequence) m_sampler.accept(token);
    const auto begin = Clock::now();
    const bool read = evaluate(stop);
    m_result.promptSeconds = seconds(Clock::now() - begin);
    return read;
}

void GenerationRun::show(const std::string& text) {
    if (text.empty()) return;
    m_result.text += text;
    if (m_callbacks.onText)
        m_callbacks.onText(text, static_cast<std::uint32_t>(m_result.tokens.size()));
}

void GenerationRun::finishText() {
    if (m_matcher.matched()) return;
    std::string rest = m_matcher.add(m_decoder.finish());
    if (!m_matcher.matched()) rest += m_matcher.finish();
    show(rest);
}

/// Whether the answer goes on after this token.
bool GenerationRun::takeToken(TokenId token) {
    const bool mayEnd = !m_request.ignoreEndOfGeneration || m_constraint;
    if (mayEnd && m_model.tokenizer().isEndOfGeneration(token))
        return end(StopReason::EndOfGeneration);
    if (m_constraint) {
        if (auto fits = m_constraint->accept(token); !fits) return fail(std::move(fits).error());
    }
    m_lastToken = Clock::now();
    if (m_result.tokens.empty()) m_firstToken = m_lastToken;
    m_result.tokens.push_back(token);
    m_sequence.push_back(token);
    m_sampler.accept(token);
    show(m_matcher.add(
        m_decoder.add(m_model.tokenizer().tokenBytes(token, m_request.renderSpecial))));
    if (m_matcher.matched()) return end(StopReason::StopString);
    if (m_constraint && m_constraint->finished()) return end(StopReason::EndOfGeneration);
    if (m_request.maxTokens >= 0
        && m_result.tokens.size() >= static_cast<std::size_t>(m_request.maxTokens))
        return end(StopReason::MaxTokens);
    if (m_sequence.size() > m_session->contextLength()) return end(StopReason::ContextFull);
    return true;
}

bool GenerationRun::step() {
    auto token = m_constraint               ? m_constraint->draw(m_sampler, m_outcome.logits)
                 : m_outcome.candidates > 0 ? m_sampler.sampleBest(m_outcome.best)
                                            : m_sampler.sample(m_outcome.logits);
    if (!token) return fail(token.error());
    return takeToken(*token);
}

GenerationResult GenerationRun::run(std::stop_token stop) {
    if (stop.stop_requested()) {
        end(StopReason::Cancelled);
        return std::move(m_result);
    }
    if (!check() || !readPrompt(stop)) return std::move(m_result);
    if (m_request.maxTokens == 0) {
        end(StopReason::MaxTokens);
        return std::move(m_result);
    }
    while (step()) {
        if (stop.stop_requested()) {
            end(StopReason::Cancelled);
            break;
        }
        if (!evaluate(stop)) break;
    }
    finishText();
    if (!m_result.tokens.empty()) {
        m_result.firstTokenSeconds = seconds(m_firstToken - m_submitted);
        m_result.generateSeconds = seconds(m_lastToken - m_firstToken);
    }
    return std::move(m_result);
}

} // namespace inference
