// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>
#include <ctime>
#include <optional>

#include "inference/jinja/builtins.h"

namespace inference::jinja {

namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::string padded(int value, std::size_t width, char fill) {
    std::string digits = std::to_string(value);
    if (fill != '\0' && digits.size() < width) digits.insert(0, width - digits.size(), fill);
    return digits;
}

/// What libc writes for fields of digits, which no locale changes.
std::string digits(char c, const std::tm& t) {
    const char format[] = {'%', c, '\0'};
    std::array<char, 16> out{};
    return {out.data(), std::strftime(out.data(), out.size(), format, &t)};
}

/// Nothing where there is no such field.
std::optional<std::string> field(char c, char fill, const std::tm& t) {
    const int hour12 = t.tm_hour % 12 == 0 ? 12 : t.tm_hour % 12;
    const auto day = static_cast<std::size_t>(t.tm_wday) % 7;
    const auto month = static_cast<std::size_t>(t.tm_mon) % 12;
    switch (c) {
    case 'Y': return std::to_string(t.tm_year + 1900);
    case 'y': return padded(t.tm_year % 100, 2, fill);
    case 'm': return padded(t.tm_mon + 1, 2, fill);
    case 'd': return padded(t.tm_mday, 2, fill);
    case 'e': return padded(t.tm_mday, 2, fill == '0' ? ' ' : fill);
    case 'H': return padded(t.tm_hour, 2, fill);
    case 'I': return padded(hour12, 2, fill);
    case 'M': return padded(t.tm_min, 2, fill);
    case 'S': return padded(t.tm_sec, 2, fill);
    case 'j': return padded(t.tm_yday + 1, 3, fill);
    case 'u': return std::to_string(t.tm_wday == 0 ? 7 : t.tm_wday);
    case 'w': return std::to_string(t.tm_wday);
    case 'p': return t.tm_hour < 12 ? "AM" : "PM";
    case 'A': return std::string(kDays[day]);
    case 'a': return std::string(kDays[day].substr(0, 3));
    case 'B': return std::string(kMonths[month]);
    case 'b':
    case 'h': return std::string(kMonths[month].substr(0, 3));
    case 'k': return padded(t.tm_hour, 2, fill == '0' ? ' ' : fill);
    case 'l': return padded(hour12, 2, fill == '0' ? ' ' : fill);
    case 'P': return t.tm_hour < 12 ? "am" : "pm";
    case 'f': return "000000";
    case 'C':
    case 'G':
    case 'U':
    case 'V':
    case 'W':
    case 'g': return digits(c, t);
    // The reference's times know no zone.
    case 'z':
    case 'Z': return std::string();
    case 'n': return "\n";
    case 't': return "\t";
    case '%': return "%";
    default: return std::nullopt;
    }
}

std::string_view composite(char c) {
    switch (c) {
    case 'D':
    case 'x': return "%m/%d/%y";
    case 'F': return "%Y-%m-%d";
    case 'R': return "%H:%M";
    case 'T':
    case 'X': return "%H:%M:%S";
    case 'c': return "%a %b %e %H:%M:%S %Y";
    default: return {};
    }
}

void append(std::string& out, std::string_view format, const std::tm& t) {
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%' || i + 1 == format.size()) {
            out += format[i];
            continue;
        }
        std::size_t at = i + 1;
        char fill = '0';
        if (format[at] == '-' && at + 1 < format.size()) { // "%-d": no leading zero
            fill = '\0';
            ++at;
        }
        if (const std::string_view longer = composite(format[at]); !longer.empty()) {
            append(out, longer, t); // one level: these use simple fields only
        } else if (const auto text = field(format[at], fill, t)) {
            out += *text;
        } else {
            out.append(format, i, at - i + 1);
        }
        i = at;
    }
}

} // namespace

std::string formatTime(std::string_view format, std::int64_t unixSeconds, bool utc) {
    const auto seconds = static_cast<std::time_t>(unixSeconds);
    std::tm t{};
    // Beyond the years that fit into an int these fail and leave the epoch.
    if (utc)
        gmtime_r(&seconds, &t);
    else
        localtime_r(&seconds, &t);
    std::string out;
    append(out, format, t);
    return out;
}

} // namespace inference::jinja
