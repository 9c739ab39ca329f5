// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/code_points.h"

#include <algorithm>
#include <array>

namespace inference::grammar {

namespace {

constexpr char32_t kLast = 0x10ffff;
constexpr char32_t kSurrogatesFirst = 0xd800;
constexpr char32_t kSurrogatesLast = 0xdfff;

std::size_t encode(char32_t point, std::array<std::uint8_t, 4>& bytes) {
    const auto tail = [&](int shift) {
        return static_cast<std::uint8_t>(0x80 | ((point >> shift) & 0x3f));
    };
    if (point < 0x80) {
        bytes = {static_cast<std::uint8_t>(point)};
        return 1;
    }
    if (point < 0x800) {
        bytes = {static_cast<std::uint8_t>(0xc0 | (point >> 6)), tail(0)};
        return 2;
    }
    if (point < 0x10000) {
        bytes = {static_cast<std::uint8_t>(0xe0 | (point >> 12)), tail(6), tail(0)};
        return 3;
    }
    bytes = {static_cast<std::uint8_t>(0xf0 | (point >> 18)), tail(12), tail(6), tail(0)};
    return 4;
}

/// Cuts a range until every byte of it runs through a range of its own, independent of the others.
void appendUtf8(char32_t first, char32_t last, std::vector<ByteSequence>& out) {
    for (const char32_t border : {0x7fu, 0x7ffu, 0xffffu}) {
        if (first > border || last <= border) continue;
        appendUtf8(first, border, out);
        appendUtf8(border + 1, last, out);
        return;
    }
    for (int shift = 6; shift <= 18; shift += 6) {
        const char32_t low = (char32_t{1} << shift) - 1;
        if (last < 0x80 || (first & ~low) == (last & ~low)) continue;
        if ((first & low) != 0) {
            appendUtf8(first, first | low, out);
            appendUtf8((first | low) + 1, last, out);
            return;
        }
        if ((last & low) != low) {
            appendUtf8(first, (last & ~low) - 1, out);
            appendUtf8(last & ~low, last, out);
            return;
        }
    }
    std::array<std::uint8_t, 4> begin{};
    std::array<std::uint8_t, 4> end{};
    const std::size_t length = encode(first, begin);
    encode(last, end);
    ByteSequence sequence;
    sequence.reserve(length);
    for (std::size_t i = 0; i < length; ++i) sequence.push_back({begin[i], end[i]});
    out.push_back(std::move(sequence));
}

} // namespace

CodePoints CodePoints::all() {
    return range(0, kLast);
}

CodePoints CodePoints::range(char32_t first, char32_t last) {
    CodePoints set;
    set.add(first, last);
    return set;
}

void CodePoints::add(char32_t first, char32_t last) {
    last = std::min(last, kLast);
    if (first > last) return;
    if (first <= kSurrogatesLast && last >= kSurrogatesFirst) {
        if (first < kSurrogatesFirst) add(first, kSurrogatesFirst - 1);
        if (last > kSurrogatesLast) add(kSurrogatesLast + 1, last);
        return;
    }
    Range merged{first, last};
    std::vector<Range> kept;
    for (const Range& r : m_ranges) {
        const bool apart = r.last + 1 < merged.first || merged.last + 1 < r.first;
        if (apart) {
            kept.push_back(r);
        } else {
            merged = {std::min(r.first, merged.first), std::max(r.last, merged.last)};
        }
    }
    const auto at = std::find_if(kept.begin(), kept.end(),
                                 [&](const Range& r) { return r.first > merged.first; });
    kept.insert(at, merged);
    m_ranges = std::move(kept);
}

void CodePoints::add(const CodePoints& other) {
    for (const Range& r : other.m_ranges) add(r.first, r.last);
}

void CodePoints::remove(char32_t first, char32_t last) {
    std::vector<Range> kept;
    for (const Range& r : m_ranges) {
        if (r.last < first || r.first > last) {
            kept.push_back(r);
            continue;
        }
        if (r.first < first) kept.push_back({r.first, first - 1});
        if (r.last > last) kept.push_back({last + 1, r.last});
    }
    m_ranges = std::move(kept);
}

CodePoints CodePoints::inverted() const {
    CodePoints rest = all();
    for (const Range& r : m_ranges) rest.remove(r.first, r.last);
    return rest;
}

bool CodePoints::contains(char32_t point) const {
    return std::any_of(m_ranges.begin(), m_ranges.end(),
                       [&](const Range& r) { return point >= r.first && point <= r.last; });
}

std::vector<ByteSequence> CodePoints::utf8() const {
    std::vector<ByteSequence> out;
    for (const Range& r : m_ranges) appendUtf8(r.first, r.last, out);
    return out;
}

} // namespace inference::grammar
