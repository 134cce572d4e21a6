"""What a publish costs on SQLite at FULL, and how soon its first reader has it.

    .venv/bin/python -m bench.publish [--posts N] [--readers N] [--rounds N]

A publish is the whole command: write lock, journal, fold, every block rendered, commit. It
alternates with a bare insert of the same size at FULL, on the same disk. Then four processes write
at once, as fast as they can: the longest time that one waited. Then `dateline serve` has N readers
and publishes one post a second: milliseconds from the commit to the first reader. Prints the
medians of the rounds. The status is 1 if a reader missed a post.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.load import Swarm
from bench.load.servers import Dateline

WRITERS: Final = 4
WRITER: Final = """
import sys, time, django; django.setup()
from tests.people import publish
from dateline.journal.models import Coverage
coverage, took = Coverage.objects.get(slug="flood"), []
# The first publish of a process also imports and prepares: it does not count.
publish(coverage, "Water at the door.")
for number in range(int(sys.argv[1])):
    begun = time.perf_counter()
    publish(coverage, "Water at the door. " * 40)
    took.append((time.perf_counter() - begun) * 1000)
print(*took)
"""
# Serves, and notes the time of each commit: the notifier is called right after it.
NOTING: Final = """
import sys, time
import django
django.setup()
from dateline.journal import local_notifier
from dateline.__main__ import main
committed, notify = open(sys.argv[1], "w", buffering=1), local_notifier.notify
def noted(change="journal"):
    if change == "journal":
        print(time.monotonic_ns() // 1000, file=committed)
    notify(change)
local_notifier.notify = noted
sys.exit(main(sys.argv[2:]))
"""
SOON: Final = 10


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.publish")
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
        os.environ["DATELINE_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        from dateline.preparation import prepare

        prepare()
        rounds = []
        for number in range(chosen.rounds):
            rounds.append(one_round(Path(folder), f"flood-{number}", chosen.posts, chosen.readers))
            print(f"round {number + 1}: {rounds[-1]}", flush=True)
    print(f"\nmedians of {chosen.rounds} rounds\n\n| what | figure |\n| --- | --- |")
    for name in rounds[0]:
        print(f"| {name} | {statistics.median(each[name] for each in rounds):.2f} |")


def one_round(folder: Path, slug: str, posts: int, readers: int) -> dict[str, float]:
    published, inserted = alternating(folder, slug, posts)
    waits = writers(posts)
    soon = first_reader(readers)
    middle, bare = statistics.median(published), statistics.median(inserted)
    return {
        "a bare insert: p50, ms": bare,
        "a publish: p50, ms": middle,
        "a publish: p50, times the insert": middle / bare,
        "a publish: p99, times its p50": sorted(published)[int(len(published) * 0.99)] / middle,
        f"{WRITERS} writers at once: p50, ms": statistics.median(waits),
        f"{WRITERS} writers at once: the longest wait, ms": max(waits),
        f"{readers} readers: the first has it after the commit, p50, ms": statistics.median(soon),
        f"{readers} readers: the first has it after the commit, most, ms": max(soon),
    }


def alternating(folder: Path, slug: str, posts: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each publish, and of each bare insert between them."""
    from tests.conftest import open_coverage
    from tests.people import publish

    coverage = open_coverage("flood" if slug == "flood-0" else slug)
    bare = sqlite3.connect(folder / f"{slug}.sqlite3", isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, body TEXT)")
    words = "Water at the door. " * 40
    published, inserted = [], []
    for number in range(posts + 20):
        begun = time.perf_counter()
        publish(coverage, words)
        middle = time.perf_counter()
        bare.execute("INSERT INTO entry VALUES (?, ?)", (number, words))
        end = time.perf_counter()
        if number >= 20:
            published.append((middle - begun) * 1000)
            inserted.append((end - middle) * 1000)
    bare.close()
    return published, inserted


def writers(posts: int) -> list[float]:
    """Milliseconds of every publish of four processes that write at once."""
    command = [sys.executable, "-c", WRITER, str(posts)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(WRITERS)]
    return [float(each) for one in started for each in one.communicate()[0].split()]


def first_reader(readers: int) -> list[float]:
    """Milliseconds from each commit until the first reader had its post."""
    server = Dateline(0)
    noted = Path(server.folder) / "committed"
    server.command = [sys.executable, "-c", NOTING, str(noted)]
    server.start()
    swarm = Swarm(server.port, server.path, readers, marker=server.marker, processor=1)
    try:
        swarm.open()
        for number in range(1, SOON + 4):
            server.publish(number)
            swarm.say(f"until {number} {readers} 20")
            time.sleep(0.8)
        # The first three warm up, as in `bench.fanout`.
        messages = swarm.say(f"report 4 {SOON + 3}")["messages"]
        if any(each["n"] != readers for each in messages):
            sys.exit(f"Not every reader had every post: {messages}")
        commits = [int(line) for line in noted.read_text().split()][-SOON:]
        return [(each["first"] - at) / 1000 for each, at in zip(messages, commits, strict=True)]
    finally:
        swarm.stop()
        server.stop()


if __name__ == "__main__":
    main()
