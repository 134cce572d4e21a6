"""Appends entries. This is the only code that writes to the journal, and only commands call it."""

from __future__ import annotations

from . import projections, sql
from .canonical import LeafFields, disclose, leaf_bytes
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
    if payload.about_type not in ("", about.type):
        raise ValueError(f"{payload.kind} is about a {payload.about_type}, not about {about}")
    previous, revision = last_of(coverage, about)
    leaf_fields = LeafFields(
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
    transaction.leaf = _write(seq, coverage, leaf_fields, payload)
    _move_heads(transaction, coverage, seq)
    entry = Entry(
        seq=seq,
        at=leaf_fields.at,
        coverage_uid=leaf_fields.coverage,
        object=about,
        revision=leaf_fields.revision,
        previous=leaf_fields.previous,
        payload=payload,
    )
    # In the same transaction, so that readers see a post as soon as it is acknowledged.
    projections.project(entry, coverage)
    return entry


def _write(seq: int, coverage: Coverage | None, leaf_fields: LeafFields, payload: Payload) -> bytes:
    """Stores an entry and returns its leaf."""
    disclosures = disclose(payload)
    canonical = leaf_bytes(leaf_fields, [each.digest for each in disclosures])
    # The leaf first: a trigger accepts disclosures only for the newest leaf.
    leaf = {
        "seq": seq,
        "kind": leaf_fields.kind,
        "at": leaf_fields.at,
        "coverage_id": coverage.pk if coverage else None,
        "object": leaf_fields.object,
        "revision": leaf_fields.revision,
        "previous": leaf_fields.previous,
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
