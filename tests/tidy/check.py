#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Everything that `./dev check` holds the tree to, apart from the tests.

Usage: check.py BUILD_DIRECTORY. Exit status 1 if any step found something.
"""
import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CPP = (".cpp", ".h", ".inl")


def tracked_files():
    """Files that git knows or would add, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return sorted(name for name in set(listed) if (ROOT / name).is_file())


def run(command):
    """Runs in the root; returns (ok, output)."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode == 0, done.stdout


def first_tool(*names):
    for name in names:
        if shutil.which(name):
            return name
    sys.exit(f"error: {names[0]} is not installed")


def check_format(files):
    # One version for everybody: others lay the same code out differently.
    sources = [name for name in files if name.endswith(CPP)]
    return run([first_tool("clang-format-14"), "--dry-run", "--Werror", *sources])


def check_spelling(files):
    texts = [n for n in files if n.endswith((".md", ".h", ".cpp", ".qml", ".py", ".sh", ".comp", ".glsl", ".txt"))]
    texts = [n for n in texts if not n.endswith("_tables.cpp")]
    words = ROOT / "tests/tidy/words.txt"
    return run([first_tool("codespell"), "--ignore-words", str(words), *texts])


def check_shell(files):
    scripts = [n for n in files if n.endswith(".sh") or n in ("dev", ".ci/run")]
    return run([first_tool("shellcheck"), *scripts])


def object_dependencies(build):
    """Object file -> files it was compiled from, as ninja recorded them."""
    text = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True).stdout
    found, target = {}, None
    for line in text.splitlines():
        if line.startswith("    "):
            found[target].append(line.strip())
        elif ": #deps" in line:
            target = line.split(": #deps")[0]
            found[target] = []
    return found


class ContentHash:
    """Own files by content, everybody else's by size and time."""

    def __init__(self, build):
        self.build = build
        self.known = {}

    def of(self, name):
        if name not in self.known:
            path = (self.build / name).resolve()
            try:
                own = path.is_relative_to(ROOT)
                self.known[name] = (
                    hashlib.sha256(path.read_bytes()).hexdigest()
                    if own
                    else f"{path.stat().st_size}:{path.stat().st_mtime_ns}"
                )
            except OSError:
                self.known[name] = "absent"
        return self.known[name]


def tidy_units(build, tool):
    """(source, key) for each own translation unit; equal keys give equal verdicts."""
    commands = json.loads((build / "compile_commands.json").read_text())
    dependencies = object_dependencies(build)
    contents = ContentHash(build)
    settings = (ROOT / ".clang-tidy").read_text() + run([tool, "--version"])[1]
    units = {}
    for entry in commands:
        source = Path(entry["file"]).resolve()
        if source.is_relative_to(build) or not source.is_relative_to(ROOT) or source.suffix != ".cpp":
            continue
        output = re.search(r" -o (\S+)", entry["command"])
        key = hashlib.sha256((settings + entry["command"]).encode())
        for name in sorted({str(source), *dependencies.get(output[1] if output else "", [])}):
            key.update(f"{name} {contents.of(name)}\n".encode())
        units.setdefault(source, key.hexdigest())
    return sorted(units.items())


def check_clang_tidy(build):
    tool = first_tool("clang-tidy-14")
    cache = build / "clang-tidy-clean"
    cache.mkdir(exist_ok=True)
    units = tidy_units(build, tool)
    keys = {key for _, key in units}
    for stale in cache.iterdir():
        if stale.name not in keys:
            stale.unlink()
    todo = [(source, key) for source, key in units if not (cache / key).exists()]

    def one(unit):
        source, key = unit
        # The compiler's own warnings are GCC's business; clang knows other names for some.
        ok, output = run([tool, "--quiet", "-p", str(build), "--extra-arg=-Wno-unknown-warning-option", str(source)])
        if ok:
            (cache / key).touch()
        lines = [l for l in output.splitlines() if not re.match(r"\d+ warnings? (generated|treated)|Suppressed", l)]
        return ok, "" if ok else "\n".join(lines) + "\n"

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        results = list(pool.map(one, todo))
    print(f"  {len(units)} translation units, {len(todo)} not seen before", flush=True)
    return all(ok for ok, _ in results), "".join(text for _, text in results)


def check_qml(build):
    """Qt's own target lints each QML module with its files and imports."""
    ok, output = run(["ninja", "-C", str(build), "-k", "0", "all_qmllint"])
    warnings = [line for line in output.splitlines() if not line.startswith(("[", "ninja: Entering"))]
    found = re.search(r"^(Warning|Error|Info):", output, re.MULTILINE)
    return ok and not found, "\n".join(warnings) + "\n"


def main():
    build = Path(sys.argv[1]).resolve()
    files = tracked_files()
    steps = [
        ("format", lambda: check_format(files)),
        ("spelling", lambda: check_spelling(files)),
        ("shell", lambda: check_shell(files)),
        ("tidy", lambda: run([sys.executable, str(ROOT / "tests/tidy/tidy.py")])),
        ("qmllint", lambda: check_qml(build)),
        ("clang-tidy", lambda: check_clang_tidy(build)),
    ]
    failed = []
    for name, step in steps:
        start = time.monotonic()
        ok, output = step()
        print(f"{'ok  ' if ok else 'FAIL'} {name} ({time.monotonic() - start:.1f} s)", flush=True)
        if not ok:
            failed.append(name)
            print(output, flush=True)
    if failed:
        sys.exit(f"error: check failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
