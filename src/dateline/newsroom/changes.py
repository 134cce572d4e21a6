"""What has changed at a desk since a number. The changes carry no content."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import F

from dateline.journal import local_notifier, notifiers, sql
from dateline.journal.cursor import DeskCursor
from dateline.journal.models import Coverage

from .models import DeskChange, DeskHead

PANELS: Final = (
    "drafts",
    "approval",
    "scheduled",
    "people",
    "posts",
    "delivered",
    "head",
    "questions",
    "notes",
    "rules",
)
# A desk that is further behind reads all of its panels again.
KEPT: Final = 500
_DESKS: Final = (
    "SELECT newsroom.epoch, coverage.id, coverage.head, COALESCE(desk.seq, 0)"
    " FROM journal_newsroom AS newsroom CROSS JOIN journal_coverage AS coverage"
    " LEFT JOIN newsroom_deskhead AS desk ON desk.coverage_id = coverage.id"
)


class Desk(NamedTuple):
    """The desk of a coverage, and its position."""

    coverage_id: int
    cursor: DeskCursor


def mark(coverage: Coverage, *panels: str) -> int:
    """Notes that panels of a desk change with the current transaction. Returns the new head.

    Must be called in a transaction, as its first or last statement about this desk: it locks the
    desk's row until the commit, so that numbers become visible in their order. Raises ValueError
    for a panel that is not in PANELS, which no desk would read again.
    """
    if unknown := set(panels).difference(PANELS):
        raise ValueError(f"these panels do not exist: {sorted(unknown)}")
    DeskHead.objects.get_or_create(coverage=coverage)
    DeskHead.objects.filter(coverage=coverage).update(seq=F("seq") + len(panels))
    head = head_of(coverage)
    at = datetime.now(UTC)
    DeskChange.objects.bulk_create(
        DeskChange(coverage=coverage, seq=head - len(panels) + 1 + index, panel=panel, at=at)
        for index, panel in enumerate(panels)
    )
    DeskChange.objects.filter(coverage=coverage, seq__lte=head - KEPT).delete()
    notifiers.notify_other_processes("desk")
    transaction.on_commit(partial(local_notifier.notify, "desk"))
    return head


def head_of(coverage: Coverage) -> int:
    """Returns the number of the last change at a desk, 0 if there is none."""
    found = DeskHead.objects.filter(coverage=coverage).values_list("seq", flat=True).first()
    return found or 0


def cursor_of(coverage: Coverage) -> DeskCursor:
    """Returns the position of a desk. A page reads it before its content."""
    desk = desk_at(coverage.slug)
    assert desk is not None
    return desk.cursor


def desk_at(slug: str) -> Desk | None:
    """Returns the desk of the coverage with this slug, or None."""
    found = sql.rows(f"{_DESKS} WHERE coverage.slug = %s", slug)
    return _desk(found[0]) if found else None


def desks(coverage_ids: Collection[int]) -> list[Desk]:
    """Returns the desks of some coverages."""
    holes = ", ".join(["%s"] * len(coverage_ids))
    return [
        _desk(each) for each in sql.rows(f"{_DESKS} WHERE coverage.id IN ({holes})", *coverage_ids)
    ]


def changed_panels(coverage_id: int, after: int) -> dict[str, int]:
    """Returns the panels that changed after a number, each with the number of its last change.

    Only changes of the last KEPT numbers are stored.
    """
    return dict(
        sql.rows(
            "SELECT panel, MAX(seq) FROM newsroom_deskchange"
            " WHERE coverage_id = %s AND seq > %s GROUP BY panel",
            coverage_id,
            after,
        )
    )


def _desk(row: tuple[Any, ...]) -> Desk:
    epoch, coverage_id, seq, change = row
    return Desk(coverage_id, DeskCursor(epoch, seq, change))
