"""Reads the page: where a coverage's head is, its blocks, and what changed after a cursor.

Read a head before the blocks that it is the head of. The other order can lose a block; this one can
only show one twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

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

_VERSION_KINDS: Final = frozenset(
    each.kind for each in KINDS if issubclass(each, PostPublished | PostChanged)
)


@dataclass(frozen=True)
class Head:
    """How far a coverage has come, and whether it is closed. `coverage` is its primary key."""

    coverage: int
    cursor: Cursor
    closed: bool


@dataclass(frozen=True)
class Block:
    """A block as it stands: what the page joins and the stream sends."""

    name: str
    seq: int
    sort_key: str
    page: int
    html: str


@dataclass(frozen=True)
class Update:
    """A coverage's head and the blocks that changed before it; blocks may reach past the head."""

    head: Head
    blocks: list[Block]


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
class VersionList:
    """Some versions, newest first; `next` is the seq that the rest come `before`, 0 for none."""

    versions: list[Version]
    next: int


@dataclass(frozen=True)
class Window:
    """Some pages of posts, newest first, with the pages they are and how many there are in all."""

    posts: list[Block]
    first_page: int
    last_page: int
    pages: int

    @property
    def reaches_oldest(self) -> bool:
        return self.first_page <= 1

    @property
    def reaches_newest(self) -> bool:
        return self.last_page >= self.pages


def head(coverage: Coverage) -> Head:
    """The head of a coverage, as it is in the database now."""
    ((epoch, seq, state),) = sql.rows(
        "SELECT epoch, journal_coverage.head, state FROM journal_newsroom, journal_coverage"
        " JOIN coverage_coveragerow ON coverage_id = journal_coverage.id"
        " WHERE journal_coverage.id = %s",
        coverage.pk,
    )
    return Head(coverage.pk, Cursor(epoch, seq), _is_closed(state))


def first_update(slug: str, limit: int) -> Update | None:
    """A coverage's head with its newest `limit` blocks; None where there is no such coverage."""
    coverage = coverage_read.coverage_at(slug)
    if coverage is None:
        return None
    found = head(coverage)
    return Update(found, _newest(coverage.pk, -1, limit))


def updates(
    seen: Cursor | None, after: Mapping[int, int], limit: int
) -> tuple[Cursor, list[Update]]:
    """What changed in several coverages since the journal was at `seen`, and where it is now.

    `after` maps the primary key of each coverage to the seq up to which the caller has it. An
    update holds the blocks that changed after that, in seq order; of more than `limit` the oldest
    are left out. Without `seen`, or in another epoch, there is an update for every coverage.
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
    """The blocks that changed after `seq`, as they now stand, in seq order, at most `limit`."""
    rows = BlockRow.objects.filter(coverage=coverage, seq__gt=seq).order_by("seq", "name")
    return [_block(row) for row in rows[:limit]]


def blocks(coverage: Coverage, names: Iterable[str]) -> dict[str, str]:
    """The HTML of the named blocks; '' for one that was never rendered."""
    rows = dict(
        BlockRow.objects.filter(coverage=coverage, name__in=list(names)).values_list("name", "html")
    )
    return {name: rows.get(name, "") for name in names}


def blocks_at(coverage: Coverage, sort_keys: list[str]) -> list[Block]:
    """The blocks of the posts with these sort keys, in that order."""
    rows = BlockRow.objects.filter(coverage=coverage, sort_key__in=sort_keys)
    found = {row.sort_key: _block(row) for row in rows}
    return [found[each] for each in sort_keys if each in found]


def newest_window(coverage: Coverage) -> Window:
    """The newest page, with the one before it while the newest is not full."""
    pages = coverage_read.count_pages(coverage)
    posts = _posts(coverage, pages)
    first = pages
    if len(posts) < PAGE_SIZE and pages > 1:
        first = pages - 1
        posts += _posts(coverage, first)
    return Window(posts, first, pages, pages)


def window(coverage: Coverage, page: int) -> Window | None:
    """One page of posts, counted from the oldest; None where there is no such page."""
    pages = coverage_read.count_pages(coverage)
    if not 1 <= page <= pages:
        return None
    return Window(_posts(coverage, page), page, page, pages)


def versions(coverage: Coverage, post: PostState, limit: int, before: int = 0) -> VersionList:
    """The newest versions of a post, or those before a seq, each with what it changed.

    Nothing of a withdrawn post is shown any more, and nothing is left of an erased version.
    """
    if post.status == "withdrawn":
        return VersionList([], 0)
    about = objects.post(post.number)
    # One older than those shown is read, for what the last of them changed in it.
    entries = journal.newest(coverage, about, _VERSION_KINDS, limit + 1, before)
    payloads = [cast(PostPublished | PostChanged, entry.payload) for entry in entries]
    words = [_words(copy_of(payload)) for payload in payloads]
    # The first version of all differs from nothing.
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
    places = ", ".join(["%s"] * len(coverages))
    return sql.rows(
        "SELECT id, head, state FROM journal_coverage"
        " JOIN coverage_coveragerow ON coverage_id = id"
        f" WHERE head > %s AND id IN ({places})",
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


def _posts(coverage: Coverage, page: int) -> list[Block]:
    rows = BlockRow.objects.filter(coverage=coverage, page=page)
    return [_block(row) for row in rows.order_by("-sort_key")]


def _block(row: BlockRow) -> Block:
    return Block(row.name, row.seq, row.sort_key, row.page, row.html)
