"""Links the coverages of a series to one another. Commands call it under the write lock."""

from __future__ import annotations

from typing import Literal

from dateline.coverage import objects
from dateline.coverage.kinds import CoverageLinked, KeyPointsSet
from dateline.coverage.read import coverage_state, naming
from dateline.coverage.state import CoverageState
from dateline.desk.errors import CommandRefused
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.read import coverage_at
from dateline.journal.write_lock import WriteTransaction


def find(slug: str, field: str = "") -> Coverage:
    """Returns the coverage with this slug. Raises CommandRefused about `field` if it is missing."""
    found = coverage_at(slug)
    if found is None:
        raise CommandRefused(f"There is no coverage “{slug}”.", field=field)
    return found


def link_both(transaction: WriteTransaction, previous: Coverage, following: Coverage) -> None:
    """Links two coverages to each other. Raises CommandRefused if `previous` has a next one."""
    state = coverage_state(previous)
    if state.next is not None:
        raise CommandRefused(
            f"“{previous.slug}” is already followed by another coverage.", field="previous"
        )
    _link(transaction, following, "previous", state)
    _link(transaction, previous, "next", coverage_state(following))


def relink_neighbours(transaction: WriteTransaction, coverage: Coverage) -> None:
    """Updates the links to a coverage after its headline or state has changed."""
    state = coverage_state(coverage)
    if state.previous is not None:
        _link(transaction, find(state.previous.slug), "next", state)
    if state.next is not None:
        _link(transaction, find(state.next.slug), "previous", state)


def take_back_copies(
    transaction: WriteTransaction, coverage: Coverage, number: int, reason: str
) -> None:
    """Takes the key points that came from a post out of all other coverages.

    The post was retracted or withdrawn. Their readers see the reason as a correction.
    """
    for found, state in with_copies(coverage, number):
        source = (coverage.slug, number)
        kept = tuple(each for each in state.key_points if (each.coverage, each.post) != source)
        payload = KeyPointsSet(points=kept, change="corrected", note=reason)
        append(transaction, found, objects.KEY_POINTS, payload)


def mark_copies(transaction: WriteTransaction, coverage: Coverage, number: int, note: str) -> None:
    """Says beside the key points of all other coverages that a post they came from was corrected.

    Whether a line is still right, only the editors of that coverage can tell.
    """
    for found, state in with_copies(coverage, number):
        payload = KeyPointsSet(points=state.key_points, change="corrected", note=note)
        append(transaction, found, objects.KEY_POINTS, payload)


def with_copies(coverage: Coverage, number: int) -> list[tuple[Coverage, CoverageState]]:
    """Returns the coverages that have a key point from this post, with their states.

    They need not follow this coverage: an editor may link to any post of another one.
    """
    source = (coverage.slug, number)
    return [
        (other, state)
        for other, state in naming(coverage.slug)
        if any((each.coverage, each.post) == source for each in state.key_points)
    ]


def _link(
    transaction: WriteTransaction,
    coverage: Coverage,
    side: Literal["previous", "next"],
    other: CoverageState,
) -> None:
    payload = CoverageLinked(side=side, slug=other.slug, headline=other.headline, state=other.state)
    append(transaction, coverage, objects.SERIES, payload)
