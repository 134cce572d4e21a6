"""The public state of a claim, computed from positions and assessments. Pure.

The same records give the same state whatever the time and the order in which they are given, so
anybody who has them can compute it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from .records import ESTABLISHED, Assessment, Position, Quantity, Source, Status

StateName: TypeAlias = Literal[
    "withdrawn",
    "false",
    "misleading",
    "confirmed",
    "inconclusive",
    "withdrawn_by_source",
    "admitted",
    "disputed",
    "denied",
    "corroborated",
    "several_sources",
    "claimed",
    "reported",
    "no_position",
]
Heading: TypeAlias = Literal["known", "disputed", "claimed", "not_so"]

# The assessments that decide, whatever the sources say.
_DECIDED: Final[dict[Status, StateName]] = {
    "withdrawn": "withdrawn",
    "false": "false",
    "misleading": "misleading",
    "verified": "confirmed",
    "inconclusive": "inconclusive",
}
# Under which heading readers find a claim. Without a position it is not listed.
HEADINGS: Final[dict[StateName, Heading]] = {
    "confirmed": "known",
    "admitted": "known",
    "disputed": "disputed",
    "denied": "disputed",
    "misleading": "disputed",
    "inconclusive": "disputed",
    "corroborated": "claimed",
    "several_sources": "claimed",
    "claimed": "claimed",
    "reported": "claimed",
    "false": "not_so",
    "withdrawn": "not_so",
    "withdrawn_by_source": "not_so",
}
KNOWN: Final = tuple(name for name, heading in HEADINGS.items() if heading == "known")


@dataclass(frozen=True)
class Reversal:
    """A source said the opposite of what it had said before.

    `learned_at` is the time when the earlier of the two was recorded, if we learned it last.
    """

    source: Source
    before: Position
    after: Position
    learned_at: datetime | None


@dataclass(frozen=True)
class NumberChange:
    """A source gave another number for the same; no reversal."""

    source: Source
    before: Quantity
    after: Quantity


@dataclass(frozen=True)
class AsOf:
    """Something was said since our assessment at `at`, whose review is due at `due`.

    Whoever shows the state after that adds the time of the assessment. Here there is no clock.
    """

    at: datetime
    due: datetime


@dataclass(frozen=True)
class Flags:
    """What readers are told beside the state. No flag changes it."""

    reversals: tuple[Reversal, ...] = ()
    number_changes: tuple[NumberChange, ...] = ()
    softened: tuple[Source, ...] = ()
    withdrew: tuple[Source, ...] = ()
    # Parties whose bodies contradict each other.
    mixed_parties: tuple[str, ...] = ()
    still_denied_by: tuple[Source, ...] = ()
    corrected_by_us: bool = False
    needs_review: bool = False
    as_of: AsOf | None = None


@dataclass(frozen=True)
class ClaimState:
    """The state of a claim, with the current positions that affirm and deny it."""

    name: StateName
    affirmed: tuple[Position, ...]
    denied: tuple[Position, ...]
    flags: Flags

    @property
    def heading(self) -> Heading | None:
        return HEADINGS.get(self.name)

    @property
    def range(self) -> Quantity | None:
        """The lowest and highest number of those who affirm the claim."""
        numbers = [each.quantity for each in self.affirmed if each.quantity]
        if not numbers:
            return None
        return Quantity(min(each.low for each in numbers), max(each.high for each in numbers))


def claim_state(positions: Iterable[Position], assessments: Iterable[Assessment]) -> ClaimState:
    """The state of a claim; the first rule that fits decides."""
    recorded = sorted(positions, key=lambda each: each.order)
    counted = [each for each in recorded if each.counts]
    current = _current(counted)
    affirmed, denied = _sides(current)
    assessment = max(assessments, key=lambda each: each.order, default=None)
    status = assessment.status if assessment else "unassessed"
    name = _DECIDED.get(status) or _undecided(status, current, affirmed, denied)
    flags = Flags(
        reversals=_reversals(counted),
        number_changes=_number_changes(counted),
        softened=_softened(counted, current),
        withdrew=tuple(each.source for each in current if each.stance == "retracts"),
        mixed_parties=_mixed_parties(current),
        still_denied_by=_still_denied_by(name, denied),
        corrected_by_us=any(each.voided_at for each in recorded),
        needs_review=_needs_review(assessment, recorded),
        as_of=_as_of(assessment, counted),
    )
    return ClaimState(name, tuple(affirmed), tuple(denied), flags)


def _current(counted: Sequence[Position]) -> list[Position]:
    """The latest position of each source, in the order in which they were said."""
    latest = {each.source.id: each for each in counted}
    return sorted(latest.values(), key=lambda each: each.order)


def _sides(current: Sequence[Position]) -> tuple[list[Position], list[Position]]:
    """The positions for the claim and those against it.

    Whoever says that there were none denies what others say of some.
    """
    affirmed = [each for each in current if each.sign > 0]
    numbers = [each.quantity for each in affirmed if each.quantity]
    none = []
    if not all(each.may_be_zero for each in numbers):
        none = [each for each in affirmed if each.quantity and each.quantity.is_zero]
    denied = [each for each in current if each.sign < 0 or each in none]
    return [each for each in affirmed if each not in none], denied


def _undecided(
    status: Status,
    current: Sequence[Position],
    affirmed: Sequence[Position],
    denied: Sequence[Position],
) -> StateName:
    """The state where no assessment decides: what the sources say, one rule a line."""
    rules: list[tuple[bool, StateName]] = [
        (bool(current) and _all_retract(current), "withdrawn_by_source"),
        (any(each.stance == "admits" for each in affirmed), "admitted"),
        (bool(affirmed) and _is_contradicted(affirmed, denied), "disputed"),
        (bool(denied) and not affirmed, "denied"),
        (status == "corroborated", "corroborated"),
        (_are_independent([each for each in affirmed if _is_named(each)]), "several_sources"),
        (any(map(_is_named, affirmed)), "claimed"),
        (bool(affirmed) or any(each.stance == "reports" for each in current), "reported"),
    ]
    return next((name for fits, name in rules if fits), "no_position")


def _all_retract(current: Sequence[Position]) -> bool:
    return all(each.stance == "retracts" for each in current)


def _is_named(position: Position) -> bool:
    return position.source.naming == "named"


def _is_contradicted(affirmed: Sequence[Position], denied: Sequence[Position]) -> bool:
    """Whether somebody with standing denies more than a number within the range of others.

    Different numbers for the same are a range. They contradict each other if they are disjoint.
    """
    numbers = [each.quantity for each in affirmed if each.quantity]

    def is_within_range(each: Position) -> bool:
        if each.stance != "disputes" or each.quantity is None:
            return False
        return any(not each.quantity.is_disjoint(number) for number in numbers)

    return any(each.source.standing and not is_within_range(each) for each in denied)


def _are_independent(named: Sequence[Position]) -> bool:
    """Whether the positions have two origins, and are of two sides or one is neutral."""
    sides = {each.source.side for each in named} - {""}
    apart = len(sides) >= 2 or any(each.source.neutral for each in named)
    return len({each.origin for each in named}) >= 2 and apart


def _reversals(counted: Sequence[Position]) -> tuple[Reversal, ...]:
    found = []
    for before, after in _in_succession([each for each in counted if each.sign]):
        if before.sign != after.sign:
            is_late = (before.recorded_at, before.id) > (after.recorded_at, after.id)
            late = before.recorded_at if is_late else None
            found.append(Reversal(after.source, before, after, late))
    return tuple(found)


def _number_changes(counted: Sequence[Position]) -> tuple[NumberChange, ...]:
    found = []
    for before, after in _in_succession([each for each in counted if each.quantity]):
        first, second = before.quantity, after.quantity
        if first and second and before.sign == after.sign and first.is_disjoint(second):
            found.append(NumberChange(after.source, first, second))
    return tuple(found)


def _softened(counted: Sequence[Position], current: Sequence[Position]) -> tuple[Source, ...]:
    """The sources that affirm the claim with less certainty than they once did."""
    firm = ("flat", "absolute")
    once = {each.source.id for each in counted if _affirms(each) and each.modality in firm}
    return tuple(
        each.source
        for each in current
        if _affirms(each) and each.modality not in firm and each.source.id in once
    )


def _affirms(position: Position) -> bool:
    return position.stance in ("asserts", "confirms", "admits")


def _in_succession(positions: Sequence[Position]) -> Iterable[tuple[Position, Position]]:
    """Each two positions that one source took one after the other, in the order of the second."""
    of_source: dict[str, list[Position]] = {}
    for each in positions:
        of_source.setdefault(each.source.id, []).append(each)
    pairs = [pair for own in of_source.values() for pair in pairwise(own)]
    return sorted(pairs, key=lambda pair: pair[1].order)


def _mixed_parties(current: Sequence[Position]) -> tuple[str, ...]:
    signs: dict[str, set[int]] = {}
    for each in current:
        if each.source.speaks_for and each.sign:
            signs.setdefault(each.source.speaks_for, set()).add(each.sign)
    return tuple(sorted(party for party, both in signs.items() if len(both) == 2))


def _still_denied_by(name: StateName, denied: Sequence[Position]) -> tuple[Source, ...]:
    if name not in ("confirmed", "admitted"):
        return ()
    return tuple(each.source for each in denied if each.source.standing)


def _needs_review(assessment: Assessment | None, recorded: Sequence[Position]) -> bool:
    """Whether something was said, or fell away, since we established the claim.

    A person decides what follows. A denial must not undo it by itself: otherwise any party could.
    """
    if assessment is None or assessment.status not in ESTABLISHED:
        return False
    return any(each.changed > assessment.order for each in recorded)


def _as_of(assessment: Assessment | None, counted: Sequence[Position]) -> AsOf | None:
    if assessment is None or assessment.review_after is None:
        return None
    newer = any((each.recorded_at, each.id) > assessment.order for each in counted)
    return AsOf(assessment.at, assessment.review_after) if newer else None
