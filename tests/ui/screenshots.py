#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Pictures of real conversations with the reciting model, light and dark, at the size of the desktop.

Usage: desktop.py --size WxH screenshots.py HEARTH MODEL WxH OUT_FOLDER
"""
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from first_light import last_answer, messages, send
from window import Window, closing, until

QUESTIONS = [
    ("code", "How does binary search work? Please show me some code."),
    ("table", "And when is it worth sorting first?"),
    ("scripts", "Now greet me in a few scripts."),
    ("long", "Write a program that finds the most frequent words, and explain it."),
]


def answered(window):
    def finished():
        return window.root.first("button", "Stop") is None and last_answer(window)

    time.sleep(0.3)
    until("the answer", finished, 60)
    time.sleep(0.7)  # animations and the last lines settle


def shoot(window, folder, name):
    pointer_away(window)
    path = folder / f"{name}.png"
    window.screenshot(path)
    # Few colours are drawn: a palette keeps the files small.
    subprocess.run(["convert", path, "-strip", "-define", "png:compression-level=9", path], check=True)
    print(path, flush=True)


def pointer_away(window):
    """The pointer out of the picture's controls, so that nothing is hovered."""
    subprocess.run(["xdotool", "mousemove", "1", "1"], check=True)
    time.sleep(0.2)


@contextlib.contextmanager
def posing(program, size, theme, folder, *arguments):
    """A window of that size and theme, with a data folder that is gone afterwards."""
    width, height = map(int, size.split("x"))
    with tempfile.TemporaryDirectory() as data:
        settings = {"version": 1, "theme": theme, "window_width": width, "window_height": height}
        (Path(data) / "settings.json").write_text(json.dumps(settings))
        with closing(Window(program, "--data-dir", data, *arguments), folder) as window:
            window.resize(width, height)
            yield window


def pictures(program, model, size, theme, folder):
    with posing(program, size, theme, folder) as window:
        time.sleep(0.5)
        shoot(window, folder, f"empty-{theme}-{size}")
    with posing(program, size, theme, folder, "--model", model) as window:
        until("the model", lambda: "Reciter" in window.root.first("button", "Model").description, 60)
        for name, question in QUESTIONS:
            send(window, question)
            answered(window)
            shoot(window, folder, f"{name}-{theme}-{size}")
        window.root.wait("button", "Parameters").click()
        time.sleep(0.6)
        shoot(window, folder, f"parameters-{theme}-{size}")


def main():
    program, model, size, folder = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        pictures(program, model, size, theme, Path(folder))


if __name__ == "__main__":
    main()
