"""Reads a coverage's head, its blocks, and the blocks that changed after a cursor.

Always read the head before the blocks. In this order a reader may receive a block twice, which does
no harm. In the other order a reader could miss a block: one that is stored between the two reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from dateline.content.tree import Bullets, Part
from dateline.coverage import objects
from dateline.coverage import read as coverage_read
from dateline.coverage.kinds import (
    KINDS,
    CoverageOpened,
    CoverageRetitled,
    KeyPointsSet,
    PostChanged,
    PostPublished,
    SummarySet,
)
from dateline.coverage.ordering import PAGE_SIZE
from dateline.coverage.read import CitedPost
from dateline.journal import read as journal
from dateline.journal import sql
from dateline.journal.cursor import Cursor
from dateline.journal.entry import Entry, ObjectRef, intact, value_or
from dateline.journal.models import Coverage

from . import difference, version_text
from .models import BlockRow

# The largest number of posts in a response. A page with more posts, because many were backdated, is
# shown in slices. The limit is two pages: the newest page may include the posts of the page before.
MAX_SHOWN: Final = 2 * PAGE_SIZE
# The kinds of entry that make a version of an object, by the type of the object.
_VERSION_KINDS: Final = {
    objects.POST_TYPE: frozenset(
        each.kind for each in KINDS if issubclass(each, PostPublished | PostChanged)
    ),
    objects.COVERAGE.type: frozenset({CoverageOpened.kind, CoverageRetitled.kind}),
    objects.KEY_POINTS.type: frozenset({KeyPointsSet.kind}),
    objects.SUMMARY.type: frozenset({SummarySet.kind}),
}


@dataclass(frozen=True)
class CoverageHead:
    """The newest cursor of the coverage with a primary key, and whether it is closed."""

    coverage_id: int
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

    head: CoverageHead
    blocks: list[Block]


@dataclass(frozen=True)
class Version:
    """A version of a post, and its differences from the version before.

    `kind` is "published" or the kind of a `Change`. A version is `hidden` if it cites a post that
    was withdrawn since: it may have its words.
    """

    seq: int
    at: datetime
    kind: str
    note: str
    paragraphs: list[list[difference.Piece]]
    hidden: bool = False


@dataclass(frozen=True)
class VersionList:
    """A page of versions, newest first. `next` is the argument `before` for the next page, or 0."""

    versions: list[Version]
    next: int


class PageSlice(NamedTuple):
    """Some posts of a page: those before the sort key `before`, or the newest ones for ''."""

    page: int
    before: str = ""


@dataclass(frozen=True)
class Window:
    """The posts shown in one response, newest first.

    They are on the pages `first_page` to `last_page`, of `pages` in all. `before` is the sort key
    before which they begin, '' for the newest post of `last_page`. `older` and `newer` are the
    neighbouring slices, None if there are none.
    """

    posts: list[Block]
    first_page: int
    last_page: int
    pages: int
    before: str
    older: PageSlice | None
    newer: PageSlice | None

    @property
    def back_to(self) -> str:
        """The sort key of the last post if `first_page` has older ones, otherwise ''."""
        return self.older.before if self.older else ""


def head(coverage: Coverage) -> CoverageHead:
    """Reads the head of a coverage."""
    ((epoch, seq, state),) = sql.rows(
        "SELECT epoch, journal_coverage.head, state FROM journal_newsroom, journal_coverage"
        " JOIN coverage_coveragerow ON coverage_id = journal_coverage.id"
        " WHERE journal_coverage.id = %s",
        coverage.pk,
    )
    return CoverageHead(coverage.pk, Cursor(epoch, seq), _is_closed(state))


def first_update(slug: str, limit: int) -> Update | None:
    """Reads a coverage's head and its newest `limit` blocks; None if there is no such coverage."""
    coverage = coverage_read.coverage_with_state(slug)
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
        found.append(Update(CoverageHead(pk, Cursor(now.epoch, seq), _is_closed(state)), blocks))
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


def front_blocks_after(coverage: Coverage, seq: int) -> list[Block]:
    """Returns the blocks of the front matter that changed after `seq`, in seq order."""
    rows = BlockRow.objects.filter(coverage=coverage, sort_key="", page=0, seq__gt=seq)
    return [_block(row) for row in rows.order_by("seq", "name")]


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
    posts = _posts(coverage, PageSlice(pages), MAX_SHOWN + 1)
    first = pages
    if len(posts) < PAGE_SIZE and pages > 1:
        first = pages - 1
        posts += _posts(coverage, PageSlice(first), MAX_SHOWN + 1 - len(posts))
    return Window(posts[:MAX_SHOWN], first, pages, pages, "", _older(posts, first), None)


def is_in_newest_window(coverage: Coverage, page: int, sort_key: str) -> bool:
    """Whether `newest_window` has the post with this page and sort key. Reads no block."""
    pages = coverage_read.count_pages(coverage)
    rows = BlockRow.objects.filter(coverage=coverage)
    if page < pages - 1:
        return False
    if page == pages - 1 and rows.filter(page=pages).count() >= PAGE_SIZE:
        return False
    return rows.filter(page__gte=page, sort_key__gt=sort_key).count() < MAX_SHOWN


def window(coverage: Coverage, chosen: PageSlice) -> Window | None:
    """Returns the posts of a slice of one page; None if there is no such page or slice.

    Page 1 is the oldest.
    """
    pages = coverage_read.count_pages(coverage)
    if not 1 <= chosen.page <= pages:
        return None
    posts = _posts(coverage, chosen, MAX_SHOWN + 1)
    if chosen.before and not posts:
        return None
    newer = None
    if chosen.before or chosen.page < pages:
        newer = _newer(coverage, chosen if chosen.before else PageSlice(chosen.page + 1))
    older = _older(posts, chosen.page)
    return Window(posts[:MAX_SHOWN], chosen.page, chosen.page, pages, chosen.before, older, newer)


def slice_with(coverage: Coverage, page: int, sort_key: str) -> PageSlice:
    """Returns the slice of a page that shows a post, divided as the links to older posts do."""
    rows = BlockRow.objects.filter(coverage=coverage, page=page)
    slices_before = rows.filter(sort_key__gt=sort_key).count() // MAX_SHOWN
    if not slices_before:
        return PageSlice(page)
    keys = rows.order_by("-sort_key").values_list("sort_key", flat=True)
    return PageSlice(page, keys[slices_before * MAX_SHOWN - 1])


def versions(coverage: Coverage, about: ObjectRef, limit: int, before: int = 0) -> VersionList:
    """Returns the newest versions of a text; with `before`, those with a lower seq.

    `about` is a post, the summary, the key points, or the coverage itself for its headline. The
    caller must not ask for those of a withdrawn post, whose earlier texts must not be shown either.
    """
    # One more version is read, with which the oldest version on this page is compared.
    entries = journal.newest(coverage, about, _VERSION_KINDS[about.type], limit + 1, before)
    texts = [version_text.of(entry.payload) for entry in entries]
    # The first version has no version before it, so it is compared with itself.
    changed = [*texts[1:], texts[-1]] if texts else []
    withdrawn = coverage_read.withdrawn_posts(coverage, set().union(*map(_cited, entries)))
    shown = [
        Version(
            entry.seq,
            entry.at,
            _kind_of_version(entry),
            "" if hidden else value_or(getattr(entry.payload, "note", ""), ""),
            [] if hidden else difference.paragraphs(old, new),
            hidden,
        )
        for entry, old, new, hidden in _with_hidden(entries, changed, texts, withdrawn)[:limit]
    ]
    return VersionList(shown, shown[-1].seq if len(entries) > limit else 0)


def _with_hidden(
    entries: list[Entry], changed: list[str], texts: list[str], withdrawn: set[CitedPost]
) -> list[tuple[Entry, str, str, bool]]:
    """Each version with the text before it, without the texts that must not be shown."""
    hidden = [bool(_cited(entry) & withdrawn) for entry in entries]
    before_hidden = [*hidden[1:], False][: len(hidden)]
    return [
        (entry, new if gone else old, new, is_hidden)
        for entry, old, new, is_hidden, gone in zip(
            entries, changed, texts, hidden, before_hidden, strict=True
        )
    ]


def _cited(entry: Entry) -> set[CitedPost]:
    """The posts that a version of the summary or of the key points cites."""
    match entry.payload:
        case KeyPointsSet(points=points):
            return {
                CitedPost(each.coverage, each.post) for each in value_or(points, ()) if each.post
            }
        case SummarySet(parts=parts):
            kept: tuple[Part, ...] = intact(parts)
            bullets = [each for part in kept if isinstance(part, Bullets) for each in part.bullets]
            return {CitedPost("", number) for bullet in bullets for number in bullet.posts}
        case _:
            return set()


def _kind_of_version(entry: Entry) -> str:
    match entry.payload:
        case PostPublished() | CoverageOpened():
            return "published"
        case KeyPointsSet() | SummarySet() if entry.revision == 1:
            return "published"
        case KeyPointsSet(change=change) | SummarySet(change=change):
            return value_or(change, "updated")
        case CoverageRetitled(change=change):
            return value_or(change, "updated")
        case payload:
            return payload.kind.removeprefix("post.")


def _moved(coverages: list[int], since: int) -> list[tuple[int, int, str]]:
    placeholders = ", ".join(["%s"] * len(coverages))
    return sql.rows(
        "SELECT id, head, state FROM journal_coverage"
        " JOIN coverage_coveragerow ON coverage_id = id"
        f" WHERE head > %s AND id IN ({placeholders})",
        since,
        *coverages,
    )


def _is_closed(state_json: str) -> bool:
    return bool(json.loads(state_json)["state"] == "closed")


def _newest(coverage: int, seq: int, limit: int) -> list[Block]:
    newest = sql.rows(
        "SELECT name, seq, sort_key, page, html FROM page_blockrow"
        " WHERE coverage_id = %s AND seq > %s ORDER BY seq DESC, name DESC LIMIT %s",
        coverage,
        seq,
        limit,
    )
    return [Block(*row) for row in newest[::-1]]


def _posts(coverage: Coverage, chosen: PageSlice, limit: int) -> list[Block]:
    rows = BlockRow.objects.filter(coverage=coverage, page=chosen.page)
    if chosen.before:
        rows = rows.filter(sort_key__lt=chosen.before)
    return [_block(row) for row in rows.order_by("-sort_key")[:limit]]


def _older(posts: list[Block], page: int) -> PageSlice | None:
    """The slice after the shown posts, the last of which is on `page`; None after the oldest."""
    if len(posts) > MAX_SHOWN:
        return PageSlice(page, posts[MAX_SHOWN - 1].sort_key)
    return PageSlice(page - 1) if page > 1 else None


def _newer(coverage: Coverage, chosen: PageSlice) -> PageSlice:
    """The slice that ends where `chosen` begins; the oldest of its page if `before` is ''."""
    rows = BlockRow.objects.filter(coverage=coverage, page=chosen.page)
    keys = rows.filter(sort_key__gte=chosen.before).order_by("sort_key")
    above = keys.values_list("sort_key", flat=True)[MAX_SHOWN : MAX_SHOWN + 1]
    return PageSlice(chosen.page, "".join(above))


def _block(row: BlockRow) -> Block:
    return Block(row.name, row.seq, row.sort_key, row.page, row.html)
