// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace inference {

/// Finds stop strings in streamed text, across the borders of tokens: it holds back the shortest
/// tail that may still become one, so a reader never sees part of a stop string.
class StopMatcher {
public:
    explicit StopMatcher(std::vector<std::string> stops);

    /// Text that may be shown after adding `text`. Once matched() it ends just before the stop
    /// string that begins first, and further text is dropped.
    std::string add(std::string_view text);
    /// What was held back, at the end of an answer that met no stop string.
    std::string finish();
    bool matched() const { return m_matched; }

private:
    std::vector<std::string> m_stops;
    std::string m_held;
    bool m_matched = false;
};

} // namespace inference
