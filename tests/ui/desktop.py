#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Runs a command on a private desktop: its own X server, message bus, home and data folders.

Usage: desktop.py [--size 1280x800] COMMAND [ARGUMENTS]
Exit status: the command's; 77 if something that a desktop needs is not installed.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
NEEDED = ("Xvfb", "dbus-run-session", "xdotool")


def missing():
    absent = [tool for tool in NEEDED if shutil.which(tool) is None]
    try:
        import gi

        gi.require_version("Atspi", "2.0")
    except (ImportError, ValueError):
        absent.append("python3-gi with gir1.2-atspi-2.0")
    if not Path("/usr/libexec/at-spi-bus-launcher").exists():
        absent.append("at-spi2-core")
    return absent


def start_display(size):
    """An X server that picks its own free number; returns (process, ":N")."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    if not number:
        sys.exit("error: the X server did not start")
    return server, f":{number}"


def environment(home, display):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "DBUS_", "WAYLAND_"))}
    for name in ("QT_QPA_PLATFORM", "QT_QUICK_BACKEND", "QT_SCALE_FACTOR"):
        kept.pop(name, None)
    folders = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache",
               "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "runtime", "HOME": "home"}
    for name, folder in folders.items():
        (home / folder).mkdir(mode=0o700)
        kept[name] = str(home / folder)
    kept |= {"DISPLAY": display, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "LC_ALL": "C.UTF-8",
             "QT_QPA_PLATFORM": "xcb", "PYTHONDONTWRITEBYTECODE": "1", "NO_AT_BRIDGE": "0"}
    return kept


def main():
    arguments = sys.argv[1:]
    size = "1280x800"
    if arguments[:1] == ["--size"]:
        size, arguments = arguments[1], arguments[2:]
    if absent := missing():
        print(f"SKIPPED: this needs {', '.join(absent)}", flush=True)
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="hearth-ui-", ignore_cleanup_errors=True) as folder:
        server, display = start_display(size)
        session = subprocess.Popen(
            ["dbus-run-session", "--", *arguments], env=environment(Path(folder), display), start_new_session=True
        )
        try:
            return session.wait()
        finally:
            try:
                os.killpg(session.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
            server.terminate()
            server.wait()


if __name__ == "__main__":
    sys.exit(main())
