"""What is recorded of a claim: positions of sources, and our own assessments. Pure.

A position is a fact about a source: who said it, how and when. An assessment is ours. Nothing
that a source says makes a claim confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal, TypeAlias, get_args

Stance: TypeAlias = Literal[
    "asserts", "confirms", "admits", "reports", "declines", "disputes", "denies", "retracts"
]
Modality: TypeAlias = Literal["flat", "absolute", "hedged", "conditional"]
Naming: TypeAlias = Literal["named", "described", "withheld"]
How: TypeAlias = Literal[
    "told_us",
    "statement",
    "interview",
    "press_conference",
    "broadcast",
    "social_post",
    "wire",
    "document",
    "leak",
    "unspecified",
]
Status: TypeAlias = Literal[
    "unassessed",
    "checking",
    "unverified",
    "corroborated",
    "verified",
    "misleading",
    "false",
    "inconclusive",
    "withdrawn",
]
Basis: TypeAlias = Literal[
    "own_reporter_witnessed",
    "own_interview",
    "geolocated",
    "chronolocated",
    "document_authenticated",
    "data_analysis",
    "independent_origins",
    "responsible_party_admission",
    "official_record",
    "expert",
    "partner_fact_check",
]

STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
MODALITIES: Final[tuple[Modality, ...]] = get_args(Modality)
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
BASES: Final[tuple[Basis, ...]] = get_args(Basis)
# For (1) or against (-1) the claim. A conditional "yes" is neither; see `Position.sign`.
_SIGNS: Final[dict[Stance, int]] = {
    "asserts": 1,
    "confirms": 1,
    "admits": 1,
    "disputes": -1,
    "denies": -1,
}
# What we say in our own name needs a basis and two people.
ESTABLISHED: Final[frozenset[Status]] = frozenset({"verified", "misleading", "false"})


@dataclass(frozen=True, kw_only=True)
class Source:
    """Who takes a position.

    `speaks_for` names a party with several voices, such as a government. Allies share a `bloc`;
    they and the voices of one party do not corroborate each other. A `neutral` source has no side,
    which somebody must have said: a source of which nothing is known is not neutral. Only the
    denial of a source with `standing` (a party, a responsible body, a monitor, an expert) makes a
    claim disputed: otherwise anybody's account could.
    """

    id: str
    label: str
    standing: bool
    naming: Naming = "named"
    speaks_for: str = ""
    bloc: str = ""
    neutral: bool = False

    @property
    def side(self) -> str:
        """The bloc, or the party if it is in none; '' if neither is known."""
        return self.bloc or self.speaks_for


@dataclass(frozen=True)
class Quantity:
    """A number as a range; both ends are the same for an exact one."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"{self.low} is greater than {self.high}")

    def is_disjoint(self, other: Quantity) -> bool:
        return self.high < other.low or other.high < self.low

    @property
    def is_zero(self) -> bool:
        return self.low == self.high == 0

    @property
    def may_be_zero(self) -> bool:
        return self.low <= 0 <= self.high


@dataclass(frozen=True, kw_only=True)
class Position:
    """What one source says about a claim.

    `origin` tells whether two positions are independent: those with one origin count once,
    whoever passes them on. A position is void if the source never said it: our mistake. The
    relay is the agency through which we had it; it may withdraw its report.
    """

    id: str
    source: Source
    stance: Stance
    said_at: datetime
    recorded_at: datetime
    origin: str
    modality: Modality = "flat"
    quantity: Quantity | None = None
    voided_at: datetime | None = None
    relay_withdrawn_at: datetime | None = None
    # The last record about it, and the time of that: by an id that is greater for a later one. None
    # and '' if it is the position itself.
    changed_at: datetime | None = None
    changed_id: str = ""

    @property
    def counts(self) -> bool:
        return self.voided_at is None and self.relay_withdrawn_at is None

    @property
    def sign(self) -> int:
        """1 for the claim, -1 against it, 0 for neither."""
        sign = _SIGNS.get(self.stance, 0)
        return 0 if sign > 0 and self.modality == "conditional" else sign

    @property
    def changed(self) -> tuple[datetime, str]:
        """When we last recorded something about it, in an order that no two records share."""
        times = (self.recorded_at, self.voided_at, self.relay_withdrawn_at, self.changed_at)
        return max(each for each in times if each), self.changed_id or self.id

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        return (self.said_at, self.recorded_at, self.id)


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What we have established. Raises ValueError if that lacks a basis or a second person.

    `roles` are those of the people who decided. Their names are not public.
    """

    id: str
    status: Status
    at: datetime
    roles: tuple[str, ...]
    basis: tuple[Basis, ...] = ()
    review_after: datetime | None = None

    @property
    def order(self) -> tuple[datetime, str]:
        return (self.at, self.id)

    def __post_init__(self) -> None:
        if self.status not in ESTABLISHED:
            return
        if not self.basis:
            raise ValueError(f"the assessment {self.status!r} needs a basis")
        if len(self.roles) < 2:
            raise ValueError(f"the assessment {self.status!r} needs two people")
