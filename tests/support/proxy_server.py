#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""A proxy for tests, on a port of this machine: CONNECT for TLS, whole addresses for plain HTTP.

Usage: proxy_server.py [--password NAME:WORD]

Prints its port as a line of JSON, then one more line for each request: {"method", "target", "headers"}. With
--password all others get a 407. Runs until its standard input ends.
"""
import argparse
import base64
import json
import os
import socket
import sys
import threading
import urllib.parse


def note(fact):
    """One write for each line: threads share the pipe."""
    os.write(1, json.dumps(fact).encode() + b"\n")


def read_head(stream):
    lines = []
    while line := stream.readline():
        if line in (b"\r\n", b"\n"):
            break
        lines.append(line.decode("latin-1").rstrip("\r\n"))
    return lines


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def tunnel(client, server):
    back = threading.Thread(target=copy, args=(server, client), daemon=True)
    back.start()
    copy(client, server)
    back.join()


def serve(client, wanted):
    with client:
        head = read_head(client.makefile("rb", buffering=0))
        if not head:
            return
        method, target, _ = head[0].split(" ", 2)
        headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
        note({"method": method, "target": target, "headers": headers})
        if wanted and headers.get("Proxy-Authorization") != wanted:
            client.sendall(b"HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=test\r\n"
                           b"Content-Length: 0\r\nConnection: close\r\n\r\n")
            return
        if method == "CONNECT":
            host, port = target.rsplit(":", 1)
            with socket.create_connection((host, int(port))) as server:
                client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                tunnel(client, server)
            return
        url = urllib.parse.urlsplit(target)
        path = target.split(url.netloc, 1)[1] or "/"
        kept = [line for line in head[1:] if not line.lower().startswith(("proxy-", "connection:"))]
        with socket.create_connection((url.hostname, url.port or 80)) as server:
            server.sendall("\r\n".join([f"{method} {path} HTTP/1.1", *kept, "Connection: close", "", ""]).encode())
            tunnel(client, server)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--password")
    options = parser.parse_args()
    wanted = "Basic " + base64.b64encode(options.password.encode()).decode() if options.password else None
    listener = socket.create_server(("127.0.0.1", 0))
    note({"port": listener.getsockname()[1]})

    def accept():
        while True:
            client, _ = listener.accept()
            threading.Thread(target=serve, args=(client, wanted), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
