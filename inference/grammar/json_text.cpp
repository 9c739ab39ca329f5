// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/json_text.h"

#include <algorithm>
#include <map>
#include <utility>

#include "inference/tokenizer/unicode.h"

namespace inference::grammar {

namespace {

constexpr std::uint32_t kIndentMax = 32;
// Names of properties are rarely longer, and a model that is lost in one must come to its end.
constexpr std::uint32_t kNameMax = 64;

constexpr std::pair<char32_t, char> kShortEscapes[] = {
    {'"', '"'}, {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}};

ByteSequence bytes(std::string_view text) {
    ByteSequence out;
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        out.push_back({byte, byte});
    }
    return out;
}

CodePoints plainCharacters() {
    CodePoints set = CodePoints::all();
    set.remove(0, 0x1f);
    set.remove('"', '"');
    set.remove('\\', '\\');
    return set;
}

std::string escapeOf(char32_t point) {
    for (const auto& [code, letter] : kShortEscapes)
        if (code == point) return {'\\', letter};
    constexpr std::string_view kHex = "0123456789abcdef";
    return std::string("\\u00") + kHex[point >> 4 & 15] + kHex[point & 15];
}

Expression otherThan(std::span<const std::u32string> texts, std::size_t at) {
    std::map<char32_t, std::vector<std::u32string>> next;
    bool ends = false;
    for (const std::u32string& text : texts) {
        if (text.size() == at)
            ends = true;
        else
            next[text[at]].push_back(text);
    }
    const CodePoints plain = plainCharacters();
    CodePoints others = plain;
    std::vector<Expression> choices;
    if (!ends) choices.push_back({});
    for (const auto& [point, rest] : next) {
        others.remove(point, point);
        if (plain.contains(point))
            choices.push_back(
                sequence({characters(CodePoints::single(point)), otherThan(rest, at + 1)}));
    }
    choices.push_back(sequence({characters(others), repeat(characters(plain), 0, kNameMax)}));
    return choice(std::move(choices));
}

} // namespace

Expression jsonCharacter() {
    std::vector<ByteSequence> sequences = plainCharacters().utf8();
    for (const char c : std::string_view("\"\\/bfnrt"))
        sequences.push_back(bytes(std::string{'\\', c}));
    const auto hex = [&](ByteSequence head, int digits) {
        // Digits, capitals and small letters: 3^n sequences, as each range is one of a sequence.
        std::vector<ByteSequence> grown{std::move(head)};
        constexpr ByteRange kDigits[] = {{'0', '9'}, {'A', 'F'}, {'a', 'f'}};
        for (int i = 0; i < digits; ++i) {
            std::vector<ByteSequence> longer;
            for (const ByteSequence& one : grown) {
                for (const ByteRange range : kDigits) {
                    longer.push_back(one);
                    longer.back().push_back(range);
                }
            }
            grown = std::move(longer);
        }
        sequences.insert(sequences.end(), grown.begin(), grown.end());
    };
    const auto escape = [&](ByteRange first) {
        ByteSequence head = bytes("\\u");
        head.push_back(first);
        return head;
    };
    for (const ByteRange first :
         {ByteRange{'0', '9'}, {'A', 'C'}, {'E', 'F'}, {'a', 'c'}, {'e', 'f'}})
        hex(escape(first), 3);
    for (const char d : {'D', 'd'}) {
        const auto byte = static_cast<std::uint8_t>(d);
        ByteSequence head = escape({byte, byte});
        head.push_back({'0', '7'});
        hex(std::move(head), 2);
    }
    return item(std::move(sequences));
}

Expression jsonCharacter(const CodePoints& set) {
    CodePoints plain = set;
    plain.remove(0, 0x1f);
    plain.remove('"', '"');
    plain.remove('\\', '\\');
    std::vector<ByteSequence> sequences = plain.utf8();
    for (char32_t point = 0; point <= '\\'; ++point) {
        const bool special = point < 0x20 || point == '"' || point == '\\';
        if (special && set.contains(point)) sequences.push_back(bytes(escapeOf(point)));
    }
    return item(std::move(sequences));
}

std::string jsonEscaped(std::string_view utf8) {
    std::string out;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || c == '"' || c == '\\')
            out += escapeOf(byte);
        else
            out += c;
    }
    return out;
}

Expression jsonTextOtherThan(std::span<const std::string> texts) {
    std::vector<std::u32string> points;
    for (const std::string& text : texts) {
        std::u32string& decoded = points.emplace_back();
        for (std::string_view rest = text; !rest.empty();) {
            const unicode::Decoded first = unicode::decodeFirst(rest);
            decoded += first.code;
            rest.remove_prefix(first.length);
        }
    }
    return otherThan(points, 0);
}

Expression jsonSpace() {
    CodePoints blank = CodePoints::single(' ');
    blank.add('\t', '\t');
    return choice({Expression(), literal(" "),
                   sequence({literal("\n"), repeat(characters(blank), 0, kIndentMax)})});
}

} // namespace inference::grammar
