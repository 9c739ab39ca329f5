// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/storage/title.h"

#include "core/base/utf8.h"

namespace core {
namespace {

constexpr std::size_t kTitleCharactersMax = 40;
constexpr char32_t kZeroWidthJoiner = 0x200d;

bool isSpace(char32_t value) {
    return value <= 0x20 || value == 0x7f || value == 0xa0 || value == 0x3000 || value == 0x2028
           || value == 0x2029;
}

/// Without what makes a heading, a quote, a list or a fence.
std::string_view withoutMarkers(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(" \t\r#>*-+`~_");
    return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

/// One space for every run of spaces and control characters, none at the ends.
std::string collapsed(std::string_view line) {
    std::string result;
    bool gap = false;
    for (std::size_t at = 0; at < line.size();) {
        const CodePoint point = codePointAt(line, at);
        if (isSpace(point.value)) {
            gap = !result.empty();
        } else {
            if (gap) result += ' ';
            gap = false;
            result += validUtf8(line.substr(at, point.bytes));
        }
        at += point.bytes;
    }
    return result;
}

std::string shortened(std::string text) {
    std::size_t characters = 0;
    std::size_t wordEnd = 0;      // Where the last whole word that fits ends.
    std::size_t characterEnd = 0; // The same for characters.
    char32_t previous = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = codePointAt(text, at);
        const bool joined =
            at > 0 && (extendsCharacter(point.value) || previous == kZeroWidthJoiner);
        if (!joined) {
            if (characters <= kTitleCharactersMax) {
                characterEnd = at;
                if (point.value == ' ') wordEnd = at;
            }
            ++characters;
        }
        previous = point.value;
        at += point.bytes;
    }
    if (characters <= kTitleCharactersMax) return text;
    // A long first word (or writing without gaps) is cut where it is.
    text.resize(wordEnd >= characterEnd / 2 && wordEnd > 0 ? wordEnd : characterEnd);
    return text + "…";
}

} // namespace

std::string titleFrom(std::string_view message) {
    while (!message.empty()) {
        const std::size_t end = message.find('\n');
        const std::string line = collapsed(withoutMarkers(message.substr(0, end)));
        if (!line.empty()) return shortened(line);
        if (end == std::string_view::npos) break;
        message.remove_prefix(end + 1);
    }
    return {};
}

} // namespace core
