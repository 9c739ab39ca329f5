#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Kills the program while it writes: the user's turn and all but the last second must be there.

Usage: desktop.py crash.py HEARTH MODEL FOLDER_FOR_FAILURES
"""
import re
import sys
import time

from first_light import last_answer, messages, send, wait_for_model, watch_streaming
from window import Window, fail, report_failure


def main():
    program, model, folder = sys.argv[1:]
    window = Window(program, "--model", model)
    try:
        wait_for_model(window)
        send(window, "Remember me")
        watch_streaming(window)
        time.sleep(1.5)
        seen = last_answer(window)
        time.sleep(1.2)  # what was seen above is now more than a second old
        window.kill()
        window = Window(program)
        window.root.wait("list", "Chat list").wait(name=re.compile("Remember|New chat")).click()
        messages(window).wait(name="You: Remember me", showing=False)  # may be scrolled away
        kept = last_answer(window)
        if not kept.startswith(seen):
            fail(f"{len(seen)} characters were seen a second before the end, {len(kept)} are left")
        print(f"{len(seen)} characters were seen a second before the end, {len(kept)} are there")
        window.quit()
    except Exception:
        report_failure(window, folder)
        raise
    finally:
        window.kill()
    print("passed")


if __name__ == "__main__":
    main()
