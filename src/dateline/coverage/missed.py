"""What a reader has missed since a seq."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final, cast

from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage

from . import objects
from .models import ChangeRow
from .read import next_number, post_state
from .state import Change, ChangeKind

# So many changes are read at most, however long a reader was away.
CHANGES_READ: Final = 200
# What readers must hear of before anything else. A later change of the same text does not hide it.
_GRAVE: Final = ("withdrawn", "erased", "retracted", "corrected")


@dataclass(frozen=True)
class Missed:
    """The posts `first` to `last` are new. `changed` has objects that are older, with the change of
    each that matters most: corrections first, then the newest. With `more` there are others."""

    first: int
    last: int
    changed: list[tuple[ObjectRef, Change]]
    more: bool


def missed(coverage: Coverage, seq: int) -> Missed:
    """Returns what is new and what has changed after a seq, without changes of the spelling."""
    last = next_number(coverage) - 1
    # Posts are numbered in the order in which they were published. So few of them are read.
    known = bisect_right(
        range(1, last + 1), seq, key=lambda number: post_state(coverage, number).first_seq
    )
    rows = ChangeRow.objects.filter(coverage=coverage, seq__gt=seq).exclude(kind="revised")
    found = list(rows.order_by("-seq")[: CHANGES_READ + 1])
    changes = [
        (
            ObjectRef.parse(row.object),
            Change(cast(ChangeKind, row.kind), row.seq, row.at, row.note),
        )
        for row in found[:CHANGES_READ]
    ]
    first_of_each: dict[ObjectRef, Change] = {}
    for about, change in sorted(changes, key=lambda each: _rank(each[1])):
        if about.type != objects.POST_TYPE or about.number <= known:
            first_of_each.setdefault(about, change)
    return Missed(known + 1, last, list(first_of_each.items()), len(found) > CHANGES_READ)


def is_grave(change: Change) -> bool:
    """Whether a change takes back what readers were told."""
    return change.kind in _GRAVE


def _rank(change: Change) -> tuple[bool, bool, int]:
    # Nothing else is told of a withdrawn post: other notes may have its words.
    is_gone = change.kind in ("withdrawn", "erased")
    return not is_gone, not is_grave(change), -change.seq
