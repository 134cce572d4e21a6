"""What a flood of requests delays: `.venv/bin/python -m bench.flood`. It needs wrk.

`wrk` sends requests that memory cannot answer over 200 connections, one kind after the other: pages
that must be made, streams of coverages that do not exist, sign-ins with wrong passwords, and so on.
Meanwhile posts are published at the desk, one reader has a stream open, and another requests the
page after each post. Prints milliseconds until the desk's response, until the reader had the post,
and until the page was there. The status is 1 if a post did not arrive.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tests.newsroom import get

from bench.load.servers import Dateline

CONNECTIONS: Final = 200
FLOODS: Final = {
    "nothing": "",
    "pages to be made": 'wrk.path = "/flood/find/?q=water+" .. n',
    "streams of missing coverages": 'wrk.path = "/live/nothing-" .. n',
    "pages that do not exist": 'wrk.path = "/nothing-" .. n .. "/"',
    "the desk, signed out": 'wrk.path = "/desk/flood/"',
    "wrong passwords": """
        wrk.method = "POST"
        wrk.path = "/desk/sign-in/"
        wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
        wrk.headers["Origin"] = "{address}"
        wrk.headers["Cookie"] = "csrftoken={token}"
        wrk.body = "csrfmiddlewaretoken={token}&username=ben&password=wrong" .. n""",
}
SCRIPT: Final = """
local n = 0
function request()
  n = n + 1
  {sets}
  return wrk.format()
end
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.flood")
    parser.add_argument("--posts", type=int, default=20)
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("This needs wrk.")
    server = Dateline(1)
    server.start()
    try:
        print("| flood | answered, a second | desk's answer | reader has it | page |")
        print("| --- | --- | --- | --- | --- |")
        for name, sets in FLOODS.items():
            sets = sets.replace("{address}", server.newsroom.address).replace("{token}", "a" * 32)
            figures = measure(server, sets, chosen)
            print(f"| {name} | {' | '.join(figures)} |", flush=True)
    finally:
        server.stop()


def measure(server: Dateline, sets: str, chosen: argparse.Namespace) -> list[str]:
    """Requests a second; median and maximum of the desk, the reader's posts and the page."""
    answers, posts, pages = [], [], []
    with flood(server, sets) as rates:
        rex = server.newsroom.reader(after=server.newsroom.cursor())
        first = max(server.sent) + 1
        for number in range(first, first + chosen.posts):
            # The server may have closed the last connection, which was idle.
            server.hang_up()
            sent, answered = server.publish(number)
            words = "".join(block["html"] for block in rex.blocks())
            if f"fb:{number} " not in words:
                sys.exit(f"The reader did not receive post {number}, but {words[:200]}")
            posts.append((time.monotonic_ns() // 1000 - sent) / 1000)
            answers.append((answered - sent) / 1000)
            begun = time.monotonic()
            get(server.newsroom.address, "/flood/")
            pages.append((time.monotonic() - begun) * 1000)
        rex.close()
    rate = f"{rates[0]:,.0f}" if rates else ""
    return [rate] + [
        f"{statistics.median(each):.0f} ms, at most {max(each):.0f}"
        for each in (answers, posts, pages)
    ]


@contextmanager
def flood(
    server: Dateline, sets: str, *, at_most: int = 120, niceness: int = 0
) -> Iterator[list[float]]:
    """Floods the server, for `at_most` seconds with the niceness of nice(2).

    Afterwards the list has the number of responses a second.
    """
    rates: list[float] = []
    if not sets:
        yield rates
        return
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT.format(sets=sets))
        script.flush()
        command = ["nice", "-n", str(niceness), "wrk", "-t1", f"-c{CONNECTIONS}"]
        command += [f"-d{at_most}s", "--timeout", "60s"]
        command += ["-s", script.name, server.newsroom.address]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            time.sleep(1)
            try:
                yield rates
            finally:
                # wrk prints its figures when it is interrupted.
                running.send_signal(2)
                out = running.communicate(timeout=60)[0]
        found = re.search(r"Requests/sec: +([\d.]+)", out)
        assert found, out
        rates.append(float(found[1]))


if __name__ == "__main__":
    main()
