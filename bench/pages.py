"""What a page from memory costs, compared with a static file of nginx: `python -m bench.pages`.

`wrk` requests the same gzipped page of twenty posts over 64 connections. The server has one
processor and `wrk` another. The servers alternate, and the medians of the rounds count. Prints
requests a second, processor time for a request, and the ratio to nginx; and the same for 304. It
needs nginx and wrk.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import urllib.request
from pathlib import Path
from typing import Final

from bench.load import processor_seconds
from bench.load.servers import Dateline, Nginx, Server

_STATIC: Final = """
  gzip_static on; sendfile on; keepalive_requests 100000000;
  server {{ listen 127.0.0.1:{port}; root {folder}; location / {{ default_type text/html; }} }}
"""
SECONDS: Final = 5


class Static(Nginx):
    """nginx with the page as a gzipped file."""

    name = "nginx"
    conf = _STATIC
    page = b""

    def start(self) -> None:
        folder = Path(self.folder)
        # The worker process is not root, and must be able to read the folder.
        folder.chmod(0o755)
        (folder / "page.html").write_bytes(b"")
        (folder / "page.html.gz").write_bytes(self.page)
        super().start()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.pages")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    for name in ("nginx", "wrk"):
        if shutil.which(name) is None:
            raise SystemExit(f"This needs {name}.")
    os.sched_setaffinity(0, {1})
    dateline = Dateline(0)
    dateline.start()
    try:
        _report(*_measure(dateline, chosen.rounds))
    finally:
        dateline.stop()


def _measure(dateline: Dateline, count: int) -> tuple[dict[str, list[tuple[float, float]]], int]:
    for number in range(25):
        dateline.publish(number)
    address = f"http://127.0.0.1:{dateline.port}/flood/"
    page, etag = _ready(address)
    Static.page = page
    static = Static(0)
    static.start()
    there = f"http://127.0.0.1:{static.port}/page.html"
    asked = {
        "nginx static gzip": (static, there, "Accept-Encoding: gzip"),
        "dateline, gzip": (dateline, address, "Accept-Encoding: gzip"),
        "dateline, 304": (dateline, address, f"If-None-Match: {etag}"),
    }
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    try:
        for _ in range(count):
            for name, (server, url, header) in asked.items():
                figures[name].append(_load(server, url, header))
    finally:
        static.stop()
    return figures, len(page)


def _ready(address: str) -> tuple[bytes, str]:
    """The gzipped page, once it comes from memory, and its ETag."""
    for _ in range(50):
        request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as response:
            page, etag = response.read(), response.headers["ETag"]
    return page, etag


def _load(server: Server, url: str, header: str) -> tuple[float, float]:
    """Requests a second, and microseconds of the server's processor a request."""
    used = processor_seconds(server.pid)
    command = ["wrk", "-t1", "-c64", f"-d{SECONDS}s", "-H", header, url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = processor_seconds(server.pid) - used
    found = re.search(r"(\d+) requests in", out)
    assert found, out
    if failed := re.search(r"Non-2xx or 3xx responses: (\d+)", out):
        raise RuntimeError(failed[0])
    return int(found[1]) / SECONDS, used * 1e6 / int(found[1])


def _report(figures: dict[str, list[tuple[float, float]]], size: int) -> None:
    print(f"a page of {size} bytes gzipped, medians of {len(figures['dateline, gzip'])} rounds\n")
    print("| what | requests a second | us a request | x nginx |\n| --- | --- | --- | --- |")
    floor = figures["nginx static gzip"]
    for name, rounds in figures.items():
        rate = statistics.median(each[0] for each in rounds)
        cost = statistics.median(each[1] for each in rounds)
        ratio = statistics.median(a[1] / b[1] for a, b in zip(rounds, floor, strict=True))
        print(f"| {name} | {rate:,.0f} | {cost:.1f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
