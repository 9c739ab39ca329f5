#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Starts the program again while it runs: the open window gets the link or the file and comes to the front. Other data
folders are other windows, and a crash is in nobody's way.

Usage: desktop.py one_instance.py HEARTH FOLDER_FOR_FAILURES
"""
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from hub import RECITER, Hub, make_reciter, write_hub
from models import FILE, tcp_sockets
from window import Window, fail, report_failure, until, xdotool


def start_again(program, *arguments, folder=None):
    done = subprocess.run([program, *map(str, arguments)], cwd=folder, timeout=20, capture_output=True, text=True)
    if done.returncode != 0:
        fail(f"the second start ended with status {done.returncode}: {done.stderr}")


def front(what, window):
    """Without a window manager the keyboard tells which window was asked for."""
    own = set(xdotool("search", "--pid", window.process.pid).split())
    until(what, lambda: xdotool("getwindowfocus").strip() in own)


def hands_over(program, first, other, data, place):
    other.focus()
    start_again(program, "--data-dir", data, f"hearth://models/huggingface/{RECITER}?file={FILE}")
    first.root.wait("list", "Files").wait("item")
    first.root.wait(name=RECITER.split("/")[1])
    front("the window with the link to come to the front", first)
    start_again(program, "--data-dir", data, "reciter.gguf", folder=place)
    until("the model", lambda: (button := first.root.first("button", "Model")) and "Reciter" in button.description, 60)
    other.focus()
    start_again(program, "--data-dir", data)
    front("the window to come to the front for nothing else", first)
    if other.root.first("list", "Files") or "Reciter" in other.root.wait("button", "Model").description:
        fail("the window of another data folder opened what was not for it")
    start_again(program, "--data-dir", data, "--offline")
    first.root.wait("button", "Network: offline")


def stays_private(window):
    folder = Path(os.environ["XDG_RUNTIME_DIR"]) / "hearth"
    if (mode := stat.S_IMODE(folder.stat().st_mode)) != 0o700:
        fail(f"others may enter the socket's folder: {mode:o}")
    if sockets := tcp_sockets(window.process.pid):
        fail(f"a window that was asked for nothing has {len(sockets)} internet sockets")


def main():
    program, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        make_reciter(place / "reciter.gguf", "The kettle sings.")
        write_hub(place / "hub", place / "reciter.gguf")
        hub = Hub(place / "hub")
        data = place / "data with spaces"
        other = Window(program, "--data-dir", place / "other data")
        first = Window(program, "--data-dir", data, "--endpoint", hub.address)
        try:
            stays_private(other)
            hands_over(program, first, other, data, place)
            first.kill()
            first = Window(program, "--data-dir", data)
            start_again(program, "--data-dir", data)
            first.focus()
            first.quit()
            other.focus()
            other.quit()
        except Exception:
            report_failure(first, folder)
            raise
        finally:
            first.kill()
            other.kill()
            hub.stop()
    print("passed")


if __name__ == "__main__":
    main()
