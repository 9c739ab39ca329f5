// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Normal forms, UAX #15 and chapter 3.11 of the Unicode Standard.
#include <algorithm>
#include <bitset>
#include <unordered_map>

#include "inference/tokenizer/unicode.h"
#include "inference/tokenizer/unicode_tables.h"

namespace inference::unicode {

namespace {

// Hangul syllables are computed (chapter 3.12).
constexpr char32_t kSyllables = 0xac00, kLeads = 0x1100, kVowels = 0x1161, kTrails = 0x11a7;
constexpr char32_t kLeadCount = 19, kVowelCount = 21, kTrailCount = 28;
constexpr char32_t kSyllableCount = kLeadCount * kVowelCount * kTrailCount;

/// The first code point that any of this concerns.
constexpr char32_t kFirst = 0xc0;
constexpr unsigned kCodeBits = 24; // a code point takes 21 bits

unsigned combiningClass(char32_t code) {
    if (code < 0x300) return 0;
    const std::uint32_t* end = kCombiningClasses + kCombiningClassesCount;
    const std::uint32_t* found = std::lower_bound(kCombiningClasses, end, code << 8);
    return found != end && *found >> 8 == code ? *found & 0xff : 0;
}

const Decomposition* findDecomposition(char32_t code) {
    const Decomposition* end = kDecompositions + kDecompositionsCount;
    const Decomposition* found = std::lower_bound(
        kDecompositions, end, code,
        [](const Decomposition& entry, char32_t value) { return entry.code < value; });
    return found != end && found->code == code ? found : nullptr;
}

void decomposeOne(char32_t code, std::u32string& target) {
    if (code < kFirst) {
        target.push_back(code);
        return;
    }
    if (code >= kSyllables && code < kSyllables + kSyllableCount) {
        const char32_t index = code - kSyllables;
        target.push_back(kLeads + index / (kVowelCount * kTrailCount));
        target.push_back(kVowels + index / kTrailCount % kVowelCount);
        if (index % kTrailCount != 0) target.push_back(kTrails + index % kTrailCount);
        return;
    }
    const Decomposition* entry = findDecomposition(code);
    if (!entry) {
        target.push_back(code);
        return;
    }
    // The table has single steps; chains are at most four long.
    decomposeOne(entry->first, target);
    if (entry->second != 0) decomposeOne(entry->second, target);
}

/// The composite of a pair, or 0.
char32_t composePair(char32_t first, char32_t second) {
    if (first >= kLeads && first < kLeads + kLeadCount && second >= kVowels
        && second < kVowels + kVowelCount)
        return kSyllables + ((first - kLeads) * kVowelCount + second - kVowels) * kTrailCount;
    if (first >= kSyllables && first < kSyllables + kSyllableCount
        && (first - kSyllables) % kTrailCount == 0 && second > kTrails
        && second < kTrails + kTrailCount)
        return first + second - kTrails;
    static const auto pairs = [] {
        std::unordered_map<std::uint64_t, char32_t> map;
        for (std::size_t i = 0; i < kDecompositionsCount; ++i) {
            const Decomposition& entry = kDecompositions[i];
            if (entry.composes != 0)
                map.emplace(std::uint64_t{entry.first} << 32 | entry.second, entry.code);
        }
        return map;
    }();
    const auto found = pairs.find(std::uint64_t{first} << 32 | second);
    return found == pairs.end() ? 0 : found->second;
}

/// Whether a code point neither changes nor joins anything on its left, in a table for the plane
/// that nearly all text is in.
bool isInert(char32_t code) {
    static const auto others = [] {
        std::bitset<0x10000> set;
        const auto add = [&](char32_t other) {
            if (other < set.size()) set.set(other);
        };
        for (std::size_t i = 0; i < kCombiningClassesCount; ++i) add(kCombiningClasses[i] >> 8);
        for (std::size_t i = 0; i < kDecompositionsCount; ++i) {
            add(kDecompositions[i].code);
            add(kDecompositions[i].second);
        }
        for (char32_t i = 0; i < kVowelCount; ++i) add(kVowels + i);
        for (char32_t i = 0; i < kTrailCount; ++i) add(kTrails + i);
        for (char32_t i = 0; i < kSyllableCount; ++i) add(kSyllables + i);
        return set;
    }();
    return code < others.size() && (code == 0 || !others[code]);
}

void compose(std::u32string& text) {
    constexpr std::size_t kNone = ~std::size_t{0};
    std::size_t starter = kNone, written = 0;
    unsigned lastClass = 0;
    for (const char32_t code : text) {
        const unsigned combining = combiningClass(code);
        // Blocked if something since the starter has the same or a higher class.
        const bool adjacent = starter != kNone && written == starter + 1;
        if (starter != kNone && (adjacent || lastClass < combining)) {
            if (const char32_t composite = composePair(text[starter], code)) {
                text[starter] = composite;
                continue;
            }
        }
        if (combining == 0) starter = written;
        lastClass = combining;
        text[written++] = code;
    }
    text.resize(written);
}

} // namespace

std::u32string decompose(std::u32string_view text) {
    std::u32string result;
    result.reserve(text.size());
    for (const char32_t code : text) decomposeOne(code, result);
    // Each run of marks in the order of their classes, which wait in the upper bits.
    const auto byClass = [](char32_t a, char32_t b) { return a >> kCodeBits < b >> kCodeBits; };
    std::size_t begin = 0;
    const auto sortRun = [&](std::size_t end) {
        const auto first = result.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto last = result.begin() + static_cast<std::ptrdiff_t>(end);
        if (!std::is_sorted(first, last, byClass)) std::stable_sort(first, last, byClass);
        for (auto code = first; code != last; ++code) *code &= (1u << kCodeBits) - 1;
        begin = end + 1;
    };
    for (std::size_t i = 0; i < result.size(); ++i) {
        const unsigned combining = combiningClass(result[i]);
        if (combining == 0) {
            sortRun(i);
        } else {
            result[i] |= char32_t{combining} << kCodeBits;
        }
    }
    sortRun(result.size());
    return result;
}

std::string normalizeC(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    std::u32string run;
    const auto flush = [&] {
        if (run.empty()) return;
        if (run.size() == 1 && isInert(run[0])) {
            append(result, run[0]);
            run.clear();
            return;
        }
        std::u32string composed = decompose(run);
        compose(composed);
        for (const char32_t code : composed) append(result, code);
        run.clear();
    };
    while (!text.empty()) {
        // Plain ASCII followed by more of it changes nothing and joins nothing.
        std::size_t plain = 0;
        while (plain < text.size() && static_cast<unsigned char>(text[plain]) < 0x80) ++plain;
        if (plain > 1 || (plain == 1 && text.size() == 1)) {
            const std::size_t safe = plain == text.size() ? plain : plain - 1;
            flush();
            result.append(text.substr(0, safe));
            text.remove_prefix(safe);
            continue;
        }
        const Decoded decoded = decodeFirst(text);
        if (decoded.valid) {
            if (isInert(decoded.code)) flush();
            run.push_back(decoded.code);
        } else {
            flush();
            result.push_back(text[0]);
        }
        text.remove_prefix(decoded.length);
    }
    flush();
    return result;
}

} // namespace inference::unicode
