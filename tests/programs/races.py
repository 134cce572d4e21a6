"""Two people do something at the same moment, each on their own connection: WHAT ROUNDS.

WHAT is `taken` or `discarded`.

Prints a line of JSON for each round in which the outcome was wrong.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from django.db import connections

from dateline.desk.commands import coverages, drafts
from dateline.desk.commands.coverages import Opening, Preparation
from dateline.desk.errors import CommandRefused
from dateline.drafts.models import Draft
from dateline.journal.models import Coverage
from dateline.newsroom import presence
from tests.people import ADA, BEN, EVE


def main(what: str, rounds: str) -> None:
    for number in range(int(rounds)):
        wrong = taken(number) if what == "taken" else discarded(number)
        if wrong:
            print(json.dumps(wrong))


def taken(number: int) -> list[str]:
    """Eve takes a draft over while her tab says that it opens another text."""
    coverage = Coverage.objects.get(slug="flood")
    uid = uuid.uuid4().hex
    drafts.save(by=ADA, coverage=coverage, uid=uid, version=0, fields={"headline": "Water"})
    drafts.share(by=ADA, coverage=coverage, uid=uid)
    presence.seen(coverage, "eve", "tab", f"draft:{uid}")
    outcomes = at_once(
        partial(drafts.take_over, by=EVE, coverage=coverage, uid=uid),
        partial(presence.seen, coverage, "eve", "tab", f"post:{number + 1}"),
    )
    owner = Draft.objects.get(uid=uid).owner
    return [] if owner == "eve" else [owner, *map(repr, outcomes)]


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
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


if __name__ == "__main__":
    main(*sys.argv[1:])
