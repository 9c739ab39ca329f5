#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""From nothing to a chat, through the window alone: the first steps, search, look at where a model fits, download it,
find it in the library, talk with it, load it with other parameters; then offline, where nothing leaves.

Usage: desktop.py models.py HEARTH FOLDER_FOR_FAILURES
"""
import re
import sys
import tempfile
from pathlib import Path

from first_light import last_answer, send
from hub import RECITER, Hub, make_reciter, write_hub, write_listing
from window import Window, closing, fail, until, xdotool

TEXT = "The fire in the hearth burns low, and the kettle sings of far places."
FILE = "Reciter-F16.gguf"
LISTED = 95  # more than three pages


def tcp_sockets(process):
    """Internet sockets of a process: inodes of its descriptors that the kernel lists as TCP or UDP."""
    held = set()
    for link in Path(f"/proc/{process}/fd").iterdir():
        try:
            held.update(re.findall(r"socket:\[(\d+)\]", str(link.readlink())))
        except OSError:
            continue
    listed = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        lines = Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]
        listed.update(line.split()[9] for line in lines)
    return held & listed


def go_to(window, page):
    window.root.wait("button", page).click()


def search(window, words):
    field = window.root.wait("text", "Search models")
    field.click()
    window.key("ctrl+a")
    window.type(words)
    window.key("Return")


def open_result(window, name):
    results = window.root.wait("list", "Results")
    results.wait("item", name).click()


def takes_first_steps(window, hub):
    """They suggest models that fit, contact nobody, and can be left at any time."""
    window.root.wait(name="This computer")
    window.root.wait("button", "Next").click()
    window.root.wait(name="A model to begin with")
    until("three models", lambda: len(list(window.root.all("button", re.compile("^Download .")))) == 3)
    window.root.wait("button", "Next").click()
    window.root.wait(name="Stay offline: open no connection at all")
    window.root.wait("button", "Begin").click()
    window.root.wait(name="Talk with a model on this computer")
    if asked := hub.requests():
        fail(f"the first steps asked the hub: {asked}")


def looks_before_leaping(window):
    """The plan is there before any weight, and follows the slider."""
    go_to(window, "Discover")
    search(window, "reciter")
    open_result(window, RECITER.split("/")[1])
    window.root.wait("list", "Files").wait("item", re.compile("^F16"))
    slider = window.root.wait(name="Context length")
    bar = re.compile("^RAM: .*weights")
    before = window.root.wait(name=bar).name
    slider.click()
    window.key("Home")
    until("the bars to follow the slider", lambda: (now := window.root.first(name=bar)) and now.name != before)


def downloads(window):
    window.root.wait("button", "Download").click()
    window.root.wait(name="Downloads").click()
    row = window.root.wait("list", "Downloads").wait("item", re.compile("Reciter"))
    until("the download to end", lambda: "verified" in row.description, 60)
    window.key("Escape")


def chats_from_library(window):
    go_to(window, "Library")
    models = window.root.wait("list", "Models")
    models.wait("item", "Hearth Reciter")
    models.wait("button", "Chat with Hearth Reciter").click()
    until("the model", lambda: (button := window.root.first("button", "Model")) and "Reciter" in button.description, 60)
    send(window, "What burns?")
    until("the answer", lambda: TEXT in last_answer(window), 60)


def loads_with_options(window):
    """The picker lists the library, and its dialog loads with another context and keeps it."""
    window.root.wait("button", "Model").click()
    window.root.wait("list", "Models on this computer").wait("item", "Hearth Reciter").click()
    window.root.wait("button", "Options…").click()
    window.root.wait("combo", "Cache type")
    window.root.wait("text", "Context length, value").click()
    window.key("ctrl+a")
    window.type("4096")
    window.key("Return")
    window.root.wait(name="Remember for this model").click()
    window.root.wait("button", "Load").click()
    until("the shorter context", lambda: "4,096 tokens" in window.root.first("button", "Model").description
          or "4096 tokens" in window.root.first("button", "Model").description, 60)
    window.root.wait("button", "Eject model").click()
    window.root.wait("button", "Model").click()
    window.root.wait("list", "Models on this computer").wait("item", "Hearth Reciter").click()
    window.root.wait("button", "Load").click()
    until("what was kept", lambda: "4,096 tokens" in window.root.first("button", "Model").description
          or "4096 tokens" in window.root.first("button", "Model").description, 60)


def asked(hub, word):
    return any(word in str(request) for request in hub.requests())


def searches_with_filters(window, hub):
    """All pages can be reached, the hub is asked for what was chosen, and filters are easily lost again."""
    go_to(window, "Discover")
    search(window, "wick")
    results = window.root.wait("list", "Results")
    results.wait("item", re.compile("^Wick-"))
    results.hover()

    def scrolled_to_the_end():
        for _ in range(10):
            xdotool("click", 5)
        return results.first("item", re.compile(f"v{LISTED - 1}-"))

    until("the last of the results", scrolled_to_the_end, 60)
    window.root.wait("button", "Filters").click()
    for choice, wanted in (("Model size", "num_parameters=max:2000000000"), ("Licence", "filter=license:apache-2.0")):
        window.root.wait("combo", choice).click()
        window.key("Down")
        window.key("Return")
        until(wanted, lambda wanted=wanted: asked(hub, wanted) or asked(hub, wanted.replace(":", "%3A")))
    window.root.wait("text", "Publisher").click()
    window.type("nobody")
    until("the publisher to be asked for", lambda: asked(hub, "author=nobody"))
    window.root.wait("label", "Nothing was found with these filters.")
    window.root.wait("button", "Search without filters").click()
    results.wait("item", re.compile("^Wick-"))
    window.root.wait("button", "Filters").click()


def meets_what_does_not_run(window, hub):
    go_to(window, "Discover")
    search(window, "lynx")
    open_result(window, "Lynx-9B-GGUF")
    window.root.wait("label", "Does not run in this version")
    notice = window.root.wait(name="Architecture lynx0 is not supported")
    until("the header, which is whole", lambda: window.root.first("label", re.compile("^Read from the file's own header")))
    if "lynx0" not in notice.description or "choose another model" not in notice.description:
        fail(f"the page does not say why or what to do: {notice.description}")
    files = window.root.wait("list", "Files")
    files.wait("item", re.compile("^Q4_K_M"))
    if files.first("button") or window.root.first(name="Context length"):
        fail("a model that cannot run is offered all the same")
    for word in ("did not work", "download it again", "Download the file again"):
        if window.root.first("label", re.compile(word)):
            fail(f"a file that is whole is said to be damaged: {word}")
    hub.control({"gated": {"hearth-tests/Closed-70B-GGUF": 403}})
    search(window, "closed")
    open_result(window, "Closed-70B-GGUF")
    window.root.wait("label", "Needs a token")
    window.root.wait(name="The publisher wants to know who downloads")
    search(window, "there is no such model")
    window.root.wait("label", re.compile("^Nothing was found"))


def goes_offline(window, hub):
    go_to(window, "Network: online")
    ledger = window.root.wait("list", "Connections made")
    ledger.wait("item", re.compile(r"127\.0\.0\.1"))
    window.root.wait(name=re.compile("^Offline: ")).click()
    window.root.wait("button", "Network: offline")
    asked = len(hub.requests())
    go_to(window, "Discover")
    search(window, "reciter")
    window.root.wait("label", re.compile("^Not from the hub now"))
    if len(hub.requests()) != asked:
        fail("the hub was asked while the program was offline")


def stays_offline(program, hub, folder, data):
    """With --offline, nothing that a person can press opens a socket."""
    window = Window(program, "--data-dir", data, "--endpoint", hub.address, "--offline",
                    f"hearth://models/huggingface/{RECITER}?file={FILE}", ready="Search models")
    with closing(window, folder):
        search(window, "gpt-oss")
        window.root.wait("label", re.compile("^Not from the hub now"))
        open_result(window, re.compile("gpt-oss"))
        for page in ("Library", "Hardware", "Settings", "Network: offline"):
            go_to(window, page)
        window.root.wait("label", re.compile("^Started with --offline"))
        if sockets := tcp_sockets(window.process.pid):
            fail(f"offline, and yet there are {len(sockets)} sockets")


def main():
    program, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        make_reciter(place / "reciter.gguf", TEXT)
        write_hub(place / "hub", place / "reciter.gguf")
        write_listing(place / "hub", [f"lanternworks/Wick-4B-v{number}-GGUF" for number in range(LISTED)])
        hub = Hub(place / "hub")
        data = place / "data with spaces"
        try:
            with closing(Window(program, "--data-dir", data, "--endpoint", hub.address), folder) as window:
                if asked := hub.requests():
                    fail(f"the start alone asked the hub: {asked}")
                takes_first_steps(window, hub)
                looks_before_leaping(window)
                downloads(window)
                chats_from_library(window)
                loads_with_options(window)
                searches_with_filters(window, hub)
                meets_what_does_not_run(window, hub)
                goes_offline(window, hub)
            stays_offline(program, hub, folder, place / "other data")
        finally:
            hub.stop()
    print("passed")


if __name__ == "__main__":
    main()
