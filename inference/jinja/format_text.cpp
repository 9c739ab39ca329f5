// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Python's two ways to fill values into a text: `'%s' % x` and `'{}'.format(x)`.
#include <algorithm>

#include "inference/jinja/builtins.h"
#include "inference/jinja/format_spec.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"

namespace inference::jinja {

namespace {

/// Hands out the arguments of a percent format.
class PercentArguments {
public:
    explicit PercentArguments(const Value& value) : m_value(value) {}

    Result<Value> next() {
        if (!m_value.is(Kind::Tuple)) {
            if (m_used++ > 0) return typeError("not enough arguments for format string");
            return m_value;
        }
        if (m_used >= m_value.items().size()) {
            return typeError("not enough arguments for format string");
        }
        return m_value.items()[m_used++];
    }
    Result<Value> named(std::string_view key) {
        if (!m_value.is(Kind::Dict)) return typeError("format requires a mapping");
        m_used = 1;
        const Value* found = m_value.find(key);
        if (!found) return typeError("there is no key '" + std::string(key) + "'");
        return *found;
    }
    bool allUsed() const {
        if (m_value.is(Kind::Tuple)) return m_used == m_value.items().size();
        return m_used > 0 || m_value.is(Kind::Dict);
    }

private:
    const Value& m_value;
    std::size_t m_used = 0;
};

Result<std::int64_t> starOrNumber(std::string_view text, std::size_t& at,
                                  PercentArguments& arguments) {
    if (at < text.size() && text[at] == '*') {
        ++at;
        TRY(const Value value, arguments.next());
        if (!value.is(Kind::Int)) return typeError("* wants int");
        return std::clamp<std::int64_t>(value.asInt(), 0, kWidthMax);
    }
    return takeNumber(text, at);
}

// Starts behind '%'.
Result<void> percentField(Evaluator& evaluator, const Text& pattern, std::size_t& at,
                          PercentArguments& arguments, Text& out) {
    const std::string_view text = pattern.bytes;
    Spec spec;
    std::optional<Value> value;
    if (at < text.size() && text[at] == '(') {
        const std::size_t end = text.find(')', at);
        if (end == std::string_view::npos) return typeError("incomplete format key");
        TRY(value, arguments.named(text.substr(at + 1, end - at - 1)));
        at = end + 1;
    }
    spec.align = '>';
    for (; at < text.size() && std::string_view("-+ 0#").find(text[at]) != std::string_view::npos;
         ++at) {
        switch (text[at]) {
        case '-': spec.align = '<'; break;
        case '0':
            if (spec.align == '>') {
                spec.align = '=';
                spec.fill = trusted("0");
            }
            break;
        case '#': spec.alternate = true; break;
        default: spec.sign = text[at]; break;
        }
    }
    TRY(spec.width, starOrNumber(text, at, arguments));
    if (at < text.size() && text[at] == '.') {
        ++at;
        TRY(const std::int64_t precision, starOrNumber(text, at, arguments));
        spec.precision = static_cast<int>(precision);
    }
    while (at < text.size() && (text[at] == 'l' || text[at] == 'h')) ++at;
    if (at >= text.size()) return typeError("incomplete format");
    spec.type = text[at++];
    if (spec.type == '%') {
        out.append("%");
        return {};
    }
    if (!value) {
        TRY(value, arguments.next());
    }
    if (spec.type == 's' || spec.type == 'r') spec.fill = Text{};
    return writeField(evaluator, out, *value, spec);
}

/// Fills one `'...'.format()` pattern.
class BraceFormatter {
public:
    BraceFormatter(Evaluator& evaluator, const CallArgs& args)
        : m_evaluator(evaluator), m_args(args) {}

    Result<Text> run(const Text& pattern, int depth) {
        Text out;
        const std::string_view text = pattern.bytes;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t brace = std::min(text.find_first_of("{}", at), text.size());
            out.append(pattern, at, brace);
            at = brace;
            if (at >= text.size()) break;
            if (at + 1 < text.size() && text[at + 1] == text[at]) {
                out.append(pattern, at, at + 1);
                at += 2;
                continue;
            }
            if (text[at] == '}') return typeError("Single '}' encountered in format string");
            const std::size_t end = closing(text, at);
            if (end == std::string_view::npos) {
                return typeError("expected '}' before end of string");
            }
            TRY(writeReplacement(pattern, at + 1, end, depth, out));
            if (out.bytes.size() > m_evaluator.options().limits.outputBytesMax) return out;
            at = end + 1;
        }
        return out;
    }

private:
    static std::size_t closing(std::string_view text, std::size_t at) {
        int depth = 0;
        for (; at < text.size(); ++at) {
            if (text[at] == '{') ++depth;
            if (text[at] == '}' && --depth == 0) return at;
        }
        return std::string_view::npos;
    }

    Result<void> writeReplacement(const Text& pattern, std::size_t begin, std::size_t end,
                                  int depth, Text& out) {
        const std::string_view field = std::string_view(pattern.bytes).substr(begin, end - begin);
        const std::size_t colon = std::min(field.find(':'), field.size());
        std::string_view name = field.substr(0, colon);
        char conversion = '\0';
        if (name.size() >= 2 && name[name.size() - 2] == '!') {
            conversion = name.back();
            name.remove_suffix(2);
        }
        TRY(Value value, lookUp(name));
        if (conversion == 'r' || conversion == 'a') {
            value = Value::text(toRepr(value, m_evaluator.work()));
        } else if (conversion == 's') {
            value = Value::text(m_evaluator.textOf(value));
        } else if (conversion != '\0') {
            return typeError("unknown conversion in format string");
        }
        Text specText;
        if (colon < field.size()) specText = subText(pattern, begin + colon + 1, end);
        if (specText.bytes.find('{') != std::string::npos) {
            if (depth > 0) return typeError("Max string recursion exceeded");
            TRY(specText, run(specText, depth + 1));
        }
        TRY(const Spec spec, parseSpec(specText.bytes));
        return writeField(m_evaluator, out, value, spec);
    }

    // "0", "name", "name.attribute[key]" or nothing, which takes the next argument.
    Result<Value> lookUp(std::string_view name) {
        const std::size_t first = std::min(name.find_first_of(".["), name.size());
        TRY(Value value, argument(name.substr(0, first)));
        name.remove_prefix(first);
        while (!name.empty()) {
            TRY(m_evaluator.spend(1));
            if (name[0] == '.') {
                name.remove_prefix(1);
                const std::size_t end = std::min(name.find_first_of(".["), name.size());
                TRY(value, m_evaluator.attributeOf(value, name.substr(0, end)));
                name.remove_prefix(end);
                continue;
            }
            const std::size_t end = name.find(']');
            if (name[0] != '[' || end == std::string_view::npos) {
                return typeError("Missing ']' in format string");
            }
            const std::string_view key = name.substr(1, end - 1);
            const auto number = parseInteger(key);
            TRY(value, m_evaluator.itemOf(value, number ? Value::integer(*number)
                                                        : Value::string(std::string(key))));
            name.remove_prefix(end + 1);
        }
        return value;
    }

    Result<Value> argument(std::string_view name) {
        std::size_t index = m_next;
        if (name.empty()) {
            ++m_next;
        } else if (const auto number = parseInteger(name); number && *number >= 0) {
            index = static_cast<std::size_t>(*number);
        } else {
            for (const auto& [key, value] : m_args.named) {
                if (key == name) return value;
            }
            return typeError("there is no argument '" + std::string(name) + "' for this format");
        }
        if (index >= m_args.positional.size()) {
            return typeError("Replacement index " + std::to_string(index)
                             + " out of range for positional args tuple");
        }
        return m_args.positional[index];
    }

    Evaluator& m_evaluator;
    const CallArgs& m_args;
    std::size_t m_next = 0;
};

} // namespace

Result<Value> formatPercent(Evaluator& evaluator, const Text& pattern, const Value& arguments) {
    if (arguments.isUndefined()) return undefinedError(arguments);
    PercentArguments values(arguments);
    Text out;
    const std::string_view text = pattern.bytes;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t percent = std::min(text.find('%', at), text.size());
        out.append(pattern, at, percent);
        at = percent + 1;
        if (percent == text.size()) break;
        TRY(percentField(evaluator, pattern, at, values, out));
        if (out.bytes.size() > evaluator.options().limits.outputBytesMax) break;
    }
    TRY(Value result, evaluator.makeString(std::move(out)));
    if (!values.allUsed()) {
        return typeError("not all arguments converted during string formatting");
    }
    return result;
}

Result<Value> formatBraces(Evaluator& evaluator, const Text& pattern, const CallArgs& args) {
    TRY(Text out, BraceFormatter(evaluator, args).run(pattern, 0));
    return evaluator.makeString(std::move(out));
}

} // namespace inference::jinja
