"""Every known attack at once: `.venv/bin/python -m bench.attack`. It needs wrk.

    .venv/bin/python -m bench.attack [--seconds N] [--untimed]

For five minutes `bench.load.attackers` sends endless trailers and bodies, slow heads, unread
streams, thousands of cursors, wrong passwords and, from a member of the newsroom, text that is slow
to read and large pictures. `wrk` requests pages that memory cannot answer. After half of the time
the server is killed with `kill -9` and started again. Meanwhile another editor publishes a post
each second, fifty readers follow, and the health check is requested twice a second. All of it runs
on the processors of this machine; the attackers give way to the others (nice(2)), as if they were
elsewhere.

Prints the longest waits and the most memory. The status is 1 if one is over its limit, or if an
acknowledged post was not stored once, or did not reach each reader once and in order. With
`--untimed` the waits have no limits.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from tests.newsroom import get

from bench.flood import FLOODS, flood
from bench.load import Swarm, family
from bench.load.attackers import NICENESS
from bench.load.outcome import what_is_wrong
from bench.load.servers import Dateline

READERS: Final = 50
# The limits, in seconds and in megabytes of the server's own memory.
PUBLISH_LIMIT: Final = 1.0
HEALTH_LIMIT: Final = 0.5
MEMORY_LIMIT: Final = 300
# Pages and streams that memory cannot answer, in turn.
MIX: Final = (
    "pages to be made",
    "streams of missing coverages",
    "pages that do not exist",
    "the desk, signed out",
)


class Wait(NamedTuple):
    """How long a request took, and whether it succeeded; all times in seconds."""

    began: float
    seconds: float
    succeeded: bool


class Repeated(threading.Thread):
    """Makes a request again and again, at a steady rate, and notes how long each took."""

    def __init__(self, every: float, succeeds: Callable[[], bool]) -> None:
        super().__init__(daemon=True)
        self._every, self._succeeds = every, succeeds
        self.waits: list[Wait] = []
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            began = time.monotonic()
            try:
                succeeded = self._succeeds()
            except (OSError, http.client.HTTPException):
                succeeded = False
            took = time.monotonic() - began
            self.waits.append(Wait(began, took, succeeded))
            self.done.wait(max(0.0, self._every - took) if succeeded else 0.05)

    def outside(self, first: float, last: float) -> list[Wait]:
        """The waits that do not overlap the time in which the server was killed and started."""
        return [
            wait for wait in self.waits if wait.began + wait.seconds < first or wait.began > last
        ]

    def finish(self) -> None:
        self.done.set()
        self.join()


class Publisher(Repeated):
    """Publishes a post each second; sends each with the same key until it is acknowledged."""

    def __init__(self, server: Dateline) -> None:
        super().__init__(1.0, self._publish)
        self._server = server
        self._request = server.request(1)
        self.acknowledged: list[int] = []

    def _publish(self) -> bool:
        path, headers, body = self._request
        connection = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=60)
        try:
            connection.request("POST", path, body, headers)
            if connection.getresponse().status != 302:
                return False
        finally:
            connection.close()
        self.acknowledged.append(len(self.acknowledged) + 1)
        self._request = self._server.request(len(self.acknowledged) + 1)
        return True


class Memory(threading.Thread):
    """Notes the most memory that the server and the programs it started have had, in megabytes."""

    def __init__(self, server: Dateline) -> None:
        super().__init__(daemon=True)
        self._server = server
        self.server_most = self.others_most = 0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.2):
            pid = self._server.pid
            own = _resident(pid)
            others = sum(_resident(each) for each in family(pid) if each != pid)
            self.server_most = max(self.server_most, own)
            self.others_most = max(self.others_most, others)


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.attack")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--untimed", action="store_true")
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("This needs wrk.")
    server = Dateline()
    server.start()
    try:
        server.newsroom.program("open_coverage", "other")
        wrong = attack(server, chosen.seconds, timed=not chosen.untimed)
    finally:
        server.stop()
    sys.exit(f"Wrong: {wrong}" if wrong else 0)


def attack(server: Dateline, seconds: float, *, timed: bool) -> str:
    """Attacks for so many seconds. Returns what was wrong, '' if nothing was.

    With `timed` that includes waits over their limits.
    """
    swarm = Swarm(server.port, server.path, READERS, marker=server.marker, processor=1)
    publisher = Publisher(server)
    health = Repeated(0.5, lambda: get(server.newsroom.address, "/healthz").status == 200)
    memory = Memory(server)
    try:
        swarm.open()
        swarm.say("auto 0.1")
        attackers = _start_attackers(server, seconds)
        with flood(server, _mixed(), at_most=int(seconds) + 60, niceness=NICENESS):
            for each in (publisher, health, memory):
                each.start()
            time.sleep(seconds / 2)
            killed = time.monotonic()
            server.newsroom.kill()
            server.serve()
            # The publisher's first attempts may still wait for the process that was killed.
            served = time.monotonic() + 1
            time.sleep(seconds / 2)
            publisher.finish()
            health.finish()
            memory.done.set()
        attacks = attackers.communicate(timeout=30)[0].strip()
        print(f"Attacks: {attacks}")
        wrong = what_is_wrong(server, swarm, publisher.acknowledged)
    finally:
        swarm.stop()
    publishes, checks = (each.outside(killed, served) for each in (publisher, health))
    return "; ".join(filter(None, [wrong, *_report(publishes, checks, memory, timed=timed)]))


def _start_attackers(server: Dateline, seconds: float) -> subprocess.Popen[str]:
    session = server.newsroom.session("eve")
    arguments = [str(server.port), str(seconds), server.newsroom.cursor(), session]
    command = [sys.executable, "-m", "bench.load.attackers", *arguments]
    attackers = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert attackers.stdout is not None
    if attackers.stdout.readline() != "ready\n":
        raise RuntimeError("the attackers did not start")
    return attackers


def _mixed() -> str:
    cases = " else".join(
        f"if n % {len(MIX)} == {number} then {FLOODS[name]}" for number, name in enumerate(MIX)
    )
    return f"{cases} end"


def _report(publishes: list[Wait], checks: list[Wait], memory: Memory, *, timed: bool) -> list[str]:
    """Prints the figures, and returns what is over its limit."""
    over = []
    print("| | median | at most | limit | failed |\n| --- | --- | --- | --- | --- |")
    for name, waits, limit in (
        ("a publish, s", publishes, PUBLISH_LIMIT),
        ("a health check, s", checks, HEALTH_LIMIT),
    ):
        seconds = sorted(wait.seconds for wait in waits)
        failed = sum(not wait.succeeded for wait in waits)
        middle, most = seconds[len(seconds) // 2], seconds[-1]
        print(f"| {name} | {middle:.3f} | {most:.3f} | {limit} | {failed} |")
        if failed or (timed and most > limit):
            over.append(f"{name}: at most {most:.3f}, {failed} failed")
    print(f"| memory of the server, MB | | {memory.server_most} | {MEMORY_LIMIT} | |")
    print(f"| memory of the picture decoders, MB | | {memory.others_most} | | |")
    if memory.server_most > MEMORY_LIMIT:
        over.append(f"memory: {memory.server_most} MB")
    return over


if __name__ == "__main__":
    main()
