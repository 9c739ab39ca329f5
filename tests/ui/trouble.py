#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""What goes wrong between a hub and a model, and that the window leads out of it: a licence and a token, a hub that is
down or wants a pause, bytes that were damaged on the way; and the desktop's notice at the end of a download.

Usage: desktop.py trouble.py HEARTH FOLDER_FOR_FAILURES
"""
import json
import re
import select
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from hub import CLOSED, RECITER, Hub, make_reciter, write_hub
from models import go_to, open_result, search
from window import Atspi, Window, closing, fail, until, xdotool

TOKEN = "hf_a-token-that-nobody-has"


def accepts_licence(window, hub, data):
    """From a page that gives nothing out to a verified file, by what the page itself says to do."""
    hub.control({"gated": {CLOSED: 401}, "token": TOKEN})
    go_to(window, "Discover")
    search(window, "closed")
    open_result(window, CLOSED.split("/")[1])
    window.root.wait(name="The publisher wants to know who downloads")
    if window.root.first("button", "Download"):
        fail("a download is offered that the hub refuses")
    window.root.wait("button", "Give a token").click()
    until("the field for the token to have the keyboard", lambda: any(
        node.role == "password text" and node.has_state(Atspi.StateType.FOCUSED) for node in window.root.all()))
    window.type(TOKEN)
    window.key("Return")
    kept = until("the token to be kept", lambda: [file for file in (data / "secrets").glob("*") if file.is_file()])
    mode = stat.S_IMODE(kept[0].stat().st_mode)
    if kept[0].read_text().strip() != TOKEN or mode != 0o600:
        fail(f"the token is not kept, or others may read it: {kept[0]} {mode:o}")
    go_to(window, "Discover")
    window.root.wait("button", "Try again").click()
    window.root.wait("button", "Download").click()
    window.root.wait("button", "Chat", 60)


def survives_damage(window, hub, desktop):
    """The hub wants a pause, the connection breaks, a byte is wrong: the file arrives all the same, and is told of."""
    search(window, "reciter")
    open_result(window, RECITER.split("/")[1])
    button = window.root.wait("button", "Download")
    hub.control({"pace": 100_000, "faults": [
        {"kind": "status", "where": "cdn", "status": 429, "retry_after": 1, "count": 1},
        {"kind": "drop", "where": "cdn", "after": 100_000, "count": 1},
        {"kind": "status", "where": "resolve", "status": 500, "count": 1},
        {"kind": "corrupt", "where": "cdn", "after": 1000, "count": 1}]})
    button.click()
    window.root.wait("button", re.compile("%$")).click()
    window.root.wait("list", "Downloads").wait("item", re.compile("Reciter"))
    window.key("Escape")
    hub.control({"pace": 0})
    xdotool("windowfocus", 0)  # nobody has the keyboard: whoever waits looks at something else meanwhile
    ready, _, _ = select.select([desktop.stdout], [], [], 60)
    if not ready:
        fail("the desktop was not told that the download is finished")
    notice = json.loads(desktop.stdout.readline())
    if notice["title"] != "Download finished" or "Reciter-F16.gguf" not in notice["text"]:
        fail(f"the desktop was told something else: {notice}")
    window.focus()
    window.root.wait("button", "Chat", 60)


def waits_for_hub(window, hub):
    hub.control({"down": 4})
    search(window, "reciter instruct")
    window.root.wait("label", re.compile("^Not from the hub now"), 30)
    again = window.root.wait("button", "Search again")
    until("the hub to be back", lambda: (again.click(), not window.root.first("label", re.compile("^Not from the hub")))[1], 30, 1)
    window.root.wait("list", "Results").wait("item")


def main():
    program, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        make_reciter(place / "reciter.gguf", "The fire in the hearth burns low. " * 40)
        write_hub(place / "hub", place / "reciter.gguf")
        hub = Hub(place / "hub")
        desktop = subprocess.Popen([sys.executable, Path(__file__).with_name("desktop_services.py")],
                                   stdout=subprocess.PIPE, text=True)
        desktop.stdout.readline()  # it is ready
        data = place / "data"
        try:
            with closing(Window(program, "--data-dir", data, "--endpoint", hub.address), folder) as window:
                accepts_licence(window, hub, data)
                survives_damage(window, hub, desktop)
                waits_for_hub(window, hub)
        finally:
            hub.stop()
            desktop.kill()
            desktop.wait()
    print("passed")


if __name__ == "__main__":
    main()
