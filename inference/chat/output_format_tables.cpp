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

std::span<const CallMarkersRow> callMarkersRows() {
    using enum CallSyntax;
    static constexpr CallMarkersRow kRows[] = {
        {"<|tool_call>", "<tool_call|>", Gemma},                                   // Gemma 4
        {"<|tool_call_start|>", "<|tool_call_end|>", Pythonic},                    // LFM2
        {"<|tool_calls_section_begin|>", "<|tool_calls_section_end|>", Kimi},      // Kimi K2
        {"<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", DeepSeek},              // V3, R1, V3.1
        {"<｜DSML｜function_calls>", "</｜DSML｜function_calls>", Any, 0, "DSML"}, // V3.2
        {"<｜DSML｜tool_calls>", "</｜DSML｜tool_calls>", Any, 0, "DSML"},         // V4
        {"<minimax:tool_call>", "</minimax:tool_call>", Any},                      // MiniMax M2
        {"<seed:tool_call>", "</seed:tool_call>", Any},                            // Seed-OSS
        {"<atem:function_calls>", "</atem:function_calls>", Any},                  // Muse
        {"<TOOLCALL>", "</TOOLCALL>", Json},                 // Nemotron Nano 2
        {"<|tools_prefix|>", "<|tools_suffix|>", Json},      // Apertus
        {"<|START_ACTION|>", "<|END_ACTION|>", Json},        // Command A, R7B
        {"<|tool_call:begin|>", "<|tool_call:end|>", Solar}, // Solar Open
        {"[TOOL_CALLS]", "", Mistral},                       // Mistral
        {"<|tool_call|>", "<|/tool_call|>", Json},           // Granite 3, Phi-4
        {"<tool_calls>", "</tool_calls>", Any},              // Apriel, MiniMax M1
        {"<tool_call>", "</tool_call>", Any},                // Hermes, Qwen, GLM, Granite 4, ...
        {"<|python_tag|>", "", Any},                         // Llama 3
        {"functools[", "", Json, 1},                         // Firefunction
        {"<function=", "</function>", Any, 10},              // Functionary 3.1, Qwen's without
        {"<function name=", "</function>", Any, 15},         // MiniCPM
        {"Action:", "", Json, 0, "Action: ```json"},         // Command R+
    };
    return kRows;
}

} // namespace inference
