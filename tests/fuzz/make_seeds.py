#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Writes first inputs for the fuzzers out of the reference vectors: make_seeds.py VECTORS OUT

OUT/SUBJECT/ then goes to fuzz_SUBJECT as its corpus. The leading bytes are the options that each
fuzzer reads from its input.
"""
import hashlib
import json
import sys
from pathlib import Path

SCHEMAS = [
    {},
    {"type": "object", "properties": {"a": {"type": "string", "maxLength": 9}, "b": {"type": "integer"}},
     "required": ["a"], "additionalProperties": False},
    {"$defs": {"t": {"type": "object", "properties": {"k": {"$ref": "#/$defs/t"}}}}, "$ref": "#/$defs/t"},
    {"type": "array", "items": {"enum": ["x", 1, None, {"y": [True]}]}, "minItems": 1, "maxItems": 3},
    {"type": "string", "pattern": "^[a-f]{2,3}(x|\\d+)?$"},
    {"type": "number", "minimum": -1.5, "exclusiveMaximum": 20},
    {"oneOf": [{"const": "a"}, {"type": "object", "properties": {"t": {"const": 1}}}]},
    {"allOf": [{"minLength": 2}, {"type": "string", "format": "date-time"}]},
]
GRAMMARS = [
    'root ::= "a" b* [c-e]+\nb ::= ("x" | "y"){1,3} root?',
    'root ::= [^"\\\\\\x00-\\x1f] | "\\u00e9" .',
    'root ::= item (", " item)*\nitem ::= [0-9]{2,4} # digits',
]


class Writer:
    def __init__(self, root, subject):
        self.folder = root / subject
        self.folder.mkdir(parents=True, exist_ok=True)

    def add(self, data):
        (self.folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def write_templates(vectors, out):
    for path in sorted((vectors / "chat-templates").rglob("*.jinja*")):
        out.add(b"\0" + path.read_bytes())
    for path in sorted((vectors / "jinja").glob("*.json")):
        for text in strings(json.loads(path.read_text())):
            if "{" in text:
                out.add(b"\0" + text.encode())


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def write_answers(vectors, out):
    cases = json.loads((vectors / "chat-templates/expected.json").read_text())["cases"]
    for case in cases:
        if "tool" not in case["case"] or not isinstance(case.get("expected"), str):
            continue
        text = case["expected"].encode()[-1500:]
        for form in (2, 3, 4, 6, 8, 10, 12, 16, 20):
            out.add(bytes([form, 2]) + text)
    for text in strings(json.loads((vectors / "harmony/harmony-vectors.json").read_text())):
        if "<|" in text:
            out.add(b"\0\4" + text.encode()[:3000])


def write_grammars(out):
    for schema in SCHEMAS:
        out.add(b"\0\1" + json.dumps(schema).encode())
    for grammar in GRAMMARS:
        out.add(b"\1\1" + grammar.encode())


def write_texts(vectors, out):
    corpus = json.loads((vectors / "vocab/corpus.json").read_text())
    for index, text in enumerate(strings(corpus)):
        out.add(bytes([index % 26, 3]) + text.encode("utf-8", "surrogatepass")[:2000])


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    vectors, root = Path(sys.argv[1]), Path(sys.argv[2])
    write_templates(vectors, Writer(root, "template"))
    write_answers(vectors, Writer(root, "answer"))
    write_grammars(Writer(root, "grammar"))
    write_texts(vectors, Writer(root, "tokenizer"))


if __name__ == "__main__":
    main()
