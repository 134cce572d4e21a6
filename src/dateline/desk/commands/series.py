"""Links the coverages of a series to one another. Commands call it under the write lock."""

from __future__ import annotations

from typing import Literal

from dateline.coverage import objects
from dateline.coverage.kinds import CoverageLinked
from dateline.coverage.read import coverage_state
from dateline.coverage.state import CoverageState
from dateline.desk.errors import CommandRefused
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.read import coverage_at
from dateline.journal.write_lock import WriteTransaction


def find(slug: str) -> Coverage:
    """Returns the coverage with this slug. Raises CommandRefused if there is none."""
    found = coverage_at(slug)
    if found is None:
        raise CommandRefused(f"There is no coverage “{slug}”.")
    return found


def link_both(transaction: WriteTransaction, previous: Coverage, following: Coverage) -> None:
    """Links two coverages to each other. Raises CommandRefused if `previous` has a next one."""
    state = coverage_state(previous)
    if state.next is not None:
        raise CommandRefused(f"“{previous.slug}” is already followed by another coverage.")
    _link(transaction, following, "previous", state)
    _link(transaction, previous, "next", coverage_state(following))


def relink_neighbours(transaction: WriteTransaction, coverage: Coverage) -> None:
    """Updates the links to a coverage after its headline or state has changed."""
    state = coverage_state(coverage)
    if state.previous is not None:
        _link(transaction, find(state.previous.slug), "next", state)
    if state.next is not None:
        _link(transaction, find(state.next.slug), "previous", state)


def _link(
    transaction: WriteTransaction,
    coverage: Coverage,
    side: Literal["previous", "next"],
    other: CoverageState,
) -> None:
    payload = CoverageLinked(side=side, slug=other.slug, headline=other.headline, state=other.state)
    append(transaction, coverage, objects.SERIES, payload)
