// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/stream_decoder.h"

namespace inference {

namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// What the beginning of a text is: a whole code point, the beginning of one that may yet be
/// completed, or bytes that can never become one. `length` is the extent of that.
struct Prefix {
    enum Kind { Whole, Incomplete, Invalid } kind;
    std::size_t length;
};

/// Table 3-7 of the Unicode Standard: the second byte's range depends on the first.
Prefix classify(std::string_view text) {
    const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byteAt(0);
    if (lead < 0x80) return {Prefix::Whole, 1};
    if (lead < 0xc2 || lead > 0xf4) return {Prefix::Invalid, 1};
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    for (std::size_t i = 1; i < length; ++i) {
        if (i == text.size()) return {Prefix::Incomplete, i};
        unsigned low = 0x80, high = 0xbf;
        if (i == 1 && lead == 0xe0) low = 0xa0;
        if (i == 1 && lead == 0xed) high = 0x9f;
        if (i == 1 && lead == 0xf0) low = 0x90;
        if (i == 1 && lead == 0xf4) high = 0x8f;
        if (byteAt(i) < low || byteAt(i) > high) return {Prefix::Invalid, i};
    }
    return {Prefix::Whole, length};
}

} // namespace

std::string StreamDecoder::add(std::string_view bytes) {
    m_pending.append(bytes);
    std::string text;
    std::string_view rest = m_pending;
    while (!rest.empty()) {
        const Prefix prefix = classify(rest);
        if (prefix.kind == Prefix::Incomplete) break;
        text.append(prefix.kind == Prefix::Whole ? rest.substr(0, prefix.length) : kReplacement);
        rest.remove_prefix(prefix.length);
    }
    m_pending.erase(0, m_pending.size() - rest.size());
    return text;
}

std::string StreamDecoder::finish() {
    if (m_pending.empty()) return {};
    m_pending.clear();
    return std::string(kReplacement);
}

} // namespace inference
