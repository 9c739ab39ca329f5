// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "inference/chat/output_format.h"

namespace inference {

/// Takes apart a streamed answer whose parts stand between marks, which are dropped: thoughts and
/// all else. Holds back what may yet become a mark. Not thread-safe; one per answer.
class FrameParser {
public:
    /// `insideThought`: the prompt has opened one.
    FrameParser(std::span<const FrameMark> marks, bool insideThought);

    struct Delta {
        std::string reasoning;
        std::string content;
    };
    Delta add(std::string_view text);
    /// Releases what was held back.
    Delta finish();

private:
    enum class Trim : std::uint8_t { None, OneLineEnd, LineEnds };
    void step(Delta& out, bool last);
    void begin(FramePart part);
    void give(std::string_view text, Delta& out);

    std::span<const FrameMark> m_marks;
    FramePart m_part = FramePart::Answer;
    Trim m_trim = Trim::None;  ///< Of what comes next.
    bool m_thought = false;    ///< There was one: another is a paragraph of its own.
    bool m_newThought = false; ///< The one that is open has no text yet.
    std::string m_pending;
};

} // namespace inference
