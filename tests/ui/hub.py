# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""A hub of a few repositories for scenarios of the window: hub_server.py on folders that are made here."""
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
CLOSED = "hearth-tests/Closed-70B-GGUF"
RECITER = "hearth-tests/Reciter-With-A-Name-As-Long-As-Real-Ones-Instruct-2607-GGUF"

CARD = """---
license: apache-2.0
---
# Reciter

It **recites** what it was told to.

| file | bits |
|---|---|
| F16 | 16 |

```python
print("a card may hold code")
```
"""


def write_repository(root, name, files, about, card=""):
    """`files` are (name, path to link or bytes); `about` adds to what the hub's API says."""
    folder = root / name
    folder.mkdir(parents=True)
    for file, content in files:
        if isinstance(content, Path):
            (folder / file).symlink_to(content)
        else:
            (folder / file).write_bytes(content)
    (folder / "model.json").write_text(json.dumps(about))
    if card:
        (folder / "README.md").write_text(card)


def gguf(architecture, parameters, context):
    return {"total": parameters, "architecture": architecture, "context_length": context}


def write_hub(root, reciter):
    """Repositories with a model that runs, a gated one, and one of an unknown architecture."""
    tags = ["gguf", "text-generation", "license:apache-2.0"]
    write_repository(root, RECITER, [("Reciter-F16.gguf", reciter)],
                     {"tags": tags, "downloads": 560123, "likes": 1900, "gguf": gguf("llama", 21_000_000, 16384)}, CARD)
    # Whole in every respect; its architecture, the first value of that text, is one that nobody knows.
    strange = reciter.read_bytes().replace(b"\x05\0\0\0\0\0\0\0llama", b"\x05\0\0\0\0\0\0\0lynx0", 1)
    write_repository(root, "hearth-tests/Lynx-9B-GGUF", [("Lynx-9B-Q4_K_M.gguf", strange)],
                     {"tags": tags, "downloads": 90, "likes": 2, "gguf": gguf("lynx0", 9_000_000_000, 32768)})
    write_repository(root, CLOSED, [("Closed-70B-Q4_K_M.gguf", reciter)],
                     {"tags": tags, "gated": "manual", "downloads": 4_200_000, "likes": 12000,
                      "gguf": gguf("llama", 70_000_000_000, 131072)})


def write_listing(root, names, parameters=4_000_000_000):
    """Models that can be found by the thousand, but have no page."""
    (root / "listed.json").write_text(json.dumps([
        {"id": name, "author": name.split("/")[0], "downloads": 9_000_000 // (number + 1), "likes": 90_000 // (number + 1),
         "tags": ["gguf", "text-generation", "conversational"], "gguf": gguf("llama", parameters, 131072)}
        for number, name in enumerate(names)]))


def make_reciter(path, *texts):
    """A model that answers with those texts, word for word."""
    sources = []
    for number, text in enumerate(texts):
        source = path.parent / f"recited-{number}.txt"
        source.write_text(text)
        sources.append(source)
    subprocess.run([sys.executable, TESTS / "ui/make_reciter.py", path, *sources], check=True)


class Hub:
    """A running hub of the repositories below `root`."""

    def __init__(self, root):
        self.process = subprocess.Popen([sys.executable, TESTS / "support/hub_server.py", "--root", root],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.address = json.loads(self.process.stdout.readline())["hub"]

    def control(self, settings):
        request = urllib.request.Request(f"{self.address}/control", json.dumps(settings).encode(), method="POST")
        urllib.request.urlopen(request, timeout=10).read()

    def requests(self):
        with urllib.request.urlopen(f"{self.address}/control/stats", timeout=10) as answer:
            return json.load(answer)["requests"]

    def stop(self):
        self.process.kill()
        self.process.wait()
