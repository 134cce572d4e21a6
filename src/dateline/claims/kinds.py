"""The kinds of entry about claims and their sources. Pure.

Everything that is said about a claim, and what we established about it, is about one object, the
claim. So its entries are its whole history. A source is an object of its own. Ids are random, since
an id with a time in it would tell when we first talked to a source.

docs/journal.md is generated from the docstrings of these classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

from dateline.journal.entry import Erased, ObjectRef, Payload, entry_kind

from .records import Basis, How, Modality, Naming, Stance, Status

CLAIM_TYPE: Final = "claim"
SOURCE_TYPE: Final = "source"
LEDGER: Final = ObjectRef("ledger")

Category: TypeAlias = Literal[
    "event",
    "number",
    "responsibility",
    "intent",
    "status_of_place",
    "statement_made",
    "media_is_what_it_shows",
    "identity",
]
SourceType: TypeAlias = Literal[
    "person",
    "state_body",
    "armed_group",
    "organisation",
    "monitor",
    "news_agency",
    "news_outlet",
    "social_account",
    "document",
    "eyewitness",
    "own_staff",
    "unspecified_state",
]
AnonymityReason: TypeAlias = Literal[
    "", "safety", "not_authorised", "job", "legal", "commercial", "unknown_to_us"
]
Precision: TypeAlias = Literal["instant", "hour", "day", "week", "month", "year", "unknown"]
ClaimRelationName: TypeAlias = Literal["part_of", "refines", "contradicts", "depends_on"]

CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
SOURCE_TYPES: Final[tuple[SourceType, ...]] = get_args(SourceType)
ANONYMITY_REASONS: Final[tuple[AnonymityReason, ...]] = get_args(AnonymityReason)
CLAIM_RELATION_NAMES: Final[tuple[ClaimRelationName, ...]] = get_args(ClaimRelationName)


@dataclass(frozen=True)
class Moment:
    """A time and how precisely it is known. `at` is its beginning: of a day, midnight."""

    at: datetime
    precision: Precision


@dataclass(frozen=True)
class Number:
    """A number as a range, in decimal digits; both ends are the same for an exact one."""

    low: str
    high: str


@dataclass(frozen=True)
class Hop:
    """Who passed on what a source said, such as a news agency, and in what form."""

    name: str
    how: How


@dataclass(frozen=True)
class ClaimRelation:
    """What a claim is to another claim of its coverage, by the id of that claim."""

    name: ClaimRelationName
    claim: str


@dataclass(frozen=True, kw_only=True)
class SourceDescribed(Payload):
    """Base class: the whole description of a source. `claim` is '' for a named source.

    An unnamed source belongs to one claim. If it takes a position on another, it is recorded again
    under another id, so that nobody can join what it said. `label` is the wording that readers see.
    `aliases` are other names in texts, such as "the Kremlin". `bloc` is the side that it is on.
    """

    label: str | Erased
    aliases: tuple[str, ...] | Erased
    source_type: SourceType | Erased
    naming: Naming | Erased
    claim: str | Erased
    speaks_for: str | Erased
    bloc: str | Erased
    neutral: bool | Erased
    standing: bool | Erased
    anonymity_reason: AnonymityReason | Erased


_SOURCE_STRUCTURE: Final = ("source_type", "naming", "claim", "neutral", "standing")


@entry_kind("source.recorded", about_type=SOURCE_TYPE, structural=_SOURCE_STRUCTURE)
@dataclass(frozen=True, kw_only=True)
class SourceRecorded(SourceDescribed):
    """A source was recorded, before its first position."""


@entry_kind("source.changed", about_type=SOURCE_TYPE, structural=_SOURCE_STRUCTURE)
@dataclass(frozen=True, kw_only=True)
class SourceChanged(SourceDescribed):
    """The description of a source changed. Whether it is named does not change."""


@entry_kind("claim.recorded", about_type=CLAIM_TYPE, structural=("category", "post"))
@dataclass(frozen=True, kw_only=True)
class ClaimRecorded(Payload):
    """A claim: one sentence that can be checked, affirmative and neutral.

    `post` is the number of the post in which it first appeared; 0 is the summary or the key points.
    `unit` says what a number counts.
    """

    text: str | Erased
    category: Category | Erased
    unit: str | Erased
    happened: Moment | Erased | None
    post: int | Erased


@entry_kind("claim.reworded", about_type=CLAIM_TYPE, structural=("category",))
@dataclass(frozen=True, kw_only=True)
class ClaimReworded(Payload):
    """The sentence of a claim changed, but not what it claims. The note says why."""

    text: str | Erased
    category: Category | Erased
    unit: str | Erased
    happened: Moment | Erased | None
    note: str | Erased


@entry_kind("claim.related", about_type=CLAIM_TYPE, structural=("relations",))
@dataclass(frozen=True, kw_only=True)
class ClaimRelated(Payload):
    """A claim is part of others, refines, contradicts or depends on them. None removes all."""

    relations: tuple[ClaimRelation, ...] | Erased


@entry_kind("claim.merged", about_type=CLAIM_TYPE, structural=("into",))
@dataclass(frozen=True, kw_only=True)
class ClaimMerged(Payload):
    """A claim is the same as another one, where its positions count from now on.

    '' undoes that: they count here again.
    """

    into: str | Erased


@entry_kind(
    "claim.position_recorded",
    about_type=CLAIM_TYPE,
    structural=("position", "source", "stance", "modality", "post"),
)
@dataclass(frozen=True, kw_only=True)
class PositionRecorded(Payload):
    """What a source said about the claim.

    `chain` has those who passed it on, from us to the source; `how` is how the source said it.
    `scope` says what part of the claim it is about, '' for all of it. `quote` has its own words, in
    their language. `post` is the number of the post that has it, 0 for the summary or the key
    points.
    """

    position: str | Erased
    source: str | Erased
    stance: Stance | Erased
    modality: Modality | Erased
    number: Number | Erased | None
    said: Moment | Erased
    chain: tuple[Hop, ...] | Erased
    how: How | Erased
    scope: str | Erased
    quote: str | Erased
    quote_language: str | Erased
    post: int | Erased


@entry_kind("claim.position_voided", about_type=CLAIM_TYPE, structural=("position",))
@dataclass(frozen=True, kw_only=True)
class PositionVoided(Payload):
    """The source never said it: our mistake. The reason says what was wrong."""

    position: str | Erased
    reason: str | Erased


@entry_kind("claim.relay_withdrawn", about_type=CLAIM_TYPE, structural=("position",))
@dataclass(frozen=True, kw_only=True)
class RelayWithdrawn(Payload):
    """Who passed the position on, such as an agency, withdrew its report. So it counts no more."""

    position: str | Erased
    relay: str | Erased


@entry_kind("claim.position_moved", about_type=CLAIM_TYPE, structural=("position", "origin"))
@dataclass(frozen=True, kw_only=True)
class PositionMoved(Payload):
    """A position is about this claim, and not about the claim `origin`, where it was recorded."""

    position: str | Erased
    origin: str | Erased


@entry_kind(
    "claim.assessed",
    about_type=CLAIM_TYPE,
    structural=("status", "basis", "roles", "review_after"),
)
@dataclass(frozen=True, kw_only=True)
class ClaimAssessed(Payload):
    """What we have established. `roles` are those of the people who decided.

    Verified, false and misleading need a basis and two people.
    """

    status: Status | Erased
    basis: tuple[Basis, ...] | Erased
    note: str | Erased
    roles: tuple[str, ...] | Erased
    review_after: datetime | Erased | None


@entry_kind("ledger.pins_set", about_type=LEDGER.type, structural=("claims",))
@dataclass(frozen=True, kw_only=True)
class ClaimPinsSet(Payload):
    """The claims that the page lists first, in their order."""

    claims: tuple[str, ...] | Erased


KINDS: Final[tuple[type[Payload], ...]] = (
    SourceRecorded,
    SourceChanged,
    ClaimRecorded,
    ClaimReworded,
    ClaimRelated,
    ClaimMerged,
    PositionRecorded,
    PositionVoided,
    RelayWithdrawn,
    PositionMoved,
    ClaimAssessed,
    ClaimPinsSet,
)
CLAIM_KINDS: Final = frozenset(each.kind for each in KINDS)


def claim_ref(claim: str) -> ObjectRef:
    """Returns the reference to the claim with this id."""
    return ObjectRef(CLAIM_TYPE, claim)


def source_ref(source: str) -> ObjectRef:
    """Returns the reference to the source with this id."""
    return ObjectRef(SOURCE_TYPE, source)
