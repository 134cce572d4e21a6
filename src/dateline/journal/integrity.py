"""Finds what is wrong with the journal: entries that are missing, changed or unreadable.

It trusts no column: the canonical bytes of each leaf are made again from its columns and from the
digests of its disclosures, and must be the bytes that are stored. This finds a flipped bit and an
edited row, not a journal that was rewritten whole; that takes a copy of its head kept elsewhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

from django.db import DatabaseError, connection

from . import sql
from .canonical import LeafHead, digest, leaf_bytes, open_disclosure
from .entry import all_kinds
from .models import Disclosure, Leaf

CHUNK: Final = 500
# What an entry is about: its coverage, None for one about the journal itself, and its object.
About = tuple[int | None, str]


@dataclass(frozen=True)
class Damage:
    """What is wrong, with the seq of the entry; 0 where it is with none."""

    seq: int
    what: str

    def __str__(self) -> str:
        return f"entry {self.seq}: {self.what}" if self.seq else self.what


def check(after: int = 0) -> Iterator[Damage]:
    """Yields all damage to the entries past `after`, in order, and then to the heads.

    It takes no lock: entries that are appended meanwhile are left for the next check.
    """
    try:
        ((newest,),) = sql.rows("SELECT COALESCE(MAX(seq), 0) FROM journal_leaf")
    except DatabaseError as error:
        yield Damage(0, f"the journal cannot be read: {error}")
        return
    yield from _entries(after, newest)
    yield from _heads()


def check_file() -> Iterator[Damage]:
    """Yields what SQLite itself finds wrong with its file; PostgreSQL has no such question."""
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
            # A damaged row may raise anything, and hides the others: they are asked for one by one.
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
    rows = {row.seq: (row, its) for row, its in found}
    for seq in range(start + 1, end + 1):
        if seq not in rows:
            yield Damage(seq, "it is missing")
            continue
        row, its = rows[seq]
        about = (row.coverage_id, row.object)
        last = seen.get(about) or (_last(about, after) if after else (0, 0))
        try:
            wrong = list(_entry(row, its, last))
        except Exception as error:
            # A value of another type than its column's, say, which SQLite gives as it finds it.
            wrong = [f"it cannot be read: {error!r}"]
        yield from (Damage(seq, what) for what in wrong)
        seen[about] = (row.seq, row.revision)


def _entry(row: Leaf, its: list[Disclosure], last: tuple[int, int]) -> Iterator[str]:
    """What is wrong with an entry, whose object was last named by entry and revision `last`."""
    coverage = row.coverage.uid if row.coverage else ""
    head = LeafHead(row.kind, row.at, coverage, row.object, row.revision, row.previous)
    if leaf_bytes(head, [each.digest for each in its]) != bytes(row.leaf):
        yield "its leaf is not what its columns and its disclosures say"
    if (row.previous, row.revision - 1) != last:
        yield f"it follows entry {row.previous}, and the one before it is {last[0]}"
    if not _in_order(row.kind, its):
        yield "its disclosures are not in their order"
    for each in its:
        if each.text is not None and not _opens(each, each.text):
            yield f"its disclosure “{each.name}” does not match its digest"


def _in_order(kind: str, its: list[Disclosure]) -> bool:
    """Whether disclosures stand as `disclose` made them; their order is in no digest."""
    known = all_kinds().get(kind)
    if known is None:
        return False
    order = [field.name for field in fields(known)]  # type: ignore[arg-type]
    counted = itertools.count()
    for ordinal, each in enumerate(its):
        name, _, number = each.name.partition(".")
        if each.ordinal != ordinal or name not in order:
            return False
        if number and int(number) != next(counted):
            return False
    positions = [order.index(each.name.partition(".")[0]) for each in its]
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
        yield Damage(0, f"there are {len(newsrooms)} rows for the newsroom, and one is right")
    for head, newest in newsrooms:
        if head != newest:
            yield Damage(0, f"the newsroom's head is {head}, and its last entry is {newest}")
    for slug, head, newest in sql.rows(
        "SELECT slug, head, (SELECT COALESCE(MAX(seq), 0) FROM journal_leaf"
        " WHERE coverage_id = journal_coverage.id) FROM journal_coverage"
    ):
        if head != newest:
            yield Damage(0, f"the head of /{slug}/ is {head}, and its last entry is {newest}")


def _read(start: int, end: int) -> list[tuple[Leaf, list[Disclosure]]]:
    """The entries past `start` up to `end`, with their disclosures in their order."""
    disclosures: dict[int, list[Disclosure]] = {}
    rows = Disclosure.objects.order_by("leaf_id", "ordinal")
    for each in rows.filter(leaf_id__gt=start, leaf_id__lte=end):
        disclosures.setdefault(each.leaf_id, []).append(each)
    # A leaf whose coverage is gone is not found by this, and so is missing.
    leaves = Leaf.objects.order_by("seq").select_related("coverage")
    return [
        (leaf, disclosures.get(leaf.seq, [])) for leaf in leaves.filter(seq__gt=start, seq__lte=end)
    ]


def _last(about: About, until: int) -> tuple[int, int]:
    """The seq and the revision of an object's last entry up to `until`; zeros where it has none."""
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
