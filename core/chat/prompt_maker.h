// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/chat/text_engine.h"
#include "inference/base/log.h"
#include "inference/chat/answer_parser.h"
#include "inference/chat/chat_template.h"
#include "inference/model/model.h"

namespace core {

/// A conversation as a model reads it.
struct Prompt {
    std::vector<inference::TokenId> tokens;
    inference::AnswerParser parser; ///< For what the model answers.
};

/// Turns conversations into prompts with a model's own chat template, or one that fits its
/// vocabulary. Text of messages never becomes a control token. Immutable; any thread may use it.
class PromptMaker {
public:
    static Result<PromptMaker> create(std::shared_ptr<const inference::Model> model,
                                      const inference::LogSink& log = {});

    /// Fails with TemplateError, in the template's own words.
    Result<Prompt> make(const AnswerRequest& request) const;

    /// Takes the oldest turns out of a request whose prompt is longer than `tokensMax`, as few as
    /// suffice, and gives the number of messages that went. The system prompt and the last turn
    /// stay; LimitExceeded where they alone are too long.
    Result<std::size_t> dropOldest(AnswerRequest& request, std::uint32_t tokensMax) const;

    /// Texts that end an answer besides the vocabulary's own tokens.
    const std::vector<std::string>& stopTexts() const { return m_stopTexts; }
    /// Whether an answer is taken apart at markers that may be control tokens.
    bool knowsMarkers() const { return m_format.markers(); }
    bool knowsThoughts() const { return m_format.reasoning.has_value(); }

private:
    PromptMaker(std::shared_ptr<const inference::Model> model, inference::ChatTemplate chatTemplate,
                std::vector<std::string> stopTexts);
    inference::ChatPromptOptions optionsFor(const GenerationParameters& parameters) const;

    std::shared_ptr<const inference::Model> m_model;
    inference::ChatTemplate m_template;
    std::vector<std::string> m_stopTexts;
    inference::AnswerFormat m_format;
};

} // namespace core
