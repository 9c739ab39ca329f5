// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/chat/call_syntax.h"

namespace inference {

/// The forms of calls that a chat template speaks of, and those for whose markers the vocabulary
/// has a special token (`hasToken`).
std::vector<CallMarkersRow>
detectCallMarkers(std::string_view templateSource,
                  const std::function<bool(std::string_view)>& hasToken = {});

/// The form to look for where nothing is known.
std::vector<CallMarkersRow> commonCallMarkers();

/// Takes the calls of tools out of a streamed answer. It holds back what may yet become a call,
/// and gives as text, unchanged, what turns out to be none. Not thread-safe; one per answer.
class ToolCallParser {
public:
    ToolCallParser(std::vector<CallMarkersRow> markers, ToolNames tools);

    struct Delta {
        std::string content;
        std::vector<ToolCall> calls; ///< Each with an id, unique in its answer and likely beyond.
    };
    Delta add(std::string_view text);
    Delta finish();
    /// A call that a format with messages of its own has taken apart; none if the arguments are
    /// not a JSON object.
    std::vector<ToolCall> read(const std::string& name, std::string_view argumentsJson);

    bool declares(std::string_view name) const { return m_tools.has(name); }

private:
    void step(Delta& out, bool last);
    bool stepText(Delta& out, bool last);
    bool stepInside(Delta& out, bool last);
    void give(std::vector<ToolCall> calls, Delta& out);
    std::size_t heldBack() const;

    std::vector<CallMarkersRow> m_markers;
    ToolNames m_tools;
    std::string m_pending;
    std::string m_gap; ///< Inside: the white space before the opening marker.
    const CallMarkersRow* m_inside = nullptr; ///< Its opening marker has been read.
    std::size_t m_searched = 0; ///< Inside: end markers before this did not end a call.
    std::size_t m_scanned = 0;  ///< No marker that is looked for begins before this.
    int m_endsTried = 0;        ///< Inside: end markers that ended no call.
    bool m_started = false;     ///< Something other than white space was text.
    std::size_t m_callCount = 0;
};

} // namespace inference
