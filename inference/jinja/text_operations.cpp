// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Operations on texts that filters and methods share. All of them keep the marks of what came from
// whom.
#include <algorithm>
#include <numeric>

#include "inference/jinja/builtins.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

CaseMapping mappingFor(CaseStyle style, char32_t c, bool afterCased, bool first) {
    switch (style) {
    case CaseStyle::Upper: return CaseMapping::Upper;
    case CaseStyle::Lower: return CaseMapping::Lower;
    case CaseStyle::Title: return afterCased ? CaseMapping::Lower : CaseMapping::Title;
    case CaseStyle::Capitalize: return first ? CaseMapping::Title : CaseMapping::Lower;
    case CaseStyle::Swap: return isUpper(c) ? CaseMapping::Lower : CaseMapping::Upper;
    }
    return CaseMapping::Lower;
}

bool isLineBreak(char32_t c) {
    return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028
           || c == 0x2029;
}

} // namespace

Text mapCase(const Text& text, CaseStyle style) {
    Text out;
    out.markup = text.markup;
    bool afterCased = false;
    std::string piece;
    for (std::size_t i = 0; i < text.bytes.size();) {
        const CodePoint c = codePointAt(text.bytes, i);
        piece.clear();
        const CaseMapping mapping = mappingFor(style, c.codePoint, afterCased, i == 0);
        const std::size_t next = i + c.length;
        if (c.codePoint == 0xFFFD) {
            piece.append(text.bytes, i, c.length);
        } else if (c.codePoint == 0x3A3 && mapping == CaseMapping::Lower && afterCased
                   && (next >= text.bytes.size()
                       || !isCased(codePointAt(text.bytes, next).codePoint))) {
            appendUtf8(piece, 0x3C2); // a sigma that ends its word
        } else {
            appendMapped(piece, c.codePoint, mapping);
        }
        out.appendMarked(piece, text.isUntrusted(i));
        afterCased = isCased(c.codePoint);
        i = next;
    }
    return out;
}

Text stripText(const Text& text, const Text* chars, bool left, bool right) {
    const auto strips = [&](std::size_t offset, const CodePoint& c) {
        if (!chars) return isSpace(c.codePoint);
        const std::string_view piece = std::string_view(text.bytes).substr(offset, c.length);
        for (std::size_t i = 0; i < chars->bytes.size();) {
            const std::size_t length = codePointAt(chars->bytes, i).length;
            if (std::string_view(chars->bytes).substr(i, length) == piece) return true;
            i += length;
        }
        return false;
    };
    std::size_t begin = 0;
    std::size_t end = text.bytes.size();
    while (left && begin < end) {
        const CodePoint c = codePointAt(text.bytes, begin);
        if (!strips(begin, c)) break;
        begin += c.length;
    }
    while (right && end > begin) {
        std::size_t start = end - 1;
        for (int back = 0; back < 3 && start > begin
                           && (static_cast<unsigned char>(text.bytes[start]) & 0xC0U) == 0x80U;
             ++back) {
            --start;
        }
        CodePoint c = codePointAt(text.bytes, start);
        if (start + c.length != end) { // stray bytes count one by one
            start = end - 1;
            c = {0xFFFD, 1};
        }
        if (!strips(start, c)) break;
        end = start;
    }
    return subText(text, begin, end);
}

Result<Text> replaceText(Evaluator& evaluator, const Text& text, const Text& from, const Text& to,
                         std::int64_t countMax) {
    Text out;
    out.markup = text.markup;
    const std::size_t max = evaluator.options().limits.outputBytesMax;
    std::int64_t left = countMax < 0 ? std::numeric_limits<std::int64_t>::max() : countMax;
    std::size_t at = 0;
    const auto tooLong = [&] { return out.bytes.size() > max; };
    if (from.bytes.empty()) {
        // An empty pattern matches between all characters and at both ends.
        for (; left > 0 && !tooLong(); --left) {
            out.append(to);
            if (at >= text.bytes.size()) break;
            const std::size_t length = codePointAt(text.bytes, at).length;
            out.append(text, at, at + length);
            at += length;
        }
    } else {
        for (; left > 0 && !tooLong(); --left) {
            const std::size_t found = text.bytes.find(from.bytes, at);
            if (found == std::string::npos) break;
            out.append(text, at, found);
            out.append(to);
            at = found + from.bytes.size();
        }
    }
    if (!tooLong() && at < text.bytes.size()) out.append(text, at, text.bytes.size());
    if (tooLong()) {
        return Error{ErrorCode::LimitExceeded,
                     "a text is longer than " + std::to_string(max) + " bytes"};
    }
    TRY(evaluator.spend(out.bytes.size() / 16));
    return out;
}

std::vector<Text> splitLines(const Text& text, bool keepEnds) {
    std::vector<Text> lines;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.bytes.size();) {
        const CodePoint c = codePointAt(text.bytes, i);
        std::size_t next = i + c.length;
        if (isLineBreak(c.codePoint)) {
            if (c.codePoint == '\r' && next < text.bytes.size() && text.bytes[next] == '\n') ++next;
            lines.push_back(subText(text, begin, keepEnds ? next : i));
            begin = next;
        }
        i = next;
    }
    if (begin < text.bytes.size()) lines.push_back(subText(text, begin, text.bytes.size()));
    return lines;
}

Result<Value> joinTexts(Evaluator& evaluator, const Text& separator,
                        const std::vector<Value>& items) {
    Text out;
    bool first = true;
    for (const Value& item : items) {
        if (!first) out.append(separator);
        first = false;
        if (item.isString())
            out.append(item.asText());
        else
            out.append(evaluator.textOf(item));
        if (out.bytes.size() > evaluator.options().limits.outputBytesMax) break;
    }
    return evaluator.makeString(std::move(out));
}

Value ignoreCase(const Value& value) {
    return value.isString() ? Value::string(lowerCase(value.asString())) : value;
}

// Merge sort: stable, and it can stop when two values have no order.
Result<void> sortValues(Evaluator& evaluator, std::vector<Value>& items,
                        const std::vector<Value>& keys, bool reverse) {
    std::vector<std::size_t> from(items.size());
    std::iota(from.begin(), from.end(), 0);
    std::vector<std::size_t> to(items.size());
    for (std::size_t width = 1; width < items.size(); width *= 2) {
        for (std::size_t begin = 0; begin < items.size(); begin += 2 * width) {
            const std::size_t middle = std::min(begin + width, items.size());
            const std::size_t end = std::min(begin + 2 * width, items.size());
            std::size_t a = begin, b = middle;
            for (std::size_t out = begin; out < end; ++out) {
                bool takeRight = a == middle;
                if (a < middle && b < end) {
                    TRY(const int c, order(evaluator, keys[from[a]], keys[from[b]]));
                    takeRight = reverse ? c < 0 : c > 0;
                }
                to[out] = takeRight ? from[b++] : from[a++];
            }
        }
        std::swap(from, to);
    }
    std::vector<Value> sorted;
    sorted.reserve(items.size());
    for (const std::size_t i : from) sorted.push_back(items[i]);
    items = std::move(sorted);
    return {};
}

} // namespace inference::jinja
