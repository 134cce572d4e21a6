"""The claims of a coverage with their sources, folded from its entries. Pure.

`Ledger.add` applies an entry and returns what it changed. A projection loads the claims that an
entry concerns, adds the entry, and stores what changed; a rebuild adds all entries to one ledger.
So both come to the same result.

Any field of an entry may have been erased. The fold then uses an empty value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from dateline.journal.entry import Entry, EntryErased, value_or

from .kinds import (
    CLAIM_TYPE,
    SOURCE_TYPE,
    ClaimAssessed,
    ClaimMerged,
    ClaimPinsSet,
    ClaimRecorded,
    ClaimRelated,
    ClaimReworded,
    PositionMoved,
    PositionRecorded,
    PositionVoided,
    RelayWithdrawn,
    SourceChanged,
    SourceRecorded,
)
from .state import HEADINGS, KNOWN, ClaimState, claim_state
from .view import (
    AssessmentRecord,
    ChangeKind,
    ClaimChange,
    ClaimRecord,
    ClaimView,
    Moved,
    PositionRecord,
    SourceRecord,
)


class Ledger:
    """The claims and sources of a coverage, or those of them that an entry concerns.

    `moved` has the last state of each claim, by its id.
    """

    def __init__(self) -> None:
        self.claims: dict[str, ClaimRecord] = {}
        self.sources: dict[str, SourceRecord] = {}
        self.moved: dict[str, Moved] = {}
        self.pins: tuple[str, ...] = ()
        # The claims that were merged into a claim, by its id.
        self._merged: defaultdict[str, set[str]] = defaultdict(set)
        # The claims on which a source has a position, by its id.
        self._claims_of_source: defaultdict[str, set[str]] = defaultdict(set)
        # The claims that a post has, by its number.
        self._claims_of_post: defaultdict[int, set[str]] = defaultdict(set)

    def load(
        self, claims: Iterable[tuple[ClaimRecord, Moved]], sources: Iterable[SourceRecord]
    ) -> None:
        """Adds what is stored."""
        for record, moved in claims:
            self._store(record)
            self.moved[record.id] = moved
        self.sources |= {each.id: each for each in sources}

    def add(self, entry: Entry) -> list[ClaimChange]:
        """Applies an entry about a claim, a source or the ledger, and returns what it changed.

        Raises ValueError for an entry about a claim that was never recorded.
        """
        if entry.object.type == SOURCE_TYPE:
            return self._add_to_source(entry)
        if entry.object.type == CLAIM_TYPE:
            return self._add_to_claim(entry)
        if isinstance(entry.payload, ClaimPinsSet):
            self.pins = value_or(entry.payload.claims, ())
        return []

    def top(self, limit: int) -> list[ClaimView]:
        """Returns the first claims: the pinned ones, what we know, the newest to move."""
        newest = sorted(self.moved, key=lambda each: (-self.moved[each].seq, each))
        newest.sort(key=self._is_known, reverse=True)
        names = dict.fromkeys([*(each for each in self.pins if each in self.claims), *newest])
        return [
            self.view(each) for each in [each for each in names if self._is_listed(each)][:limit]
        ]

    def count(self) -> int:
        """Returns the number of claims that are listed."""
        return sum(map(self._is_listed, self.claims))

    def of_post(self, number: int) -> list[ClaimView]:
        """Returns the claims of a post, in the order in which they were recorded."""
        names = {self.root_of(each) for each in self._claims_of_post[number]}
        return sorted(map(self.view, names), key=lambda each: each.record.first_seq)

    def view(self, claim: str) -> ClaimView:
        """Returns a claim as pages show it. The claim must be known."""
        record, moved = self.claims[claim], self.moved[claim]
        positions = self._positions_of(record)
        sources = {each.source: self.sources[each.source] for each in positions}
        merged = tuple(sorted(self.merged_into(claim)))
        gone = {
            each.id
            for name in (claim, *merged)
            for each in self.claims[name].positions
            if self.claims[name].is_withdrawn
        }
        view = ClaimView(
            record, merged, positions, sources, self._state_of(claim), moved.seq, moved.at
        )
        return view.without_words(gone)

    def root_of(self, claim: str) -> str:
        """Returns the claim into which a claim was merged in the end, or the claim itself."""
        seen = {claim}
        while (into := self.claims[claim].merged_into) and into in self.claims:
            if into in seen:
                return claim
            seen.add(into)
            claim = into
        return claim

    def merged_into(self, claim: str) -> set[str]:
        """Returns the claims that were merged into a claim, also through others."""
        found, todo = set[str](), [claim]
        while todo:
            for each in self._merged[todo.pop()] - found:
                found.add(each)
                todo.append(each)
        return found - {claim}

    def claims_of_source(self, source: str) -> set[str]:
        """Returns the claims on which a source has a position."""
        return self._claims_of_source[source]

    def _add_to_source(self, entry: Entry) -> list[ClaimChange]:
        payload = entry.payload
        if isinstance(payload, SourceRecorded | SourceChanged):
            self.sources[entry.object.id] = SourceRecord(entry.object.id, payload, entry.seq)
        concerned = sorted(self._claims_of_source[entry.object.id])
        kind: ChangeKind = "erased" if isinstance(payload, EntryErased) else "source_changed"
        return self._changes(entry, {self.root_of(each): kind for each in concerned})

    def _add_to_claim(self, entry: Entry) -> list[ClaimChange]:
        claim, payload = entry.object.id, entry.payload
        if isinstance(payload, ClaimRecorded):
            self._store(_recorded(entry, payload))
            return self._changes(entry, {claim: "recorded"})
        if claim not in self.claims:
            raise ValueError(f"entry {entry.seq} is about a claim that was never recorded")
        before = self.root_of(claim)
        if isinstance(payload, PositionMoved):
            return self._move(entry, payload)
        self._store(replace(_changed(self.claims[claim], entry), seq=entry.seq))
        kind, detail = _change_of(entry)
        concerned = [self.root_of(claim), before]
        if isinstance(payload, EntryErased):
            # A position that was moved is recorded in the entries of the claim that it came from.
            concerned += [self.root_of(each) for each in self._holding_from(claim)]
        found = self._changes(entry, dict.fromkeys(concerned, kind), detail)
        # The other claim is told which one was merged into it.
        merged = isinstance(payload, ClaimMerged)
        return [
            replace(each, detail=claim) if merged and each.claim != claim else each
            for each in found
        ]

    def _move(self, entry: Entry, payload: PositionMoved) -> list[ClaimChange]:
        """Moves a position from the claim where it was recorded to another."""
        target, origin = entry.object.id, value_or(payload.origin, "")
        moving = [each for each in self._own(origin) if each.id == payload.position]
        kept = tuple(each for each in self._own(origin) if each.id != payload.position)
        if origin in self.claims:
            self._store(replace(self.claims[origin], positions=kept))
        record = self.claims[target]
        moved = tuple(
            replace(each, moved_from=origin, changed_seq=entry.seq, changed_at=entry.at)
            for each in moving
        )
        self._store(replace(record, positions=(*record.positions, *moved), seq=entry.seq))
        changed: dict[str, ChangeKind] = {}
        if moving:
            changed[self.root_of(origin)] = "moved_away"
        changed[self.root_of(target)] = "moved_here"
        return self._changes(entry, changed, value_or(payload.position, ""))

    def _holding_from(self, origin: str) -> list[str]:
        """The claims that have a position which was recorded on another one."""
        return sorted(
            name
            for name, record in self.claims.items()
            if any(each.moved_from == origin for each in record.positions)
        )

    def _own(self, claim: str) -> tuple[PositionRecord, ...]:
        return self.claims[claim].positions if claim in self.claims else ()

    def _store(self, record: ClaimRecord) -> None:
        before = self.claims.get(record.id)
        if before is not None:
            self._merged[before.merged_into].discard(record.id)
            for each in before.positions:
                self._claims_of_source[each.source].discard(record.id)
                self._claims_of_post[each.post].discard(record.id)
        self.claims[record.id] = record
        self._merged[record.merged_into].add(record.id)
        for number in (record.post, *(each.post for each in record.positions)):
            self._claims_of_post[number].add(record.id)
        for each in record.positions:
            self._claims_of_source[each.source].add(record.id)

    def _is_known(self, claim: str) -> bool:
        return self.moved[claim].state in KNOWN

    def _is_listed(self, claim: str) -> bool:
        return not self.claims[claim].merged_into and self.moved[claim].state in HEADINGS

    def _changes(
        self, entry: Entry, changed: dict[str, ChangeKind], detail: str = ""
    ) -> list[ClaimChange]:
        found = []
        for claim, kind in changed.items():
            moved = self.moved.get(claim)
            before, after = moved.state if moved else "", self._state_of(claim).name
            if before != after:
                self.moved[claim] = Moved(after, entry.seq, entry.at)
            found.append(ClaimChange(claim, entry.seq, entry.at, kind, before, after, detail))
        return found

    def _positions_of(self, record: ClaimRecord) -> tuple[PositionRecord, ...]:
        merged = [self.claims[each] for each in self.merged_into(record.id)]
        own = [each for one in (record, *merged) for each in one.positions]
        known = [each for each in own if each.source in self.sources]
        return tuple(sorted(known, key=lambda each: (each.said.at, each.key)))

    def _state_of(self, claim: str) -> ClaimState:
        record = self.claims[claim]
        positions = [
            each.position(self.sources[each.source]) for each in self._positions_of(record)
        ]
        return claim_state(positions, [each.assessment() for each in record.assessments])


def _recorded(entry: Entry, payload: ClaimRecorded) -> ClaimRecord:
    return ClaimRecord(
        id=entry.object.id,
        first_seq=entry.seq,
        seq=entry.seq,
        recorded_at=entry.at,
        text=value_or(payload.text, ""),
        category=value_or(payload.category, "event"),
        unit=value_or(payload.unit, ""),
        happened=value_or(payload.happened, None),
        post=value_or(payload.post, 0),
    )


def _changed(record: ClaimRecord, entry: Entry) -> ClaimRecord:
    payload = entry.payload
    match payload:
        case ClaimReworded():
            return replace(
                record,
                text=value_or(payload.text, ""),
                category=value_or(payload.category, record.category),
                unit=value_or(payload.unit, ""),
                happened=value_or(payload.happened, None),
            )
        case ClaimRelated():
            return replace(record, relations=value_or(payload.relations, ()))
        case ClaimMerged():
            # Where its positions count from now on, they are as new as this.
            positions = tuple(
                replace(each, changed_seq=entry.seq, changed_at=entry.at)
                for each in record.positions
            )
            into = value_or(payload.into, "")
            return replace(record, merged_into=into, positions=positions)
        case PositionRecorded():
            position = PositionRecord(value_or(payload.position, ""), entry.seq, entry.at, payload)
            return replace(record, positions=(*record.positions, position))
        case PositionVoided():
            reason = value_or(payload.reason, "")
            ended = {"voided_at": entry.at, "void_reason": reason, "changed_at": entry.at}
            return _with_position(record, payload, **ended, changed_seq=entry.seq)
        case RelayWithdrawn():
            ended = {"relay_withdrawn_at": entry.at, "changed_at": entry.at}
            return _with_position(record, payload, **ended, changed_seq=entry.seq)
        case ClaimAssessed():
            assessment = AssessmentRecord(entry.seq, entry.at, payload)
            return replace(record, assessments=(*record.assessments, assessment))
        case _:
            return record


def _with_position(
    record: ClaimRecord, payload: PositionVoided | RelayWithdrawn, **changes: object
) -> ClaimRecord:
    positions = tuple(
        replace(each, **changes) if each.id == payload.position else each  # type: ignore[arg-type]
        for each in record.positions
    )
    return replace(record, positions=positions)


_KINDS_OF_CHANGE: Final[dict[type, ChangeKind]] = {
    ClaimReworded: "reworded",
    ClaimRelated: "related",
    PositionRecorded: "position",
    PositionVoided: "voided",
    RelayWithdrawn: "relay_withdrawn",
    ClaimAssessed: "assessed",
    EntryErased: "erased",
}


def _change_of(entry: Entry) -> tuple[ChangeKind, str]:
    """The kind of a change, and the position or the other claim that it is about."""
    payload = entry.payload
    if isinstance(payload, ClaimMerged):
        into = value_or(payload.into, "")
        return ("merged", into) if into else ("unmerged", "")
    if isinstance(payload, PositionRecorded | PositionVoided | RelayWithdrawn):
        return _KINDS_OF_CHANGE[type(payload)], value_or(payload.position, "")
    return _KINDS_OF_CHANGE[type(payload)], ""
