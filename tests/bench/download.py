#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Measures downloads against the test hub on this machine.

Usage: download.py --cli build/release/bin/hearth-cli [--folder DIR] torture [--gigabytes 2 --faults 200 --kills 20]
       download.py --cli ... speed [--megabytes 1000 --repetitions 3 --pace 500]

torture: one file through random faults and kills; prints what the server sent beyond the file's size.
speed: one connection, beside curl and `openssl dgst -sha256`, in wall and processor seconds. Without --pace
(megabytes per second of the server) the line is faster than SHA-256, which then sets the pace.
"""
import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = ["drop", "drop", "drop", "stall", "slow", "status", "status", "short", "long", "wrong_range", "ignore_range"]


class Hub:
    def __init__(self, root, buffer):
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        if buffer:
            environment["HUB_SERVER_SNDBUF"] = str(buffer)
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "tests/support/hub_server.py", "--root", root], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env=environment)
        self.address = json.loads(self.process.stdout.readline())["hub"]
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.opener.open(self.address + "/api/models/acme/big").read()  # It reads the file once, for its hash.

    def control(self, settings):
        self.opener.open(self.address + "/control", json.dumps(settings).encode()).read()

    def stats(self):
        return json.loads(self.opener.open(self.address + "/control/stats").read())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def make_file(path, size):
    path.parent.mkdir(parents=True)
    digest, source = hashlib.sha256(), random.Random(1)
    with open(path, "wb") as file:
        while size > 0:
            piece = source.randbytes(min(size, 1 << 24))
            digest.update(piece)
            file.write(piece)
            size -= len(piece)
    return digest.hexdigest()


def digest_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else read_digest(file)


def read_digest(file):
    digest = hashlib.sha256()
    while piece := file.read(1 << 22):
        digest.update(piece)
    return digest.hexdigest()


def pull_words(options, hub, data):
    return [options.cli, "--data-dir", str(data), "--endpoint", hub.address, "pull", "acme/big", "--json"]


def torture(options, folder):
    size = int(options.gigabytes * (1 << 30))
    sha = make_file(folder / "hub/acme/big/big-Q4_0.gguf", size)
    hub, data = Hub(folder / "hub", 65536), folder / "data"
    random_source = random.Random(5)
    hub.control({"random": {"seed": 3, "kinds": KINDS, "probability": 0.8, "count": options.faults,
                            "after_max": size // max(options.faults, 1)}})
    begin, kills, refused = time.monotonic(), 0, 0
    while True:
        with subprocess.Popen(pull_words(options, hub, data), stdout=subprocess.DEVNULL) as pull:
            wait = random_source.uniform(0.5, options.kill_after) if kills < options.kills else None
            try:
                status = pull.wait(wait)
                if status == 0:
                    break
                refused += 1
                if refused > 20:
                    sys.exit("error: pull keeps failing: see its message above")
            except subprocess.TimeoutExpired:
                pull.kill()
                pull.wait()
                kills += 1
    seconds, stats = time.monotonic() - begin, hub.stats()
    hub.close()
    right = digest_of(data / "models/acme/big/big-Q4_0.gguf") == sha
    print(json.dumps({"bytes": size, "right": right, "faults": stats["faults"], "kills": kills, "failed_runs": refused,
                      "sent": stats["body_bytes"], "beyond": round(stats["body_bytes"] / size - 1, 5),
                      "seconds": round(seconds, 1)}))
    return right


def measured(words):
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - begin, processor


def speed(options, folder):
    size = options.megabytes * 1_000_000
    name = "acme/big/big-Q4_0.gguf"
    make_file(folder / "hub" / name, size)
    hub, rows = Hub(folder / "hub", 0), {"curl": [], "hash": [], "pull": []}
    hub.control({"pace": int(options.pace * 1e6)})
    pull = [str(options.cli), "--data-dir", str(folder / "data"), "--endpoint", hub.address, "pull", "acme/big"]
    target = folder / "curl.bin"
    subprocess.run(["curl", "-sL", "-o", target, f"{hub.address}/acme/big/resolve/main/big-Q4_0.gguf"], check=True)
    for _ in range(options.repetitions):
        target.unlink()
        rows["curl"].append(measured(["curl", "-s", "--noproxy", "*", "-L", "-o", str(target),
                                      f"{hub.address}/acme/big/resolve/main/big-Q4_0.gguf"]))
        rows["hash"].append(measured(["openssl", "dgst", "-sha256", str(target)]))
        shutil.rmtree(folder / "data", ignore_errors=True)
        rows["pull"].append(measured(pull + ["--connections", "1"]))
    hub.close()
    for key, runs in rows.items():
        wall, processor = (sorted(column)[len(runs) // 2] for column in zip(*runs))
        print(f"{key:5} {size / wall / 1e6:7.0f} MB/s  {wall:6.2f} s wall  {processor:6.2f} s processor")
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", type=Path, default=ROOT / "build/release/bin/hearth-cli")
    parser.add_argument("--folder", type=Path, help="for the files; a temporary one by default")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("torture")
    one.add_argument("--gigabytes", type=float, default=2)
    one.add_argument("--faults", type=int, default=200)
    one.add_argument("--kills", type=int, default=20)
    one.add_argument("--kill-after", type=float, default=4, help="seconds that a run lives at most")
    two = commands.add_parser("speed")
    two.add_argument("--megabytes", type=int, default=1000)
    two.add_argument("--repetitions", type=int, default=3)
    two.add_argument("--pace", type=float, default=0, help="megabytes per second that the server sends")
    options = parser.parse_args()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        done = (torture if options.command == "torture" else speed)(options, Path(folder))
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
