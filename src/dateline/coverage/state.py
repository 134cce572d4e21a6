"""The current state of a coverage and of each of its posts. Pure.

The functions of `fold` compute these objects, and the projection stores them as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple, TypeAlias

from dateline.content.tree import Bullets, Byline, Copy, KeyPoint, Part

from .kinds import RunningState

PostStatus = Literal["published", "retracted", "withdrawn"]
ChangeKind: TypeAlias = Literal[
    "revised", "updated", "clarified", "corrected", "retracted", "withdrawn", "erased"
]

# The copy of a withdrawn post. Its text must not remain in any table.
NO_COPY: Final = Copy("", (), ())


@dataclass(frozen=True)
class Neighbour:
    """Another coverage of the series, with its current headline and state."""

    slug: str
    headline: str
    state: RunningState


@dataclass(frozen=True)
class Summary:
    """The summary at the top of the page, with its own bylines and time."""

    headline: str
    bylines: tuple[Byline, ...]
    dated: datetime
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class CoverageState:
    """The state of a coverage, without its posts.

    `dated` is the time that it shows for its beginning. `pinned` is the number of the pinned post,
    0 if there is none.
    """

    slug: str
    headline: str
    standfirst: str
    bylines: tuple[Byline, ...]
    zone: str
    language: str
    state: RunningState
    dated: datetime
    retitled_at: datetime | None
    closed_at: datetime | None
    previous: Neighbour | None
    next: Neighbour | None
    key_points: tuple[KeyPoint, ...]
    summary: Summary | None
    pinned: int

    @property
    def closed(self) -> bool:
        return self.state == "closed"

    @property
    def under_way(self) -> bool:
        """Whether the coverage is live or paused."""
        return self.state in ("live", "paused")

    def as_neighbour(self) -> Neighbour:
        return Neighbour(self.slug, self.headline, self.state)

    def front_matter_citing(self, post: int) -> list[str]:
        """Returns which of "key points" and "summary" link to a post, so have words about it."""
        parts = self.summary.parts if self.summary else ()
        bullets = [each for part in parts if isinstance(part, Bullets) for each in part.bullets]
        citing = {
            "key points": any(point.post == post for point in self.key_points),
            "summary": any(post in bullet.posts for bullet in bullets),
        }
        return [name for name, cites in citing.items() if cites]


@dataclass(frozen=True)
class Change:
    """A change to a post that pages list below it. For `erased` the note is the reason."""

    kind: ChangeKind
    seq: int
    at: datetime
    note: str


@dataclass(frozen=True)
class PostState:
    """The state of a post.

    `first_seq` is the seq of the entry that published it, and `published_at` the time of that
    entry. `dated` is the time that the post shows, which may be earlier.
    """

    number: int
    first_seq: int
    published_at: datetime
    dated: datetime
    copy: Copy
    status: PostStatus
    key_event: bool
    changes: tuple[Change, ...]

    @property
    def last_change(self) -> Change | None:
        return self.changes[-1] if self.changes else None

    @property
    def ending(self) -> Change | None:
        """The change that withdrew the post, or else the one that retracted it, or None.

        It need not be the last change, because the post may have been erased since.
        """
        for kind in ("withdrawn", "retracted"):
            for change in self.changes:
                if change.kind == kind:
                    return change
        return None

    @property
    def erasures(self) -> list[Change]:
        return [change for change in self.changes if change.kind == "erased"]


class PostOnPage(NamedTuple):
    """The state of a post after the entry `seq`, with its sort key and its page."""

    state: PostState
    sort_key: str
    page: int
    seq: int
