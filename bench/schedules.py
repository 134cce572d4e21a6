"""How late scheduled posts are while servers are killed: `.venv/bin/python -m bench.schedules`.

    .venv/bin/python -m bench.schedules [--posts N] [--seconds N] [--kills N]

Posts are scheduled over some seconds, and a server is killed with `kill -9` and started again at
random moments: one process on SQLite, and then one of three on a PostgreSQL server of its own. A
post is on time if it is out within a second of its time, or of the start of the server after it,
and 50 ms more for each post that waited with it. A post that comes out twice, early or never is an
error; the status is 1 if one was late.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.schedules import scheduled_and_killed
from tests.newsroom import Newsroom

from bench.load.postgres import Postgres


def main() -> int:
    chosen = parser().parse_args()
    how = (chosen.posts, chosen.seconds, chosen.kills)
    with tempfile.TemporaryDirectory(prefix="dateline-schedules-") as folder:
        late = measured("SQLite, one process", folder, f"sqlite:///{folder}/db.sqlite3", how, 1)
    postgres = Postgres()
    postgres.start()
    try:
        with tempfile.TemporaryDirectory(prefix="dateline-schedules-") as folder:
            late += measured("PostgreSQL, three processes", folder, postgres.url, how, 3)
    finally:
        postgres.stop()
    return 1 if late else 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="bench.schedules", description=__doc__)
    made.add_argument("--posts", type=int, default=500)
    made.add_argument("--seconds", type=int, default=20, help="over how many seconds they are due")
    made.add_argument("--kills", type=int, default=10)
    return made


def measured(
    name: str, folder: str, database: str, how: tuple[int, int, int], processes: int
) -> int:
    """Prints a line on one run. Returns how many posts were late."""
    newsroom = Newsroom(Path(folder), database)
    newsroom.found()
    # Seconds before (negative) or after the latest moment that is on time.
    spans = scheduled_and_killed(newsroom, *how, processes)
    late, median = sum(each > 0 for each in spans), spans[len(spans) // 2]
    print(
        f"{name}: {late} of {len(spans)} posts were late; the median was out {-median:.2f} s before"
        f" that, and the last {spans[-1]:+.2f} s from it"
    )
    return late


if __name__ == "__main__":
    sys.exit(main())
