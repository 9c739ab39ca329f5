// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/gguf/gguf_split.h"

namespace inference {

namespace {

constexpr std::string_view kOf = "-of-";
constexpr std::string_view kExtension = ".gguf";
constexpr std::size_t kDigits = 5;

std::optional<std::uint32_t> fiveDigits(std::string_view text) {
    std::uint32_t value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint32_t>(digit - '0');
    }
    return value;
}

std::string padded(std::uint32_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < kDigits) digits.insert(0, kDigits - digits.size(), '0');
    return digits;
}

} // namespace

std::string GgufSplitName::partName(std::uint32_t part) const {
    return prefix + "-" + padded(part) + std::string(kOf) + padded(count) + std::string(kExtension);
}

std::optional<GgufSplitName> parseGgufSplitName(std::string_view fileName) {
    // From the end: 5 digits, "-of-", 5 digits, the extension, and a dash in front of it all.
    constexpr std::size_t kTail = 1 + kDigits + kOf.size() + kDigits + kExtension.size();
    if (fileName.size() < kTail) return std::nullopt;
    const std::string_view tail = fileName.substr(fileName.size() - kTail);
    if (tail[0] != '-' || tail.substr(1 + kDigits, kOf.size()) != kOf
        || tail.substr(kTail - kExtension.size()) != kExtension)
        return std::nullopt;
    const auto number = fiveDigits(tail.substr(1, kDigits));
    const auto count = fiveDigits(tail.substr(1 + kDigits + kOf.size(), kDigits));
    if (!number || !count || *number < 1 || *number > *count) return std::nullopt;
    return GgufSplitName{std::string(fileName.substr(0, fileName.size() - kTail)), *number, *count};
}

} // namespace inference
