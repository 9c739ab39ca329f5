#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Shows that every rule of tidy.py can fail, on small trees that break one rule each."""
import tempfile
import unittest
from pathlib import Path

from cpp_functions import functions, without_comments
from tidy import BASELINE, Tidy

SPDX = "// SPDX-License-Identifier: Apache-2.0\n// SPDX-FileCopyrightText: The Hearth authors\n"
FINISH_LATER = "TO" + "DO"
GOOD = {
    "inference/base/half.h": SPDX + "#pragma once\n#include <cstdint>\n",
    "inference/base/half.cpp": SPDX + '#include "inference/base/half.h"\n',
    "core/chat/turn.cpp": SPDX + '#include "inference/base/half.h"\n',
    "app/chat/chat_view_model.cpp": SPDX + '#include <QObject>\n#include "inference/base/half.h"\n',
    "qml/Main.qml": SPDX + 'Label {\n    text: qsTr("Open")\n    color: Theme.text\n}\n',
}


def long_function(lines):
    return "void work() {\n" + "    step();\n" * (lines - 2) + "}\n"


class TidyTest(unittest.TestCase):
    def errors(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in (GOOD | files).items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return Tidy(root).run()

    def refuses(self, name, text, part, **others):
        errors = self.errors({name: text} | others)
        self.assertTrue(any(part in error for error in errors), f"{part!r} not in {errors}")

    def test_accepts_a_good_tree(self):
        self.assertEqual(self.errors({}), [])

    def test_refuses_qt_in_the_engine(self):
        self.refuses("inference/a.cpp", SPDX + "#include <QString>\n", "no Qt")
        self.refuses("inference/a.cpp", SPDX + "#include <QtCore/qglobal.h>\n", "no Qt")

    def test_refuses_network_and_database_in_the_engine(self):
        self.refuses("inference/a.cpp", SPDX + "#include <curl/curl.h>\n", "no network")
        self.refuses("inference/a.cpp", SPDX + "#include <sqlite3.h>\n", "no network")

    def test_refuses_reaching_up(self):
        for layer, above in (("shaders/a.h", "inference"), ("inference/a.cpp", "core"), ("core/a.cpp", "app")):
            self.refuses(layer, SPDX + f'#include "{above}/x/y.h"\n', "must not include")

    def test_refuses_qt_in_core_and_in_the_terminal_program(self):
        self.refuses("core/a.cpp", SPDX + "#include <QtQuick/QQuickItem>\n", "core has no Qt")
        self.refuses("app/cli/a.cpp", SPDX + "#include <QFile>\n", "hearth-cli has no Qt")

    def test_refuses_names_of_the_compiler(self):
        self.refuses("core/a.cpp", SPDX + "#define _TURN 1\n", "belongs to the compiler")
        self.refuses("core/a.cpp", SPDX + "class Turn__List;\n", "belongs to the compiler")

    def test_refuses_includes_without_a_path(self):
        self.refuses("core/a.cpp", SPDX + '#include "turn.h"\n', "from the root")

    def test_refuses_files_over_the_soft_limit_unless_known(self):
        long = SPDX + "// line\n" * 448
        self.refuses("core/a.cpp", long, "at most 400")
        self.assertEqual(self.errors({"core/a.cpp": long, BASELINE: "core/a.cpp 450\n"}), [])
        self.refuses("core/a.cpp", long, "at most 440", **{BASELINE: "core/a.cpp 440\n"})

    def test_refuses_files_over_the_hard_limit_even_if_known(self):
        self.refuses("core/a.cpp", SPDX + "// line\n" * 900, "hard limit", **{BASELINE: "core/a.cpp 902\n"})

    def test_refuses_a_baseline_that_does_not_follow(self):
        self.refuses("core/a.cpp", SPDX, "lower the baseline", **{BASELINE: "core/a.cpp 500\n"})

    def test_lets_tables_be_long(self):
        self.assertEqual(self.errors({"core/a_tables.cpp": SPDX + "// line\n" * 900}), [])

    def test_refuses_long_functions(self):
        self.refuses("core/a.cpp", SPDX + long_function(71), "core/a.cpp::work has 71")
        self.assertEqual(self.errors({"core/a.cpp": SPDX + long_function(70)}), [])
        self.refuses("core/a.cpp", SPDX + long_function(121), "hard limit")

    def test_refuses_long_qml(self):
        self.refuses("qml/Main.qml", SPDX + "// line\n" * 401, "hard limit")

    def test_refuses_missing_licence_lines(self):
        self.refuses("core/a.cpp", "int x;\n", "SPDX")
        self.refuses("dev", "#!/bin/sh\n", "SPDX")

    def test_refuses_unfinished_work(self):
        self.refuses("core/a.cpp", SPDX + f"// {FINISH_LATER}: later\n", "finish it")

    def test_refuses_colours_outside_the_theme(self):
        self.refuses("qml/Main.qml", SPDX + 'Item { color: "#ff0000" }\n', "Theme")
        self.refuses("qml/Main.qml", SPDX + 'Item { color: "red" }\n', "Theme")
        theme = SPDX + 'QtObject { property color accent: "#ff0000" }\n'
        self.assertEqual(self.errors({"qml/Theme/Theme.qml": theme}), [])

    def test_refuses_texts_that_cannot_be_translated(self):
        for line in ('text: "Open"', 'Accessible.name: busy ? qsTr("Stop") : "Send"', "placeholderText: 'Ask'"):
            self.refuses("qml/Main.qml", SPDX + f"Item {{\n    {line}\n}}\n", "qsTr")
        for line in ('text: qsTr("Open")', 'text: kind === "code" ? name : ""', 'text: "\\u2026"'):
            self.assertEqual(self.errors({"qml/Main.qml": SPDX + f"Item {{\n    {line}\n}}\n"}), [], line)

    def test_refuses_addresses_in_qml(self):
        self.refuses("qml/Main.qml", SPDX + 'Item { property string a: "https://x.org" }\n', "addresses")

    def test_refuses_big_files(self):
        self.refuses("resources/a.bin", "x" * 300_000, "files stay under")

    def test_refuses_names_that_say_nothing(self):
        self.refuses("core/string_utils.cpp", SPDX, "noun")
        self.refuses("core/utils.cpp", SPDX, "noun")
        self.refuses("core/CamelCase.cpp", SPDX, "snake_case")
        self.refuses("qml/Chat/lower.qml", SPDX, "PascalCase")

    def test_refuses_dead_files(self):
        self.refuses("core/unused.h", SPDX, "nothing includes")
        self.refuses("qml/Chat/Unused.qml", SPDX, "nothing uses")


class FunctionsTest(unittest.TestCase):
    def test_counts_what_has_a_body(self):
        text = (
            "namespace a {\nstruct S {\n    int f() const {\n        return 1;\n    }\n    int g;\n};\n"
            "S::S(int x) : m_x{x}, m_y(2) {\n    run([&] {\n        if (x) { y(); }\n    });\n}\n"
            'const char* t = R"({{{)"; // {\nint table[] = {\n    1,\n};\n}\n'
        )
        self.assertEqual(functions(without_comments(text)), [("f", 3), ("S::S", 5)])

    def test_survives_unbalanced_text(self):
        self.assertEqual(functions("}}} {{{ ( ) {"), [])


if __name__ == "__main__":
    unittest.main()
