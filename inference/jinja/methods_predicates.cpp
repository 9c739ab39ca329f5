// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Methods of strings that ask what they consist of, as in Python.
#include "inference/jinja/builtins.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

enum class Predicate { Alnum, Alpha, Ascii, Decimal, Digit, Lower, Numeric, Space, Title, Upper };

bool holdsForAll(std::string_view text, Predicate predicate) {
    if (text.empty()) return predicate == Predicate::Ascii;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint cp = codePointAt(text, i);
        const char32_t c = cp.codePoint;
        bool holds = false;
        switch (predicate) {
        case Predicate::Alnum: holds = isAlpha(c) || isNumeric(c); break;
        case Predicate::Alpha: holds = isAlpha(c); break;
        case Predicate::Ascii: holds = c < 0x80; break;
        case Predicate::Decimal: holds = isDecimal(c); break;
        case Predicate::Digit: holds = isDigit(c); break;
        case Predicate::Numeric: holds = isNumeric(c); break;
        default: holds = isSpace(c); break;
        }
        if (!holds) return false;
        i += cp.length;
    }
    return true;
}

// Upper, Lower and Title ask for at least one cased character and none of the wrong case.
bool hasCase(std::string_view text, Predicate predicate) {
    bool any = false;
    bool afterCased = false;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint cp = codePointAt(text, i);
        const bool upper = isUpper(cp.codePoint);
        const bool lower = isLower(cp.codePoint);
        const bool cased = isCased(cp.codePoint);
        if (predicate == Predicate::Upper && cased && !upper) return false;
        if (predicate == Predicate::Lower && cased && !lower) return false;
        if (predicate == Predicate::Title && cased && afterCased == !lower) return false;
        any |= cased;
        afterCased = cased;
        i += cp.length;
    }
    return any;
}

template <Predicate predicate>
Result<Value> predicateMethod(Evaluator& /*evaluator*/, const Value& self, CallArgs& args) {
    TRY(Bound::bind("predicate", args, {}));
    constexpr bool kCase = predicate == Predicate::Upper || predicate == Predicate::Lower
                           || predicate == Predicate::Title;
    return Value::boolean(kCase ? hasCase(self.asString(), predicate)
                                : holdsForAll(self.asString(), predicate));
}

constexpr MethodRow kPredicateRows[] = {
    {"isalnum", predicateMethod<Predicate::Alnum>},
    {"isalpha", predicateMethod<Predicate::Alpha>},
    {"isascii", predicateMethod<Predicate::Ascii>},
    {"isdecimal", predicateMethod<Predicate::Decimal>},
    {"isdigit", predicateMethod<Predicate::Digit>},
    {"islower", predicateMethod<Predicate::Lower>},
    {"isnumeric", predicateMethod<Predicate::Numeric>},
    {"isspace", predicateMethod<Predicate::Space>},
    {"istitle", predicateMethod<Predicate::Title>},
    {"isupper", predicateMethod<Predicate::Upper>},
};

} // namespace

std::span<const MethodRow> textPredicates() {
    return kPredicateRows;
}

} // namespace inference::jinja
