"""Claims and sources as the ledger gives them, for pages and for the rules of states. Pure.

Any field of an entry may have been erased. An empty value then stands for it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Literal, TypeAlias

from dateline.journal.entry import ObjectRef, value_or

from .kinds import (
    Category,
    ClaimAssessed,
    ClaimRelation,
    Moment,
    Number,
    PositionRecorded,
    SourceChanged,
    SourceRecorded,
    claim_ref,
    source_ref,
)
from .records import Assessment, Modality, Position, Quantity, Source, Stance
from .state import ClaimState

ChangeKind: TypeAlias = Literal[
    "recorded",
    "reworded",
    "related",
    "merged",
    "unmerged",
    "position",
    "voided",
    "relay_withdrawn",
    "moved_here",
    "moved_away",
    "assessed",
    "source_changed",
    "erased",
]


@dataclass(frozen=True)
class SourceRecord:
    """A source as it is described now. `seq` is that of its last entry."""

    id: str
    described: SourceRecorded | SourceChanged
    seq: int

    @property
    def label(self) -> str:
        return value_or(self.described.label, "")

    @property
    def is_named(self) -> bool:
        return value_or(self.described.naming, "withheld") == "named"

    def source(self) -> Source:
        """This source, for the rules of states."""
        described = self.described
        return Source(
            id=self.id,
            label=self.label,
            standing=value_or(described.standing, False),
            naming=value_or(described.naming, "withheld"),
            speaks_for=value_or(described.speaks_for, ""),
            bloc=value_or(described.bloc, ""),
            neutral=value_or(described.neutral, False),
        )


@dataclass(frozen=True)
class PositionRecord:
    """A position as it was recorded by the entry `seq`, and what became of it since."""

    id: str
    seq: int
    recorded_at: datetime
    recorded: PositionRecorded
    voided_at: datetime | None = None
    void_reason: str = ""
    relay_withdrawn_at: datetime | None = None
    # The last entry that changed it or brought it here, and its time.
    changed_seq: int = 0
    changed_at: datetime | None = None
    # The claim on which it was recorded, if it was moved here from another one.
    moved_from: str = ""

    @property
    def key(self) -> str:
        """The seq, padded, because it is compared as a text where times are the same.

        Times have whole seconds, and one sentence often has two positions of one source. By their
        random ids any of the two could have been the newer one.
        """
        return f"{self.seq:020}"

    @property
    def source(self) -> str:
        return value_or(self.recorded.source, "")

    @property
    def stance(self) -> Stance:
        return value_or(self.recorded.stance, "declines")

    @property
    def modality(self) -> Modality:
        return value_or(self.recorded.modality, "flat")

    @property
    def post(self) -> int:
        return value_or(self.recorded.post, 0)

    @property
    def said(self) -> Moment:
        return value_or(self.recorded.said, Moment(self.recorded_at, "unknown"))

    @property
    def counts(self) -> bool:
        return self.voided_at is None and self.relay_withdrawn_at is None

    def without_words(self) -> PositionRecord:
        """Returns this position without everything but who took which side, and when."""
        recorded = replace(
            self.recorded, number=None, chain=(), scope="", quote="", quote_language=""
        )
        return replace(self, recorded=recorded, void_reason="")

    @property
    def relay(self) -> str:
        """Through whom we had it, or ''."""
        chain = value_or(self.recorded.chain, ())
        return chain[-1].name if chain else ""

    def position(self, source: SourceRecord) -> Position:
        """This position, for the rules of states.

        What unnamed sources told one agency has one origin, since we cannot tell them apart.
        """
        origin = self.source if source.is_named or not self.relay else f"via {self.relay}"
        return Position(
            id=self.key,
            source=source.source(),
            stance=self.stance,
            said_at=self.said.at,
            recorded_at=self.recorded_at,
            origin=origin,
            modality=self.modality,
            quantity=quantity_of(value_or(self.recorded.number, None)),
            voided_at=self.voided_at,
            relay_withdrawn_at=self.relay_withdrawn_at,
            changed_at=self.changed_at or self.recorded_at,
            changed_id=f"{self.changed_seq:020}" if self.changed_seq else self.key,
        )


@dataclass(frozen=True)
class AssessmentRecord:
    """What we had established by the entry `seq`."""

    seq: int
    at: datetime
    assessed: ClaimAssessed

    def without_note(self) -> AssessmentRecord:
        return replace(self, assessed=replace(self.assessed, note=""))

    def assessment(self) -> Assessment:
        """This assessment, for the rules of states."""
        return Assessment(
            id=f"{self.seq:020}",
            status=value_or(self.assessed.status, "unassessed"),
            at=self.at,
            roles=value_or(self.assessed.roles, ()),
            basis=value_or(self.assessed.basis, ()),
            review_after=value_or(self.assessed.review_after, None),
        )


@dataclass(frozen=True)
class ClaimRecord:
    """A claim with the positions on it and our assessments, as its entries give them."""

    id: str
    first_seq: int
    seq: int
    recorded_at: datetime
    text: str
    category: Category
    unit: str
    happened: Moment | None
    post: int
    relations: tuple[ClaimRelation, ...] = ()
    merged_into: str = ""
    positions: tuple[PositionRecord, ...] = ()
    assessments: tuple[AssessmentRecord, ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether we should not have carried it, so that no word of it is shown."""
        last = self.assessment
        return last is not None and value_or(last.assessed.status, "unassessed") == "withdrawn"

    @property
    def assessment(self) -> AssessmentRecord | None:
        return self.assessments[-1] if self.assessments else None


@dataclass(frozen=True)
class ClaimChange:
    """What an entry did to a claim, and the names of its state before and after.

    `before` is '' for a new claim. `detail` is the id of a position or of another claim, or ''.
    """

    claim: str
    seq: int
    at: datetime
    kind: ChangeKind
    before: str
    after: str
    detail: str = ""

    @property
    def moved(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class ClaimView:
    """A claim with everything that pages show of it.

    `positions` are its own and those of the claims `merged` into it. `moved_seq` is the seq by
    which its state last changed, and `moved_at` its time.
    """

    record: ClaimRecord
    merged: tuple[str, ...]
    positions: tuple[PositionRecord, ...]
    sources: dict[str, SourceRecord]
    state: ClaimState
    moved_seq: int
    moved_at: datetime

    @property
    def id(self) -> str:
        return self.record.id

    def objects(self) -> set[ObjectRef]:
        """Returns all objects whose entries change what is shown."""
        claims = {self.id, *self.merged}
        return {*map(claim_ref, claims), *map(source_ref, self.sources)}

    def source_of(self, position: PositionRecord) -> SourceRecord:
        return self.sources[position.source]

    def without_words(self, positions: Collection[str]) -> ClaimView:
        """Returns the claim without the words and numbers of these positions.

        Of a claim that we withdrew, and of a post that was withdrawn, nothing more is shown than
        that somebody took a position. Notes of our earlier assessments may repeat the claim.
        """
        if not positions:
            return self
        record, state = self.record, self.state
        keys = {each.key for each in self.positions if each.id in positions}
        if record.is_withdrawn:
            *earlier, last = record.assessments
            record = replace(record, assessments=(*(each.without_note() for each in earlier), last))
        sides = [
            tuple(replace(each, quantity=None) if each.id in keys else each for each in side)
            for side in (state.affirmed, state.denied)
        ]
        flags = replace(state.flags, number_changes=()) if keys else state.flags
        return replace(
            self,
            record=record,
            positions=tuple(
                each.without_words() if each.id in positions else each for each in self.positions
            ),
            state=replace(state, affirmed=sides[0], denied=sides[1], flags=flags),
        )

    def without_posts(self, gone: Collection[int]) -> ClaimView:
        """Returns the claim without the words of positions in these posts."""
        return self.without_words({each.id for each in self.positions if each.post in gone})

    def was_moved_after(self, seq: int) -> bool:
        """Whether the state changed after an entry, and after the first position on the claim."""
        first = min((each.seq for each in self.positions), default=self.record.first_seq)
        return self.moved_seq > max(seq, first)

    @property
    def posts(self) -> list[int]:
        """The numbers of the posts that have the claim or a position on it, without zeros."""
        numbers = {self.record.post, *(each.post for each in self.positions)}
        return sorted(numbers - {0})


@dataclass(frozen=True)
class Moved:
    """The state of a claim, and when it last changed."""

    state: str
    seq: int
    at: datetime


def quantity_of(number: Number | None) -> Quantity | None:
    """Returns a number for the rules of states; None if there is none, or none that can be read."""
    if number is None:
        return None
    try:
        return Quantity(Decimal(number.low), Decimal(number.high))
    except (InvalidOperation, ValueError):
        return None
