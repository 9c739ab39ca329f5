# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""The window as a person with a screen reader and a mouse has it: found by accessible role and
name, driven by the pointer and the keyboard. Runs inside desktop.py."""
import contextlib
import os
import re
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

ROLES = {
    "button": {"push button", "button", "toggle button", "page tab", "radio button"},
    "text": {"text", "entry", "editable text"},
    "list": {"list"},
    "item": {"list item"},
    "menu item": {"menu item", "check menu item", "push button", "button"},
    "progress": {"progress bar"},
    "label": {"label", "static", "notification", "alert"},
    "combo": {"combo box", "push button", "button"},
    None: None,
}


def fail(message):
    raise AssertionError(message)


def until(what, condition, timeout=20.0, step=0.05):
    """The first true value of `condition`; fails, saying what was awaited, after `timeout` seconds."""
    end = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            fail(f"waited {timeout:.0f} s for {what}")
        time.sleep(step)


def xdotool(*arguments):
    return subprocess.run(["xdotool", *map(str, arguments)], capture_output=True, text=True, check=True).stdout


class Node:
    """One accessible object. Objects vanish at any time: questions to a vanished one answer nothing."""

    def __init__(self, accessible):
        self.accessible = accessible

    def ask(self, function, nothing):
        try:
            value = function()
            return nothing if value is None else value
        except GLib.Error:
            return nothing

    @property
    def name(self):
        return self.ask(self.accessible.get_name, "")

    @property
    def description(self):
        return self.ask(self.accessible.get_description, "")

    @property
    def role(self):
        return self.ask(self.accessible.get_role_name, "")

    @property
    def text(self):
        """What an editable text holds."""
        return self.ask(lambda: Atspi.Text.get_text(self.accessible, 0, -1), "")

    @property
    def extents(self):
        """(x, y, width, height) on the screen."""
        box = self.ask(lambda: Atspi.Component.get_extents(self.accessible, Atspi.CoordType.SCREEN), None)
        return (box.x, box.y, box.width, box.height) if box else (0, 0, 0, 0)

    def has_state(self, state):
        return self.ask(lambda: self.accessible.get_state_set().contains(state), False)

    @property
    def showing(self):
        return self.has_state(Atspi.StateType.SHOWING) and self.extents[2] > 0

    @property
    def enabled(self):
        return self.has_state(Atspi.StateType.ENABLED) or self.has_state(Atspi.StateType.SENSITIVE)

    @property
    def children(self):
        count = self.ask(self.accessible.get_child_count, 0)
        found = (self.ask(lambda i=i: self.accessible.get_child_at_index(i), None) for i in range(count))
        return [Node(child) for child in found if child is not None]

    def walk(self, depth=0):
        yield depth, self
        if depth < 60:
            for child in self.children:
                yield from child.walk(depth + 1)

    def all(self, role=None, name=None, showing=True):
        """Nodes below this one; `name` is a text, or a compiled pattern to search for."""
        for _, node in self.walk():
            if ROLES[role] is not None and node.role not in ROLES[role]:
                continue
            if name is not None:
                own = node.name
                if not (name.search(own) if isinstance(name, re.Pattern) else own == name):
                    continue
            if node.showing or not showing:
                yield node

    def first(self, role=None, name=None, showing=True):
        return next(self.all(role, name, showing), None)

    def wait(self, role=None, name=None, timeout=20.0, showing=True):
        label = name.pattern if isinstance(name, re.Pattern) else name
        return until(f"{role or 'object'} {label!r}", lambda: self.first(role, name, showing), timeout)

    def hover(self):
        x, y, width, height = self.extents
        xdotool("mousemove", x + width // 2, y + height // 2)

    def click(self, button=1):
        self.hover()
        time.sleep(0.05)
        xdotool("click", button)

    def press(self):
        """What a screen reader does to activate a control."""
        return self.ask(lambda: Atspi.Action.do_action(self.accessible, 0), False)

    def tree(self):
        return "\n".join(f"{'  ' * depth}{node.role}: {node.name[:120]!r}" for depth, node in self.walk())


class Window:
    """A running Hearth, whose page shows the text field `ready`."""

    def __init__(self, program, *arguments, environment=None, ready="Message"):
        self.started = time.monotonic()
        self.process = subprocess.Popen([program, *map(str, arguments)], env=os.environ | (environment or {}))
        self.root = until("the program on the accessibility bus", self._find_root, 30)
        self.frame = self.root.wait(name=re.compile("Hearth$"))
        self.usable_seconds = None
        self.root.wait("text", ready, 30)
        self.usable_seconds = time.monotonic() - self.started
        self.focus()

    def _find_root(self):
        if self.process.poll() is not None:
            fail(f"the program ended with status {self.process.returncode}")
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid:
                child.set_cache_mask(Atspi.Cache.NONE)
                return Node(child)
        return None

    def focus(self):
        # There is no window manager: give the window the keyboard ourselves.
        found = until("the window on the screen", lambda: self._window_ids(), 10)
        xdotool("windowfocus", "--sync", found[-1])

    def _window_ids(self):
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "Hearth"], capture_output=True, text=True
        )
        return done.stdout.split()

    def resize(self, width, height):
        window = self._window_ids()[-1]
        xdotool("windowmove", window, 0, 0)
        xdotool("windowsize", "--sync", window, width, height)

    def type(self, text):
        xdotool("type", "--delay", 8, "--", text)

    def key(self, *names):
        xdotool("key", *names)

    def screenshot(self, path):
        subprocess.run(["import", "-window", "root", str(path)], check=True)

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def quit(self):
        self.key("ctrl+q")
        try:
            status = self.process.wait(15)
        except subprocess.TimeoutExpired:
            fail("the program did not quit on Ctrl+Q")
        if status != 0:
            fail(f"the program ended with status {status}")

    def kill(self):
        self.process.kill()
        self.process.wait()


def report_failure(window, folder):
    """What a person needs to see why a scenario failed."""
    try:
        os.makedirs(folder, exist_ok=True)
        window.screenshot(os.path.join(folder, "failure.png"))
        print(window.root.tree(), file=sys.stderr)
        print(f"a screenshot is in {folder}/failure.png", file=sys.stderr)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"no screenshot: {error}", file=sys.stderr)


@contextlib.contextmanager
def closing(window, folder):
    """Quits the window at the end of a scenario. One that fails leaves what report_failure() says, and no process."""
    try:
        yield window
        window.quit()
    except Exception:
        report_failure(window, folder)
        raise
    finally:
        window.kill()
