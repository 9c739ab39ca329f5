// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/number_range.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace inference::grammar {

namespace {

constexpr std::size_t kWholeDigitsMax = 18;
constexpr std::uint32_t kFractionDigitsMax = 16;

Expression digitRange(char first, char last) {
    if (first > last) return nothing();
    return characters(CodePoints::range(static_cast<char32_t>(first), static_cast<char32_t>(last)));
}
Expression digits(std::uint32_t min, std::uint32_t max) {
    return repeat(digitRange('0', '9'), min, max);
}

/// A number that is not negative: digits before the point without leading zeros ("0" is "0"), and
/// behind it without trailing ones.
struct Magnitude {
    std::string whole = "0";
    std::string fraction;
    bool zero() const { return whole == "0" && fraction.empty(); }
};

bool less(const Magnitude& a, const Magnitude& b) {
    if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size();
    if (a.whole != b.whole) return a.whole < b.whole;
    return a.fraction < b.fraction;
}

struct Bound {
    Magnitude value;
    bool exclusive = false;
};

Magnitude magnitudeOf(std::string_view decimal) {
    if (decimal.starts_with('-')) decimal.remove_prefix(1);
    const std::size_t point = std::min(decimal.find('.'), decimal.size());
    Magnitude out;
    out.whole = decimal.substr(0, point);
    if (point < decimal.size()) out.fraction = decimal.substr(point + 1);
    out.whole.erase(0, std::min(out.whole.find_first_not_of('0'), out.whole.size() - 1));
    while (out.fraction.ends_with('0')) out.fraction.pop_back();
    return out;
}

/// Digit strings of one length from `low` to `high`, compared digit by digit. Bounds hold as long
/// as the digits so far are theirs.
Expression sameLength(std::string_view low, std::string_view high) {
    if (low.empty()) return {};
    const auto rest = static_cast<std::uint32_t>(low.size() - 1);
    if (low.front() == high.front())
        return sequence(
            {literal(std::string(1, low.front())), sameLength(low.substr(1), high.substr(1))});
    const std::string zeros(rest, '0');
    const std::string nines(rest, '9');
    std::vector<Expression> choices;
    char first = low.front();
    char last = high.front();
    if (low.substr(1) != zeros) {
        choices.push_back(
            sequence({literal(std::string(1, first)), sameLength(low.substr(1), nines)}));
        ++first;
    }
    if (high.substr(1) != nines) {
        choices.push_back(
            sequence({literal(std::string(1, last)), sameLength(zeros, high.substr(1))}));
        --last;
    }
    if (first <= last) choices.push_back(sequence({digitRange(first, last), digits(rest, rest)}));
    return choice(std::move(choices));
}

/// Whole numbers from `low` to `high`, no signs. Nothing if there are none.
Expression wholeBetween(const std::string& low, const std::string& high) {
    std::vector<Expression> choices;
    for (std::size_t length = low.size(); length <= high.size(); ++length) {
        std::string first = length == 1 ? "0" : '1' + std::string(length - 1, '0');
        std::string last(length, '9');
        if (length == low.size()) first = low;
        if (length == high.size()) last = high;
        if (first <= last) choices.push_back(sameLength(first, last));
    }
    return choice(std::move(choices));
}

std::string plusOne(std::string whole) {
    for (std::size_t i = whole.size(); i-- > 0;) {
        if (whole[i] != '9') {
            ++whole[i];
            return whole;
        }
        whole[i] = '0';
    }
    return '1' + whole;
}

std::string minusOne(std::string whole) {
    for (std::size_t i = whole.size(); i-- > 0;) {
        if (whole[i] != '0') {
            --whole[i];
            break;
        }
        whole[i] = '9';
    }
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    return whole;
}

/// Digits behind the point, of which `at` are read and agree with the bounds that still hold.
struct Fraction {
    const std::string* low; ///< Null: no longer bounded from below.
    bool lowExclusive;
    const std::string* high;
    bool highExclusive;

    char lowDigit(std::size_t at) const { return low && at < low->size() ? (*low)[at] : '0'; }
    char highDigit(std::size_t at) const { return at < high->size() ? (*high)[at] : '0'; }
    /// May the number end after `at` digits that agree with the bounds?
    bool mayEnd(std::size_t at) const {
        if (low && (at < low->size() || lowExclusive)) return false;
        return !high || at < high->size() || !highExclusive;
    }

    Expression from(std::size_t at) const {
        const auto left = static_cast<std::uint32_t>(kFractionDigitsMax - at);
        if (!low && !high) return digits(0, left);
        std::vector<Expression> choices;
        if (mayEnd(at)) choices.push_back({});
        if (at == kFractionDigitsMax) return choice(std::move(choices));
        const char first = low ? lowDigit(at) : '0';
        const char last = high ? highDigit(at) : '9';
        const bool lowOver = low && at >= low->size();
        for (char digit = first; digit <= last; ++digit) {
            Fraction next = *this;
            if (low && digit > first) next.low = nullptr;
            // A bound that has been read whole is kept by whatever follows, unless it is excluded.
            if (lowOver && !lowExclusive) next.low = nullptr;
            if (high && digit < last) next.high = nullptr;
            choices.push_back(sequence({literal(std::string(1, digit)), next.from(at + 1)}));
        }
        return choice(std::move(choices));
    }
};

/// "." and digits within bounds, or nothing where the whole number by itself is within them.
Expression fraction(const Bound* low, const Bound* high, bool integer) {
    const Fraction bounds{low ? &low->value.fraction : nullptr, low && low->exclusive,
                          high ? &high->value.fraction : nullptr, high && high->exclusive};
    std::vector<Expression> choices;
    if (bounds.mayEnd(0)) choices.push_back({});
    if (integer) return choice(std::move(choices));
    if (!low && !high) {
        choices.push_back(sequence({literal("."), digits(1, kFractionDigitsMax)}));
        return choice(std::move(choices));
    }
    std::vector<Expression> first;
    const char begin = bounds.low ? bounds.lowDigit(0) : '0';
    const char end = bounds.high ? bounds.highDigit(0) : '9';
    for (char digit = begin; digit <= end; ++digit) {
        Fraction next = bounds;
        const bool over = bounds.low && bounds.low->empty() && !bounds.lowExclusive;
        if (digit > begin || over) next.low = nullptr;
        if (digit < end) next.high = nullptr;
        first.push_back(sequence({literal(std::string(1, digit)), next.from(1)}));
    }
    choices.push_back(sequence({literal("."), choice(std::move(first))}));
    return choice(std::move(choices));
}

/// Magnitudes between bounds; no upper bound means as many digits as there is room for.
Expression magnitudes(const Bound& low, const std::optional<Bound>& high, bool integer) {
    if (high && less(high->value, low.value)) return nothing();
    const std::string top(std::max(kWholeDigitsMax, low.value.whole.size()), '9');
    const std::string& last = high ? high->value.whole : top;
    const bool one = high && last == low.value.whole;
    std::vector<Expression> choices;
    choices.push_back(
        sequence({literal(low.value.whole), fraction(&low, one ? &*high : nullptr, integer)}));
    if (one) return choice(std::move(choices));
    if (high) choices.push_back(sequence({literal(last), fraction(nullptr, &*high, integer)}));
    const std::string begin = plusOne(low.value.whole);
    const std::string end = high ? minusOne(last) : last;
    if (begin.size() < end.size() || (begin.size() == end.size() && begin <= end))
        choices.push_back(
            sequence({wholeBetween(begin, end), fraction(nullptr, nullptr, integer)}));
    return choice(std::move(choices));
}

bool negative(const NumberBound& bound) {
    return bound.decimal.starts_with('-') && !magnitudeOf(bound.decimal).zero();
}

Expression unbounded(bool integer) {
    const auto more = static_cast<std::uint32_t>(kWholeDigitsMax - 1);
    Expression whole =
        sequence({optional(literal("-")),
                  choice({literal("0"), sequence({digitRange('1', '9'), digits(0, more)})})});
    if (integer) return whole;
    CodePoints e = CodePoints::single('e');
    e.add('E', 'E');
    CodePoints sign = CodePoints::single('+');
    sign.add('-', '-');
    return sequence(
        {std::move(whole), optional(sequence({literal("."), digits(1, kFractionDigitsMax)})),
         optional(sequence({characters(e), optional(characters(sign)), digits(1, 2)}))});
}

} // namespace

Expression numberBetween(const NumberShape& shape) {
    const auto& minimum = shape.minimum;
    const auto& maximum = shape.maximum;
    if (!minimum && !maximum) return unbounded(shape.integer);
    const auto boundOf = [](const NumberBound& b) {
        return Bound{magnitudeOf(b.decimal), b.exclusive};
    };
    std::vector<Expression> choices;
    const bool mayBeNegative = !minimum || negative(*minimum);
    const bool mayBePositive = !maximum || !negative(*maximum);
    if (mayBePositive) {
        const Bound low = minimum && !mayBeNegative ? boundOf(*minimum) : Bound{};
        std::optional<Bound> high;
        if (maximum) high = boundOf(*maximum);
        choices.push_back(magnitudes(low, high, shape.integer));
    }
    if (mayBeNegative) {
        // Mirrored: the larger bound is the smaller magnitude. Minus zero is left out.
        const Bound low = mayBePositive ? Bound{{}, true} : boundOf(*maximum);
        std::optional<Bound> high;
        if (minimum) high = boundOf(*minimum);
        choices.push_back(sequence({literal("-"), magnitudes(low, high, shape.integer)}));
    }
    return choice(std::move(choices));
}

std::string decimalOf(double value) {
    std::array<char, 400> text{};
    const auto written =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return {text.data(), written.ptr};
}

} // namespace inference::grammar
