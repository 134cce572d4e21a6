"""Finds damage to the journal: entries that are missing, changed or unreadable.

The canonical bytes of each leaf are computed again from its columns and from the digests of its
disclosures, and compared with the stored bytes. This finds a flipped bit or an edited row. It does
not find a journal that was rewritten as a whole: that requires a copy of its head kept elsewhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

from django.db import DatabaseError, connection

from . import sql
from .canonical import LeafFields, digest, leaf_bytes, open_disclosure
from .entry import all_kinds
from .models import Disclosure, Leaf

CHUNK: Final = 500
# The coverage (None for an entry about the journal itself) and the object of an entry.
About = tuple[int | None, str]


@dataclass(frozen=True)
class Damage:
    """A description of damage, and the seq of the damaged entry (0 if it concerns no entry)."""

    seq: int
    what: str

    def __str__(self) -> str:
        return f"entry {self.seq}: {self.what}" if self.seq else self.what


def check(after: int = 0) -> Iterator[Damage]:
    """Yields all damage to the entries after `after`, in order, and then to the heads.

    No lock is held. Entries that are appended during the check are left for the next one.
    """
    try:
        ((newest,),) = sql.rows("SELECT COALESCE(MAX(seq), 0) FROM journal_leaf")
    except DatabaseError as error:
        yield Damage(0, f"the journal cannot be read: {error}")
        return
    yield from _entries(after, newest)
    yield from _heads()


def check_file() -> Iterator[Damage]:
    """Yields the damage that SQLite's integrity check finds. PostgreSQL has no such check."""
    if connection.vendor != "sqlite":
        return
    try:
        for (line,) in sql.rows("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield Damage(0, f"the database file: {line}")
    except DatabaseError as error:
        yield Damage(0, f"the database file: {error}")


def _entries(after: int, newest: int) -> Iterator[Damage]:
    seen: dict[About, tuple[int, int]] = {}
    for start in range(after, newest, CHUNK):
        end = min(start + CHUNK, newest)
        try:
            found = _read(start, end)
        except Exception:
            # Reading a damaged row may raise any exception, so the rows are read one by one.
            yield from _one_by_one(start, end, seen, after)
            continue
        yield from _chunk(start, end, found, seen, after)


def _one_by_one(
    start: int, end: int, seen: dict[About, tuple[int, int]], after: int
) -> Iterator[Damage]:
    for seq in range(start + 1, end + 1):
        try:
            found = _read(seq - 1, seq)
        except Exception as error:
            yield Damage(seq, f"it cannot be read: {error!r}")
        else:
            yield from _chunk(seq - 1, seq, found, seen, after)


def _chunk(
    start: int,
    end: int,
    found: list[tuple[Leaf, list[Disclosure]]],
    seen: dict[About, tuple[int, int]],
    after: int,
) -> Iterator[Damage]:
    rows = {row.seq: (row, disclosures) for row, disclosures in found}
    for seq in range(start + 1, end + 1):
        if seq not in rows:
            yield Damage(seq, "it is missing")
            continue
        row, disclosures = rows[seq]
        about = (row.coverage_id, row.object)
        last = seen.get(about) or (_last(about, after) if after else (0, 0))
        try:
            faults = list(_entry(row, disclosures, last))
        except Exception as error:
            # For example a value of the wrong type: SQLite does not enforce the types of columns.
            faults = [f"it cannot be read: {error!r}"]
        yield from (Damage(seq, fault) for fault in faults)
        seen[about] = (row.seq, row.revision)


def _entry(row: Leaf, disclosures: list[Disclosure], last: tuple[int, int]) -> Iterator[str]:
    """Yields the faults of an entry. `last` is the seq and revision of its object before it."""
    coverage = row.coverage.uid if row.coverage else ""
    leaf_fields = LeafFields(row.kind, row.at, coverage, row.object, row.revision, row.previous)
    if leaf_bytes(leaf_fields, [each.digest for each in disclosures]) != bytes(row.leaf):
        yield "its leaf does not match its columns and its disclosures"
    if (row.previous, row.revision - 1) != last:
        yield f"it names entry {row.previous} as the previous one, which is entry {last[0]}"
    if not _in_order(row.kind, disclosures):
        yield "its disclosures are not in order"
    for each in disclosures:
        if each.text is not None and not _opens(each, each.text):
            yield f"its disclosure “{each.name}” does not match its digest"


def _in_order(kind: str, disclosures: list[Disclosure]) -> bool:
    """Whether disclosures are in the order in which `disclose` creates them.

    The leaf does not prove the order: its digests are sorted.
    """
    payload_class = all_kinds().get(kind)
    if payload_class is None:
        return False
    order = [field.name for field in fields(payload_class)]  # type: ignore[arg-type]
    part_numbers = itertools.count()
    for ordinal, each in enumerate(disclosures):
        name, _, number = each.name.partition(".")
        if each.ordinal != ordinal or name not in order:
            return False
        if number and int(number) != next(part_numbers):
            return False
    positions = [order.index(each.name.partition(".")[0]) for each in disclosures]
    return positions == sorted(positions)


def _opens(each: Disclosure, text: str) -> bool:
    try:
        return digest(text) == each.digest and open_disclosure(text)[1] == each.name
    except (ValueError, TypeError):
        return False


def _heads() -> Iterator[Damage]:
    newsrooms = sql.rows(
        "SELECT head, (SELECT COALESCE(MAX(seq), 0) FROM journal_leaf) FROM journal_newsroom"
    )
    if len(newsrooms) != 1:
        yield Damage(0, f"there are {len(newsrooms)} rows for the newsroom instead of one")
    for head, newest in newsrooms:
        if head != newest:
            yield Damage(0, f"the newsroom's head is {head}, but its last entry is {newest}")
    for slug, head, newest in sql.rows(
        "SELECT slug, head, (SELECT COALESCE(MAX(seq), 0) FROM journal_leaf"
        " WHERE coverage_id = journal_coverage.id) FROM journal_coverage"
    ):
        if head != newest:
            yield Damage(0, f"the head of /{slug}/ is {head}, but its last entry is {newest}")


def _read(start: int, end: int) -> list[tuple[Leaf, list[Disclosure]]]:
    """The entries after `start` up to `end`, each with its disclosures in order."""
    disclosures: dict[int, list[Disclosure]] = {}
    rows = Disclosure.objects.order_by("leaf_id", "ordinal")
    for each in rows.filter(leaf_id__gt=start, leaf_id__lte=end):
        disclosures.setdefault(each.leaf_id, []).append(each)
    # The join leaves out a leaf whose coverage does not exist; it is then reported as missing.
    leaves = Leaf.objects.order_by("seq").select_related("coverage")
    return [
        (leaf, disclosures.get(leaf.seq, [])) for leaf in leaves.filter(seq__gt=start, seq__lte=end)
    ]


def _last(about: About, until: int) -> tuple[int, int]:
    """The seq and revision of an object's last entry up to `until`; zeros if it has none."""
    coverage, name = about
    of_coverage = "coverage_id IS NULL" if coverage is None else "coverage_id = %s"
    found = sql.rows(
        f"SELECT seq, revision FROM journal_leaf WHERE {of_coverage} AND object = %s"
        " AND seq <= %s ORDER BY seq DESC LIMIT 1",
        *([] if coverage is None else [coverage]),
        name,
        until,
    )
    return found[0] if found else (0, 0)
