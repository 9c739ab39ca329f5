#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""A newcomer's first evening, through the window alone: open a model, chat, stop, regenerate,
rename, quit, come back and go on.

Usage: desktop.py first_light.py HEARTH MODEL FOLDER_FOR_FAILURES
"""
import re
import sys
import time

from window import Window, fail, report_failure, until

ANSWER = re.compile(r"^Assistant: ")


def messages(window):
    return window.root.wait("list", "Messages")


def answers(window):
    return [node.name for node in messages(window).all(name=ANSWER)]


def last_answer(window):
    return (answers(window) or [""])[-1].removeprefix("Assistant: ")


def send(window, text):
    window.root.wait("text", "Message").click()
    window.type(text)
    until("the typed text", lambda: window.root.first("text", "Message").text.strip() == text)
    window.root.wait("button", "Send").click()
    until("the composer to empty", lambda: window.root.first("text", "Message").text.strip() == "")


def wait_for_model(window):
    until("the model", lambda: (button := window.root.first("button", "Model")) and "Random" in button.description, 60)


def watch_streaming(window):
    """The answer grows while it is written; returns what stood there last."""
    first = until("the first words", lambda: last_answer(window))
    return until("more words", lambda: (now := last_answer(window)) and len(now) > len(first) and now)


def stop(window):
    window.root.wait("button", "Stop").click()
    until("the end of the answer", lambda: window.root.first("button", "Stop") is None)
    text = last_answer(window)
    time.sleep(0.5)
    if last_answer(window) != text:
        fail("the answer grew after Stop")
    statistics = window.root.wait("label", "Answer statistics")
    if "tokens/s" not in statistics.description:
        fail(f"the statistics say {statistics.description!r}")
    return text


def regenerate(window):
    before = last_answer(window)
    answer = [node for node in messages(window).all(name=ANSWER)][-1]
    answer.hover()
    window.root.wait("button", "Regenerate").click()
    until("another answer", lambda: last_answer(window) not in ("", before))
    watch_streaming(window)
    window.key("Escape")
    until("the end of the answer", lambda: window.root.first("button", "Stop") is None)
    return last_answer(window)


def rename(window, title):
    chats = window.root.wait("list", "Chat list")
    chat = until("a chat in the list", lambda: next(chats.all("item"), None))
    chat.click()
    window.key("F2")
    time.sleep(0.3)
    window.key("ctrl+a")
    window.type(title)
    window.key("Return")
    chats.wait(name=re.compile(re.escape(title)))
    until("the title", lambda: window.root.first(name=f"{title} — Hearth"))


def first_evening(window, model):
    wait_for_model(window)
    send(window, "Hello there")
    messages(window).wait(name="You: Hello there", showing=False)
    watch_streaming(window)
    stop(window)
    answer = regenerate(window)
    rename(window, "A tale")
    return answer


def second_evening(window, answer):
    chats = window.root.wait("list", "Chat list")
    chats.wait(name=re.compile("A tale")).click()
    messages(window).wait(name="You: Hello there", showing=False)
    if last_answer(window) != answer:
        fail(f"the answer was {answer!r} and is {last_answer(window)!r} after a restart")
    wait_for_model(window)
    send(window, "Go on")
    watch_streaming(window)
    stop(window)
    if len(answers(window)) != 2:
        fail(f"two answers were expected, not {answers(window)}")


def main():
    program, model, folder = sys.argv[1:]
    window = Window(program, "--model", model)
    try:
        print(f"usable after {window.usable_seconds:.2f} s", flush=True)
        answer = first_evening(window, model)
        window.quit()
        window = Window(program, "--model", model)
        second_evening(window, answer)
        window.quit()
    except Exception:
        report_failure(window, folder)
        raise
    finally:
        window.kill()
    print("passed")


if __name__ == "__main__":
    main()
