// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/output_format.h"

namespace inference {

std::span<const ReasoningTagsRow> reasoningTagsRows() {
    static constexpr ReasoningTagsRow kRows[] = {
        {"<|channel>thought", "<channel|>"},        // Gemma 4
        {"<seed:think>", "</seed:think>"},          // Seed-OSS
        {"<mm:think>", "</mm:think>"},              // MiniMax M3
        {"[THINK]", "[/THINK]"},                    // Magistral, Ministral
        {"<|START_THINKING|>", "<|END_THINKING|>"}, // Command A, R7B
        {"<|inner_prefix|>", "<|inner_suffix|>"},   // Apertus
        {"◁think▷", "◁/think▷"},                    // Kimi-VL
        {"<thinking>", "</thinking>"},              // Apriel and others
        {"<think>", "</think>"},                    // DeepSeek, Qwen, GLM, Nemotron, ...
    };
    return kRows;
}

} // namespace inference
