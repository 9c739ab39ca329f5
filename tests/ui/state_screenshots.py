#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Pictures of the pages about models in the states that nobody hopes for: thousands of results and none, a hub that is
down, a gated model, one that does not run, downloads that run and that failed, a library with copies and an absent disk.

Usage: desktop.py --size WxH state_screenshots.py HEARTH WxH OUT_FOLDER
"""
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from hub import RECITER, Hub, make_reciter, write_hub, write_listing
from models import go_to, open_result, search
from screenshots import posing, shoot
from window import xdotool

LISTED = 10_000


def listed_names():
    families = ("Ember", "Wick", "Lantern", "Candle-Flame", "Inglenook")
    kinds = ("Instruct", "Thinking-2607", "Coder-Abliterated-Uncensored", "VL-Instruct-2509", "Base-Distilled-Reasoning")
    return [f"lanternworks-and-friends/{families[number % 5]}-14B-{kinds[number // 5 % 5]}-v{number}-GGUF"
            for number in range(LISTED)]


class Camera:
    def __init__(self, window, folder, theme, size):
        self.window, self.folder, self.tail = window, folder, f"{theme}-{size}"

    def take(self, name, wait=1.5):
        time.sleep(wait)
        shoot(self.window, self.folder, f"{name}-{self.tail}")


def back(window):
    """To the results, where the window shows one of both."""
    time.sleep(1)  # the page may have just been opened
    if button := window.root.first("button", "Results"):
        button.click()


def discover(window, camera, hub):
    go_to(window, "Discover")
    search(window, "v")
    results = window.root.wait("list", "Results")
    results.wait("item")
    for _ in range(4):
        results.hover()
        for _ in range(30):
            xdotool("click", 5)
        time.sleep(0.7)
    camera.take("many")
    search(window, "lynx")
    open_result(window, "Lynx-9B-GGUF")
    window.root.wait(name="Architecture lynx0 is not supported")
    camera.take("unsupported")
    back(window)
    hub.control({"gated": {"hearth-tests/Closed-70B-GGUF": 403}})
    search(window, "closed")
    open_result(window, "Closed-70B-GGUF")
    camera.take("gated")
    back(window)
    search(window, "there is no such model")
    window.root.wait("button", "Filters").click()
    camera.take("nothing")
    search(window, "recit")
    open_result(window, RECITER.split("/")[1])
    window.root.wait("list", "Files").wait("item")
    camera.take("reciter", 3)


def downloads(window, camera, hub):
    hub.control({"pace": 20_000})
    window.root.wait("button", "Download").click()
    window.root.wait("button", "Downloads").click()
    camera.take("running", 3)
    window.root.wait("list", "Downloads").wait("button", "Pause").click()
    hub.control({"gated": {RECITER: 403}})
    window.root.wait("list", "Downloads").wait("button", "Resume").click()
    camera.take("failed", 5)
    hub.control({"pace": 0, "gated": {}})
    window.root.wait("list", "Downloads").wait("button", "Resume").click()
    window.root.wait("button", "Chat", 60)
    window.key("Escape")


def down(window, camera, hub):
    back(window)
    hub.control({"down": 15})
    search(window, "recit")
    camera.take("down", 8)
    time.sleep(8)


def library(window, camera, model):
    folder = Path(os.environ["HOME"]) / ".lmstudio/models/publisher/A-Repository-With-A-Long-Name-Indeed-GGUF"
    own = Path(os.environ["HOME"]) / ".cache/lm-studio/models/another/one"
    for place in (folder, own):
        place.mkdir(parents=True, exist_ok=True)
        (place / "Reciter-With-A-Name-As-Long-As-Real-Ones-Instruct-2607.Q4_K_M.gguf").write_bytes(model.read_bytes())
    (folder / "Strange.Q8_0.gguf").write_bytes(
        model.read_bytes().replace(b"\x05\0\0\0\0\0\0\0llama", b"\x05\0\0\0\0\0\0\0lynx0", 1))
    go_to(window, "Library")
    window.root.wait("list", "Models").wait("item", re.compile("Reciter"))
    window.root.wait("button", "Look again").click()
    time.sleep(1)
    window.root.wait("button", "Find duplicates").click()
    camera.take("duplicates", 2)
    window.root.wait("button", "Close the report").click()
    own.rename(own.parent / "gone")
    (Path(os.environ["HOME"]) / ".lmstudio").rename(Path(os.environ["HOME"]) / ".absent")
    window.root.wait("button", "Look again").click()
    camera.take("library", 2)
    (Path(os.environ["HOME"]) / ".absent").rename(Path(os.environ["HOME"]) / ".lmstudio")
    (own.parent / "gone").rename(own)
    window.root.wait("button", "Look again").click()
    time.sleep(1)
    window.root.wait("list", "Models").wait("item", re.compile("Reciter")).first("button", "Load options").click()
    camera.take("load", 3)
    window.key("Escape")
    time.sleep(1)  # the dialog takes the first press while it fades


def pictures(program, place, hub, size, theme, folder):
    with posing(program, size, theme, folder, "--endpoint", hub.address) as window:
        time.sleep(1)
        camera = Camera(window, folder, theme, size)
        discover(window, camera, hub)
        downloads(window, camera, hub)
        library(window, camera, place / "reciter.gguf")
        go_to(window, "Discover")
        down(window, camera, hub)


def main():
    program, size, folder = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    texts = Path(__file__).resolve().parent / "texts"
    for theme in ("light", "dark"):
        with tempfile.TemporaryDirectory() as place:
            place = Path(place)
            make_reciter(place / "reciter.gguf", *(path.read_text() for path in sorted(texts.iterdir())))
            write_hub(place / "hub", place / "reciter.gguf")
            write_listing(place / "hub", listed_names(), 14_000_000_000)
            hub = Hub(place / "hub")
            try:
                pictures(program, place, hub, size, theme, Path(folder))
            finally:
                hub.stop()


if __name__ == "__main__":
    main()
