"""Two coverages that differ only in their length, and what a command or a response costs.

All entries are made by the desk's commands, under one write lock for each step. Only this module
imports names of Dateline. Django must be set up before it is imported.
"""

from __future__ import annotations

import io
import random
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.test import Client
from tests.people import PASSWORD

from dateline.__main__ import main as dateline
from dateline.accounts.people import add_person
from dateline.accounts.policy import Person
from dateline.content.tree import Byline, Copy, Run, Text
from dateline.coverage import objects
from dateline.desk.commands import posts as commands
from dateline.desk.commands.coverages import Opening
from dateline.desk.commands.imports import ImportedCoverage, import_coverage
from dateline.journal.models import Coverage, Leaf
from dateline.journal.read import head, last_seq
from dateline.journal.write_lock import write_lock

BEN: Final = Person("ben", "administrator")
COMMON: Final = "river"
RARE: Final = "quokka"
# The list of key events has to be full in the small coverage, too.
LEAST_KEY_EVENTS: Final = 50
_NAMES: Final = ["Ben", "Cleo", "Dov", "Eva", "Finn", "Gita", "Hugo", "Ida", "Jan"]
_PLACES: Final = ["Halvern", "Orrin", "Tarn", "Lower Mill", "Weir Street"]
_BEGAN: Final = datetime(2020, 1, 1, 6, tzinfo=UTC)
# Takes the write lock again and again, until its input ends.
_WRITER: Final = """
import select, sys, time
import django; django.setup()
from bench.load.growing import write_lock
longest = 0
with write_lock():
    print("ready", flush=True)
while not select.select([sys.stdin], [], [], 0.002)[0]:
    begun = time.perf_counter()
    with write_lock():
        longest = max(longest, time.perf_counter() - begun)
print(longest * 1000)
"""
_BESIDE: Final = """
import sys
from dateline.__main__ import main
status = main(sys.argv[1:])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1], file=sys.stderr)
sys.exit(status)
"""


def add_coverage(slug: str, count: int, *, rng: random.Random) -> Coverage:
    """An open coverage of `count` posts, a minute apart, brought in by one import."""
    opening = Opening(
        slug=slug,
        headline=f"The Orrin rises: {slug}",
        standfirst="Rain in the hills.",
        bylines=(),
        zone="Europe/London",
        dated=_BEGAN,
    )
    dated = [(minute(number), _copy(number, count, rng)) for number in range(1, count + 1)]
    imported = ImportedCoverage(opening, (), "", (), (), tuple(dated))
    import_coverage(by=BEN, idempotency_key=_key(), imported=imported)
    return Coverage.objects.get(slug=slug)


def publish(coverage: Coverage, dated: datetime) -> None:
    words = _copy(1, 0, random.Random(7))
    commands.publish(by=BEN, idempotency_key=_key(), coverage=coverage, copy=words, dated=dated)


def correct(coverage: Coverage, number: int, rng: random.Random) -> None:
    commands.correct(
        by=BEN,
        idempotency_key=_key(),
        coverage=coverage,
        number=number,
        expected_seq=last_seq(coverage, objects.post(number)),
        copy=_copy(number, 0, rng),
        note="An earlier version of this post named the wrong bridge.",
    )


def mark(coverage: Coverage, number: int) -> None:
    """Makes a post a key event."""
    commands.set_key_event(
        by=BEN,
        idempotency_key=_key(),
        coverage=coverage,
        number=number,
        expected_seq=last_seq(coverage, objects.post(number)),
        key_event=True,
    )


def newest_cursor() -> str:
    return str(head())


def tidy() -> None:
    """Does what PostgreSQL does by itself within minutes; SQLite needs nothing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def signed_in() -> Client:
    """The browser of an editor."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(add_person("ben", PASSWORD, "administrator"))
    return browser


def entries() -> int:
    """The number of entries in the journal."""
    return Leaf.objects.count()


def correct_all(coverage: Coverage, count: int, rng: random.Random) -> None:
    with write_lock():
        for number in range(1, count + 1):
            correct(coverage, number, rng)


def change_often(coverage: Coverage, number: int, times: int, rng: random.Random) -> None:
    with write_lock():
        for _ in range(times):
            correct(coverage, number, rng)


def mark_tenth(coverage: Coverage, count: int) -> None:
    """Makes every tenth post a key event, and old ones up to LEAST_KEY_EVENTS."""
    marked = [number for number in range(1, count + 1) if number % 10 == 0]
    others = [number for number in range(1, count + 1) if number % 10]
    marked += others[: max(0, LEAST_KEY_EVENTS - len(marked))]
    with write_lock():
        for number in marked:
            mark(coverage, number)


def publish_within_a_minute(coverage: Coverage, after: int, times: int) -> None:
    """Publishes so many posts that are dated between post `after` and the one that follows it."""
    with write_lock():
        for number in range(times):
            publish(coverage, minute(after) + timedelta(seconds=1 + number % 50))


def minute(number: int) -> datetime:
    """The time that post `number` of a coverage shows."""
    return _BEGAN + timedelta(minutes=number)


def rebuild() -> tuple[float, float]:
    """Seconds of processor of `dateline rebuild`, and the longest wait of another writer in ms."""
    command = [sys.executable, "-c", _WRITER]
    writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    writer.stdout.readline()
    with redirect_stdout(io.StringIO()):
        seconds = spent(lambda: dateline(["rebuild"]))
    return seconds, float(writer.communicate()[0])


def run_dateline(*arguments: str) -> subprocess.Popen[bytes]:
    """Starts `dateline …`, which prints its largest resident size in KiB to standard error."""
    return subprocess.Popen(
        [sys.executable, "-c", _BESIDE, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def peak_kb(command: subprocess.Popen[bytes]) -> int:
    """Waits for the end of a command of `run_dateline`; its largest resident size in KiB."""
    _, complaint = command.communicate()
    if command.returncode != 0:
        raise RuntimeError(complaint.decode())
    return int(complaint.split()[-1])


def spent(run: Callable[[], Any]) -> float:
    """Seconds of processor that this process, and the database for it, take for `run`."""
    begun = _spent_so_far()
    run()
    return _spent_so_far() - begun


def spent_undone(run: Callable[[], Any]) -> float:
    """As `spent`, but rolls back, so that the next round starts from the same data."""
    with undone():
        return spent(run)


def spent_in_statements(run: Callable[[], Any]) -> float:
    """As `spent_undone`, of the statements alone that `run` executes."""
    total = 0.0

    def timed(execute: Any, statement: Any, values: Any, many: Any, context: Any) -> Any:
        nonlocal total
        begun = _spent_so_far()
        try:
            return execute(statement, values, many, context)
        finally:
            total += _spent_so_far() - begun

    with undone(), connection.execute_wrapper(timed):
        run()
    return total


def statements(run: Callable[[], Any]) -> int:
    """How many statements `run` executes."""
    count = 0

    def counted(execute: Any, statement: Any, values: Any, many: Any, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(statement, values, many, context)

    with connection.execute_wrapper(counted):
        run()
    return count


@contextmanager
def undone() -> Iterator[None]:
    """Rolls back what is written within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _spent_so_far() -> float:
    so_far = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        # One connection is one process, because the benchmark forbids parallel workers.
        path = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        so_far += int(path.read_text().split()[0]) / 1e9
    return so_far


def _copy(number: int, count: int, rng: random.Random) -> Copy:
    """A post of sixty words; of `count` posts the one in the middle has the rare word."""
    words = [*rng.choices(_vocabulary(), k=58), COMMON]
    if number == count // 2:
        words.append(RARE)
    headline = " ".join(rng.choices(_vocabulary(), k=7)).capitalize()
    # Every other post is by Ada, so that a search fills a page in the small coverage, too.
    name = "Ada" if number % 2 else _NAMES[number % len(_NAMES)]
    byline = Byline(f"{name} Miller", "", _PLACES[number % len(_PLACES)])
    return Copy(headline, (byline,), (Text(((Run(" ".join(words).capitalize() + "."),),)),))


@lru_cache(maxsize=1)
def _vocabulary() -> list[str]:
    rng = random.Random(7)
    letters = "etaoinshrdlucmfwypvbgk"
    return ["".join(rng.choices(letters, k=rng.randint(2, 10))) for _ in range(600)]


def _key() -> str:
    return uuid.uuid4().hex
