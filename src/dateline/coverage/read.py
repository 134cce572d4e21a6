"""Reads the current state of coverages and posts, and the changes to posts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, cast

from dateline.journal import sql
from dateline.journal.models import Coverage
from dateline.journal.serialize import from_json

from .models import ChangeRow, CoverageRow, PostRow
from .state import Change, ChangeKind, CoverageState, PostState

# A condition for the coverages after another one in the order of `coverages`.
_AFTER: Final = (
    " WHERE (under_way, dated, coverage_id) <"
    " (SELECT under_way, dated, coverage_id FROM coverage_coveragerow WHERE coverage_id = %s)"
)


@dataclass(frozen=True)
class CoverageList:
    """A page of coverages. `next` is the argument `after` for the next page, 0 on the last page."""

    coverages: list[CoverageState]
    next: int


@dataclass(frozen=True)
class PostList:
    """A page of posts, newest first. `next` is the argument `before` for the next page, or ''."""

    posts: list[PostState]
    next: str


@dataclass(frozen=True)
class ChangeList:
    """A page of changes, newest first, each with the number of its post.

    `next` is the argument `before` for the next page, a seq; 0 on the last page.
    """

    changes: list[tuple[int, Change]]
    next: int


def coverage_at(slug: str) -> Coverage | None:
    """Returns the coverage with this slug, or None."""
    return Coverage.objects.filter(slug=slug, row__isnull=False).first()


def coverage_state(coverage: Coverage) -> CoverageState:
    """Returns the state of a coverage. Raises CoverageRow.DoesNotExist."""
    state = coverage_state_or_none(coverage)
    if state is None:
        raise CoverageRow.DoesNotExist
    return state


def coverage_state_or_none(coverage: Coverage) -> CoverageState | None:
    """Returns the state of a coverage; None before it was opened."""
    found = sql.rows("SELECT state FROM coverage_coveragerow WHERE coverage_id = %s", coverage.pk)
    return _decoded(found[0][0]) if found else None


@lru_cache(maxsize=64)
def _decoded(state: str) -> CoverageState:
    """Decodes a stored state. A publish reads it twice, and every page reads it."""
    return from_json(CoverageState, json.loads(state))


def coverages(limit: int, after: int = 0) -> CoverageList:
    """Returns at most `limit` coverages: live and paused ones first, then the newest by `dated`.

    `after` is the primary key of the last coverage of the previous page, 0 for the first page.
    """
    beyond = _AFTER if after else ""
    rows = sql.rows(
        "SELECT coverage_id, state FROM coverage_coveragerow"
        f"{beyond} ORDER BY under_way DESC, dated DESC, coverage_id DESC LIMIT %s",
        *([after] if after else []),
        limit + 1,
    )
    # One more than `limit` was read, which tells whether there is a next page.
    shown = rows[:limit]
    states = [_decoded(state) for _, state in shown]
    return CoverageList(states, shown[-1][0] if len(rows) > limit else 0)


def post_state(coverage: Coverage, number: int) -> PostState:
    """Returns the state of a post. Raises PostRow.DoesNotExist."""
    return state_of(PostRow.objects.get(coverage=coverage, number=number))


def state_of(row: PostRow) -> PostState:
    """Returns the state stored in a row."""
    return from_json(PostState, row.state)


def post_exists(coverage: Coverage, number: int) -> bool:
    return PostRow.objects.filter(coverage=coverage, number=number).exists()


def next_number(coverage: Coverage) -> int:
    """Returns the number for the next post. The caller must hold the write lock to use it."""
    ((newest,),) = sql.rows(
        "SELECT MAX(number) FROM coverage_postrow WHERE coverage_id = %s", coverage.pk
    )
    return int(newest or 0) + 1


def newest_posts(coverage: Coverage, limit: int, before: str = "") -> PostList:
    """Returns the newest posts by the time that they show; with `before`, those before it."""
    rows = PostRow.objects.filter(coverage=coverage).order_by("-sort_key")
    if before:
        rows = rows.filter(sort_key__lt=before)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    posts = [state_of(row) for row in shown]
    return PostList(posts, shown[-1].sort_key if len(found) > limit else "")


def posts_changed_last(coverage: Coverage, limit: int) -> list[PostState]:
    """Returns the posts that changed last, the most recent change first."""
    rows = PostRow.objects.filter(coverage=coverage).order_by("-seq")
    return [state_of(row) for row in rows[:limit]]


def posts_between(coverage: Coverage, oldest: str, newest: str) -> list[PostState]:
    """Returns the posts from one sort key to another, both included, newest first."""
    rows = PostRow.objects.filter(coverage=coverage, sort_key__gte=oldest, sort_key__lte=newest)
    return [state_of(row) for row in rows.order_by("-sort_key")]


def key_events(coverage: Coverage, limit: int) -> list[PostState]:
    """Returns the newest key events of a coverage, newest first."""
    rows = PostRow.objects.filter(coverage=coverage, key_event=True).order_by("-sort_key")
    return [state_of(row) for row in rows[:limit]]


def page_of_post(coverage: Coverage, number: int) -> int | None:
    """Returns the page that a post is on, or None if there is no such post."""
    rows = PostRow.objects.filter(coverage=coverage, number=number)
    return rows.values_list("page", flat=True).first()


def position_of_post(coverage: Coverage, number: int) -> tuple[str, int]:
    """Returns a post's sort key and page. Raises PostRow.DoesNotExist."""
    rows = PostRow.objects.filter(coverage=coverage, number=number)
    return rows.values_list("sort_key", "page").get()


def count_pages(coverage: Coverage) -> int:
    """Returns the number of pages of posts; 1 if there is no post yet."""
    rows = PostRow.objects.filter(coverage=coverage).order_by("-page")
    return rows.values_list("page", flat=True).first() or 1


def changes(coverage: Coverage, limit: int, before: int = 0) -> ChangeList:
    """Returns the newest changes of meaning, without revisions; with `before`, those before it."""
    rows = ChangeRow.objects.filter(coverage=coverage).exclude(kind="revised").order_by("-seq")
    if before:
        rows = rows.filter(seq__lt=before)
    found = [
        (row.post, Change(cast(ChangeKind, row.kind), row.seq, row.at, row.note))
        for row in rows[: limit + 1]
    ]
    shown = found[:limit]
    return ChangeList(shown, shown[-1][1].seq if len(found) > limit else 0)


def modified_at(coverage: Coverage) -> datetime:
    """Returns the time when a coverage was last modified: see `fold.modified_by`."""
    return CoverageRow.objects.values_list("modified_at", flat=True).get(coverage=coverage)
