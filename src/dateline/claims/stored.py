"""Loads from the tables the part of the ledger that an entry or a page needs."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import lru_cache

from django.db.models import Q

from dateline.journal.entry import Entry, value_or
from dateline.journal.models import Coverage
from dateline.journal.serialize import from_json, to_json

from .kinds import CLAIM_TYPE, LEDGER, SOURCE_TYPE, ClaimMerged, PositionMoved, PositionRecorded
from .ledger import Ledger
from .models import ClaimRow, PinnedClaimRow, PositionRow, SourceRow
from .view import ClaimRecord, Moved, SourceRecord


def ledger_for(entry: Entry, coverage: Coverage) -> Ledger:
    """Returns the part of the ledger that an entry concerns, as it was before the entry."""
    if entry.object == LEDGER:
        return Ledger()
    if entry.object.type == SOURCE_TYPE:
        # No position can have been taken by a source before it was recorded.
        rows = PositionRow.objects.filter(coverage=coverage, source=entry.object.id)
        claims = set(rows.values_list("claim", flat=True)) if entry.revision > 1 else set()
        return ledger_of(coverage, claims, {entry.object.id})
    assert entry.object.type == CLAIM_TYPE
    claims, sources, payload = {entry.object.id}, set[str](), entry.payload
    if isinstance(payload, ClaimMerged):
        claims.add(value_or(payload.into, ""))
    if isinstance(payload, PositionMoved):
        claims.add(value_or(payload.origin, ""))
    if isinstance(payload, PositionRecorded):
        sources.add(value_or(payload.source, ""))
    return ledger_of(coverage, claims if entry.revision > 1 else set(), sources)


def ledger_of(coverage: Coverage, claims: Collection[str], sources: Collection[str] = ()) -> Ledger:
    """Returns a ledger with these claims, all that were merged with them, and their sources."""
    rows = _with_merged(coverage, claims)
    records = [decoded_claim(row.record) for row in rows]
    taken = {each.source for record in records for each in record.positions}
    ledger = Ledger()
    ledger.load(
        [
            (record, Moved(row.state, row.moved_seq, row.moved_at))
            for record, row in zip(records, rows, strict=True)
        ],
        sources_of(coverage, {*taken, *sources}),
    )
    return ledger


def sources_of(coverage: Coverage, sources: Collection[str]) -> list[SourceRecord]:
    """Returns the sources with these ids."""
    rows = SourceRow.objects.filter(coverage=coverage, source__in=sources) if sources else []
    return [decoded_source(row.record) for row in rows]


def encoded(record: ClaimRecord | SourceRecord) -> str:
    """Returns a record as it is stored."""
    return json.dumps(to_json(record), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=2048)
def decoded_claim(text: str) -> ClaimRecord:
    """Returns the claim in the result of `encoded`.

    It is cached. To decode the claims of ten posts took half of the time of a new position.
    """
    return from_json(ClaimRecord, json.loads(text))


@lru_cache(maxsize=2048)
def decoded_source(text: str) -> SourceRecord:
    """Returns the source in the result of `encoded`."""
    return from_json(SourceRecord, json.loads(text))


def pins_of(coverage: Coverage) -> tuple[str, ...]:
    """Returns the ids of the claims that are listed first."""
    rows = PinnedClaimRow.objects.filter(coverage=coverage).order_by("place")
    return tuple(rows.values_list("claim", flat=True))


def _with_merged(coverage: Coverage, claims: Collection[str]) -> list[ClaimRow]:
    """The rows of these claims, of those that were merged into them, and where they went."""
    found: dict[str, ClaimRow] = {}
    asked, wanted = set[str](), set(claims) - {""}
    while wanted:
        asked |= wanted
        rows = ClaimRow.objects.filter(
            Q(claim__in=wanted) | Q(merged_into__in=wanted), coverage=coverage
        )
        found |= {row.claim: row for row in rows}
        linked = {each for row in found.values() for each in (row.claim, row.merged_into)}
        wanted = linked - asked - {""}
    return list(found.values())
