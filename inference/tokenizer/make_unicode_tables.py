#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Writes unicode_tables.cpp from Python's own Unicode database.

Usage: make_unicode_tables.py > unicode_tables.cpp

Three tables: runs of code points of one class (with the Han script marked, which Python does not
know and which is therefore given here as ranges), canonical decompositions with combining classes
for normal form C, and simple lower-case mappings.
"""
import sys
import unicodedata

CLASSES = {"Lu": 1, "Ll": 2, "Lt": 3, "Lm": 4, "Lo": 5, "Mn": 6, "Mc": 7, "Me": 7,
           "Nd": 8, "Nl": 9, "No": 9}
WHITE_SPACE = set(list(range(9, 14)) + [0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F,
                                        0x3000] + list(range(0x2000, 0x200B)))
# Script=Han (Scripts.txt of the Unicode Character Database, version 15).
HAN = [(0x2E80, 0x2E99), (0x2E9B, 0x2EF3), (0x2F00, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007),
       (0x3021, 0x3029), (0x3038, 0x303B), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFA6D),
       (0xFA70, 0xFAD9), (0x16FE2, 0x16FE3), (0x16FF0, 0x16FF1), (0x20000, 0x2A6DF),
       (0x2A700, 0x2B739), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0),
       (0x2F800, 0x2FA1D), (0x30000, 0x3134A), (0x31350, 0x323AF)]
# Ideographs that are newer than some Python versions' database.
NEW_LETTERS = [(0x31350, 0x323AF)]


def in_ranges(code, ranges):
    return any(first <= code <= last for first, last in ranges)


def class_of(code):
    if code in WHITE_SPACE:
        return 12
    category = unicodedata.category(chr(code))
    if in_ranges(code, NEW_LETTERS):
        category = "Lo"
    value = CLASSES.get(category, {"P": 10, "S": 11}.get(category[0], 0))
    if category == "Cc":
        value = 13
    if code >= 0x2E80 and in_ranges(code, HAN):
        value |= 16
    return value


def emit(name, declaration, values, per_line):
    print(f"const {declaration} {name}[] = {{")
    for start in range(0, len(values), per_line):
        print("    " + " ".join(value + "," for value in values[start:start + per_line]))
    print("};")
    print(f"const std::size_t {name}Count = {len(values)};\n")


def main():
    runs = []
    previous = None
    for code in range(0x110000):
        value = class_of(code)
        if value != previous:
            runs.append(f"0x{code << 8 | value:x}")
            previous = value

    decompositions, combining, lower = [], [], []
    for code in range(0x110000):
        char = chr(code)
        raw = unicodedata.decomposition(char)
        if raw and not raw.startswith("<"):
            parts = [int(part, 16) for part in raw.split()]
            # A pair that normal form C puts together again is a primary composite.
            composes = int(len(parts) == 2 and unicodedata.normalize("NFC", char) == char)
            second = parts[1] if len(parts) == 2 else 0
            decompositions.append(f"{{0x{code:x}, 0x{parts[0]:x}, 0x{second:x}, {composes}}}")
        if unicodedata.combining(char):
            combining.append(f"0x{code << 8 | unicodedata.combining(char):x}")
        small = char.lower()
        if len(small) == 1 and small != char:
            lower.append(f"0x{code:x}, 0x{ord(small):x}")

    print("// SPDX-License-Identifier: Apache-2.0")
    print("// SPDX-FileCopyrightText: The Hearth authors")
    print(f"// Written by make_unicode_tables.py from Unicode {unicodedata.unidata_version}.")
    print('#include "inference/tokenizer/unicode_tables.h"\n')
    print("namespace inference::unicode {\n")
    print("// clang-format off")
    emit("kClassRuns", "std::uint32_t", runs, 12)
    emit("kDecompositions", "Decomposition", decompositions, 5)
    emit("kCombiningClasses", "std::uint32_t", combining, 12)
    emit("kLowerCase", "LowerCase", ["{" + pair + "}" for pair in lower], 6)
    print("// clang-format on")
    print("}  // namespace inference::unicode")


if __name__ == "__main__":
    sys.exit(main())
