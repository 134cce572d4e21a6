"""What the matcher is given and what it proposes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.claims.records import How, Modality, Stance


@dataclass(frozen=True)
class KnownSource:
    """A source of the coverage, with the other names under which texts mention it."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownClaim:
    """A claim of the coverage. Where two match equally well, the first one is proposed."""

    id: str
    text: str


@dataclass(frozen=True)
class Known:
    """The sources and claims that the coverage already has."""

    sources: tuple[KnownSource, ...] = ()
    claims: tuple[KnownClaim, ...] = ()


@dataclass(frozen=True)
class Hop:
    """One who passed the words on, or the origin."""

    source_text: str
    how: How = "unspecified"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Who says what, as a sentence of the text has it.

    `start` and `end` are the place of the sentence, counted in code points. The script of the
    desk counts in UTF-16 units. `chain` leads from us to the origin, which is its last hop.
    `claim_text` is affirmative; it is empty if the text does not tell what the claim is.
    `quantity` has the lowest and the highest number, which is None after "at least".
    `earlier` means that the source said so before the time of the text. If `asks` is true, a
    person must choose the stance: only proposals without it may be accepted as they are.
    """

    start: int
    end: int
    source_text: str
    source_id: str = ""
    naming: Literal["named", "described"] = "named"
    speaks_for: str = ""
    stance: Stance
    modality: Modality = "flat"
    chain: tuple[Hop, ...] = ()
    claim_text: str = ""
    claim_id: str = ""
    quantity: tuple[int, int | None] | None = None
    earlier: bool = False
    asks: bool = False
