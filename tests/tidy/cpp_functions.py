# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Finds function bodies in C++ and GLSL by their braces. Not a parser: good enough to count lines."""
import re

TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\s"\\]{0,16})\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|"""
    r"""(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])*'|\#[^\n]*(?:\\\n[^\n]*)*""",
    re.DOTALL,
)
TYPE = re.compile(r"\b(class|struct|union|enum)\b")
NAME = re.compile(r"([\w~]+(?:::[\w~]+)*|operator\s*\S+?)\s*\(")
CONTROL = {"if", "for", "while", "switch", "catch", "alignas", "decltype", "noexcept", "requires", "__attribute__"}


def without_comments(text):
    """The text with comments, strings and preprocessor lines blanked, line breaks kept."""
    return TOKEN.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def classify(head):
    """What the brace after `head` opens: "namespace", "type", "function" or "block"."""
    if re.search(r"\bnamespace\b|\bextern\s*$", head):
        return "namespace"
    if head.endswith("=") or re.search(r"=\s*\w*$", head) and ")" not in head:
        return "block"
    if TYPE.search(head) and not re.search(r"\)\s*(const|noexcept|override|final|->.*|\s)*$", head):
        return "type"
    return "function" if "(" in head and ")" in head else "block"


def function_name(head):
    names = [name for name in NAME.findall(head) if name.split("::")[-1] not in CONTROL]
    return re.sub(r"\s+", "", names[0]) if names else "unnamed"


def functions(text):
    """The (name, lines) of every function body at namespace or class level."""
    found, stack = [], []  # stack: (kind, start of the head, its line)
    head, head_line, line = None, 1, 1
    for position, character in enumerate(text):
        if character == "\n":
            line += 1
        elif character == "{":
            outer = all(kind in ("namespace", "type") for kind, _, _ in stack)
            kind = classify(text[head:position].strip()) if outer and head is not None else "block"
            stack.append((kind, position if head is None else head, line if head is None else head_line))
            head = None
        elif character == "}":
            kind, start, start_line = stack.pop() if stack else ("block", position, line)
            following = text[position + 1 : position + 200].lstrip()[:1]
            if kind == "function" and following in (",", "{") and following:
                head, head_line = start, start_line  # that was a member initialiser: the body is to come
                continue
            if kind == "function":
                found.append((function_name(text[start : text.index("{", start)]), line - start_line + 1))
            head = None
        elif character == ";":
            head = None
        elif head is None and not character.isspace():
            head, head_line = position, line
    return found
