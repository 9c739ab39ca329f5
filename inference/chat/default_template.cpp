// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <array>

#include "inference/chat/template_caps.h"

namespace inference {

namespace {

constexpr std::string_view kChatMl =
    R"({%- for message in messages -%}
{{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\n' -}}{%- endif -%})";

constexpr std::string_view kLlama3 =
    R"({%- for message in messages -%}
{{- '<|start_header_id|>' + message.role + '<|end_header_id|>\n\n' -}}
{{- message.content | trim + '<|eot_id|>' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '<|start_header_id|>assistant<|end_header_id|>\n\n' -}}
{%- endif -%})";

constexpr std::string_view kGemma =
    R"({%- for message in messages -%}
{%- if message.role == 'system' -%}{{- raise_exception('no system role') -}}{%- endif -%}
{{- '<start_of_turn>' + ('model' if message.role == 'assistant' else message.role) + '\n' -}}
{{- message.content | trim + '<end_of_turn>\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<start_of_turn>model\n' -}}{%- endif -%})";

constexpr std::string_view kLlama2 =
    R"({%- set ns = namespace(system='', first=true) -%}
{%- for message in messages -%}
{%- if message.role == 'system' -%}
{%- set ns.system = '<<SYS>>\n' + message.content | trim + '\n<</SYS>>\n\n' -%}
{%- elif message.role == 'assistant' -%}
{{- ' ' + message.content | trim + ' ' + eos_token -}}
{%- else -%}
{{- ('' if ns.first else bos_token) + '[INST] ' + ns.system + message.content | trim -}}
{{- ' [/INST]' -}}
{%- set ns.system = '' -%}
{%- set ns.first = false -%}
{%- endif -%}
{%- endfor -%})";

constexpr std::string_view kRoles =
    R"({%- for message in messages -%}
{{- message.role | capitalize + ': ' + message.content | trim + '\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- 'Assistant:' -}}{%- endif -%})";

constexpr std::string_view kContinuation =
    R"({{- messages | map(attribute='content') | select | join('\n') -}})";

// Words that publishers put into the names of models that were taught to converse.
bool isChatModel(std::string_view description) {
    std::string text(description);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    constexpr std::array<std::string_view, 12> kWords = {
        "instruct", "chat", "assistant", "vicuna",   "alpaca", "zephyr",
        "hermes",   "orca", "dolphin",   "openchat", "wizard", "tulu"};
    for (const std::string_view word : kWords) {
        if (text.find(word) != std::string::npos) return true;
    }
    // "-it" only as a word of its own: "Titan-it-7b" but not "with-items".
    for (std::size_t at = text.find("it"); at != std::string::npos; at = text.find("it", at + 1)) {
        const auto isLetter = [&](std::size_t i) { return text[i] >= 'a' && text[i] <= 'z'; };
        if (at > 0 && text[at - 1] == '-' && (at + 2 == text.size() || !isLetter(at + 2))) {
            return true;
        }
    }
    return false;
}

} // namespace

DefaultTemplate defaultTemplateFor(const TemplateFacts& facts) {
    const auto has = [&](std::string_view token) {
        return facts.hasToken && facts.hasToken(token);
    };
    const bool chat = isChatModel(facts.description);
    const std::string none = "The file holds no chat template; ";
    if (has("<|im_start|>") && has("<|im_end|>")) {
        return {std::string(kChatMl),
                "chatml",
                {},
                none + "its vocabulary has the ChatML markers, so turns are written that way."};
    }
    if (chat && has("<|start_header_id|>") && has("<|eot_id|>")) {
        return {std::string(kLlama3),
                "llama-3",
                {},
                none + "its vocabulary has the Llama 3 markers, so turns are written that way."};
    }
    if (chat && has("<start_of_turn>") && has("<end_of_turn>")) {
        return {std::string(kGemma),
                "gemma",
                {},
                none + "its vocabulary has the Gemma markers, so turns are written that way."};
    }
    if (chat && facts.tokenizerModel == "llama") {
        return {std::string(kLlama2),
                "llama-2",
                {},
                none + "chat models with this kind of vocabulary mostly follow Llama 2."};
    }
    if (chat) {
        return {std::string(kRoles),
                "roles",
                {"\nUser:", "\nSystem:"},
                none + "turns are written as plain lines that begin with the role."};
    }
    return {std::string(kContinuation),
            "continuation",
            {},
            none + "it appears to be a base model, so it simply continues the text."};
}

} // namespace inference
