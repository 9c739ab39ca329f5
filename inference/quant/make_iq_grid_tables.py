#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Writes grid_<name>.h: the codebooks of the IQ1, IQ2 and IQ3 types.

Usage: make_iq_grid_tables.py LIBGGML_BASE inference/quant

The codebooks were found by a search when the formats were made, so no formula gives them; they are
part of the formats. This script asks the reference decoders (any build of libggml-base) what every
index of every codebook decodes to, through blocks that hold one index each and a scale of one. An entry is
written as a number: element j of it is digit j, lowest first, as an index into the levels below.
"""
import ctypes
import struct
import sys
from pathlib import Path

ONE = struct.pack("<e", 1.0)
QUARTER = [8, 25, 43]
EIGHTS = [4, 12, 20, 28, 36, 44, 52, 62]
ODD = [1, 3, 5, 7, 9, 11, 13, 15]
SIGNS = [-1, 0, 1]


def decode(library, name, block, count):
    values = (ctypes.c_float * 256)()
    source = ctypes.create_string_buffer(block, len(block))
    getattr(library, "dequantize_row_" + name)(source, values, ctypes.c_int64(256))
    return values[:count]


# Blocks whose first elements are entry `i` with a known factor: (block, elements, factor).
def iq2_xxs(i):
    return ONE + bytes([i]) + bytes(63), 8, 0.125


def iq2_xs(i):
    return ONE + struct.pack("<H", i) + bytes(62 + 8), 8, 0.125


def iq2_s(i):
    return ONE + bytes([i & 255]) + bytes(63) + bytes([i >> 8]) + bytes(7 + 8), 8, 0.125


def iq3_xxs(i):
    return ONE + bytes([i]) + bytes(95), 4, 0.25


def iq3_s(i):
    return ONE + bytes([i & 255]) + bytes(63) + bytes([i >> 8]) + bytes(7 + 32 + 4), 4, 1.0


def iq1_s(i):
    return ONE + bytes([i & 255]) + bytes(31) + struct.pack("<H", i >> 8) + bytes(14), 8, 1.0


GRIDS = [
    ("iq2_xxs", 256, iq2_xxs, QUARTER, 2, 0.0, "Eight levels of two bits each: 0 is 8, 1 is 25, 2 is 43."),
    ("iq2_xs", 512, iq2_xs, QUARTER, 2, 0.0, "Eight levels of two bits each: 0 is 8, 1 is 25, 2 is 43."),
    ("iq2_s", 1024, iq2_s, QUARTER, 2, 0.0, "Eight levels of two bits each: 0 is 8, 1 is 25, 2 is 43."),
    ("iq3_xxs", 256, iq3_xxs, EIGHTS, 3, 0.0, "Four levels of three bits each: 8 q + 4, but 7 is 62."),
    ("iq3_s", 512, iq3_s, ODD, 3, 0.0, "Four levels of three bits each: 2 q + 1."),
    ("iq1", 2048, iq1_s, SIGNS, 2, 0.125, "Eight levels of two bits each: q - 1."),
]


def main():
    library, folder = ctypes.CDLL(sys.argv[1]), Path(sys.argv[2])
    for name, count, make, levels, bits, shift, meaning in GRIDS:
        codes = []
        for index in range(count):
            block, elements, factor = make(index)
            values = decode(library, "iq1_s" if name == "iq1" else name, block, elements)
            codes.append(sum(levels.index(round(v / factor - shift)) << bits * j for j, v in enumerate(values)))
        assert len(set(codes)) == count
        words = [f"{low | high << 16:#010x}u" for low, high in zip(codes[::2], codes[1::2])]
        lines = [", ".join(words[at:at + 8]) for at in range(0, len(words), 8)]
        text = [
            "// SPDX-License-Identifier: Apache-2.0",
            "// SPDX-FileCopyrightText: The Hearth authors",
            f"// Codebook {name.upper()}: {count} entries, two to a word, the lower half first. Written by",
            f"// make_iq_grid_tables.py. {meaning}",
            "// clang-format off",
            ",\n".join(lines),
        ]
        (folder / f"grid_{name}.h").write_text("\n".join(text) + "\n")


if __name__ == "__main__":
    main()
