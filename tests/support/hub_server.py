#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""A model hub with a CDN for tests, on two ports of this machine, that can misbehave on request.

Usage: hub_server.py --root FOLDER [--tls FOLDER] [--certificate good|stranger|other-name]

FOLDER/publisher/repo/... are the repositories; a `model.json` in one adds fields to its API entry.
Prints one JSON line {"hub", "cdn", "ca"} when it listens, and runs until it is killed or its standard
input ends. With --tls both ports speak TLS with a certificate of a fresh test authority.

Routes: /api/models (search, author, filter, sort, limit, paging by Link), /api/models/ID,
/api/models/ID/revision/REV, /api/models/ID/tree/REV, /ID/resolve/REV/PATH (302 to the CDN),
/ID/raw/REV/PATH. For tests:
  POST /control        {"faults": [FAULT...], "random": RANDOM, "gated": {ID: 403, or 401: private}, "token": T,
                        "link_uses": N, "hub_serves_files": true, "etag": TEXT, "down": SECONDS,
                        "pace": BYTES per second of each connection}
  POST /control/reset  forgets faults, settings and statistics
  GET  /control/stats  {"requests": [...], "body_bytes": N, "faults": N, "corrupted": [[path, first, end]...]}

FAULT  {"kind": K, "where": "api"|"resolve"|"cdn", "after": BYTES, "count": N, and what K needs}
RANDOM {"seed": S, "kinds": [K...], "probability": P, "count": N, "after_max": BYTES}: on CDN answers
K: drop; stall (seconds); slow (rate); status (status, retry_after, ratelimit); short and long (a body
shorter, or a Content-Length longer, than the range); shifted (wrong bytes under the right
Content-Range); wrong_range (Content-Range of other bytes); ignore_range (200 with everything);
corrupt (a byte changed); corrupt_drop (the same, then the connection breaks); etag (changed for good);
plain_redirect, loop (of redirects)
"""
import argparse
import json
import os
import random
import socket
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from hub_repositories import Repositories  # noqa: E402
from test_authority import server_context  # noqa: E402

CHUNK = 64 * 1024


class State:
    """What both ports share."""

    def __init__(self, root):
        self.lock = threading.RLock()
        self.repositories = Repositories(root)
        self.cdn = ""
        self.reset()

    def reset(self):
        with self.lock:
            self.faults, self.random, self.random_left = [], None, 0
            self.gated, self.token = {}, None
            self.link_uses, self.links = 0, {}
            self.hub_serves_files, self.etag, self.down_until = False, None, 0.0
            self.pace = 0
            self.requests, self.body_bytes, self.fault_count, self.corrupted = [], 0, 0, []

    def control(self, settings):
        with self.lock:
            for fault in settings.get("faults", []):
                self.faults.append({"where": "cdn", "after": 0, "count": 1, **fault})
            if chosen := settings.get("random"):
                self.random = random.Random(chosen.get("seed", 1))
                self.random_left = chosen["count"]
                self.random_kinds, self.random_odds = chosen["kinds"], chosen.get("probability", 0.3)
                self.random_after = chosen.get("after_max", 1 << 20)
            for name in ("gated", "token", "link_uses", "hub_serves_files", "etag", "pace"):
                if name in settings:
                    setattr(self, name, settings[name])
            if "down" in settings:
                self.down_until = time.monotonic() + settings["down"]

    def next_fault(self, where):
        with self.lock:
            for fault in self.faults:
                if fault["where"] == where and fault["count"] > 0:
                    fault["count"] -= 1
                    self.fault_count += 1
                    return fault
            if where != "cdn" or not self.random or self.random_left <= 0:
                return None
            if self.random.random() >= self.random_odds:
                return None
            self.random_left -= 1
            self.fault_count += 1
            kind = self.random.choice(self.random_kinds)
            return {"kind": kind, "after": self.random.randrange(self.random_after), "rate": 20000, "seconds": 1.5,
                    "status": self.random.choice([403, 410, 416, 429, 500, 502, 503]), "retry_after": 1,
                    "retry_after_if": (429, 503)}

    def make_link(self, path, sha):
        with self.lock:
            key = f"{len(self.links)}-{random.getrandbits(64):x}"
            self.links[key] = self.link_uses or (1 << 30)
        return f"{self.cdn}/blob/{sha}/{urllib.parse.quote(path)}?Signature={key}"

    def use_link(self, key):
        with self.lock:
            left = self.links.get(key, 0)
            self.links[key] = left - 1
            return left > 0

    def add_bytes(self, count):
        with self.lock:
            self.body_bytes += count


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "TestHub"

    def log_message(self, *_):
        pass

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError, OSError):
            self.close_connection = True

    @property
    def state(self):
        return self.server.state

    def note(self):
        with self.state.lock:
            self.state.requests.append({
                "server": self.server.kind, "method": self.command, "path": self.path,
                "range": self.headers.get("Range"), "token": self.headers.get("Authorization"),
                "agent": self.headers.get("User-Agent"),
            })

    def answer(self, status, body=b"", **headers):
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            headers.setdefault("Content_Type", "application/json")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/control":
            self.state.control(json.loads(body))
        elif self.path == "/control/reset":
            self.state.reset()
        else:
            return self.answer(404)
        return self.answer(200, {})

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        state = self.state
        if self.path == "/control/stats":
            with state.lock:
                return self.answer(200, {"requests": state.requests, "body_bytes": state.body_bytes,
                                         "faults": state.fault_count, "corrupted": state.corrupted})
        if time.monotonic() < state.down_until:
            self.close_connection = True
            return None
        self.note()
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query)
        path = urllib.parse.unquote(url.path)
        if self.server.kind == "cdn":
            return self.serve_blob(path, query)
        where = "api" if path.startswith("/api/") else "resolve"
        fault = state.next_fault(where)
        if fault and self.misbehave(fault):
            return None
        if path.startswith("/api/models"):
            return self.serve_api(path, query, url)
        return self.serve_file(path)

    def misbehave(self, fault):
        """Faults that replace an answer. True: done."""
        kind = fault["kind"]
        if kind == "status":
            headers = {}
            if "retry_after" in fault and fault["status"] in fault.get("retry_after_if", (fault["status"],)):
                headers["Retry_After"] = fault["retry_after"]
            if "ratelimit" in fault:
                headers["RateLimit"] = fault["ratelimit"]
            self.answer(fault["status"], b"<html>an error page</html>", **headers)
        elif kind == "loop":
            self.answer(302, Location=self.path)
        elif kind == "plain_redirect":
            self.answer(302, Location="http://127.0.0.1:9/" + self.path.lstrip("/"))
        elif kind == "drop" and self.server.kind == "hub":
            self.close_connection = True
        elif kind == "stall" and self.server.kind == "hub":
            time.sleep(fault["seconds"])
            self.close_connection = True
        else:
            return False
        return True

    def refused(self, repo):
        """Gated and private repositories."""
        status = self.state.gated.get(repo)
        if not status or self.headers.get("Authorization") == f"Bearer {self.state.token}":
            return False
        if status == 401:  # Private: the hub does not even say that it is there.
            self.answer(401, b'{"error":"Repository not found"}', X_Error_Code="RepoNotFound")
            return True
        self.answer(status, b"Access to this model is restricted.", X_Error_Code="GatedRepo",
                    X_Error_Message="Access to this model is restricted.")
        return True

    def serve_api(self, path, query, url):
        parts = path.split("/")[3:]  # after /api/models
        if not parts:
            base = f"{self.server.address}{url.path}"
            body, cursor = self.state.repositories.search(query)
            headers = {}
            if cursor is not None:
                rest = [(k, v) for k, values in query.items() for v in values if k != "cursor"]
                link = urllib.parse.urlencode(rest + [("cursor", str(cursor))])
                headers["Link"] = f'<{base}?{link}>; rel="next"'
            return self.answer(200, body, **headers)
        repo = "/".join(parts[:2])
        if not self.state.repositories.has(repo):
            return self.answer(404, b'{"error":"Repository not found"}', X_Error_Code="RepoNotFound")
        if len(parts) >= 4 and parts[2] == "tree":
            if self.refused(repo):
                return None
            return self.answer(200, self.state.repositories.tree(repo, "/".join(parts[4:])))
        if self.state.gated.get(repo) == 401 and self.refused(repo):
            return None
        return self.answer(200, self.state.repositories.model(repo, "blobs" in query, self.state.gated.get(repo)))

    def serve_file(self, path):
        """/publisher/repo/resolve|raw/revision/file"""
        parts = path.strip("/").split("/")
        if len(parts) < 5 or parts[2] not in ("resolve", "raw"):
            return self.answer(404, X_Error_Code="EntryNotFound")
        repo, name = "/".join(parts[:2]), "/".join(parts[4:])
        found = self.state.repositories.file(repo, name)
        if not found:
            return self.answer(404, X_Error_Code="EntryNotFound")
        if self.refused(repo):
            return None
        headers = {"X_Repo_Commit": self.state.repositories.commit(repo), "X_Linked_Size": found.size,
                   "X_Linked_Etag": f'"{found.sha256}"'}
        if parts[2] == "raw" or self.state.hub_serves_files:
            return self.serve_bytes(found, None, headers)
        return self.answer(302, Location=self.state.make_link(f"{repo}/{name}", found.sha256), **headers)

    def serve_blob(self, path, query):
        parts = path.split("/")
        if len(parts) < 6 or not self.state.use_link(query.get("Signature", [""])[0]):
            return self.answer(403, b"<Error>Request has expired</Error>")
        found = self.state.repositories.file("/".join(parts[3:5]), "/".join(parts[5:]))
        if not found:
            return self.answer(404)
        fault = self.state.next_fault("cdn")
        if fault and self.misbehave(fault):
            return None
        if fault and fault["kind"] == "etag":
            self.state.etag = f'"changed-{random.getrandbits(32):x}"'
        return self.serve_bytes(found, fault, {})

    def wanted_range(self, size):
        text = self.headers.get("Range", "")
        if not text.startswith("bytes="):
            return None
        first, _, last = text[6:].partition("-")
        return int(first), min(int(last) + 1 if last else size, size)

    def serve_bytes(self, found, fault, headers):
        kind = fault["kind"] if fault else ""
        etag = self.state.etag or f'"{found.sha256[:32]}"'
        wanted = self.wanted_range(found.size)
        if self.headers.get("If-Range") not in (None, etag) or kind == "ignore_range":
            wanted = None
        first, end = wanted or (0, found.size)
        if wanted and first >= found.size:
            return self.answer(416, Content_Range=f"bytes */{found.size}")
        length = end - first
        if kind == "short":
            length = min(length, fault["after"])
        self.send_response(206 if wanted else 200)
        if wanted:
            shown = first + 4096 if kind == "wrong_range" else first
            self.send_header("Content-Range", f"bytes {shown}-{shown + end - first - 1}/{found.size}")
        self.send_header("ETag", etag)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(length + (1000 if kind == "long" else 0)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command == "HEAD":
            return None
        if kind == "long":
            self.close_connection = True
        return self.send_body(found, first, first + length, fault)

    def send_body(self, found, first, end, fault):
        kind = fault["kind"] if fault else ""
        spot = first + fault["after"] if fault else end  # where the fault strikes
        with open(found.path, "rb") as file:
            file.seek(first - 4096 if kind == "shifted" and first >= 4096 else first)
            at, begin = first, time.monotonic()
            while at < end:
                if self.state.pace:
                    time.sleep(max(0.0, begin + (at - first) / self.state.pace - time.monotonic()))
                data = file.read(min(CHUNK, end - at))
                strikes = at <= spot < at + len(data)
                if strikes and kind in ("corrupt", "corrupt_drop"):
                    data = bytearray(data)
                    data[spot - at] ^= 0x55
                    with self.state.lock:
                        self.state.corrupted.append([str(found.path), spot, spot + 1])
                if strikes and kind == "drop":
                    data = data[:spot - at]
                if strikes and kind == "stall":
                    self.send_piece(data[:spot - at])
                    time.sleep(fault["seconds"])
                    data = data[spot - at:]
                    at = spot
                self.send_piece(data)
                at += len(data)
                if strikes and kind in ("drop", "corrupt_drop"):
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if kind == "slow" and at > spot:
                    time.sleep(len(data) / fault["rate"])

    def send_piece(self, data):
        self.wfile.write(data)
        self.state.add_bytes(len(data))


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, kind, state, context):
        super().__init__(("127.0.0.1", 0), Handler)
        self.kind, self.state, self.context = kind, state, context
        self.address = f"{'https' if context else 'http'}://127.0.0.1:{self.server_address[1]}"

    def get_request(self):
        connection, peer = super().get_request()
        # A small buffer, so that the bytes counted as sent are about those that arrive.
        if buffer := os.environ.get("HUB_SERVER_SNDBUF"):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, int(buffer))
        if self.context:
            connection = self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, peer

    def handle_error(self, *_):
        pass  # A client that hung up, or did not like the certificate.


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--tls", type=Path, help="speak TLS; the test authority's files go there")
    parser.add_argument("--certificate", choices=["good", "stranger", "other-name"], default="good")
    options = parser.parse_args()
    context, authority = server_context(options.tls, options.certificate) if options.tls else (None, None)
    state = State(options.root)
    hub, cdn = Server("hub", state, context), Server("cdn", state, context)
    state.cdn = cdn.address
    for server in (hub, cdn):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"hub": hub.address, "cdn": cdn.address, "ca": str(authority or "")}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
