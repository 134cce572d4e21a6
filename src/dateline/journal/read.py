"""Reading the journal: its head and epoch, and its entries in order."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

from . import canonical, sql
from .cursor import Cursor
from .entry import Entry, ObjectRef
from .models import Coverage, Leaf, Newsroom

# Entries that are read at once: an entry with its disclosures takes some kilobytes.
_PORTION: Final = 500


def head() -> Cursor:
    """The present epoch and the newest seq. Every hub asks this twice a second."""
    ((epoch, seq),) = sql.rows("SELECT epoch, head FROM journal_newsroom")
    return Cursor(epoch, seq)


def coverage_at(slug: str) -> Coverage | None:
    """The coverage at an address; None where there is none."""
    return sql.one(Coverage, "slug", slug)


def begin_epoch() -> None:
    """Begins a new epoch: every cursor given out so far belongs to another history from now on."""
    Newsroom.objects.update(epoch=secrets.token_hex(4))


def entries(after: int = 0) -> Iterator[tuple[Entry, Coverage | None]]:
    """All entries past `after` in order, each with its coverage; erased fields are ERASED."""
    leaves = Leaf.objects.filter(seq__gt=after).order_by("seq").select_related("coverage")
    for leaf in leaves.prefetch_related("disclosures").iterator(chunk_size=500):
        yield _entry(leaf), leaf.coverage


def entries_of(coverage: Coverage | None, after: int, until: int) -> Iterator[Entry]:
    """The entries of a coverage, or those without one, past `after` up to `until`, in order.

    Erased fields are ERASED. Each portion is a query of its own, so a writer may come in between.
    """
    while portion := _portion(coverage, after, until):
        yield from portion
        after = portion[-1].seq


def history(coverage: Coverage, about: ObjectRef) -> list[Entry]:
    """All entries about one object of a coverage, oldest first."""
    leaves = Leaf.objects.filter(coverage=coverage, object=str(about)).order_by("seq")
    return [
        _entry(leaf) for leaf in leaves.select_related("coverage").prefetch_related("disclosures")
    ]


def newest(
    coverage: Coverage, about: ObjectRef, kinds: Collection[str], limit: int, before: int = 0
) -> list[Entry]:
    """The newest entries of some kinds about one object, newest first, or those before a seq."""
    leaves = Leaf.objects.filter(coverage=coverage, object=str(about), kind__in=kinds)
    if before:
        leaves = leaves.filter(seq__lt=before)
    leaves = leaves.select_related("coverage").prefetch_related("disclosures")
    return [_entry(leaf) for leaf in leaves.order_by("-seq")[:limit]]


def between(first: int, last: int) -> list[Entry]:
    """The entries from seq `first` to seq `last`."""
    leaves = Leaf.objects.filter(seq__gte=first, seq__lte=last).order_by("seq")
    return [
        _entry(leaf) for leaf in leaves.select_related("coverage").prefetch_related("disclosures")
    ]


def taken_at(seq: int) -> datetime:
    """When the journal took an entry."""
    return Leaf.objects.get(seq=seq).at


def last_seq(coverage: Coverage, about: ObjectRef) -> int:
    """The seq of an object's last entry; 0 where it has none."""
    return last_of(coverage, about)[0]


def last_of(coverage: Coverage | None, about: ObjectRef) -> tuple[int, int]:
    """The seq and the revision of an object's last entry; zeros where it has none."""
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
        coverage=leaf.coverage.uid if leaf.coverage else "",
        object=ObjectRef.parse(leaf.object),
        revision=leaf.revision,
        previous=leaf.previous,
        payload=payload,
    )
