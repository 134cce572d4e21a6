"""The current state of a coverage and of each of its posts. Pure.

The functions of `fold` compute these objects, and the projection stores them as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple, TypeAlias, cast

from dateline.content.tree import Bullets, Byline, Copy, KeyPoint, Part

from .kinds import Pin, Relation, RelationName, RunningState

PostStatus = Literal["published", "retracted", "withdrawn"]
ChangeKind: TypeAlias = Literal[
    "revised",
    "updated",
    "clarified",
    "corrected",
    "retracted",
    "withdrawn",
    "erased",
    "removed",
    "retitled",
    "standfirst_changed",
    "bylines_changed",
    "title_changed",
    "state_set",
    "pinned",
    "pins_changed",
    "lead_picture_set",
    "linked_before",
    "linked_after",
    "marked",
    "unmarked",
    "key_titled",
    "related",
    "unrelated",
    "tagged",
    "untagged",
]

# The changes of what a post shows beside its text, and what they are about.
_PLACES: Final[dict[ChangeKind, str]] = {
    "related": "relations",
    "unrelated": "relations",
    "tagged": "tags",
    "untagged": "tags",
}
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
    """The summary at the top of the page, with its own bylines and time.

    `seq` is that of the entry that gave it its facts: a revision gives it none.
    """

    headline: str
    bylines: tuple[Byline, ...]
    dated: datetime
    parts: tuple[Part, ...]
    seq: int

    def cited(self) -> list[int]:
        """Returns the numbers of the posts that its lines cite, each once."""
        bullets = [
            each for part in self.parts if isinstance(part, Bullets) for each in part.bullets
        ]
        return list(dict.fromkeys(number for bullet in bullets for number in bullet.posts))


@dataclass(frozen=True)
class Change:
    """A change to a post, or to the front matter.

    For `erased` the note is the reason, for `tagged` the tags of a post, and for `related` its
    relations: see `note_of`. For other kinds without words of an editor, see
    `front_changes.change_of`.
    """

    kind: ChangeKind
    seq: int
    at: datetime
    note: str


@dataclass(frozen=True)
class CoverageState:
    """The state of a coverage, without its posts.

    `dated` is the time that it shows for its beginning. `pins` are the pinned posts in their order,
    and `lead_picture` is the number of the post whose first photograph leads the page, 0 for none.
    `key_points_seq` is the seq of the entry that gave the key points their facts, 0 before the
    first. The changes are those that pages show: see `front_changes.shown`. Of the state, the pin,
    the lead picture, the series and the key events it is the newest change; `marked` has the number
    of the post as its note.
    """

    slug: str
    headline: str
    standfirst: str
    bylines: tuple[Byline, ...]
    zone: str
    language: str
    state: RunningState
    dated: datetime
    closed_at: datetime | None
    previous: Neighbour | None
    next: Neighbour | None
    key_points: tuple[KeyPoint, ...]
    key_points_seq: int
    summary: Summary | None
    pins: tuple[Pin, ...]
    lead_picture: int
    title_changes: tuple[Change, ...]
    key_points_changes: tuple[Change, ...]
    summary_changes: tuple[Change, ...]
    state_change: Change | None
    pin_change: Change | None
    lead_picture_change: Change | None
    series_change: Change | None
    marked: Change | None

    @property
    def closed(self) -> bool:
        return self.state == "closed"

    @property
    def under_way(self) -> bool:
        """Whether the coverage is live or paused."""
        return self.state in ("live", "paused")

    @property
    def pinned(self) -> tuple[int, ...]:
        """The numbers of the pinned posts, in their order."""
        return tuple(each.post for each in self.pins)

    def as_neighbour(self) -> Neighbour:
        return Neighbour(self.slug, self.headline, self.state)

    def front_matter_citing(self, post: int) -> list[str]:
        """Returns which of "key points" and "summary" link to a post."""
        citing = {
            "key points": post in self.posts_of_key_points(),
            "summary": self.summary is not None and post in self.summary.cited(),
        }
        return [name for name, cites in citing.items() if cites]

    def posts_of_key_points(self) -> list[int]:
        """Returns the numbers of the posts of this coverage that key points link to, each once."""
        own = [point.post for point in self.key_points if point.post and not point.coverage]
        return list(dict.fromkeys(own))


@dataclass(frozen=True)
class PostState:
    """The state of a post.

    `first_seq` is the seq of the entry that published it, and `published_at` the time of that
    entry. `dated` is the time that the post shows, which may be earlier. `relations` are those to
    earlier posts; `changes` has the changes of them and of the tags after the publication. `marks`
    are the changes of its mark as a key event, and of the title that it has as one, which change
    nothing in its text. `key_title` is '' if its own title stands in the list of key events.
    """

    number: int
    first_seq: int
    published_at: datetime
    dated: datetime
    copy: Copy
    status: PostStatus
    key_event: bool
    key_title: str
    relations: tuple[Relation, ...]
    tags: tuple[str, ...]
    changes: tuple[Change, ...]
    marks: tuple[Change, ...]

    @property
    def last_change(self) -> Change | None:
        return self.changes[-1] if self.changes else None

    @property
    def changes_shown(self) -> list[Change]:
        """The changes that the post shows; of its relations and of its tags only the newest."""
        newest = {_PLACES.get(each.kind, ""): each.seq for each in self.changes}
        return [
            each
            for each in self.changes
            if each.kind not in _PLACES or each.seq == newest[_PLACES[each.kind]]
        ]

    @property
    def last_touched(self) -> datetime:
        """The time of the last change to the text or the mark, or else the time that it shows."""
        return max((each.at for each in (*self.changes, *self.marks)), default=self.dated)

    @property
    def ended_by(self) -> Change | None:
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

    def taken_back_since(self, seq: int) -> list[Change]:
        """Returns the corrections, the retraction and the withdrawal that are newer than `seq`.

        Of a withdrawn post only the withdrawal, since the other notes may have its words.
        """
        changes = self.changes if self.status != "withdrawn" else (self.ended_by,)
        return [
            each
            for each in changes
            if each and each.seq > seq and each.kind in ("corrected", "retracted", "withdrawn")
        ]


class PostOnPage(NamedTuple):
    """The state of a post after the entry `seq`, with its sort key and its page."""

    state: PostState
    sort_key: str
    page: int
    seq: int


def note_of(relations: tuple[Relation, ...]) -> str:
    """Returns the note of a change to these relations, such as "answers:3 follows:12"."""
    return " ".join(f"{each.name}:{each.post}" for each in relations)


def relations_in(note: str) -> list[Relation]:
    """Returns the relations in the result of `note_of`."""
    pairs = [each.split(":") for each in note.split()]
    return [Relation(cast(RelationName, name), int(number)) for name, number in pairs]
