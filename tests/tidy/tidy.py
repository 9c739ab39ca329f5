#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Holds the source tree to its own rules: layering, sizes, headers, names, translatable texts.

Usage: tidy.py [--root DIRECTORY] [--update]

Soft size limits are a ratchet: baseline.txt lists what is over them, and those may only shrink.
`--update` lowers the baseline to what is there; it never raises an entry.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

from cpp_functions import functions, without_comments

BASELINE = "tests/tidy/baseline.txt"
CPP, SHADER = (".cpp", ".h", ".inl"), (".comp", ".glsl")
SCRIPT = (".py", ".sh", ".mjs", ".cmake")
BYTES_MAX = 200 * 1024
SLACK = 40  # lines by which an entry may shrink before the baseline has to follow

# (soft, hard) lines; the first row whose test holds counts.
LINE_LIMITS = [
    (lambda name: name.endswith("_tables.cpp"), None),
    (lambda name: name.endswith(".h"), (250, 800)),
    (lambda name: name.endswith(".qml"), (200, 400)),
    (lambda name: name.endswith(SHADER), (150, 400)),
    (lambda name: name.endswith(CPP + SCRIPT), (400, 800)),
]
FUNCTION_LIMITS = [
    (lambda name: name.startswith("inference/backend/cpu/") or name.endswith(SHADER), (120, 240)),
    (lambda name: name.endswith(CPP), (70, 120)),
]

# What each layer must not include, and why.
QT = r"<(Q[A-Z]\w*|Qt\w+/[^>]*|q[a-z]+\.h)>"
FORBIDDEN_INCLUDES = {
    "shaders/": [(r'"(inference|core|app|qml)/', "shaders know nothing above them")],
    "inference/": [
        (QT, "the engine has no Qt"),
        (r'[<"](curl/|sqlite3)', "the engine has no network and no database"),
        (r'"(core|app|qml)/', "inference must not reach up"),
    ],
    "core/": [
        (QT, "core has no Qt"),
        (r'"(app|qml)/', "core must not reach up"),
        (r'"inference/backend/(cpu|vulkan)', "core uses the engine's interface, not a backend"),
    ],
    "app/cli/": [(QT, "hearth-cli has no Qt")],
    "app/": [(r'"qml/', "app must not reach up")],
}
# clang-tidy's rule for these costs it a fifth of its time, most of it in other people's headers.
RESERVED_NAME = re.compile(r"^\s*(?:#\s*define|class|struct|enum(?: class)?|namespace|using)\s+(_[A-Z]\w*|\w*__\w*)")
FORBIDDEN_STEMS = {"util", "utils", "helper", "helpers", "common", "misc"}
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")
SHOWN_TEXT = re.compile(
    r"\b(text|title|placeholderText|label|description|ToolTip\.text|Accessible\.(?:name|description))\s*:\s*(.*)"
)
BARE_LITERAL = re.compile(r"""(?:^|[?:+]\s*)(["'])(?:(?!\1).)*[A-Za-z]{2}(?:(?!\1).)*\1""")
HEX_COLOUR = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']""")
NAMED_COLOUR = re.compile(r"""\bcolor\s*:\s*["'](?!transparent["'])\w+["']""")


def tracked_files(root):
    """Files that git knows or would add; without git, everything outside build/."""
    git = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=root, capture_output=True, text=True)
    if git.returncode == 0 and (root / ".git").exists():
        names = git.stdout.splitlines()
    else:
        names = [str(path.relative_to(root)) for path in root.rglob("*")]
    return sorted(
        name for name in set(names) if not name.startswith((".git/", "build/")) and (root / name).is_file()
    )


def first_match(rows, name):
    return next((limits for test, limits in rows if test(name)), None)


class Tidy:
    def __init__(self, root):
        self.root = root
        self.errors = []
        self.over_soft = {}  # "path" or "path::function" -> lines
        self.texts = {}
        for name in tracked_files(root):
            data = (root / name).read_bytes()
            if len(data) > BYTES_MAX:
                self.error(name, 0, f"{len(data) // 1024} KB: files stay under {BYTES_MAX // 1024} KB")
            if b"\0" not in data[:8192]:
                self.texts[name] = data.decode("utf-8", errors="replace")

    def error(self, name, line, text):
        self.errors.append(f"{name}:{line}: {text}" if line else f"{name}: {text}")

    def lines(self, name):
        return enumerate(self.texts[name].splitlines(), 1)

    def check_names(self):
        for name in self.texts:
            path = Path(name)
            if path.stem.lower().split("_")[-1] in FORBIDDEN_STEMS or re.match(r"My[A-Z]", path.stem):
                self.error(name, 0, "name the file after the noun it holds")
            if path.suffix in CPP and not re.fullmatch(r"[a-z0-9_]+", path.stem):
                self.error(name, 0, "C++ files are named in snake_case")
            if path.suffix == ".qml" and name.startswith("qml/") and not re.fullmatch(r"[A-Z]\w*", path.stem):
                self.error(name, 0, "QML files are named in PascalCase")

    def check_headers(self):
        kinds = CPP + SHADER + SCRIPT + (".qml",)
        for name, text in self.texts.items():
            if not (name.endswith(kinds) or name in ("dev", ".ci/run") or name.endswith("CMakeLists.txt")):
                continue
            top = "\n".join(text.splitlines()[:3])
            if "SPDX-License-Identifier: Apache-2.0" not in top or "SPDX-FileCopyrightText:" not in top:
                self.error(name, 1, "the two-line SPDX header is missing")

    def check_unfinished(self):
        for name in self.texts:
            for number, line in self.lines(name):
                if UNFINISHED.search(line):
                    self.error(name, number, "finish it, or file an issue")

    def check_reserved_names(self):
        for name in self.texts:
            if not name.endswith(CPP):
                continue
            for number, line in self.lines(name):
                if (match := RESERVED_NAME.match(line)):
                    self.error(name, number, f"{match.group(1)} belongs to the compiler")

    def check_layers(self):
        for name, text in self.texts.items():
            if not name.endswith(CPP):
                continue
            includes = [
                (number, match.group(1))
                for number, line in enumerate(text.splitlines(), 1)
                if (match := re.match(r'\s*#\s*include\s+(<[^>]+>|"[^"]+")', line))
            ]
            for layer, rules in FORBIDDEN_INCLUDES.items():
                if not name.startswith(layer):
                    continue
                for number, include in includes:
                    for pattern, why in rules:
                        if re.match(pattern, include):
                            self.error(name, number, f"must not include {include}: {why}")
            for number, include in includes:
                if include[0] == '"' and "/" not in include and not include.endswith('.moc"'):
                    self.error(name, number, f"{include}: includes name their path from the root")

    def check_dead_files(self):
        included = set()
        for text in (text for name, text in self.texts.items() if name.endswith(CPP + SHADER)):
            included |= set(re.findall(r'#\s*include\s+"([^"]+)"', text))
        # The build chooses some shader includes by name, and QML types have no include lines.
        readers = {".glsl": SHADER + (".cmake",), ".qml": (".qml", ".cpp")}
        for name, own in self.texts.items():
            known = name in included or Path(name).name in included or "QML_ELEMENT" in own
            if name.endswith((".h", ".inl")) and not known:
                self.error(name, 0, "nothing includes this file")
            kinds = readers.get(Path(name).suffix)
            if kinds and Path(name).stem != "Main" and not name.startswith("tests/"):
                word = re.compile(rf"\b{re.escape(Path(name).stem)}\b")
                if not any(word.search(t) for other, t in self.texts.items() if other.endswith(kinds) and other != name):
                    self.error(name, 0, "nothing uses this file")

    def check_qml(self):
        for name in self.texts:
            if not name.endswith(".qml") or not name.startswith("qml/"):
                continue
            for number, line in self.lines(name):
                code = re.sub(r"(^|\s)//.*", "", line)
                if not name.startswith("qml/Theme/") and (HEX_COLOUR.search(code) or NAMED_COLOUR.search(code)):
                    self.error(name, number, "colours come from Theme")
                shown = SHOWN_TEXT.search(code)
                if shown and not name.startswith("qml/Theme/") and BARE_LITERAL.search(shown.group(2)):
                    self.error(name, number, "texts that users see go through qsTr")
                if re.search(r"""["']https?://""", code):
                    self.error(name, number, "QML draws and asks: addresses belong below")

    def limit(self, key, count, limits, unit):
        if limits is None or count <= limits[0]:
            return
        name = key.split("::")[0]
        if count > limits[1]:
            self.error(name, 0, f"{key} has {count} {unit}, more than the hard limit of {limits[1]}")
        else:
            self.over_soft[key] = (count, limits[0], unit)

    def check_sizes(self):
        for name, text in self.texts.items():
            self.limit(name, text.count("\n"), first_match(LINE_LIMITS, name), "lines")
            limits = first_match(FUNCTION_LIMITS, name)
            if limits is None or name.endswith("_tables.cpp"):
                continue
            for function, lines in functions(without_comments(text)):
                self.limit(f"{name}::{function}", lines, limits, "lines")

    def read_baseline(self):
        path = self.root / BASELINE
        rows = path.read_text().splitlines() if path.exists() else []
        pairs = (row.rsplit(" ", 1) for row in rows if row and not row.startswith("#"))
        return {key: int(count) for key, count in pairs}

    def check_ratchet(self):
        baseline = self.read_baseline()
        for key, (count, soft, unit) in self.over_soft.items():
            allowed = baseline.get(key, soft)
            if count > allowed:
                self.error(key.split("::")[0], 0, f"{key} has {count} {unit}, at most {allowed} are allowed")
        for key, allowed in baseline.items():
            count = self.over_soft.get(key, (0, 0, ""))[0]
            if count + SLACK < allowed or count == 0:
                self.error(BASELINE, 0, f"{key} shrank: lower the baseline with tests/tidy/tidy.py --update")

    def update(self, first_time):
        baseline = self.read_baseline()
        rows = []
        for key, (count, _, _) in sorted(self.over_soft.items()):
            if key in baseline or first_time:
                rows.append(f"{key} {min(count, baseline.get(key, count))}\n")
        header = (
            "# SPDX-License-Identifier: Apache-2.0\n# SPDX-FileCopyrightText: The Hearth authors\n"
            "# What is over a soft limit of STYLE: lines of a file, or of file::function. Entries only shrink.\n"
        )
        (self.root / BASELINE).write_text(header + "".join(rows))

    def run(self):
        for check in (
            self.check_names, self.check_headers, self.check_unfinished, self.check_reserved_names, self.check_layers,
            self.check_dead_files, self.check_qml, self.check_sizes, self.check_ratchet,
        ):
            check()
        return sorted(self.errors)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    parser.add_argument("--update", action="store_true", help="lower the baseline to what is there")
    options = parser.parse_args()
    tidy = Tidy(options.root.resolve())
    if options.update:
        tidy.check_sizes()
        tidy.update(first_time=not (tidy.root / BASELINE).exists())
        return 0
    errors = tidy.run()
    for error in errors:
        print(error)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
