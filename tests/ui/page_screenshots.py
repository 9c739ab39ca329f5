#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Pictures of the pages about models, light and dark, with a hub of this machine and names of real length.

Usage: desktop.py --size WxH page_screenshots.py HEARTH MODELS WxH OUT_FOLDER
MODELS is a folder of QUANTIZATION.gguf, which the hub offers as the files of each model. Nobody fetches them whole.
"""
import re
import sys
import tempfile
import time
from hashlib import sha1, sha256
from pathlib import Path

from hub import Hub, gguf, write_repository
from models import go_to, open_result, search
from screenshots import posing, shoot

MODELS = [
    ("hearthside/Ember-Small-1.7B-Instruct-2607-GGUF", 1_700_000_000, 560_123, 1_900),
    ("hearthside/Ember-Medium-12B-Instruct-2607-GGUF", 12_000_000_000, 1_040_000, 3_400),
    ("hearthside/Ember-Large-120B-A5B-Thinking-2607-GGUF", 120_000_000_000, 155_000, 1_200),
    ("lanternworks/Wick-Coder-30B-A3B-Instruct-Abliterated-GGUF", 30_000_000_000, 310_000, 640),
]
CARD = "# Ember\n\nA model for pictures of this program. It knows *nothing*, and says so at length.\n"


def write_models(root, folder):
    files = sorted(folder.glob("*.gguf"))
    for file in files:  # Hashes of many gigabytes of holes say nothing, and take minutes.
        name = file.name.encode()
        file.with_name(file.name + ".digests").write_text(f"{sha256(name).hexdigest()} {sha1(name).hexdigest()}")
    for name, parameters, downloads, likes in MODELS:
        short = name.split("/")[1].removesuffix("-GGUF")
        write_repository(root, name, [(f"{short}-{file.name}", file) for file in files],
                         {"tags": ["gguf", "text-generation", "conversational", "license:apache-2.0"],
                          "downloads": downloads, "likes": likes, "gguf": gguf("llama", parameters, 131072)}, CARD)


def pictures(program, hub, size, theme, folder):
    with posing(program, size, theme, folder, "--endpoint", hub.address) as window:
        time.sleep(3)  # the machine is being looked at
        shoot(window, folder, f"welcome-{theme}-{size}")
        go_to(window, "Discover")
        search(window, "GGUF")
        open_result(window, re.compile("Ember-Medium"))
        window.root.wait("list", "Files").wait("item", re.compile("Q4_K_M.*"))
        time.sleep(4)  # the table is planned row by row
        shoot(window, folder, f"discover-{theme}-{size}")
        for page in ("Library", "Hardware", "Network: online", "Settings"):
            go_to(window, page)
            time.sleep(3 if page == "Hardware" else 1)
            shoot(window, folder, f"{page.split(':')[0].lower()}-{theme}-{size}")


def main():
    program, models, size, folder = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        write_models(Path(place), Path(models).resolve())
        hub = Hub(Path(place))
        try:
            for theme in ("light", "dark"):
                pictures(program, hub, size, theme, Path(folder))
        finally:
            hub.stop()


if __name__ == "__main__":
    main()
