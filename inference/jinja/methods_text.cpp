// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Methods of strings, as in Python.
#include <algorithm>

#include "inference/jinja/builtins.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

template <CaseStyle style>
Result<Value> caseMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(Bound::bind("case conversion", args, {}));
    return evaluator.makeString(mapCase(self.asText(), style));
}

template <bool left, bool right>
Result<Value> stripMethod(Evaluator& /*evaluator*/, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("strip", args, {"chars"}));
    const Text* chars = nullptr;
    if (bound.given(0)) {
        TRY(chars, bound.text(0));
    }
    return Value::text(stripText(self.asText(), chars, left, right));
}

// Python's optional start and end of a search, as byte offsets; nothing if the start is behind the
// end of the text.
Result<std::optional<ByteRange>> searchRange(const Text& text, const Bound& bound,
                                             std::size_t startIndex) {
    if (!bound.given(startIndex) && !bound.given(startIndex + 1)) {
        return std::optional(ByteRange{0, text.bytes.size()});
    }
    const auto size = static_cast<std::int64_t>(codePointCount(text.bytes));
    TRY(std::int64_t start, bound.integer(startIndex, 0));
    TRY(std::int64_t end, bound.integer(startIndex + 1, size));
    if (start < 0) start = std::max<std::int64_t>(start + size, 0);
    if (end < 0) end = std::max<std::int64_t>(end + size, 0);
    end = std::min(end, size);
    if (start > end) return std::optional<ByteRange>();
    return std::optional(ByteRange{byteOffset(text.bytes, static_cast<std::size_t>(start)),
                                   byteOffset(text.bytes, static_cast<std::size_t>(end))});
}

template <bool atStart>
Result<Value> affixMethod(Evaluator& /*evaluator*/, const Value& self, CallArgs& args) {
    constexpr std::string_view kName = atStart ? "startswith" : "endswith";
    TRY(const Bound bound, Bound::bind(kName, args, {"prefix", "start", "end"}, 1));
    TRY(const auto range, searchRange(self.asText(), bound, 1));
    if (!range) return Value::boolean(false);
    const std::string_view text = self.asString().substr(range->begin, range->end - range->begin);
    const auto matches = [&](std::string_view affix) {
        return atStart ? text.starts_with(affix) : text.ends_with(affix);
    };
    if (!bound[0].is(Kind::Tuple)) {
        TRY(const Text* affix, bound.text(0));
        return Value::boolean(matches(affix->bytes));
    }
    for (const Value& candidate : bound[0].items()) {
        if (!candidate.isString()) return typeError("startswith() needs strings");
        if (matches(candidate.asString())) return Value::boolean(true);
    }
    return Value::boolean(false);
}

// Splits at white space, at most `max` times, from the left.
std::vector<Value> splitSpaces(const Text& text, std::int64_t max) {
    std::vector<Value> parts;
    std::size_t i = 0;
    const auto skip = [&](bool spaces) {
        while (i < text.bytes.size()) {
            const CodePoint c = codePointAt(text.bytes, i);
            if (isSpace(c.codePoint) != spaces) break;
            i += c.length;
        }
    };
    for (skip(true); i < text.bytes.size(); skip(true)) {
        const std::size_t begin = i;
        if (max >= 0 && static_cast<std::int64_t>(parts.size()) >= max) {
            parts.push_back(Value::text(subText(text, begin, text.bytes.size())));
            break;
        }
        skip(false);
        parts.push_back(Value::text(subText(text, begin, i)));
    }
    return parts;
}

std::vector<Value> rsplitSpaces(const Text& text, std::int64_t max) {
    std::vector<Value> parts;
    Text rest = stripText(text, nullptr, false, true);
    while (!rest.bytes.empty()) {
        if (max >= 0 && static_cast<std::int64_t>(parts.size()) >= max) {
            parts.push_back(Value::text(std::move(rest)));
            break;
        }
        std::size_t begin = 0;
        for (std::size_t i = 0; i < rest.bytes.size();) {
            const CodePoint c = codePointAt(rest.bytes, i);
            i += c.length;
            if (isSpace(c.codePoint)) begin = i;
        }
        parts.push_back(Value::text(subText(rest, begin, rest.bytes.size())));
        rest = stripText(subText(rest, 0, begin), nullptr, false, true);
        if (max < 0) {
            // Without a bound both directions agree, and the other one is linear.
            std::vector<Value> head = splitSpaces(rest, -1);
            std::reverse(parts.begin(), parts.end());
            head.insert(head.end(), parts.begin(), parts.end());
            return head;
        }
    }
    std::reverse(parts.begin(), parts.end());
    return parts;
}

std::vector<Value> splitAt(const Text& text, std::string_view separator, std::int64_t max) {
    std::vector<Value> parts;
    std::size_t begin = 0;
    while (max < 0 || static_cast<std::int64_t>(parts.size()) < max) {
        const std::size_t found = text.bytes.find(separator, begin);
        if (found == std::string::npos) break;
        parts.push_back(Value::text(subText(text, begin, found)));
        begin = found + separator.size();
    }
    parts.push_back(Value::text(subText(text, begin, text.bytes.size())));
    return parts;
}

std::vector<Value> rsplitAt(const Text& text, std::string_view separator, std::int64_t max) {
    std::vector<Value> parts;
    std::size_t end = text.bytes.size();
    while (max < 0 || static_cast<std::int64_t>(parts.size()) < max) {
        const std::size_t found = std::string_view(text.bytes).substr(0, end).rfind(separator);
        if (found == std::string_view::npos) break;
        parts.push_back(Value::text(subText(text, found + separator.size(), end)));
        end = found;
    }
    parts.push_back(Value::text(subText(text, 0, end)));
    std::reverse(parts.begin(), parts.end());
    return parts;
}

template <bool fromRight>
Result<Value> splitMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    constexpr std::string_view kName = fromRight ? "rsplit" : "split";
    TRY(const Bound bound, Bound::bind(kName, args, {"sep", "maxsplit"}));
    TRY(const std::int64_t max, bound.integer(1, -1));
    TRY(evaluator.spend(self.asString().size() / 4));
    if (!bound.given(0)) {
        return evaluator.makeList(fromRight ? rsplitSpaces(self.asText(), max)
                                            : splitSpaces(self.asText(), max));
    }
    TRY(const Text* separator, bound.text(0));
    if (separator->bytes.empty()) return typeError("empty separator");
    return evaluator.makeList(fromRight ? rsplitAt(self.asText(), separator->bytes, max)
                                        : splitAt(self.asText(), separator->bytes, max));
}

template <bool fromRight>
Result<Value> partitionMethod(Evaluator& /*evaluator*/, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("partition", args, {"sep"}, 1));
    TRY(const Text* separator, bound.text(0));
    if (separator->bytes.empty()) return typeError("empty separator");
    const Text& text = self.asText();
    const std::size_t at =
        fromRight ? text.bytes.rfind(separator->bytes) : text.bytes.find(separator->bytes);
    if (at == std::string::npos) {
        const Value empty = Value::string("");
        return fromRight ? Value::tuple({empty, empty, self}) : Value::tuple({self, empty, empty});
    }
    const std::size_t end = at + separator->bytes.size();
    return Value::tuple({Value::text(subText(text, 0, at)), Value::text(subText(text, at, end)),
                         Value::text(subText(text, end, text.bytes.size()))});
}

Result<Value> splitlinesMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("splitlines", args, {"keepends"}));
    std::vector<Value> lines;
    for (Text& line : splitLines(self.asText(), bound.flag(0, false))) {
        lines.push_back(Value::text(std::move(line)));
    }
    return evaluator.makeList(std::move(lines));
}

Result<Value> replaceMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("replace", args, {"old", "new", "count"}, 2));
    TRY(const Text* from, bound.text(0));
    TRY(const Text* to, bound.text(1));
    TRY(const std::int64_t count, bound.integer(2, -1));
    TRY(Text out, replaceText(evaluator, self.asText(), *from, *to, count));
    return Value::text(std::move(out));
}

Result<Value> joinMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("join", args, {"iterable"}, 1));
    TRY(const std::vector<Value> items, evaluator.iterate(bound[0]));
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].isString()) continue;
        return typeError("sequence item " + std::to_string(i) + ": expected str instance, "
                         + std::string(typeName(items[i])) + " found");
    }
    return joinTexts(evaluator, self.asText(), items);
}

Result<Value> formatMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    return formatBraces(evaluator, self.asText(), args);
}

enum class Search { Find, RFind, Index, RIndex };

template <Search mode>
Result<Value> findMethodOfText(Evaluator& /*evaluator*/, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("find", args, {"sub", "start", "end"}, 1));
    TRY(const Text* needle, bound.text(0));
    TRY(const auto range, searchRange(self.asText(), bound, 1));
    std::size_t at = std::string_view::npos;
    if (range) {
        const std::string_view text =
            self.asString().substr(range->begin, range->end - range->begin);
        constexpr bool kBackwards = mode == Search::RFind || mode == Search::RIndex;
        at = kBackwards ? text.rfind(needle->bytes) : text.find(needle->bytes);
    }
    if (at == std::string_view::npos) {
        if (mode == Search::Index || mode == Search::RIndex) {
            return typeError("substring not found");
        }
        return Value::integer(-1);
    }
    return Value::integer(
        static_cast<std::int64_t>(codePointCount(self.asString().substr(0, range->begin + at))));
}

Result<Value> countMethod(Evaluator& /*evaluator*/, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("count", args, {"sub", "start", "end"}, 1));
    TRY(const Text* needle, bound.text(0));
    TRY(const auto range, searchRange(self.asText(), bound, 1));
    if (!range) return Value::integer(0);
    const std::string_view text = self.asString().substr(range->begin, range->end - range->begin);
    if (needle->bytes.empty()) {
        return Value::integer(static_cast<std::int64_t>(codePointCount(text)) + 1);
    }
    std::int64_t count = 0;
    for (std::size_t at = text.find(needle->bytes); at != std::string_view::npos;
         at = text.find(needle->bytes, at + needle->bytes.size())) {
        ++count;
    }
    return Value::integer(count);
}

template <bool prefix>
Result<Value> removeAffixMethod(Evaluator& /*evaluator*/, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("removeprefix", args, {"affix"}, 1));
    TRY(const Text* affix, bound.text(0));
    const Text& text = self.asText();
    const std::size_t cut = affix->bytes.size();
    if (prefix && text.bytes.starts_with(affix->bytes)) {
        return Value::text(subText(text, cut, text.bytes.size()));
    }
    if (!prefix && text.bytes.ends_with(affix->bytes)) {
        return Value::text(subText(text, 0, text.bytes.size() - cut));
    }
    return self;
}

enum class Align { Left, Right, Center, Zero };

template <Align align>
Result<Value> padMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("padding", args, {"width", "fillchar"}, 1));
    TRY(const std::int64_t width, bound.integer(0, 0));
    const Text& text = self.asText();
    Text fill;
    fill.bytes = align == Align::Zero ? "0" : " ";
    if (bound.given(1)) {
        TRY(const Text* given, bound.text(1));
        if (codePointCount(given->bytes) != 1) {
            return typeError("the fill character must be exactly one character long");
        }
        fill = *given;
    }
    const std::int64_t missing = width - static_cast<std::int64_t>(codePointCount(text.bytes));
    if (missing <= 0) return self;
    if (static_cast<std::uint64_t>(missing) > evaluator.options().limits.outputBytesMax) {
        return Error{ErrorCode::LimitExceeded, "a padded text is too long"};
    }
    std::int64_t before = align == Align::Left ? 0 : missing;
    // Python puts the odd one out to the left when the width is odd.
    if (align == Align::Center) before = missing / 2 + (missing & width & 1);
    Text out;
    out.markup = text.markup;
    std::size_t sign = 0;
    if (align == Align::Zero && (text.bytes.starts_with('-') || text.bytes.starts_with('+'))) {
        sign = 1;
    }
    out.append(text, 0, sign);
    for (std::int64_t i = 0; i < before; ++i) out.append(fill);
    out.append(text, sign, text.bytes.size());
    for (std::int64_t i = before; i < missing; ++i) out.append(fill);
    return evaluator.makeString(std::move(out));
}

Result<Value> expandtabsMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("expandtabs", args, {"tabsize"}));
    TRY(std::int64_t size, bound.integer(0, 8));
    size = std::clamp<std::int64_t>(size, 0, 1000);
    const Text& text = self.asText();
    TRY(evaluator.spend(text.bytes.size() * static_cast<std::size_t>(size) / 16));
    Text out;
    std::int64_t column = 0;
    for (std::size_t i = 0; i < text.bytes.size();) {
        const CodePoint c = codePointAt(text.bytes, i);
        if (c.codePoint == '\t') {
            const std::int64_t blanks = size > 0 ? size - column % size : 0;
            out.appendMarked(std::string(static_cast<std::size_t>(blanks), ' '),
                             text.isUntrusted(i));
            column += blanks;
        } else {
            out.append(text, i, i + c.length);
            column = c.codePoint == '\n' || c.codePoint == '\r' ? 0 : column + 1;
        }
        i += c.length;
    }
    return evaluator.makeString(std::move(out));
}

constexpr MethodRow kRows[] = {
    {"capitalize", caseMethod<CaseStyle::Capitalize>},
    {"casefold", caseMethod<CaseStyle::Lower>},
    {"center", padMethod<Align::Center>},
    {"count", countMethod},
    {"endswith", affixMethod<false>},
    {"expandtabs", expandtabsMethod},
    {"find", findMethodOfText<Search::Find>},
    {"format", formatMethod},
    {"index", findMethodOfText<Search::Index>},
    {"join", joinMethod},
    {"ljust", padMethod<Align::Left>},
    {"lower", caseMethod<CaseStyle::Lower>},
    {"lstrip", stripMethod<true, false>},
    {"partition", partitionMethod<false>},
    {"removeprefix", removeAffixMethod<true>},
    {"removesuffix", removeAffixMethod<false>},
    {"replace", replaceMethod},
    {"rfind", findMethodOfText<Search::RFind>},
    {"rindex", findMethodOfText<Search::RIndex>},
    {"rjust", padMethod<Align::Right>},
    {"rpartition", partitionMethod<true>},
    {"rsplit", splitMethod<true>},
    {"rstrip", stripMethod<false, true>},
    {"split", splitMethod<false>},
    {"splitlines", splitlinesMethod},
    {"startswith", affixMethod<true>},
    {"strip", stripMethod<true, true>},
    {"swapcase", caseMethod<CaseStyle::Swap>},
    {"title", caseMethod<CaseStyle::Title>},
    {"upper", caseMethod<CaseStyle::Upper>},
    {"zfill", padMethod<Align::Zero>},
};

} // namespace

std::span<const MethodRow> textMethods() {
    return kRows;
}

} // namespace inference::jinja
