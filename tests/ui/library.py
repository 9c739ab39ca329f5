#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""The library's checks: a newer file of the hub is found and fetched, a copy is found and goes to the trash after
asking, and offline the hub is not asked.

Usage: desktop.py library.py HEARTH FOLDER_FOR_FAILURES
"""
import os
import re
import sys
import tempfile
from pathlib import Path

from hub import RECITER, Hub, make_reciter, write_hub
from models import FILE, go_to, open_result, search
from window import Window, closing, fail, until


def downloads(window):
    go_to(window, "Discover")
    search(window, "reciter")
    open_result(window, RECITER.split("/")[1])
    window.root.wait("button", "Download").click()
    window.root.wait("button", "Chat", 60)


def finds_newer(window, hub, place, model):
    """Asked for alone, and only then."""
    go_to(window, "Library")
    row = window.root.wait("list", "Models").wait("item", "Hearth Reciter")
    before = len(hub.requests())
    window.root.wait("button", "Check for newer versions").click()
    window.root.wait("label", re.compile("nothing is newer there"))
    if len(hub.requests()) == before:
        fail("it is said that the hub was asked, and it was not")
    make_reciter(place / "reciter.gguf", "The kettle sings, and a newer verse follows.")
    row.first("button", "Check for a newer version").click()
    until("the newer file", lambda: "The hub has a newer file" in row.description)
    window.root.wait("button", "Update Hearth Reciter").click()
    wanted = (place / "reciter.gguf").read_bytes()
    until("the newer file on the disk", lambda: model.read_bytes() == wanted, 60)


def removes_copy(window, model):
    copy = Path(os.environ["HOME"]) / ".lmstudio/models/publisher/repository/copy.gguf"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(model.read_bytes())
    window.root.wait("button", "Look again").click()
    models = window.root.wait("list", "Models")
    until("both copies", lambda: len(list(models.all("item", "Hearth Reciter"))) == 2)
    window.root.wait("button", "Find duplicates").click()
    window.root.wait("label", re.compile("With one copy of each, .* would be free"))
    duplicates = window.root.wait("list", "Duplicates")
    if len(list(duplicates.all("item"))) != 2:
        fail("two copies are not shown as two rows")
    row = duplicates.wait("item", str(copy))
    row.first("button", "Move this copy to the trash").click()
    window.root.wait("label", re.compile("folder of LM Studio"))
    window.root.wait("button", "Cancel").click()
    if not copy.exists():
        fail("the copy is gone although it was not to be")
    row.first("button", "Move this copy to the trash").click()
    dialog = window.root.wait("button", "Cancel")
    window.key("Return")  # the dialog's own action has the keyboard
    until("the dialog to close", lambda: not dialog.showing)
    window.root.wait("label", "No model is here twice.")
    if copy.exists() or not model.exists():
        fail("the wrong copy went to the trash")
    if not list((Path(os.environ["XDG_DATA_HOME"]) / "Trash/files").glob("copy*")):
        fail("the copy is not in the trash")


def asks_nobody_offline(window, hub):
    go_to(window, "Network: online")
    window.root.wait(name=re.compile("^Offline: ")).click()
    go_to(window, "Library")
    before = len(hub.requests())
    window.root.wait("button", "Check for newer versions").click()
    window.root.wait("label", re.compile("^Hearth is offline"))
    if len(hub.requests()) != before:
        fail("the hub was asked while the program was offline")


def main():
    program, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        make_reciter(place / "reciter.gguf", "The kettle sings.")
        write_hub(place / "hub", place / "reciter.gguf")
        hub = Hub(place / "hub")
        model = place / "data" / "models" / RECITER / FILE
        try:
            with closing(Window(program, "--data-dir", place / "data", "--endpoint", hub.address), folder) as window:
                downloads(window)
                finds_newer(window, hub, place, model)
                removes_copy(window, model)
                asks_nobody_offline(window, hub)
        finally:
            hub.stop()
    print("passed")


if __name__ == "__main__":
    main()
