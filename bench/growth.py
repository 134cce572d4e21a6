"""What grows with a coverage: 10,000 posts compared with 100, in processor time and bytes.

    .venv/bin/python -m bench.growth [--posts N] [--small N] [--rounds N] [--seed N]
                                     [--database postgres://…] [--short] [--check]

Every post of both coverages is corrected, every tenth is a key event, and there are 300 other
coverages. Requests alternate between the small and the large coverage, in this process, through
Django's middleware and views but without the server's cache. Prints milliseconds of processor time,
on PostgreSQL including the database's, as medians of the rounds. Writes are rolled back. On
PostgreSQL the benchmark makes a database on that server, which must be on this machine, and drops
it.

`--short` compares 1,000 posts with 100. With `--check` the status is 1 if a figure is over its
limit.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import random
import re
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from dateline.journal.models import Coverage

Act: TypeAlias = Callable[[], Any]
# The limit of every ratio, and of how long a rebuild may keep another writer waiting.
AT_MOST: Final = 1.2
LONGEST_WAIT_MS: Final = 1000
COVERAGES: Final = (3, 50, 300)
BOARDS: Final = (20, 200)
VERSIONS: Final = (10, 100)
PILED: Final = 501
# With fewer than two full pages, the newest page shows both. It never shows more.
BEFORE_THE_PILE: Final = 39
# The least processor time of what a round measures, in seconds. Cheap requests have more rounds,
# since a busy machine disturbs them the most.
LEAST_SECONDS: Final = 0.01
MORE_ROUNDS: Final = 4


@dataclass(frozen=True)
class Figure:
    """A line of the table. `limit` bounds the ratio, or else the large figure itself."""

    name: str
    small: float
    large: float
    limit: float | None = AT_MOST
    of_ratio: bool = True

    @property
    def ratio(self) -> float:
        return self.large / self.small

    @property
    def exceeds(self) -> bool:
        measured = self.ratio if self.of_ratio else self.large
        return self.limit is not None and measured > self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"{self.limit:g}{'' if self.of_ratio else ' ms'}"
        mark = " **over**" if self.exceeds else ""
        figures = f"{_short(self.small)} | {_short(self.large)} | {self.ratio:.2f}"
        return f"| {self.name} | {figures} | {limit}{mark} |"


class Table:
    """Prints each figure as soon as it is known."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        print("| what | small | large | ratio | at most |\n| --- | --- | --- | --- | --- |")

    def add(self, *fields: Any, **more: Any) -> None:
        self.figures.append(Figure(*fields, **more))
        print(self.figures[-1], flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.growth")
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--small", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--database", default="", help="a server that is on this machine")
    parser.add_argument("--short", action="store_true", help="1,000 posts, within a minute")
    parser.add_argument(
        "--check", action="store_true", help="status 1 if a figure is over its limit"
    )
    chosen = parser.parse_args()
    if chosen.short:
        chosen.posts, chosen.rounds = 1000, 5
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
        os.environ["DATELINE_DATA"] = folder
        with _database(folder, chosen.database) as url:
            os.environ["DATABASE_URL"] = url
            table = Table()
            Bench(chosen.posts, chosen.small, chosen.rounds, chosen.seed, table).run()
    if chosen.check and any(figure.exceeds for figure in table.figures):
        sys.exit(1)


class Bench:
    """The small and the large coverage, and everything that is measured of both."""

    def __init__(self, posts: int, small: int, rounds: int, seed: int, table: Table) -> None:
        from dateline.preparation import prepare

        prepare()
        # Imported here, because models need the settings, which need the folder.
        from bench.load import growing

        self.growing = growing
        self.counts = {"small": small, "large": posts}
        self.coverages: dict[str, Coverage] = {}
        self.rounds = rounds
        self.rng = random.Random(seed)
        self.table = table
        self.browser = growing.signed_in()

    def run(self) -> None:
        begun = time.monotonic()
        start = self.rebuild(3)
        self.fill("small")
        little = self.rebuild(3)
        self.front_page()
        self.fill("large")
        self.growing.tidy()
        print(f"<!-- filled after {time.monotonic() - begun:.0f} s -->", flush=True)
        self.reading()
        self.writing()
        self.rebuilding(start, little, self.rebuild(1))
        self.growing.tidy()
        self.history()
        self.board()
        self.pile()
        self.export()
        print(f"<!-- done after {time.monotonic() - begun:.0f} s -->", flush=True)

    def fill(self, slug: str) -> None:
        count = self.counts[slug]
        coverage = self.growing.add_coverage(slug, count, rng=self.rng)
        self.growing.correct_all(coverage, count, self.rng)
        self.growing.mark_tenth(coverage, count)
        coverage.refresh_from_db()
        self.coverages[slug] = coverage

    def front_page(self) -> None:
        """Runs first, while there are no more coverages than the front page is to list."""
        queries, costs, opened = [], [], len(self.coverages)
        for count in COVERAGES:
            for number in range(opened, count):
                self.growing.add_coverage(f"other-{number}", 1, rng=self.rng)
            opened = count
            queries.append(self.growing.statements(lambda: self.get("/")))
            costs.append(self.alone(lambda: self.get("/")))
        few, some, many = COVERAGES
        # A list of three coverages is shorter than a full page, so a full page of 50 is compared.
        self.table.add(
            f"front page, queries, {many} coverages against {few}", queries[0], queries[2]
        )
        self.table.add(f"front page, ms, {many} coverages against {some}", costs[1], costs[2])
        self.table.add(f"front page, ms, {many} coverages against {few}", costs[0], costs[2], None)

    def reading(self) -> None:
        growing = self.growing
        epoch = growing.newest_cursor().rpartition("-")[0]
        asked = {
            "first page": "/{slug}/",
            "page 2": "/{slug}/page/2/",
            "corrections": "/{slug}/corrections/",
            "find, an empty form": "/{slug}/find/",
            "find, a common word": f"/{{slug}}/find/?q={growing.COMMON}",
            "find, a rare word": f"/{{slug}}/find/?q={growing.RARE}",
            "find, a name": "/{slug}/find/?by=Ada+Miller",
            "feed, Atom": "/{slug}/feed.atom",
            "changes, nothing new": f"/{{slug}}/changes/?after={epoch}-{{head}}",
            "changes, twenty posts": f"/{{slug}}/changes/?after={epoch}-{{twenty_before}}",
        }
        for name, path in asked.items():
            small, large = (
                path.format(slug=slug, head=each.head, twenty_before=each.head - 20)
                for slug, each in self.coverages.items()
            )
            self.compare(f"{name}, ms", _later(self.get, small), _later(self.get, large))
            self.table.add(f"{name}, bytes", *[len(self.get(each)) for each in (small, large)])

    def writing(self) -> None:
        growing = self.growing
        cost, words = growing.spent_undone, random.Random(0)
        marking = self.of_both(growing.mark, self.unmarked)
        self.compare_writes("mark a key event, ms", cost, *marking)
        self.table.add("delta of a key event, bytes", *map(self.delta, self.counts, marking))
        correcting = self.of_both(growing.correct, self.unmarked, words)
        self.compare_writes("correct a post, ms", cost, *correcting)
        self.compare_writes("publish, ms", cost, *self.of_both(growing.publish, self.newest))
        early = self.of_both(growing.publish, self.early)
        self.compare_writes("publish, backdated, ms", cost, *early)
        name = "publish, backdated, its statements, ms"
        self.compare_writes(name, growing.spent_in_statements, *early)

    def of_both(
        self, run: Callable[..., Any], where: Callable[[str], Any], *more: Any
    ) -> list[Act]:
        """`run` for the small and for the large coverage, with the argument that `where` gives."""
        return [_later(run, each, where(slug), *more) for slug, each in self.coverages.items()]

    def delta(self, slug: str, act: Act) -> int:
        """The bytes that a reader is sent after a command, which is rolled back."""
        path = f"/{slug}/changes/?after={self.growing.newest_cursor()}"
        with self.growing.undone():
            act()
            return len(self.get(path))

    def history(self) -> None:
        coverage = self.growing.add_coverage("versions", 2, rng=self.rng)
        for number, count in enumerate(VERSIONS, 1):
            self.growing.change_often(coverage, number, count - 1, self.rng)
        small, large = (f"/versions/post/{number}/history/" for number in (1, 2))
        what = f"history, {VERSIONS[1]} versions against {VERSIONS[0]}"
        self.compare(f"{what}, ms", _later(self.get, small), _later(self.get, large))
        self.table.add(f"{what}, bytes", len(self.get(small)), len(self.get(large)))

    def board(self) -> None:
        counts = []
        for count in BOARDS:
            self.growing.add_coverage(f"board-{count}", count, rng=self.rng)
            path = f"/desk/board-{count}/"
            counts.append(self.growing.statements(_later(self.get, path)))
        what = f"board, queries, {BOARDS[1]} posts against {BOARDS[0]}"
        self.table.add(what, *counts)
        # The board shows a limited number of posts, so the large coverage is compared with a full
        # board.
        full = f"/desk/board-{BOARDS[1]}/"
        self.compare(
            f"board, ms, large against {BOARDS[1]} posts",
            _later(self.get, full),
            _later(self.get, "/desk/large/"),
        )

    def pile(self) -> None:
        coverage = self.growing.add_coverage("pile", BEFORE_THE_PILE, rng=self.rng)
        before = self.largest_page("pile")
        self.growing.publish_within_a_minute(coverage, BEFORE_THE_PILE // 2, PILED)
        what = f"largest page, {PILED} posts backdated to a minute, bytes"
        self.table.add(what, before, self.largest_page("pile"))

    def largest_page(self, slug: str) -> int:
        """The bytes of the largest page among those that the links "Older posts" lead to."""
        path, largest = f"/{slug}/", 0
        while path:
            page = self.get(path)
            largest = max(largest, len(page))
            older = re.search(rb'<a rel="next" href="([^"]+)"', page)
            path = older[1].decode() if older else ""
        return largest

    def export(self) -> None:
        run, peak = self.growing.run_dateline, self.growing.peak_kb
        sizes = [peak(run("export", slug)) / 1024 for slug in self.counts]
        self.table.add("export, peak of memory, MB", *sizes)

    def rebuild(self, rounds: int) -> tuple[int, float, float]:
        """Entries, milliseconds of processor time, and the longest wait of another writer in ms."""
        runs = [self.growing.rebuild() for _ in range(rounds)]
        cost = statistics.median(seconds for seconds, _ in runs) * 1000
        return self.growing.entries(), cost, max(wait for _, wait in runs)

    def rebuilding(self, *runs: tuple[int, float, float]) -> None:
        """Adds the figures of rebuilds of no, few and many entries."""
        (_, start, _), (few, little, short_wait), (many, much, wait) = runs
        what = f"rebuild, ms an entry, {many:,} entries against {few:,}"
        self.table.add(what, (little - start) / few, (much - start) / many)
        what = "rebuild, longest wait of another writer, ms"
        self.table.add(what, short_wait, wait, LONGEST_WAIT_MS, of_ratio=False)

    def compare(self, name: str, small: Act, large: Act) -> None:
        """Adds the medians of running both alternately, often enough for the clock's resolution."""
        often = [self.how_often(run) for run in (small, large)]
        rounds = self.rounds * (MORE_ROUNDS if max(often) > 1 else 1)
        costs = [(self.each(small, often[0]), self.each(large, often[1])) for _ in range(rounds)]
        self.add_medians(name, costs)

    def compare_writes(self, name: str, cost: Callable[[Act], float], *acts: Act) -> None:
        """Adds the medians of `cost`, which rolls back, for both alternately."""
        costs = [tuple(cost(act) for act in acts) for _ in range(self.rounds * 2 + 1)]
        # The first round warms up.
        self.add_medians(name, costs[1:])

    def add_medians(self, name: str, costs: Iterable[tuple[float, ...]]) -> None:
        medians = [statistics.median(column) * 1000 for column in zip(*costs, strict=True)]
        self.table.add(name, *medians)

    def alone(self, run: Act) -> float:
        often = self.how_often(run)
        return statistics.median(self.each(run, often) for _ in range(self.rounds)) * 1000

    def how_often(self, run: Act) -> int:
        """How many runs make a round long enough for the clock's resolution; also warms up."""
        run()
        return max(1, math.ceil(LEAST_SECONDS / max(self.growing.spent(run), 1e-6)))

    def each(self, run: Act, often: int) -> float:
        return self.growing.spent(lambda: [run() for _ in range(often)]) / often

    def get(self, path: str) -> bytes:
        response = self.browser.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} was answered {response.status_code}")
        return bytes(response.content)

    def unmarked(self, slug: str) -> int:
        """The newest post that is no key event."""
        count = self.counts[slug]
        return count if count % 10 else count - 1

    def early(self, slug: str) -> Any:
        """A time that is older than nine of ten posts."""
        return self.growing.minute(self.counts[slug] // 10)

    def newest(self, slug: str) -> Any:
        return self.growing.minute(self.counts[slug] + 1)


@contextlib.contextmanager
def _database(folder: str, server: str) -> Iterator[str]:
    """The URL of an empty database: a file in the folder, or a new one on the server."""
    if not server:
        yield f"sqlite:///{folder}/dateline.sqlite3"
        return
    import psycopg

    # All work has to be in the connection's process, which is measured.
    os.environ["PGOPTIONS"] = "-c max_parallel_workers_per_gather=0"
    name = f"dateline_growth_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        if connection.info.hostaddr not in ("", "127.0.0.1", "::1"):
            raise SystemExit("The database's processor time is only known on this machine.")
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server.rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _later(run: Callable[..., Any], *arguments: Any) -> Act:
    return lambda: run(*arguments)


def _short(figure: float) -> str:
    return f"{figure:,.0f}" if figure == int(figure) or figure >= 1000 else f"{figure:.2f}"


if __name__ == "__main__":
    main()
