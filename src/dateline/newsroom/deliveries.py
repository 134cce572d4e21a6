"""How soon readers had a post after it was stored, for the people at its desk.

Where nobody is at a desk, nothing is stored. A process that commits an entry stores when, and each
process with readers stores how many of them it brought the entry to, and when.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Max, Sum

from dateline.journal import sql
from dateline.journal.models import Coverage
from dateline.journal.write_lock import row_transaction

from .changes import mark
from .models import CommitTime, Delivery, Presence
from .presence import EXPIRES_AFTER

KEPT_FOR: Final = timedelta(days=1)
_POSTS_WITH_A_DESK: Final = (
    "SELECT leaf.coverage_id, leaf.seq FROM journal_leaf AS leaf"
    " WHERE leaf.seq BETWEEN %s AND %s AND leaf.object LIKE 'post-%%' AND EXISTS"
    " (SELECT 1 FROM newsroom_presence AS here"
    " WHERE here.coverage_id = leaf.coverage_id AND here.seen_at >= %s)"
)
_COMMITS: Final = (
    "SELECT seq FROM newsroom_committime WHERE coverage_id = %s AND seq > %s AND seq <= %s LIMIT 1"
)


class Delivered(NamedTuple):
    """How many readers had an entry, and after how many seconds the last of them had it."""

    readers: int
    seconds: float


class Broadcast(NamedTuple):
    """What a process brought to its readers: the entries after the seq `after`, up to `seq`."""

    coverage_id: int
    after: int
    seq: int
    readers: int
    ended_at: datetime


def note_commit(first: int, last: int) -> None:
    """Stores the time of a commit for the entries from `first` to `last` that need it.

    Must be called at the end of the transaction that appended them.
    """
    now = datetime.now(UTC)
    since = sql.stored(Presence, "seen_at", now - EXPIRES_AFTER)
    rows = sql.rows(_POSTS_WITH_A_DESK, first, last, since)
    sql.insert_rows(CommitTime, [{"coverage_id": pk, "seq": seq, "at": now} for pk, seq in rows])


def wanted(broadcasts: Sequence[Broadcast]) -> list[Broadcast]:
    """Returns the broadcasts that brought entries whose time of commit is stored."""
    return [
        each for each in broadcasts if sql.rows(_COMMITS, each.coverage_id, each.after, each.seq)
    ]


def store(broadcasts: Sequence[Broadcast]) -> None:
    """Stores broadcasts, and tells the desks of their coverages."""
    with row_transaction():
        Delivery.objects.bulk_create(
            Delivery(commit=commit, readers=each.readers, ended_at=each.ended_at)
            for each in broadcasts
            for commit in CommitTime.objects.filter(
                coverage=each.coverage_id, seq__gt=each.after, seq__lte=each.seq
            )
        )
        # In the order of their keys, as every process locks them.
        for coverage in Coverage.objects.filter(
            pk__in={each.coverage_id for each in broadcasts}
        ).order_by("pk"):
            mark(coverage, "delivered")


def delivered(coverage: Coverage, seqs: Collection[int]) -> dict[int, Delivered]:
    """Returns how soon readers had some entries, without those of which it is not known."""
    rows = (
        CommitTime.objects.filter(coverage=coverage, seq__in=seqs, deliveries__isnull=False)
        .annotate(readers=Sum("deliveries__readers"), ended_at=Max("deliveries__ended_at"))
        .values_list("seq", "at", "readers", "ended_at")
    )
    return {
        seq: Delivered(readers, (ended_at - at).total_seconds())
        for seq, at, readers, ended_at in rows
        # Otherwise the clock was set back in between, and the time is not known.
        if ended_at >= at
    }


def newest(coverage: Coverage, limit: int) -> dict[int, Delivered]:
    """Returns how soon readers had those of the newest entries of which it is known."""
    seqs = CommitTime.objects.filter(coverage=coverage).order_by("-seq").values_list("seq")
    return delivered(coverage, [seq for (seq,) in seqs[:limit]])


def sweep() -> None:
    """Removes what is older than KEPT_FOR."""
    expired = CommitTime.objects.filter(at__lt=datetime.now(UTC) - KEPT_FOR)
    if not expired.exists():
        return
    with row_transaction():
        # Another process may be removing the same rows, perhaps in another order.
        unlocked = expired.select_for_update(skip_locked=True).values_list("pk", flat=True)
        CommitTime.objects.filter(pk__in=list(unlocked)).delete()
