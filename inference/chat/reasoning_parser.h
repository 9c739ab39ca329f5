// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inference/chat/harmony.h"

namespace inference {

/// The markers that a model family puts around its thoughts.
struct ReasoningTags {
    std::string open;
    std::string close;
    bool operator==(const ReasoningTags&) const = default;
};

/// The tags that a chat template speaks of, e.g. "<think>" and "</think>". A property of the
/// template and not of the answer: a user may well ask about the literal string.
std::optional<ReasoningTags> detectReasoningTags(std::string_view templateSource);

/// Whether these are the headers of harmony, which HarmonyParser reads.
bool isHarmonyTags(const ReasoningTags& tags);

/// Whether the model, continuing `prompt`, begins inside a thought: the prompt ends with an opening
/// tag, apart from white space.
bool promptEndsInsideThought(std::string_view prompt, const ReasoningTags& tags);

/// Splits a streamed answer into thought and answer. Feed it decoded text, control tokens included;
/// it holds back what may yet become a tag, never loses text, and honours an opening tag only as
/// the first thing of an answer and only the first closing tag. Not thread-safe; one per answer.
///
/// For harmony (gpt-oss), whose "tags" are headers of messages, it hands over to HarmonyParser:
/// analysis is thought; a call of a tool, which nobody here runs, is shown as text.
class ReasoningParser {
public:
    /// Without tags everything is answer.
    explicit ReasoningParser(std::optional<ReasoningTags> tags, bool startsInside = false);

    struct Delta {
        std::string reasoning;
        std::string content;
        bool empty() const { return reasoning.empty() && content.empty(); }
    };
    Delta add(std::string_view text);
    /// Releases what was held back. A thought that was never closed stays a thought: see open().
    Delta finish();

    bool inside() const { return m_state == State::Inside; } ///< Within a thought right now.
    /// After finish(): the answer ended within its thought.
    bool open() const { return m_state == State::Inside; }

private:
    enum class State { Start, Inside, AfterClose, Answer };
    void step(Delta& out, bool last);
    bool stepStart(bool last);
    bool stepInside(Delta& out, bool last);

    std::optional<ReasoningTags> m_tags;
    std::optional<HarmonyParser> m_harmony;
    State m_state = State::Start;
    bool m_trimNewline = false; ///< The newline after the opening tag is not part of the thought.
    std::string m_pending;
};

} // namespace inference
