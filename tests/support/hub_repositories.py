# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""The repositories that hub_server.py serves: folders, as the hub's API describes them."""
import hashlib
import json
import threading
from pathlib import Path
from typing import NamedTuple


class File(NamedTuple):
    path: Path
    size: int
    sha256: str
    sha1: str


def digests(path, size):
    """SHA-256 and git's SHA-1; of a file too large to be read for a test, what stands in FILE.digests."""
    given = path.with_name(path.name + ".digests")
    if given.exists():
        return tuple(given.read_text().split())
    sha256, sha1 = hashlib.sha256(), hashlib.sha1(f"blob {size}\0".encode())
    with open(path, "rb") as file:
        while data := file.read(1 << 20):
            sha256.update(data)
            sha1.update(data)
    return sha256.hexdigest(), sha1.hexdigest()


class Repositories:
    def __init__(self, root):
        self.root = root
        self.known = {}  # path -> (mtime, size, File)
        self.listing = []
        self.lock = threading.Lock()

    def ids(self):
        return sorted(f"{repo.parent.name}/{repo.name}" for repo in self.root.glob("*/*") if repo.is_dir())

    def has(self, repo):
        return repo in self.ids()

    def file(self, repo, name):
        path = self.root / repo / name
        if ".." in Path(name).parts or not path.is_file():
            return None
        path = path.resolve()  # Links to one file are read once.
        stat = path.stat()
        key = (stat.st_mtime_ns, stat.st_size)
        with self.lock:  # Read by one request; the others wait for it.
            if str(path) not in self.known or self.known[str(path)][0] != key:
                self.known[str(path)] = (key, File(path, stat.st_size, *digests(path, stat.st_size)))
            return self.known[str(path)][1]

    def names(self, repo):
        base = self.root / repo
        found = (path for path in base.rglob("*") if path.is_file() and path.name != "model.json")
        return sorted(str(path.relative_to(base)) for path in found)

    def commit(self, repo):
        listing = "".join(f"{name} {self.file(repo, name).sha1}\n" for name in self.names(repo))
        return hashlib.sha1(listing.encode()).hexdigest()

    def extra(self, repo):
        path = self.root / repo / "model.json"
        return json.loads(path.read_text()) if path.exists() else {}

    @staticmethod
    def is_large(name, file):
        return name.endswith((".gguf", ".bin")) or file.size > 10_000_000

    def tree(self, repo, folder):
        entries = []
        for name in self.names(repo):
            if folder and not name.startswith(folder + "/"):
                continue
            file = self.file(repo, name)
            entry = {"type": "file", "oid": file.sha1, "size": file.size, "path": name}
            if self.is_large(name, file):
                entry["lfs"] = {"oid": file.sha256, "size": file.size, "pointerSize": 134}
            entries.append(entry)
        return entries

    def model(self, repo, blobs=False, gated=None):
        owner = repo.split("/")[0]
        siblings = []
        for name in self.names(repo):
            sibling = {"rfilename": name}
            if blobs:
                file = self.file(repo, name)
                sibling |= {"size": file.size, "blobId": file.sha1}
                if self.is_large(name, file):
                    sibling["lfs"] = {"sha256": file.sha256, "size": file.size, "pointerSize": 134}
            siblings.append(sibling)
        model = {
            "_id": hashlib.sha1(repo.encode()).hexdigest()[:24], "id": repo, "modelId": repo, "author": owner,
            "sha": self.commit(repo), "lastModified": "2026-01-02T03:04:05.000Z", "private": False,
            "createdAt": "2025-08-05T10:00:00.000Z", "disabled": False,
            "gated": {401: "manual", 403: "auto"}.get(gated, False), "downloads": 1000, "likes": 10,
            "trendingScore": 1, "tags": ["gguf", "text-generation"], "pipeline_tag": "text-generation",
            "siblings": siblings,
        }
        return model | self.extra(repo)

    def listed(self):
        """API entries of `listed.json`, which searches find and nothing else: thousands cost no folders."""
        path = self.root / "listed.json"
        with self.lock:
            if not self.listing and path.exists():
                self.listing = json.loads(path.read_text())
            return self.listing

    def search(self, query):
        """One page of models, and where the next one begins."""
        words = " ".join(query.get("search", [])).lower().split()

        def found(name):
            return all(word in name.lower() for word in words)

        models = [self.model(repo) for repo in self.ids() if found(repo)]
        models += [entry for entry in self.listed() if found(entry["id"])]
        if author := query.get("author"):
            models = [model for model in models if model["author"] == author[0]]
        for tag in query.get("filter", []):
            models = [model for model in models if tag in model.get("tags", [])]
        key = query.get("sort", ["id"])[0]
        models.sort(key=lambda model: model.get(key, 0), reverse=key != "id")
        begin = int(query.get("cursor", ["0"])[0])
        end = begin + min(int(query.get("limit", ["1000"])[0]), 1000)
        return models[begin:end], end if end < len(models) else None
