// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/unicode.h"

#include <algorithm>
#include <array>

#include "inference/tokenizer/unicode_tables.h"

namespace inference::unicode {

namespace {

constexpr char32_t kReplacement = 0xfffd;
constexpr std::size_t kCodes = 0x110000;
constexpr std::size_t kBlock = 256;

/// The runs spread out into blocks of 256 code points; blocks that are the same are shared.
struct ClassTable {
    std::array<std::uint16_t, kCodes / kBlock> blockOf{};
    std::vector<std::uint8_t> classes;

    ClassTable() {
        std::size_t run = 0;
        std::array<std::uint8_t, kBlock> block{};
        for (std::size_t index = 0; index < blockOf.size(); ++index) {
            for (std::size_t i = 0; i < kBlock; ++i) {
                const std::size_t code = index * kBlock + i;
                while (run + 1 < kClassRunsCount && kClassRuns[run + 1] >> 8 <= code) ++run;
                block[i] = static_cast<std::uint8_t>(kClassRuns[run]);
            }
            // Equal blocks (unassigned planes, ideographs) are neighbours.
            const bool same = !classes.empty()
                              && std::equal(block.begin(), block.end(),
                                            classes.end() - static_cast<std::ptrdiff_t>(kBlock));
            if (!same) classes.insert(classes.end(), block.begin(), block.end());
            blockOf[index] = static_cast<std::uint16_t>(classes.size() / kBlock - 1);
        }
    }
};

} // namespace

ClassMask classBit(char32_t code) {
    static const ClassTable table;
    if (code >= kCodes) return maskOf(Class::Other) & ~kHan;
    const std::size_t block = table.blockOf[code / kBlock];
    return ClassMask{1} << table.classes[block * kBlock + code % kBlock];
}

Decoded decodeFirst(std::string_view text) {
    const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byteAt(0);
    if (lead < 0x80) return {lead, 1};
    const Decoded invalid{kReplacement, 1, false};
    if (lead < 0xc2 || lead > 0xf4) return invalid;
    const std::uint32_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (length > text.size()) return invalid;
    char32_t code = lead & (0xffu >> (length + 1));
    for (std::uint32_t i = 1; i < length; ++i) {
        if ((byteAt(i) & 0xc0u) != 0x80) return invalid;
        code = code << 6 | (byteAt(i) & 0x3fu);
    }
    constexpr char32_t kSmallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < kSmallest[length] || code >= kCodes || (code >= 0xd800 && code < 0xe000))
        return invalid;
    return {code, length};
}

Decoded decodeLast(std::string_view text) {
    for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length) {
        const std::string_view tail = text.substr(text.size() - length);
        if ((static_cast<unsigned char>(tail[0]) & 0xc0u) == 0x80) continue;
        const Decoded decoded = decodeFirst(tail);
        if (decoded.length == length) return decoded;
        break;
    }
    return {kReplacement, 1, false};
}

void append(std::string& target, char32_t code) {
    const auto put = [&](char32_t byte) { target.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | code >> 6);
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3f));
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

char32_t toLower(char32_t code) {
    if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
    const LowerCase* end = kLowerCase + kLowerCaseCount;
    const LowerCase* found =
        std::lower_bound(kLowerCase, end, code, [](const LowerCase& entry, char32_t value) {
            return entry.upper < value;
        });
    return found != end && found->upper == code ? found->lower : code;
}

} // namespace inference::unicode
