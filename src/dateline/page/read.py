"""Reading the page: where a coverage's head is, its blocks, and what changed after a cursor.

Whoever reads a head and blocks reads the head first: the other order can lose a block, this one
can only show one twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from dateline.journal import read as journal
from dateline.journal import sql
from dateline.journal.content import Copy, spoken
from dateline.journal.kinds import PostChanged, PostPublished, PostWithdrawn, copy_of
from dateline.journal.kinds import shown as shown_field
from dateline.journal.models import Coverage
from dateline.journal.plain import from_plain
from dateline.journal.read import Tip

from . import difference, found_by
from .fold import Change, ChangeKind, CoverageNow, PostNow
from .models import Block, Post
from .models import Change as ChangeRow
from .places import PAGE_SIZE
from .projection import masthead


@dataclass(frozen=True)
class Head:
    """A coverage's newest seq within an epoch, and whether it is closed."""

    coverage: int
    epoch: str
    seq: int
    closed: bool

    @property
    def cursor(self) -> str:
        return f"{self.epoch}-{self.seq}"


@dataclass(frozen=True)
class BlockNow:
    """A block as it stands: what the page joins and the stream sends."""

    name: str
    seq: int
    place: str
    page: int
    html: str


@dataclass(frozen=True)
class News:
    """A coverage's head and what changed before it; blocks may reach past the head."""

    head: Head
    blocks: list[BlockNow]


@dataclass(frozen=True)
class Version:
    """A version of a post: when, by what kind of entry, why, and what differs from the one before.

    `kind` is "published" or that of a `Change`.
    """

    seq: int
    at: datetime
    kind: str
    note: str
    paragraphs: list[list[difference.Piece]]


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for in a coverage; `start` is the place of the first post to show."""

    words: str = ""
    byline: str = ""
    place: str = ""
    key: bool = False
    oldest_first: bool = False
    start: str = ""


@dataclass(frozen=True)
class Found:
    """Posts that were found, how many there are in all, and the place of the next ('': none)."""

    posts: list[BlockNow]
    count: int
    next: str


@dataclass(frozen=True)
class Window:
    """Some pages of posts, newest first, with the pages they are and how many there are in all."""

    posts: list[BlockNow]
    first_page: int
    last_page: int
    pages: int

    @property
    def reaches_oldest(self) -> bool:
        return self.first_page <= 1

    @property
    def reaches_newest(self) -> bool:
        return self.last_page >= self.pages


def head(slug: str) -> Head | None:
    """The head of the coverage at that address; None where there is none."""
    coverage = journal.coverage_at(slug)
    return _head(coverage, journal.tip().epoch) if coverage else None


def opening(slug: str, most: int) -> News | None:
    """A coverage's head with its newest `most` blocks; None where there is no such coverage."""
    at = head(slug)
    return News(at, _newest(at.coverage, -1, most)) if at else None


def news(seen: Tip | None, after: Mapping[int, int], most: int) -> tuple[Tip, list[News]]:
    """What changed in several coverages since the journal was at `seen`, and where it is now.

    For a hub that asks for all it serves at once; `after` holds the seq that it has of each. A
    coverage's blocks are those that changed after that, in seq order; where there are more than
    `most` the oldest are left out. Without `seen`, or in another epoch, all of them are told.
    """
    tip = journal.tip()
    if tip == seen or not after:
        return tip, []
    since = seen.head if seen is not None and seen.epoch == tip.epoch else -1
    told = []
    for pk, seq, now in _moved(list(after), since):
        head = Head(pk, tip.epoch, seq, closed=json.loads(now)["state"] == "closed")
        blocks = _newest(pk, after[pk], most) if seq > after[pk] else []
        told.append(News(head, blocks))
    return tip, told


def _moved(coverages: list[int], since: int) -> list[tuple[int, int, str]]:
    places = ", ".join(["%s"] * len(coverages))
    return sql.rows(
        "SELECT id, head, now FROM journal_coverage"
        " JOIN page_masthead ON page_masthead.coverage_id = id"
        f" WHERE head > %s AND id IN ({places})",
        since,
        *coverages,
    )


def _newest(coverage: int, seq: int, most: int) -> list[BlockNow]:
    newest = sql.rows(
        "SELECT name, seq, place, page, html FROM page_block"
        " WHERE coverage_id = %s AND seq > %s ORDER BY seq DESC, name DESC LIMIT %s",
        coverage,
        seq,
        most,
    )
    return [BlockNow(*row) for row in newest[::-1]]


def since(coverage: int, seq: int, limit: int) -> list[BlockNow]:
    """The blocks that changed after `seq`, as they now stand, in seq order, at most `limit`."""
    rows = Block.objects.filter(coverage_id=coverage, seq__gt=seq).order_by("seq", "name")
    return [_block(row) for row in rows[:limit]]


def blocks(coverage: Coverage, names: Iterable[str]) -> dict[str, str]:
    """The HTML of the named blocks; '' for one that never was."""
    rows = dict(
        Block.objects.filter(coverage=coverage, name__in=list(names)).values_list("name", "html")
    )
    return {name: rows.get(name, "") for name in names}


def newest_window(coverage: Coverage) -> Window:
    """The newest page, with the one before it while the newest is not full."""
    pages = _pages(coverage)
    posts = _posts(coverage, pages, pages)
    first = pages
    if len(posts) < PAGE_SIZE and pages > 1:
        first = pages - 1
        posts += _posts(coverage, first, first)
    return Window(posts, first, pages, pages)


def window(coverage: Coverage, page: int) -> Window | None:
    """One page of posts, counted from the oldest; None where there is no such page."""
    pages = _pages(coverage)
    if not 1 <= page <= pages:
        return None
    return Window(_posts(coverage, page, page), page, page, pages)


def find(coverage: Coverage, wanted: Wanted, limit: int) -> Found:
    """The posts that have all of what is wanted, at most `limit`, and where to go on.

    Words are looked for anywhere in a post, names and places as wholes; a withdrawn post has none.
    """
    rows = Post.objects.filter(coverage=coverage)
    for word in found_by.plain(wanted.words).split():
        rows = rows.filter(words__contains=word)
    if wanted.byline:
        rows = rows.filter(bylines__contains=found_by.barred([wanted.byline]))
    if wanted.place:
        rows = rows.filter(places__contains=found_by.barred([wanted.place]))
    if wanted.key:
        rows = rows.filter(key=True)
    count = rows.count()
    if wanted.start:
        rows = rows.filter(**{f"place__{'gte' if wanted.oldest_first else 'lte'}": wanted.start})
    order = "place" if wanted.oldest_first else "-place"
    places = list(rows.order_by(order).values_list("place", flat=True)[: limit + 1])
    blocks = Block.objects.filter(coverage=coverage, place__in=places[:limit]).order_by(order)
    return Found([_block(row) for row in blocks], count, "".join(places[limit:]))


def bylines_and_places(coverage: Coverage) -> tuple[list[str], list[str]]:
    """All names and all places in the bylines of a coverage, as the posts write them."""
    names, places = set(), set()
    rows = Post.objects.filter(coverage=coverage).exclude(bylines="")
    copies = rows.values_list("now__copy__bylines", flat=True)
    for bylines in copies:
        names |= {each["name"] for each in bylines}
        places |= {each["place"] for each in bylines if each["place"]}
    return sorted(names), sorted(places)


def changed_at(coverage: Coverage) -> datetime:
    """When a coverage changed last."""
    return journal.taken_at(coverage.head)


def changed_last(coverage: Coverage, limit: int) -> list[tuple[PostNow, str]]:
    """The posts that changed last, the last one first, each with its HTML."""
    rows = list(Post.objects.filter(coverage=coverage).order_by("-seq")[:limit])
    html = blocks(coverage, [f"post-{row.number}" for row in rows])
    return [(from_plain(PostNow, row.now), html[f"post-{row.number}"]) for row in rows]


def posts_between(coverage: Coverage, window: Window) -> list[PostNow]:
    """The posts of a window as they stand, newest first."""
    rows = Post.objects.filter(
        coverage=coverage, page__gte=window.first_page, page__lte=window.last_page
    )
    return [from_plain(PostNow, row.now) for row in rows.order_by("-place")]


def page_of_post(coverage: Coverage, number: int) -> int | None:
    """The page that a post is on, for good; None where there is no such post."""
    return (
        Post.objects.filter(coverage=coverage, number=number).values_list("page", flat=True).first()
    )


def changes(coverage: Coverage) -> list[tuple[int, Change]]:
    """Every change of meaning in a coverage with its post's number, the newest first."""
    rows = ChangeRow.objects.filter(coverage=coverage).exclude(kind="revised").order_by("-seq")
    return [(row.post, Change(_kind(row.kind), row.seq, row.at, row.note)) for row in rows]


def versions(coverage: Coverage, number: int) -> list[Version]:
    """The versions of a post, newest first, each with what it changed in the one before.

    Of a withdrawn post nothing is shown any more, and of an erased version nothing is left.
    """
    shown: list[Version] = []
    before = ""
    for entry in journal.history(coverage, f"post-{number}"):
        said = entry.said
        if isinstance(said, PostWithdrawn):
            return []
        if isinstance(said, PostPublished | PostChanged):
            words = _words(copy_of(said))
            note = shown_field(said.note, "") if isinstance(said, PostChanged) else ""
            kind = said.kind.removeprefix("post.")
            first = not shown
            pieces = difference.paragraphs(words if first else before, words)
            shown.append(Version(entry.seq, entry.at, kind, note, pieces))
            before = words
    return list(reversed(shown))


def coverages() -> list[tuple[Coverage, CoverageNow]]:
    """All coverages, the newest first."""
    rows = Coverage.objects.filter(masthead__isnull=False).order_by("-masthead__opened_at", "-pk")
    return [(row, masthead(row)) for row in rows]


def _words(copy: Copy) -> str:
    bylines = [", ".join(filter(None, [each.name, each.role, each.place])) for each in copy.bylines]
    return "\n".join(filter(None, [copy.headline, *bylines, *map(spoken, copy.parts)]))


def _kind(kind: str) -> ChangeKind:
    return cast(ChangeKind, kind)


def _head(coverage: Coverage, epoch: str) -> Head:
    closed = masthead(coverage).state == "closed"
    return Head(coverage.pk, epoch, coverage.head, closed)


def _pages(coverage: Coverage) -> int:
    newest = Post.objects.filter(coverage=coverage).order_by("-page").first()
    return newest.page if newest else 1


def _posts(coverage: Coverage, first: int, last: int) -> list[BlockNow]:
    rows = Block.objects.filter(coverage=coverage, page__gte=first, page__lte=last)
    return [_block(row) for row in rows.order_by("-place")]


def _block(row: Block) -> BlockNow:
    return BlockNow(row.name, row.seq, row.place, row.page, row.html)
