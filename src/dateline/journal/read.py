"""Reads the journal: its head and epoch, and its entries in order."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator
from typing import Final

from . import canonical, sql
from .cursor import Cursor
from .entry import Entry, ObjectRef
from .models import Coverage, Leaf

# Entries read by one query. An entry with its disclosures takes a few kilobytes of memory.
_PORTION: Final = 500


def head() -> Cursor:
    """Returns the current epoch and the newest seq. Every hub reads this twice a second."""
    ((epoch, seq),) = sql.rows("SELECT epoch, head FROM journal_newsroom")
    return Cursor(epoch, seq)


def coverage_at(slug: str) -> Coverage | None:
    """Returns the coverage with this slug, or None. One without entries is not public yet."""
    found = coverage_or_prepared_at(slug)
    return found if found is not None and found.head else None


def coverage_or_prepared_at(slug: str) -> Coverage | None:
    """Returns the coverage with this slug, or None, for the desk: also one without entries."""
    return sql.one(Coverage, "slug", slug)


def entries(
    after: int = 0, until: int | None = None, kinds: Collection[str] | None = None
) -> Generator[tuple[Entry, Coverage | None], None, None]:
    """Yields the entries after `after`, in order, each with its coverage.

    With `until` they end at that seq. With `kinds` they are only those of some kinds.
    """
    leaves = Leaf.objects.filter(seq__gt=after).order_by("seq").select_related("coverage")
    if until is not None:
        leaves = leaves.filter(seq__lte=until)
    if kinds is not None:
        leaves = leaves.filter(kind__in=kinds)
    for leaf in leaves.prefetch_related("disclosures").iterator(chunk_size=500):
        yield _entry(leaf), leaf.coverage


def entries_of(coverage: Coverage | None, after: int, until: int) -> Iterator[Entry]:
    """Yields the entries of a coverage (None: without one) after `after` up to `until`, in order.

    They are read by several queries, and another process may write or erase between two of them.
    """
    while portion := _portion(coverage, after, until):
        yield from portion
        after = portion[-1].seq


def history(coverage: Coverage, about: ObjectRef) -> list[Entry]:
    """Returns all entries about one object of a coverage, oldest first."""
    leaves = Leaf.objects.filter(coverage=coverage, object=str(about)).order_by("seq")
    return [
        _entry(leaf) for leaf in leaves.select_related("coverage").prefetch_related("disclosures")
    ]


def newest(
    coverage: Coverage, about: ObjectRef, kinds: Collection[str], limit: int, before: int = 0
) -> list[Entry]:
    """Returns the newest entries of some kinds about an object, newest first.

    With `before` they are the newest of those with a lower seq.
    """
    leaves = Leaf.objects.filter(coverage=coverage, object=str(about), kind__in=kinds)
    if before:
        leaves = leaves.filter(seq__lt=before)
    leaves = leaves.select_related("coverage").prefetch_related("disclosures")
    return [_entry(leaf) for leaf in leaves.order_by("-seq")[:limit]]


def between(first: int, last: int) -> list[Entry]:
    """Returns the entries from seq `first` to seq `last`, both included."""
    leaves = Leaf.objects.filter(seq__gte=first, seq__lte=last).order_by("seq")
    return [
        _entry(leaf) for leaf in leaves.select_related("coverage").prefetch_related("disclosures")
    ]


def last_seq(coverage: Coverage, about: ObjectRef) -> int:
    """Returns the seq of an object's last entry, 0 if it has none."""
    return last_of(coverage, about)[0]


def last_of(coverage: Coverage | None, about: ObjectRef) -> tuple[int, int]:
    """Returns the seq and the revision of an object's last entry, zeros if it has none."""
    of_coverage = "coverage_id = %s" if coverage else "coverage_id IS NULL"
    found = sql.rows(
        f"SELECT seq, revision FROM journal_leaf WHERE {of_coverage} AND object = %s"
        " ORDER BY seq DESC LIMIT 1",
        *([coverage.pk] if coverage else []),
        str(about),
    )
    return found[0] if found else (0, 0)


def _portion(coverage: Coverage | None, after: int, until: int) -> list[Entry]:
    leaves = Leaf.objects.filter(coverage=coverage, seq__gt=after, seq__lte=until).order_by("seq")
    chosen = leaves.select_related("coverage").prefetch_related("disclosures")
    return [_entry(leaf) for leaf in chosen[:_PORTION]]


def _entry(leaf: Leaf) -> Entry:
    rows = sorted(leaf.disclosures.all(), key=lambda row: row.ordinal)
    payload = canonical.read_payload(
        leaf.kind, [canonical.Disclosure(row.digest, row.name, row.text) for row in rows]
    )
    return Entry(
        seq=leaf.seq,
        at=leaf.at,
        coverage_uid=leaf.coverage.uid if leaf.coverage else "",
        object=ObjectRef.parse(leaf.object),
        revision=leaf.revision,
        previous=leaf.previous,
        payload=payload,
    )
