// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>

namespace inference {

/// Turns a stream of byte pieces into valid UTF-8 without ever emitting half a code point: holds
/// back at most three bytes; invalid bytes become U+FFFD (Unicode "maximal subpart" practice,
/// chapter 3.9).
class StreamDecoder {
public:
    /// Text that is complete after adding `bytes`.
    std::string add(std::string_view bytes);
    /// What is left at the end; an incomplete sequence becomes one U+FFFD.
    std::string finish();

private:
    std::string m_pending;
};

} // namespace inference
