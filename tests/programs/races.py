"""Two people do something at the same moment, each on their own connection: WHAT ROUNDS.

WHAT is `taken` or `discarded`.

Prints a line of JSON for each round in which the outcome was wrong.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier

from django.db import connection, connections, transaction
from django.db.models import QuerySet

from dateline.desk.commands import coverages, drafts
from dateline.desk.commands.coverages import Opening, Preparation
from dateline.desk.errors import CommandRefused
from dateline.drafts.models import Draft
from dateline.journal.models import Coverage
from dateline.newsroom import presence
from dateline.newsroom.models import Presence
from tests.people import ADA, BEN, EVE


def main(what: str, rounds: str) -> None:
    for number in range(int(rounds)):
        wrong = taken(number) if what == "taken" else discarded(number)
        if wrong:
            print(json.dumps(wrong))


def taken(number: int) -> list[str]:
    """Eve takes a draft over while her tab says that it opens another text.

    Both need her row of the people, and both then tell the desk. Here the row is locked until both
    wait for it. If one of them had told the desk before, neither could go on afterwards.
    """
    coverage = Coverage.objects.get(slug="flood")
    uid = uuid.uuid4().hex
    drafts.save(by=ADA, coverage=coverage, uid=uid, version=0, fields={"headline": "Water"})
    drafts.share(by=ADA, coverage=coverage, uid=uid)
    presence.seen(coverage, "eve", "tab", f"draft:{uid}")
    with ThreadPoolExecutor(2) as pool:
        with locked(Presence.objects.filter(person="eve")):
            acts = [pool.submit(ended, presence.seen, coverage, "eve", "tab", f"post:{number + 1}")]
            await_waiting(1)
            take = partial(drafts.take_over, by=EVE, coverage=coverage, uid=uid)
            acts.append(pool.submit(ended, take))
            await_waiting(2)
        outcomes = [each.result() for each in acts]
    failed = [repr(each) for each in outcomes if isinstance(each, Exception)]
    owner = Draft.objects.get(uid=uid).owner
    return failed if owner == "eve" else [owner, *failed]


@contextmanager
def locked(rows: QuerySet[Presence]) -> Iterator[None]:
    """Locks rows meanwhile. SQLite has no such locks: there one act waits for the other anyway."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        list(rows.select_for_update())
        yield


def await_waiting(count: int) -> None:
    """Waits until so many connections wait for a lock. Raises TimeoutError."""
    deadline = time.monotonic() + 20
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Within a transaction the view shows what it showed first.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT COUNT(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= count:
                return
        # Without it the test would pass, and would have tried nothing.
        if time.monotonic() > deadline:
            raise TimeoutError(f"there were never {count} connections that wait for a lock")
        time.sleep(0.01)


def discarded(number: int) -> list[str]:
    """Ben discards a prepared coverage while Ada begins to write in it."""
    slug, uid = f"prepared-{number}", uuid.uuid4().hex
    opening = Opening(slug=slug, headline="Fire", standfirst="", bylines=(), zone="Europe/London")
    coverage = coverages.prepare(by=BEN, preparation=Preparation(opening, {"slug": slug}))
    of_ada, fields = Coverage.objects.get(slug=slug), {"headline": "An hour of work"}
    outcomes = at_once(
        partial(drafts.save, by=ADA, coverage=of_ada, uid=uid, version=0, fields=fields),
        partial(coverages.discard_prepared, by=BEN, coverage=coverage, drafts=0),
    )
    stored = Draft.objects.filter(uid=uid).exists()
    expected = [not stored, stored]
    refused = [isinstance(each, CommandRefused) for each in outcomes]
    return [] if refused == expected else [str(stored), *map(repr, outcomes)]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Runs functions in threads that begin together. Returns what each returned or raised."""
    together = Barrier(len(acts), timeout=20)

    def run(act: Callable[[], object]) -> object:
        together.wait()
        return ended(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def ended(act: Callable[..., object], *arguments: object) -> object:
    """Runs a function in a thread. Returns what it returned or raised."""
    try:
        return act(*arguments)
    except Exception as error:
        return error
    finally:
        connections.close_all()


if __name__ == "__main__":
    main(*sys.argv[1:])
