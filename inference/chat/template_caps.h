// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/chat/reasoning_parser.h"

namespace inference {

/// What a chat template can do, found by rendering small conversations with it once.
struct TemplateCaps {
    bool systemRole = true; ///< Shows a system turn; else it is merged into the first user turn.
    bool consecutiveTurns = true;   ///< Accepts two user turns in a row.
    bool tools = false;             ///< Shows the declarations of `tools`.
    bool toolCalls = false;         ///< Shows an assistant's calls.
    bool toolResults = false;       ///< Shows turns of role "tool".
    bool argumentsAsText = false;   ///< Wants a call's arguments as a string, not as an object.
    bool contentAsParts = false;    ///< Wants content as a list of {type, text}, not as a string.
    bool noneToolsRaise = false;    ///< Fails on `tools` = none: leave it undefined.
    bool generationPrompt = true;   ///< add_generation_prompt makes a difference.
    bool enableThinking = false;    ///< Reads `enable_thinking`: show a switch.
    bool thinkingByDefault = false; ///< What leaving that switch unset means.
    bool reasoningEffort = false;   ///< Reads `reasoning_effort`.
    /// Markers around thoughts, if the template knows any. Pass to ReasoningParser together with
    /// promptEndsInsideThought() of the rendered prompt.
    std::optional<ReasoningTags> reasoningTags;
};

/// What is known about a model whose file holds no chat template.
struct TemplateFacts {
    std::string tokenizerModel; ///< `tokenizer.ggml.model`: "llama", "gpt2", ...
    /// `general.name`, `general.finetune`, `general.basename` or the file name, in any form:
    /// searched for words like "instruct" and "chat".
    std::string description;
    std::function<bool(std::string_view)> hasToken; ///< Is this text one entry of the vocabulary?
};

struct DefaultTemplate {
    std::string source; ///< Jinja.
    std::string name;   ///< "chatml", "llama-3", "gemma", "llama-2", "roles", "continuation".
    /// Texts that end an answer besides the vocabulary's own tokens; for forms without markers.
    std::vector<std::string> stopTexts;
    std::string reason; ///< English, one sentence, for logs and the model's details.
};

/// A template for a model that brings none. In this order: ChatML, Llama 3 or Gemma turns where the
/// vocabulary has their markers (Llama 3 and Gemma: only if described as a chat model, as their
/// base models carry the same vocabulary); a chat model with a "llama" SentencePiece vocabulary
/// gets the Llama 2 form, any other chat model plain "role: content" lines. Everything else is a
/// base model that never saw a turn marker: it gets the contents alone, joined by newlines, and
/// continues the text.
DefaultTemplate defaultTemplateFor(const TemplateFacts& facts);

} // namespace inference
