// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <vector>

namespace inference::grammar {

/// One byte of a sequence: any value from `first` to `last`.
struct ByteRange {
    std::uint8_t first = 0;
    std::uint8_t last = 0;
    bool operator==(const ByteRange&) const = default;
};
using ByteSequence = std::vector<ByteRange>;

/// A set of Unicode scalar values (surrogates are never in it), kept as sorted, disjoint ranges.
class CodePoints {
public:
    struct Range {
        char32_t first = 0;
        char32_t last = 0;
    };

    static CodePoints all();
    static CodePoints single(char32_t point) { return range(point, point); }
    static CodePoints range(char32_t first, char32_t last);

    void add(char32_t first, char32_t last);
    void add(const CodePoints& other);
    void remove(char32_t first, char32_t last);
    CodePoints inverted() const;
    bool contains(char32_t point) const;
    bool empty() const { return m_ranges.empty(); }
    const std::vector<Range>& ranges() const { return m_ranges; }

    /// The set in UTF-8: sequences of byte ranges that together match each of its members once.
    std::vector<ByteSequence> utf8() const;

private:
    std::vector<Range> m_ranges;
};

} // namespace inference::grammar
