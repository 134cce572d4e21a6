"""What a publish costs on SQLite at FULL: `.venv/bin/python -m bench.publish [POSTS]`.

A publish is the whole command: turn, journal, fold, every block rendered, commit. Beside it, in
the same run and on the same disk, a bare insert of the same size at FULL, alternating. Then four
writers at once, each a process of its own, as fast as they can: the longest that one waited.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WRITERS = 4
WRITER = """
import sys, time, django; django.setup()
from tests.people import publish
from dateline.journal.models import Coverage
coverage, took = Coverage.objects.get(slug="flood"), []
for number in range(int(sys.argv[1])):
    begun = time.perf_counter()
    publish(coverage, "Water at the door. " * 40)
    took.append((time.perf_counter() - begun) * 1000)
print(*took)
"""


def main(posts: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
        os.environ["DATELINE_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        from dateline.__main__ import prepare

        prepare()
        published, inserted = alternating(folder, posts)
        waits = writers(posts)
    middle, bare = statistics.median(published), statistics.median(inserted)
    worst = sorted(published)[int(len(published) * 0.99)]
    print(f"a bare insert   p50 {bare:7.2f} ms")
    print(f"a publish       p50 {middle:7.2f} ms   {middle / bare:.1f} x the insert")
    print(f"                p99 {worst:7.2f} ms   {worst / middle:.1f} x its p50")
    print(
        f"{WRITERS} writers       p50 {statistics.median(waits):7.2f} ms   most {max(waits):.0f} ms"
    )


def alternating(folder: str, posts: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each publish, and of each bare insert between them."""
    from tests.conftest import open_coverage
    from tests.people import publish

    coverage = open_coverage("flood")
    bare = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
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


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
