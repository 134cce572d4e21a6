"""Every kind of entry, one frozen dataclass each; its docstring is its documentation.

A field is one disclosure, a tuple of parts one disclosure each; a lawful takedown leaves `ERASED`
where the field stood, so whoever folds a kind must expect it in every field.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Literal, TypeAlias, TypeVar

from .content import Byline, Copy, KeyPoint, Part

T = TypeVar("T")


@dataclass(frozen=True)
class Erased:
    """Stands where a field was before the law, or somebody's safety, had it erased."""


ERASED: Final = Erased()

State = Literal["announced", "live", "paused", "closed"]
Why = Literal[
    "court_order", "data_protection", "safety", "source_protection", "copyright", "other_legal"
]


def shown(field: T | Erased, otherwise: T) -> T:
    """The field, or `otherwise` where it was erased."""
    return otherwise if isinstance(field, Erased) else field


def whole(parts: tuple[Part | Erased, ...]) -> tuple[Part, ...]:
    """The parts that were not erased."""
    return tuple(part for part in parts if not isinstance(part, Erased))


@dataclass(frozen=True, kw_only=True)
class CoverageOpened:
    """A coverage begins: its address, headline, standfirst and bylines, its zone and language."""

    kind: ClassVar[str] = "coverage.opened"
    slug: str | Erased
    headline: str | Erased
    standfirst: str | Erased
    bylines: tuple[Byline, ...] | Erased
    zone: str | Erased
    language: str | Erased
    state: State | Erased
    dated: datetime | Erased


@dataclass(frozen=True, kw_only=True)
class CoverageRetitled:
    """Headline, standfirst or bylines of the coverage are now these."""

    kind: ClassVar[str] = "coverage.retitled"
    headline: str | Erased
    standfirst: str | Erased
    bylines: tuple[Byline, ...] | Erased


@dataclass(frozen=True, kw_only=True)
class CoverageTurned:
    """The coverage is now live, paused or closed. A closed one reads "as it happened"."""

    kind: ClassVar[str] = "coverage.turned"
    state: State | Erased


@dataclass(frozen=True, kw_only=True)
class CoverageLinked:
    """The coverage before or after this one in a series, as it now calls itself."""

    kind: ClassVar[str] = "coverage.linked"
    side: Literal["before", "after"] | Erased
    slug: str | Erased
    headline: str | Erased
    state: State | Erased


@dataclass(frozen=True, kw_only=True)
class KeyPointsSet:
    """The lines under the byline are now these."""

    kind: ClassVar[str] = "keypoints.set"
    points: tuple[KeyPoint, ...] | Erased


@dataclass(frozen=True, kw_only=True)
class SummarySet:
    """The summary at the top is now this, written by these people at this time."""

    kind: ClassVar[str] = "summary.set"
    headline: str | Erased
    bylines: tuple[Byline, ...] | Erased
    dated: datetime | Erased
    parts: tuple[Part | Erased, ...]


@dataclass(frozen=True, kw_only=True)
class PinSet:
    """The post of this number is pinned to the top; 0 takes the pin away."""

    kind: ClassVar[str] = "pin.set"
    post: int | Erased


@dataclass(frozen=True, kw_only=True)
class PostPublished:
    """A post appears. `dated` is the time that it shows, which may lie in the past."""

    kind: ClassVar[str] = "post.published"
    headline: str | Erased
    bylines: tuple[Byline, ...] | Erased
    dated: datetime | Erased
    parts: tuple[Part | Erased, ...]


@dataclass(frozen=True, kw_only=True)
class PostChanged:
    """What all kinds of change to a post have in common: the whole new copy, and a note."""

    headline: str | Erased
    bylines: tuple[Byline, ...] | Erased
    note: str | Erased
    parts: tuple[Part | Erased, ...]


@dataclass(frozen=True, kw_only=True)
class PostRevised(PostChanged):
    """Spelling or layout of a post changed, its meaning did not. The note is ''."""

    kind: ClassVar[str] = "post.revised"


@dataclass(frozen=True, kw_only=True)
class PostUpdated(PostChanged):
    """A post has new facts; the old text was right when written. The note says what is new."""

    kind: ClassVar[str] = "post.updated"


@dataclass(frozen=True, kw_only=True)
class PostClarified(PostChanged):
    """A post was right but could mislead. The note says what is made clear."""

    kind: ClassVar[str] = "post.clarified"


@dataclass(frozen=True, kw_only=True)
class PostCorrected(PostChanged):
    """A post was wrong. The note says what was wrong and what is right."""

    kind: ClassVar[str] = "post.corrected"


@dataclass(frozen=True, kw_only=True)
class PostRetracted:
    """A post's premise fails: it stays, struck through, behind the reason."""

    kind: ClassVar[str] = "post.retracted"
    reason: str | Erased


@dataclass(frozen=True, kw_only=True)
class PostWithdrawn:
    """A post is gone; a tombstone with the reason stands in its place."""

    kind: ClassVar[str] = "post.withdrawn"
    reason: str | Erased


@dataclass(frozen=True, kw_only=True)
class PostMarked:
    """A post is a key event of its coverage, or is none any more."""

    kind: ClassVar[str] = "post.marked"
    key: bool | Erased


@dataclass(frozen=True, kw_only=True)
class EntryErased:
    """What an earlier entry of this object disclosed was erased, for a reason from a fixed list."""

    kind: ClassVar[str] = "entry.erased"
    of: int | Erased
    why: Why | Erased


Kind: TypeAlias = (
    CoverageOpened
    | CoverageRetitled
    | CoverageTurned
    | CoverageLinked
    | KeyPointsSet
    | SummarySet
    | PinSet
    | PostPublished
    | PostRevised
    | PostUpdated
    | PostClarified
    | PostCorrected
    | PostRetracted
    | PostWithdrawn
    | PostMarked
    | EntryErased
)

ALL: Final[dict[str, type[Kind]]] = {
    each.kind: each
    for each in (
        CoverageOpened,
        CoverageRetitled,
        CoverageTurned,
        CoverageLinked,
        KeyPointsSet,
        SummarySet,
        PinSet,
        PostPublished,
        PostRevised,
        PostUpdated,
        PostClarified,
        PostCorrected,
        PostRetracted,
        PostWithdrawn,
        PostMarked,
        EntryErased,
    )
}


def copy_of(said: PostPublished | PostChanged) -> Copy:
    """The copy that an entry carries, without what was erased from it."""
    return Copy(shown(said.headline, ""), shown(said.bylines, ()), whole(said.parts))


@dataclass(frozen=True)
class Entry:
    """One line of the journal: what was said, about which object, as which number, when.

    `coverage` is the coverage's id in leaves (`c-` and 32 hex digits). `revision` counts the
    object's entries from 1, and `before` is the seq of the one before this (0 for the first).
    """

    seq: int
    at: datetime
    coverage: str
    object: str
    revision: int
    before: int
    said: Kind
