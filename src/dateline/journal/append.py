"""Appends entries. This is the only code that writes to the journal, and only commands call it."""

from __future__ import annotations

from . import projections, sql
from .canonical import LeafHead, disclose, leaf_bytes
from .entry import Entry, ObjectRef, Payload
from .models import Coverage, Disclosure, Leaf
from .read import last_of
from .write_lock import WriteTransaction


def append(
    transaction: WriteTransaction, coverage: Coverage | None, about: ObjectRef, payload: Payload
) -> Entry:
    """Appends `payload` about an object under the next seq, and runs every projection on it.

    An entry without a coverage is about the journal itself. Nothing is stored until the transaction
    commits. Raises TooManyParts, and ValueError if this kind of payload cannot be about `about`.
    """
    if payload.about not in ("", about.type):
        raise ValueError(f"{payload.kind} is about a {payload.about}, not about {about}")
    previous, revision = last_of(coverage, about)
    head = LeafHead(
        kind=payload.kind,
        at=transaction.at,
        coverage=coverage.uid if coverage else "",
        object=str(about),
        revision=revision + 1,
        previous=previous,
    )
    # Not a database sequence, which leaves gaps and assigns numbers before the commit. A reader who
    # has read up to 42 could then miss 41 for ever.
    seq = transaction.head + 1
    transaction.leaf = _write(seq, coverage, head, payload)
    _move_heads(transaction, coverage, seq)
    entry = Entry(seq, head.at, head.coverage, about, head.revision, head.previous, payload)
    # In the same transaction, so that readers see a post as soon as it is acknowledged.
    projections.project(entry, coverage)
    return entry


def _write(seq: int, coverage: Coverage | None, head: LeafHead, payload: Payload) -> bytes:
    """Stores an entry and returns its leaf."""
    disclosures = disclose(payload)
    canonical = leaf_bytes(head, [each.digest for each in disclosures])
    # The leaf first: a trigger accepts disclosures only for the newest leaf.
    leaf = {
        "seq": seq,
        "kind": head.kind,
        "at": head.at,
        "coverage_id": coverage.pk if coverage else None,
        "object": head.object,
        "revision": head.revision,
        "previous": head.previous,
        "leaf": canonical,
    }
    sql.insert_rows(Leaf, [leaf])
    rows = [
        {"leaf_id": seq, "ordinal": ordinal} | vars(each)
        for ordinal, each in enumerate(disclosures)
    ]
    sql.insert_rows(Disclosure, rows)
    return canonical


def _move_heads(transaction: WriteTransaction, coverage: Coverage | None, seq: int) -> None:
    transaction.head = seq
    transaction.appended.append(seq)
    sql.run("UPDATE journal_newsroom SET head = %s", seq)
    if coverage is not None:
        coverage.head = seq
        sql.run("UPDATE journal_coverage SET head = %s WHERE id = %s", seq, coverage.pk)
