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
        {"<|open|>think<|sep|>", "<|close|>think<|sep|><|open|>response<|sep|>",
         "<|open|>"}, // Kimi K3
        {" to=self<|message|>", "<|eom|><|start|>assistant to=user<|message|>",
         "assistant to=self<|message|>"}, // Muse
        {"<|think|>", "<|end|><|begin|>assistant<|content|>",
         "<|begin|>assistant<|think|>"},                                       // Solar Open
        {"<think:opensource>", "</think:opensource>", "HYTK = ':opensource'"}, // Hunyuan 3
        {"Here are my reasoning steps:", "[BEGIN FINAL RESPONSE]",
         "[BEGIN FINAL RESPONSE]"},    // Apriel
        {"<thinking>", "</thinking>"}, // Apriel and others
        {"<think>", "</think>"},       // DeepSeek, Qwen, GLM, Nemotron, ...
    };
    return kRows;
}

std::span<const FramesRow> framesRows() {
    using enum FramePart;
    static constexpr FrameMark kKimi[] = {
        {"<|open|>think<|sep|>", Thought},
        {"<|close|>think<|sep|>", Answer},
        {"<|open|>response<|sep|>", Answer},
        {"<|close|>response<|sep|>", Answer},
        {"<|close|>message<|sep|>", Answer},
        {"<|end_of_msg|>", Answer},
        {"<|open|>message role=\"*\"<|sep|>", Answer},
    };
    static constexpr FrameMark kMuse[] = {
        {"<|start|>assistant to=self<|message|>", Thought},
        {" to=self<|message|>", Thought},
        {"<|start|>assistant to=*<|message|>", Answer},
        {"<|start|>assistant<|message|>", Answer},
        {"<|start|>assistant", Answer},
        {" to=*<|message|>", Answer},
        {"<|message|>", Answer},
        {"<|eom|>", Answer},
        {"<|eot|>", Answer},
    };
    static constexpr FrameMark kSolar[] = {
        {"<|think|>", Thought},         {"<|content|>", Answer}, {"<|end|>", Answer},
        {"<|begin|>assistant", Answer}, {"<|calls|>", Answer},   {"<|tool_calls|>", Answer},
    };
    static constexpr FrameMark kCohere[] = {
        {"<|START_THINKING|>", Thought}, {"<|END_THINKING|>", Answer},
        {"<|START_RESPONSE|>", Answer},  {"<|END_RESPONSE|>", Answer},
        {"<|START_TEXT|>", Answer},      {"<|END_TEXT|>", Answer},
    };
    static constexpr FrameMark kApriel[] = {
        {"Here are my reasoning steps:", Thought},
        {"[BEGIN FINAL RESPONSE]", Answer},
        {"[END FINAL RESPONSE]", Answer},
    };
    static constexpr FrameMark kGigaChat[] = {{"<|message_sep|>", Answer}};
    static constexpr FrameMark kFunctionary[] = {{">>>all\n", Answer}};
    static constexpr FramesRow kRows[] = {
        {"<|open|>", kKimi, "<|open|>response<|sep|>"},
        {"assistant to=self<|message|>", kMuse, " to=user<|message|>"},
        {"<|begin|>assistant<|think|>", kSolar, "<|content|>"},
        {"<|START_TEXT|>", kCohere, "<|START_TEXT|>"},
        {"<|START_RESPONSE|>", kCohere, "<|START_RESPONSE|>"},
        {"[BEGIN FINAL RESPONSE]", kApriel},
        {"<|role_sep|>", kGigaChat},
        {">>>${recipient}", kFunctionary, "all\n", ">>>"},
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
        {"]<]minimax[>[<tool_call>", "]<]minimax[>[</tool_call>", MiniMaxTags, 0,
         "]<]minimax[>["},                                                          // MiniMax M3
        {"<|open|>tools<|sep|>", "<|close|>tools<|sep|>", KimiTags, 0, "<|open|>"}, // Kimi K3
        {"<tool_calls:opensource>", "</tool_calls:opensource>", Any, 0,
         "HYTK = ':opensource'"},                                   // Hunyuan 3
        {"function call<|role_sep|>", "", Json, 0, "<|role_sep|>"}, // GigaChat 3
        {"<|function_call|>", "", Json},                            // GigaChat 3.1
        {">>>", "", Functionary, 0, ">>>${recipient}"},             // Functionary 3.2
        {"<seed:tool_call>", "</seed:tool_call>", Any},             // Seed-OSS
        {"<atem:function_calls>", "</atem:function_calls>", Any},   // Muse
        {"<TOOLCALL>", "</TOOLCALL>", Json},                        // Nemotron Nano 2
        {"<|tools_prefix|>", "<|tools_suffix|>", Json},             // Apertus
        {"<|START_ACTION|>", "<|END_ACTION|>", Json},               // Command A, R7B
        {"<|tool_call:begin|>", "<|tool_call:end|>", Solar},        // Solar Open
        {"[TOOL_CALLS]", "", Mistral},                              // Mistral
        {"<|tool_call|>", "<|/tool_call|>", Json},                  // Granite 3, Phi-4
        {"<tool_calls>", "</tool_calls>", Any},                     // Apriel, MiniMax M1
        {"<tool_call>", "</tool_call>", Any},        // Hermes, Qwen, GLM, Granite 4, ...
        {"<|python_tag|>", "", Any},                 // Llama 3
        {"functools[", "", Json, 1},                 // Firefunction
        {"<function=", "</function>", Any, 10},      // Functionary 3.1, Qwen's without
        {"<function name=", "</function>", Any, 15}, // MiniCPM
        {"Action:", "", Json, 0, "Action: ```json"}, // Command R+
    };
    return kRows;
}

} // namespace inference
