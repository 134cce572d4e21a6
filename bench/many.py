"""Many stream processes on one database: `.venv/bin/python -m bench.many [--processes N]`.

More readers need more processes, which all share one PostgreSQL. The benchmark starts a PostgreSQL
of its own, `dateline serve` and N `dateline stream` with a few readers each, and publishes one post
a second. PostgreSQL's NOTIFY wakes the processes, and then NATS. Prints for each notifier:
milliseconds from the publisher's request until a reader of every process had the post, the
processor time of the database for a post and for a second without posts, and the memory of a
process. The status is 1 if a reader missed a post, or received one twice.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Final

from tests.nats_server import NatsServer
from tests.newsroom import Newsroom

from bench.load import Swarm, memory_kb, processor_seconds
from bench.load.postgres import Postgres
from bench.load.servers import Dateline

READERS: Final = 4
POSTS: Final = 20
QUIET: Final = 10


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.many")
    parser.add_argument("--processes", type=int, default=25)
    chosen = parser.parse_args()
    print(f"{chosen.processes} processes of {READERS} readers, {POSTS} posts\n")
    print("| notifier | all have it after | at most | database, a post | idle second | a process |")
    print("| --- | --- | --- | --- | --- | --- |")
    for notifier in ("PostgreSQL", "NATS"):
        with_nats = notifier == "NATS"
        spans, a_post, a_second, memory = measure(chosen.processes, with_nats=with_nats)
        print(
            f"| {notifier} | {statistics.median(spans):.0f} ms | {max(spans):.0f} ms |"
            f" {a_post:.1f} ms | {a_second:.1f} ms | {memory:.0f} MB |",
            flush=True,
        )


def measure(processes: int, *, with_nats: bool) -> tuple[list[float], float, float, float]:
    """Measures with one notifier.

    Returns milliseconds until the last process had each post, milliseconds of the database's
    processor time for a post and for a second without posts, and megabytes of a process.
    """
    postgres = Postgres()
    postgres.start()
    server = Dateline(0)
    server.database = postgres.url
    nats = NatsServer(Path(server.folder) / "nats")
    if with_nats:
        nats.start()
        server.environment = {"DATELINE_NATS": nats.address}
    server.start()
    beside = [server.newsroom.beside() for _ in range(processes)]
    swarms: list[Swarm] = []
    try:
        for each in beside:
            each.start(serving="stream")
        swarms += [_swarm(server, each) for each in beside]
        spans, a_post, a_second = _measured(server, swarms, postgres)
        memory = statistics.median(memory_kb(each.process.pid) for each in beside if each.process)
        return spans, a_post, a_second, memory / 1024
    finally:
        for swarm in swarms:
            swarm.stop()
        for each in beside:
            if each.process is not None:
                each.stop()
        server.stop()
        postgres.stop()
        if with_nats:
            nats.kill()


def _swarm(server: Dateline, beside: Newsroom) -> Swarm:
    swarm = Swarm(beside.port, server.path, READERS, marker=server.marker, processor=1)
    swarm.open()
    return swarm


def _measured(
    server: Dateline, swarms: list[Swarm], postgres: Postgres
) -> tuple[list[float], float, float]:
    server.hang_up()
    for number in range(1, 4):
        server.publish(number)
        time.sleep(1)
    used = processor_seconds(postgres.pid)
    time.sleep(QUIET)
    quiet = (processor_seconds(postgres.pid) - used) / QUIET
    server.hang_up()
    used, begun = processor_seconds(postgres.pid), time.monotonic()
    for number in range(4, POSTS + 4):
        server.publish(number)
        time.sleep(1)
    busy = processor_seconds(postgres.pid) - used - quiet * (time.monotonic() - begun)
    last: dict[int, int] = dict.fromkeys(range(4, POSTS + 4), 0)
    for swarm in swarms:
        for number, got in enumerate(swarm.say(f"report 4 {POSTS + 3}")["messages"], 4):
            if got["n"] != READERS or got["dup"]:
                sys.exit(f"A reader missed post {number} or received it twice: {got}")
            last[number] = max(last[number], got["last"])
    spans = [(at - server.sent[number]) / 1000 for number, at in last.items()]
    return spans, busy / POSTS * 1000, quiet * 1000


if __name__ == "__main__":
    main()
