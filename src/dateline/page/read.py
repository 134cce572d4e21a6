"""Reads a coverage's head, its blocks, and the blocks that changed after a cursor.

Always read the head before the blocks. In this order a reader may receive a block twice, which does
no harm. In the other order a reader could miss a block: one that is stored between the two reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple, cast

from dateline.content.tree import Copy, text_of
from dateline.coverage import objects
from dateline.coverage import read as coverage_read
from dateline.coverage.kinds import KINDS, PostChanged, PostPublished, copy_of
from dateline.coverage.ordering import PAGE_SIZE
from dateline.coverage.state import PostState
from dateline.journal import read as journal
from dateline.journal import sql
from dateline.journal.cursor import Cursor
from dateline.journal.entry import value_or
from dateline.journal.models import Coverage

from . import difference
from .models import BlockRow

# The largest number of posts in a response. A page with more posts, because many were backdated, is
# shown in parts. The limit is two pages: the newest page may include the posts of the page before.
MAX_SHOWN: Final = 2 * PAGE_SIZE
_VERSION_KINDS: Final = frozenset(
    each.kind for each in KINDS if issubclass(each, PostPublished | PostChanged)
)


@dataclass(frozen=True)
class Head:
    """The newest cursor of a coverage, and whether it is closed. `coverage` is its primary key."""

    coverage: int
    cursor: Cursor
    closed: bool


@dataclass(frozen=True)
class Block:
    """The current version of a block, as pages contain it and streams send it."""

    name: str
    seq: int
    sort_key: str
    page: int
    html: str


@dataclass(frozen=True)
class Update:
    """A coverage's head and the blocks that changed. A block may be newer than the head."""

    head: Head
    blocks: list[Block]


@dataclass(frozen=True)
class Version:
    """A version of a post, and its differences from the version before.

    `kind` is "published" or the kind of a `Change`.
    """

    seq: int
    at: datetime
    kind: str
    note: str
    paragraphs: list[list[difference.Piece]]


@dataclass(frozen=True)
class VersionList:
    """A page of versions, newest first. `next` is the argument `before` for the next page, or 0."""

    versions: list[Version]
    next: int


class Part(NamedTuple):
    """A part of a page: its posts before the sort key `before`, or its newest posts for ''."""

    page: int
    before: str = ""


@dataclass(frozen=True)
class Window:
    """The posts shown in one response, newest first.

    They are on the pages `first_page` to `last_page`, of `pages` in all. `before` is the sort key
    before which they begin, '' for the newest post of `last_page`. `older` and `newer` are the
    neighbouring parts, None if there are none.
    """

    posts: list[Block]
    first_page: int
    last_page: int
    pages: int
    before: str
    older: Part | None
    newer: Part | None

    @property
    def back_to(self) -> str:
        """The sort key of the last post if `first_page` has older ones, otherwise ''."""
        return self.older.before if self.older else ""


def head(coverage: Coverage) -> Head:
    """Reads the head of a coverage."""
    ((epoch, seq, state),) = sql.rows(
        "SELECT epoch, journal_coverage.head, state FROM journal_newsroom, journal_coverage"
        " JOIN coverage_coveragerow ON coverage_id = journal_coverage.id"
        " WHERE journal_coverage.id = %s",
        coverage.pk,
    )
    return Head(coverage.pk, Cursor(epoch, seq), _is_closed(state))


def first_update(slug: str, limit: int) -> Update | None:
    """Reads a coverage's head and its newest `limit` blocks; None if there is no such coverage."""
    coverage = coverage_read.coverage_at(slug)
    if coverage is None:
        return None
    found = head(coverage)
    return Update(found, _newest(coverage.pk, -1, limit))


def updates(
    seen: Cursor | None, after: Mapping[int, int], limit: int
) -> tuple[Cursor, list[Update]]:
    """Reads what changed in several coverages since the journal's head was `seen`.

    Returns the current head of the journal, and an update for each coverage that changed. `after`
    maps the primary key of a coverage to the seq that the caller has reached. An update contains
    the blocks that changed after that seq, in seq order, but at most the newest `limit`. Without
    `seen`, or if the epoch changed, there is an update for every coverage.
    """
    now = journal.head()
    if now == seen or not after:
        return now, []
    since = seen.seq if seen is not None and seen.epoch == now.epoch else -1
    found = []
    for pk, seq, state in _moved(list(after), since):
        blocks = _newest(pk, after[pk], limit) if seq > after[pk] else []
        found.append(Update(Head(pk, Cursor(now.epoch, seq), _is_closed(state)), blocks))
    return now, found


def blocks_after(coverage: Coverage, seq: int, limit: int) -> list[Block]:
    """Returns the current version of the blocks that changed after `seq`, in seq order."""
    rows = BlockRow.objects.filter(coverage=coverage, seq__gt=seq).order_by("seq", "name")
    return [_block(row) for row in rows[:limit]]


def blocks(coverage: Coverage, names: Iterable[str]) -> dict[str, str]:
    """Returns the HTML of blocks by their names, '' for a block that was never rendered."""
    rows = dict(
        BlockRow.objects.filter(coverage=coverage, name__in=list(names)).values_list("name", "html")
    )
    return {name: rows.get(name, "") for name in names}


def posts_html(coverage: Coverage, numbers: Iterable[int]) -> dict[int, str]:
    """The HTML of posts by their numbers; '' for one that does not exist.

    The block of a post is named as the post itself is.
    """
    names = {number: str(objects.post(number)) for number in numbers}
    html = blocks(coverage, names.values())
    return {number: html[name] for number, name in names.items()}


def blocks_of_posts(coverage: Coverage, numbers: Iterable[int]) -> list[Block]:
    """Returns the blocks of the posts with these numbers, in that order."""
    names = [str(objects.post(number)) for number in numbers]
    # By name, which has a unique index. The index on sort keys begins with the page.
    rows = BlockRow.objects.filter(coverage=coverage, name__in=names)
    found = {row.name: _block(row) for row in rows}
    return [found[name] for name in names if name in found]


def newest_window(coverage: Coverage) -> Window:
    """Returns the posts of the newest page, and of the page before while the newest is not full."""
    pages = coverage_read.count_pages(coverage)
    posts = _posts(coverage, Part(pages), MAX_SHOWN + 1)
    first = pages
    if len(posts) < PAGE_SIZE and pages > 1:
        first = pages - 1
        posts += _posts(coverage, Part(first), MAX_SHOWN + 1 - len(posts))
    return Window(posts[:MAX_SHOWN], first, pages, pages, "", _older(posts, first), None)


def window(coverage: Coverage, part: Part) -> Window | None:
    """Returns the posts of a part of one page; None if there is no such page or part.

    Page 1 is the oldest.
    """
    pages = coverage_read.count_pages(coverage)
    if not 1 <= part.page <= pages:
        return None
    posts = _posts(coverage, part, MAX_SHOWN + 1)
    if part.before and not posts:
        return None
    newer = None
    if part.before or part.page < pages:
        newer = _newer(coverage, part if part.before else Part(part.page + 1))
    older = _older(posts, part.page)
    return Window(posts[:MAX_SHOWN], part.page, part.page, pages, part.before, older, newer)


def part_with(coverage: Coverage, page: int, sort_key: str) -> Part:
    """Returns the part of a page that shows a post, divided as the links to older posts do."""
    rows = BlockRow.objects.filter(coverage=coverage, page=page)
    parts_before = rows.filter(sort_key__gt=sort_key).count() // MAX_SHOWN
    if not parts_before:
        return Part(page)
    keys = rows.order_by("-sort_key").values_list("sort_key", flat=True)
    return Part(page, keys[parts_before * MAX_SHOWN - 1])


def versions(coverage: Coverage, post: PostState, limit: int, before: int = 0) -> VersionList:
    """Returns the newest versions of a post; with `before`, those with a lower seq.

    A withdrawn post has no versions: its earlier texts must not be shown either.
    """
    if post.status == "withdrawn":
        return VersionList([], 0)
    about = objects.post(post.number)
    # One more version is read, with which the oldest version on this page is compared.
    entries = journal.newest(coverage, about, _VERSION_KINDS, limit + 1, before)
    payloads = [cast(PostPublished | PostChanged, entry.payload) for entry in entries]
    words = [_words(copy_of(payload)) for payload in payloads]
    # The first version has no version before it, so it is compared with itself.
    changed = [*words[1:], words[-1]] if words else []
    shown = [
        Version(
            entry.seq,
            entry.at,
            payload.kind.removeprefix("post."),
            value_or(payload.note, "") if isinstance(payload, PostChanged) else "",
            difference.paragraphs(old, new),
        )
        for entry, payload, old, new in list(zip(entries, payloads, changed, words, strict=True))[
            :limit
        ]
    ]
    return VersionList(shown, shown[-1].seq if len(entries) > limit else 0)


def _moved(coverages: list[int], since: int) -> list[tuple[int, int, str]]:
    placeholders = ", ".join(["%s"] * len(coverages))
    return sql.rows(
        "SELECT id, head, state FROM journal_coverage"
        " JOIN coverage_coveragerow ON coverage_id = id"
        f" WHERE head > %s AND id IN ({placeholders})",
        since,
        *coverages,
    )


def _is_closed(state: str) -> bool:
    return bool(json.loads(state)["state"] == "closed")


def _newest(coverage: int, seq: int, limit: int) -> list[Block]:
    newest = sql.rows(
        "SELECT name, seq, sort_key, page, html FROM page_blockrow"
        " WHERE coverage_id = %s AND seq > %s ORDER BY seq DESC, name DESC LIMIT %s",
        coverage,
        seq,
        limit,
    )
    return [Block(*row) for row in newest[::-1]]


def _words(copy: Copy) -> str:
    bylines = [", ".join(filter(None, [each.name, each.role, each.place])) for each in copy.bylines]
    return "\n".join(filter(None, [copy.headline, *bylines, *map(text_of, copy.parts)]))


def _posts(coverage: Coverage, part: Part, limit: int) -> list[Block]:
    rows = BlockRow.objects.filter(coverage=coverage, page=part.page)
    if part.before:
        rows = rows.filter(sort_key__lt=part.before)
    return [_block(row) for row in rows.order_by("-sort_key")[:limit]]


def _older(posts: list[Block], page: int) -> Part | None:
    """The part after the shown posts, the last of which is on `page`; None after the oldest."""
    if len(posts) > MAX_SHOWN:
        return Part(page, posts[MAX_SHOWN - 1].sort_key)
    return Part(page - 1) if page > 1 else None


def _newer(coverage: Coverage, part: Part) -> Part:
    """The part that ends where `part` begins. If `part.before` is '', the oldest of its page."""
    rows = BlockRow.objects.filter(coverage=coverage, page=part.page)
    keys = rows.filter(sort_key__gte=part.before).order_by("sort_key")
    above = keys.values_list("sort_key", flat=True)[MAX_SHOWN : MAX_SHOWN + 1]
    return Part(part.page, "".join(above))


def _block(row: BlockRow) -> Block:
    return Block(row.name, row.seq, row.sort_key, row.page, row.html)
