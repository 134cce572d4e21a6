"""Reading the page: where a coverage's head is, its blocks, and what changed after a cursor.

Whoever reads a head and blocks reads the head first: the other order can lose a block, this one
can only show one twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.journal import read as journal
from dateline.journal.models import Coverage

from .fold import CoverageNow
from .models import Block, Post
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
    coverage = Coverage.objects.filter(slug=slug).first()
    return _head(coverage, journal.epoch()) if coverage else None


def heads(coverages: Iterable[int]) -> dict[int, Head]:
    """The heads of several coverages, for a hub that asks for all it serves at once."""
    epoch = journal.epoch()
    return {row.pk: _head(row, epoch) for row in Coverage.objects.filter(pk__in=list(coverages))}


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


def page_of_post(coverage: Coverage, number: int) -> int | None:
    """The page that a post is on, for good; None where there is no such post."""
    return (
        Post.objects.filter(coverage=coverage, number=number).values_list("page", flat=True).first()
    )


def coverages() -> list[tuple[Coverage, CoverageNow]]:
    """All coverages, the newest first."""
    rows = Coverage.objects.filter(masthead__isnull=False).order_by("-masthead__opened_at", "-pk")
    return [(row, masthead(row)) for row in rows]


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
