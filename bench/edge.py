"""What a CDN in front saves: `.venv/bin/python -m bench.edge`. It needs nginx and wrk.

nginx is one location of a CDN, and caches what Dateline allows. `wrk` requests the page, and then
the changes after one cursor, over 64 connections, while one post a second is published. Prints
requests a second at the edge and at the origin, and how long it takes until the edge has a post.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import threading
import time
import urllib.request
from pathlib import Path
from typing import Final

from bench.load.servers import Dateline, Nginx

SECONDS: Final = 15
# HIT and UPDATING are answered from the cache; every other request went to the origin.
_EDGE: Final = """
  proxy_cache_path {folder}/kept keys_zone=kept:1m;
  map $upstream_cache_status $asked {{ default 1; HIT 0; UPDATING 0; }}
  log_format origin $upstream_cache_status;
  keepalive_requests 100000000;
  server {{
    listen 127.0.0.1:{port};
    access_log {folder}/asked origin if=$asked;
    location / {{
      proxy_pass http://127.0.0.1:ORIGIN;
      proxy_set_header Host $host;
      proxy_cache kept; proxy_cache_lock on; proxy_cache_use_stale updating;
    }}
  }}
"""


class Edge(Nginx):
    """nginx with a cache in front of an origin."""

    name = "edge"

    def __init__(self, origin: Dateline) -> None:
        super().__init__(0)
        self.conf = _EDGE.replace("ORIGIN", str(origin.port))

    def start(self) -> None:
        # The worker process is not root, and must be able to read the folder.
        Path(self.folder).chmod(0o755)
        super().start()

    @property
    def asked(self) -> int:
        return len(Path(self.folder, "asked").read_text().splitlines())


def main() -> None:
    for name in ("nginx", "wrk"):
        if shutil.which(name) is None:
            raise SystemExit(f"This needs {name}.")
    origin = Dateline(1)
    origin.start()
    edge = Edge(origin)
    edge.start()
    try:
        for number in range(1, 26):
            origin.publish(number)
        print("| what | at the edge | at the origin | the edge has a post after |")
        print("| --- | --- | --- | --- |")
        cursor = origin.newsroom.cursor()
        for name, path in (("page", "/flood/"), ("delta", f"/flood/changes/?after={cursor}")):
            edges, origins, late = measure(origin, edge, path)
            print(
                f"| {name} | {edges:,.0f} a second | {origins:.1f} a second |"
                f" median {statistics.median(late):.1f} s, at most {max(late):.1f} s |",
                flush=True,
            )
    finally:
        edge.stop()
        origin.stop()


def measure(origin: Dateline, edge: Edge, path: str) -> tuple[float, float, list[float]]:
    """Requests a second at the edge and at the origin, and seconds until the edge had each post."""
    late: list[float] = []
    before = edge.asked
    posting = threading.Thread(target=_post, args=(origin, edge, path, late))
    posting.start()
    url = f"http://127.0.0.1:{edge.port}{path}"
    command = ["wrk", "-t1", "-c64", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip", url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    asked = edge.asked - before
    posting.join()
    found = re.search(r"(\d+) requests in", out)
    if found is None or "Non-2xx" in out:
        raise RuntimeError(out)
    return int(found[1]) / SECONDS, asked / SECONDS, late


def _post(origin: Dateline, edge: Edge, path: str, late: list[float]) -> None:
    """Publishes one post a second, and requests it at the edge, without gzip, until it is there."""
    first = max(origin.sent) + 1
    for number in range(first, first + SECONDS - 3):
        begun = time.monotonic()
        origin.publish(number)
        sought = f"fb:{number} ".encode()
        while sought not in _get(edge, path):
            time.sleep(0.02)
        late.append(time.monotonic() - begun)
        time.sleep(max(0.0, begun + 1 - time.monotonic()))


def _get(edge: Edge, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{edge.port}{path}", timeout=10) as response:
        body: bytes = response.read()
    return body


if __name__ == "__main__":
    main()
