"""Derives the tables of claims and sources from their entries.

Both ways to the rows go through `ledger.Ledger`. `project` loads the part of it that an entry
concerns; an erasure, which is rare, folds all entries about claims of the coverage again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Model

from dateline.journal import read as journal
from dateline.journal import sql
from dateline.journal.entry import Entry, EntryErased
from dateline.journal.models import Coverage
from dateline.journal.projections import Fold, Outcome, Projection

from . import stored
from .kinds import CLAIM_KINDS, CLAIM_TYPE, LEDGER, SOURCE_TYPE
from .ledger import Ledger
from .models import ClaimChangeRow, ClaimRow, PinnedClaimRow, PositionRow, SourceRow
from .view import ClaimChange, ClaimRecord, SourceRecord

_OWN_TYPES: Final = (CLAIM_TYPE, SOURCE_TYPE, LEDGER.type)


class ClaimsFold(Fold):
    """The whole ledger of a coverage. `last` is what the last entry changed in it."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self.ledger = Ledger()
        self.last: list[ClaimChange] = []
        self._changes: list[ClaimChange] = []

    def add(self, entry: Entry) -> None:
        self.last = self.ledger.add(entry) if entry.object.type in _OWN_TYPES else []
        self._changes += self.last

    def rows(self, table: type[Model]) -> Iterable[Model]:
        coverage, ledger = self.coverage, self.ledger
        if table is ClaimRow:
            return [_row_of_claim(coverage, ledger, each) for each in ledger.claims.values()]
        if table is SourceRow:
            return [_row_of_source(coverage, each) for each in ledger.sources.values()]
        if table is PositionRow:
            records = ledger.claims.values()
            return [row for each in records for row in _rows_of_positions(coverage, each)]
        if table is PinnedClaimRow:
            return _rows_of_pins(coverage, ledger)
        return [_row_of_change(coverage, each) for each in self._changes]


@dataclass(frozen=True)
class ClaimsOutcome(Outcome):
    """What an entry changed in the ledger."""

    changes: tuple[ClaimChange, ...]

    @classmethod
    def of(cls, earlier: tuple[Outcome, ...]) -> tuple[ClaimChange, ...]:
        """Returns the changes among the outcomes of the earlier projections of an entry."""
        return next((each.changes for each in earlier if isinstance(each, cls)), ())


class ClaimsProjection(Projection):
    """Fills the tables of `models`."""

    name = "claims"
    version = 1
    kinds = CLAIM_KINDS | {EntryErased.kind}
    tables = (ClaimRow, SourceRow, PositionRow, PinnedClaimRow, ClaimChangeRow)

    def project(
        self, entry: Entry, coverage: Coverage | None, earlier: tuple[Outcome, ...]
    ) -> Outcome:
        if coverage is None or entry.object.type not in _OWN_TYPES:
            return Outcome()
        erased = isinstance(entry.payload, EntryErased)
        changes = self._fold_again(coverage, entry.seq) if erased else _apply(entry, coverage)
        return ClaimsOutcome(tuple(changes))

    def new_fold(self, coverage: Coverage | None, earlier: tuple[Fold, ...]) -> Fold:
        return Fold() if coverage is None else ClaimsFold(coverage)

    def _fold_again(self, coverage: Coverage, until: int) -> list[ClaimChange]:
        """Makes all rows again: only the journal knows what an erasure has left."""
        fold = ClaimsFold(coverage)
        for each in journal.entries_of(coverage, 0, until):
            if each.payload.kind in self.kinds:
                fold.add(each)
        for table in self.tables:
            table._base_manager.filter(coverage=coverage).delete()
            for row in fold.rows(table):
                sql.insert(row)
        return fold.last


def _apply(entry: Entry, coverage: Coverage) -> list[ClaimChange]:
    """Applies an entry to the part of the ledger that it concerns, and stores what changed."""
    ledger = stored.ledger_for(entry, coverage)
    before = dict(ledger.claims)
    changes = ledger.add(entry)
    if entry.object.type == SOURCE_TYPE:
        source = ledger.sources[entry.object.id]
        sql.insert(_row_of_source(coverage, source), over=("coverage_id", "source"))
    if entry.object == LEDGER:
        PinnedClaimRow.objects.filter(coverage=coverage).delete()
        sql.insert(*_rows_of_pins(coverage, ledger))
    changed = {name for name, each in ledger.claims.items() if each is not before.get(name)}
    for name in sorted({*changed, *(each.claim for each in changes)}):
        row = _row_of_claim(coverage, ledger, ledger.claims[name])
        sql.insert(row, over=("coverage_id", "claim"))
    for name in sorted(changed):
        _store_positions(coverage, before.get(name), ledger.claims[name])
    sql.insert(*(_row_of_change(coverage, each) for each in changes))
    return changes


def _store_positions(coverage: Coverage, before: ClaimRecord | None, now: ClaimRecord) -> None:
    known = {each.id for each in before.positions} if before else set()
    new = [row for row in _rows_of_positions(coverage, now) if row.position not in known]
    sql.insert(*(row for row in new if row.position or before is None))
    if gone := known - {each.id for each in now.positions}:
        rows = PositionRow.objects.filter(coverage=coverage, claim=now.id)
        rows.filter(position__in=gone).delete()


def _row_of_claim(coverage: Coverage, ledger: Ledger, record: ClaimRecord) -> ClaimRow:
    moved = ledger.moved[record.id]
    return ClaimRow(
        coverage=coverage,
        claim=record.id,
        seq=record.seq,
        record=stored.encoded(record),
        text=record.text,
        state=moved.state,
        moved_seq=moved.seq,
        moved_at=moved.at,
        merged_into=record.merged_into,
    )


def _row_of_source(coverage: Coverage, source: SourceRecord) -> SourceRow:
    return SourceRow(
        coverage=coverage, source=source.id, seq=source.seq, record=stored.encoded(source)
    )


def _rows_of_positions(coverage: Coverage, record: ClaimRecord) -> list[PositionRow]:
    first = PositionRow(
        coverage=coverage, claim=record.id, position="", source="", post=record.post
    )
    return [
        first,
        *(
            PositionRow(
                coverage=coverage,
                claim=record.id,
                position=each.id,
                source=each.source,
                post=each.post,
            )
            for each in record.positions
        ),
    ]


def _rows_of_pins(coverage: Coverage, ledger: Ledger) -> list[PinnedClaimRow]:
    return [
        PinnedClaimRow(coverage=coverage, claim=claim, place=place)
        for place, claim in enumerate(ledger.pins)
    ]


def _row_of_change(coverage: Coverage, change: ClaimChange) -> ClaimChangeRow:
    return ClaimChangeRow(
        coverage=coverage,
        claim=change.claim,
        seq=change.seq,
        at=change.at,
        kind=change.kind,
        before=change.before,
        after=change.after,
        detail=change.detail,
    )
