"""Folds entries into what stands now: a coverage as a whole, and each of its posts. Pure.

Every field of an entry may be erased; the fold then goes on with an empty one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias

from dateline.journal.content import Byline, Copy, KeyPoint, Part
from dateline.journal.kinds import (
    CoverageLinked,
    CoverageOpened,
    CoverageRetitled,
    CoverageTurned,
    Entry,
    EntryErased,
    KeyPointsSet,
    PinSet,
    PostChanged,
    PostMarked,
    PostPublished,
    PostRetracted,
    PostWithdrawn,
    State,
    SummarySet,
    copy_of,
    shown,
    whole,
)

Standing = Literal["standing", "retracted", "withdrawn"]
ChangeKind: TypeAlias = Literal[
    "revised", "updated", "clarified", "corrected", "retracted", "withdrawn", "erased"
]

NO_COPY: Final = Copy("", (), ())


@dataclass(frozen=True)
class Neighbour:
    """Another coverage of the series, as it calls itself."""

    slug: str
    headline: str
    state: State


@dataclass(frozen=True)
class Summary:
    """The summary at the top, with its own bylines and time."""

    headline: str
    bylines: tuple[Byline, ...]
    dated: datetime
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class CoverageNow:
    """A coverage as it stands, without its posts."""

    slug: str
    headline: str
    standfirst: str
    bylines: tuple[Byline, ...]
    zone: str
    language: str
    state: State
    dated: datetime
    retitled: datetime | None
    closed: datetime | None
    before: Neighbour | None
    after: Neighbour | None
    points: tuple[KeyPoint, ...]
    summary: Summary | None
    pin: int


@dataclass(frozen=True)
class Change:
    """One change to a post that its readers are told of; for `erased` the note is the reason."""

    kind: ChangeKind
    seq: int
    at: datetime
    note: str


@dataclass(frozen=True)
class PostNow:
    """A post as it stands. `first` is the seq of the entry that published it."""

    number: int
    first: int
    published: datetime
    dated: datetime
    copy: Copy
    standing: Standing
    key: bool
    changes: tuple[Change, ...]

    @property
    def last(self) -> Change | None:
        return self.changes[-1] if self.changes else None


def fold_coverage(now: CoverageNow | None, entry: Entry) -> CoverageNow:
    """The coverage after `entry`; the first entry of a coverage opens it."""
    said = entry.said
    if isinstance(said, CoverageOpened):
        return _opened(said, entry)
    if now is None:
        raise ValueError(f"entry {entry.seq} is about a coverage that was never opened")
    match said:
        case CoverageRetitled():
            return replace(
                now,
                headline=shown(said.headline, ""),
                standfirst=shown(said.standfirst, ""),
                bylines=shown(said.bylines, ()),
                retitled=entry.at,
            )
        case CoverageTurned(state=state):
            turned = shown(state, now.state)
            return replace(now, state=turned, closed=entry.at if turned == "closed" else None)
        case CoverageLinked():
            return _linked(now, said)
        case KeyPointsSet(points=points):
            return replace(now, points=shown(points, ()))
        case SummarySet():
            return replace(now, summary=_summary(said, entry))
        case PinSet(post=post):
            return replace(now, pin=shown(post, 0))
        case PostWithdrawn() if entry.object == f"post-{now.pin}":
            return replace(now, pin=0)
        case _:
            return now


def fold_post(now: PostNow | None, entry: Entry) -> PostNow:
    """The post after `entry`; the first entry of a post publishes it."""
    said = entry.said
    if isinstance(said, PostPublished):
        number = int(entry.object.removeprefix("post-"))
        dated = shown(said.dated, entry.at)
        return PostNow(number, entry.seq, entry.at, dated, copy_of(said), "standing", False, ())
    if now is None:
        raise ValueError(f"entry {entry.seq} is about a post that was never published")
    match said:
        case PostChanged():
            change = _change(entry, shown(said.note, ""))
            return replace(now, copy=copy_of(said), changes=(*now.changes, change))
        case PostRetracted(reason=reason):
            change = _change(entry, shown(reason, ""))
            return replace(now, standing="retracted", changes=(*now.changes, change))
        case PostWithdrawn(reason=reason):
            change = _change(entry, shown(reason, ""))
            changes = (*now.changes, change)
            return replace(now, standing="withdrawn", copy=NO_COPY, key=False, changes=changes)
        case PostMarked(key=key):
            return replace(now, key=shown(key, False))
        case EntryErased(why=why):
            change = Change("erased", entry.seq, entry.at, str(shown(why, "other_legal")))
            return replace(now, changes=(*now.changes, change))
        case _:
            raise ValueError(f"entry {entry.seq} says {said.kind} about a post")


def as_neighbour(now: CoverageNow) -> Neighbour:
    return Neighbour(now.slug, now.headline, now.state)


def _opened(said: CoverageOpened, entry: Entry) -> CoverageNow:
    return CoverageNow(
        slug=shown(said.slug, ""),
        headline=shown(said.headline, ""),
        standfirst=shown(said.standfirst, ""),
        bylines=shown(said.bylines, ()),
        zone=shown(said.zone, "UTC"),
        language=shown(said.language, "en"),
        state=shown(said.state, "live"),
        dated=shown(said.dated, entry.at),
        retitled=None,
        closed=None,
        before=None,
        after=None,
        points=(),
        summary=None,
        pin=0,
    )


def _linked(now: CoverageNow, said: CoverageLinked) -> CoverageNow:
    neighbour = Neighbour(
        shown(said.slug, ""), shown(said.headline, ""), shown(said.state, "closed")
    )
    if shown(said.side, "before") == "after":
        return replace(now, after=neighbour)
    return replace(now, before=neighbour)


def _summary(said: SummarySet, entry: Entry) -> Summary | None:
    parts = whole(said.parts)
    if not parts:
        return None
    return Summary(
        shown(said.headline, ""), shown(said.bylines, ()), shown(said.dated, entry.at), parts
    )


def _change(entry: Entry, note: str) -> Change:
    kind: ChangeKind = entry.said.kind.removeprefix("post.")  # type: ignore[assignment]
    return Change(kind, entry.seq, entry.at, note)
