"""Reading the journal: its head, its epoch, its entries in order."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from . import canonical, sql
from .kinds import Entry
from .models import Coverage, Leaf, Newsroom


class Tip(NamedTuple):
    """The present epoch, part of every cursor, and the newest seq.

    At the same tip the journal says the same.
    """

    epoch: str
    head: int


def tip() -> Tip:
    """Where the journal is. Every hub asks this twice a second."""
    ((epoch, head),) = sql.rows("SELECT epoch, head FROM journal_newsroom")
    return Tip(epoch, head)


def coverage_at(slug: str) -> Coverage | None:
    """The coverage at an address; None where there is none."""
    return sql.one(Coverage, "slug", slug)


def begin_epoch() -> None:
    """Begins a new epoch: every cursor given out so far is foreign from now on."""
    Newsroom.objects.update(epoch=secrets.token_hex(4))


def entries(after: int = 0, coverage: Coverage | None = None) -> Iterator[tuple[Entry, Coverage]]:
    """The entries past `after` in order, of one coverage or all; erased fields are ERASED."""
    leaves = Leaf.objects.filter(seq__gt=after).order_by("seq").select_related("coverage")
    if coverage is not None:
        leaves = leaves.filter(coverage=coverage)
    for leaf in leaves.prefetch_related("disclosures").iterator(chunk_size=500):
        yield _entry(leaf), leaf.coverage


def history(coverage: Coverage, name: str) -> list[Entry]:
    """All entries about one object of a coverage, oldest first."""
    leaves = Leaf.objects.filter(coverage=coverage, object=name).order_by("seq")
    return [
        _entry(leaf) for leaf in leaves.select_related("coverage").prefetch_related("disclosures")
    ]


def taken_at(seq: int) -> datetime:
    """When the journal took an entry."""
    return Leaf.objects.get(seq=seq).at


def last_seq(coverage: Coverage, name: str) -> int:
    """The seq of an object's last entry; 0 where it has none."""
    return last_of(coverage, name)[0]


def last_of(coverage: Coverage, name: str) -> tuple[int, int]:
    """The seq and the revision of an object's last entry; zeros where it has none."""
    found = sql.rows(
        "SELECT seq, revision FROM journal_leaf WHERE coverage_id = %s AND object = %s"
        " ORDER BY seq DESC LIMIT 1",
        coverage.pk,
        name,
    )
    return found[0] if found else (0, 0)


def _entry(leaf: Leaf) -> Entry:
    rows = sorted(leaf.disclosures.all(), key=lambda row: row.place)
    said = canonical.read_kind(
        leaf.kind, [canonical.Disclosure(row.digest, row.name, row.text) for row in rows]
    )
    return Entry(
        leaf.seq, leaf.at, leaf.coverage.uid, leaf.object, leaf.revision, leaf.before, said
    )
