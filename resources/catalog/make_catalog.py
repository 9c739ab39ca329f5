#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Makes starter_catalog.json.zst out of starter_catalog.toml, after checking every entry.

Usage: make_catalog.py [--json]. With --json the text goes to standard output instead and nothing is written.
Compression is left to CMake, which every developer has.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CAPABILITIES = {"chat", "vision", "audio", "tools", "reasoning", "code", "embedding"}
REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
QUANTIZATION = re.compile(r"(UD-)?(I?Q\d_\w+|TQ\d_0|MXFP4|NVFP4|BF16|F16|F32)")
COMPRESS = 'file(ARCHIVE_CREATE OUTPUT "{output}" PATHS "{name}" FORMAT raw COMPRESSION Zstd)\n'


def check(entry, seen):
    name = entry.get("repository", "?")
    for key in ("title", "family", "architecture", "licence", "summary"):
        if not entry.get(key):
            sys.exit(f"error: {name}: {key} is missing")
    if not REPOSITORY.fullmatch(name) or name in seen:
        sys.exit(f"error: {name}: no repository, or named twice")
    seen.add(name)
    if not 10**8 <= entry["parameters"] <= 10**13 or entry.get("active_parameters", 0) > entry["parameters"]:
        sys.exit(f"error: {name}: impossible number of parameters")
    if unknown := set(entry["capabilities"]) - CAPABILITIES:
        sys.exit(f"error: {name}: unknown capabilities {unknown}")
    for file in entry["files"]:
        if not QUANTIZATION.fullmatch(file["quantization"]):
            sys.exit(f"error: {name}: unknown quantization {file['quantization']}")
        bits = file["gigabytes"] * 8e9 / entry["parameters"]
        if not 1.5 <= bits <= 33:
            sys.exit(f"error: {name}: {file['quantization']} would have {bits:.1f} bits per weight")


def make():
    source = tomllib.loads((HERE / "starter_catalog.toml").read_text(encoding="utf-8"))
    seen = set()
    for entry in source["model"]:
        check(entry, seen)
        for file in entry["files"]:
            file["bytes"] = round(file.pop("gigabytes") * 1e9)
            file["approximate"] = True
    return json.dumps({"date": source["date"].isoformat(), "models": source["model"]}, ensure_ascii=False) + "\n"


def compress(text, output):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / output.stem).write_text(text, encoding="utf-8")
        script = Path(folder) / "compress.cmake"
        script.write_text(COMPRESS.format(output=output, name=output.stem))
        subprocess.run(["cmake", "-P", str(script)], cwd=folder, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    text = make()
    if parser.parse_args().json:
        sys.stdout.write(text)
        return
    output = HERE / "starter_catalog.json.zst"
    compress(text, output)
    print(f"{output.name}: {output.stat().st_size} bytes, {text.count('repository')} models")


if __name__ == "__main__":
    main()
