"""Reads what stands now: coverages, posts, and changes to them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from dateline.journal import sql
from dateline.journal.models import Coverage
from dateline.journal.serialize import from_json

from .models import ChangeRow, CoverageRow, PostRow
from .state import Change, ChangeKind, CoverageState, PostState

# The coverages that follow another one in their order.
_AFTER: Final = (
    " WHERE (under_way, dated, coverage_id) <"
    " (SELECT under_way, dated, coverage_id FROM coverage_coveragerow WHERE coverage_id = %s)"
)


@dataclass(frozen=True)
class CoverageList:
    """Some coverages in order; `next` is what the following ones come `after`, 0 for none."""

    coverages: list[CoverageState]
    next: int


@dataclass(frozen=True)
class PostList:
    """Some posts, newest first; `next` is the sort key that the rest come `before`, '' for none."""

    posts: list[PostState]
    next: str


@dataclass(frozen=True)
class ChangeList:
    """Some changes with their posts' numbers, newest first; the rest come `before` `next`, if any.

    `next` is a seq, 0 for none.
    """

    changes: list[tuple[int, Change]]
    next: int


def coverage_at(slug: str) -> Coverage | None:
    """The coverage at an address, once it was opened; None where there is none."""
    return Coverage.objects.filter(slug=slug, row__isnull=False).first()


def coverage_state(coverage: Coverage) -> CoverageState:
    """The coverage as it stands. Raises CoverageRow.DoesNotExist."""
    state = coverage_state_or_none(coverage)
    if state is None:
        raise CoverageRow.DoesNotExist
    return state


def coverage_state_or_none(coverage: Coverage) -> CoverageState | None:
    """The coverage as it stands; None before it was opened."""
    found = sql.rows("SELECT state FROM coverage_coveragerow WHERE coverage_id = %s", coverage.pk)
    return from_json(CoverageState, json.loads(found[0][0])) if found else None


def coverages(limit: int, after: int = 0) -> CoverageList:
    """At most `limit` coverages: live and paused ones first, each the newest first by its time.

    `after` is the primary key of the coverage that they follow in that order, 0 for none.
    """
    beyond = _AFTER if after else ""
    rows = sql.rows(
        "SELECT coverage_id, state FROM coverage_coveragerow"
        f"{beyond} ORDER BY under_way DESC, dated DESC, coverage_id DESC LIMIT %s",
        *([after] if after else []),
        limit + 1,
    )
    shown = rows[:limit]
    states: list[CoverageState] = [
        from_json(CoverageState, json.loads(state)) for _, state in shown
    ]
    return CoverageList(states, shown[-1][0] if len(rows) > limit else 0)


def post_state(coverage: Coverage, number: int) -> PostState:
    """A post as it stands. Raises PostRow.DoesNotExist."""
    return state_of(PostRow.objects.get(coverage=coverage, number=number))


def state_of(row: PostRow) -> PostState:
    """The post that a row holds."""
    return from_json(PostState, row.state)


def post_exists(coverage: Coverage, number: int) -> bool:
    return PostRow.objects.filter(coverage=coverage, number=number).exists()


def next_number(coverage: Coverage) -> int:
    """The number of the next post; the caller holds the write lock."""
    ((newest,),) = sql.rows(
        "SELECT MAX(number) FROM coverage_postrow WHERE coverage_id = %s", coverage.pk
    )
    return int(newest or 0) + 1


def newest_posts(coverage: Coverage, limit: int, before: str = "") -> PostList:
    """The newest posts by the time that they show, or those that are older than a sort key."""
    rows = PostRow.objects.filter(coverage=coverage).order_by("-sort_key")
    if before:
        rows = rows.filter(sort_key__lt=before)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    posts = [state_of(row) for row in shown]
    return PostList(posts, shown[-1].sort_key if len(found) > limit else "")


def posts_changed_last(coverage: Coverage, limit: int) -> list[PostState]:
    """The posts that changed last, the last one first."""
    rows = PostRow.objects.filter(coverage=coverage).order_by("-seq")
    return [state_of(row) for row in rows[:limit]]


def posts_between(coverage: Coverage, oldest: str, newest: str) -> list[PostState]:
    """The posts from one sort key to another, newest first."""
    rows = PostRow.objects.filter(coverage=coverage, sort_key__gte=oldest, sort_key__lte=newest)
    return [state_of(row) for row in rows.order_by("-sort_key")]


def key_events(coverage: Coverage, limit: int) -> list[PostState]:
    """The newest key events of a coverage, newest first."""
    rows = PostRow.objects.filter(coverage=coverage, key_event=True).order_by("-sort_key")
    return [state_of(row) for row in rows[:limit]]


def page_of_post(coverage: Coverage, number: int) -> int | None:
    """The page that a post is on for good; None where there is no such post."""
    rows = PostRow.objects.filter(coverage=coverage, number=number)
    return rows.values_list("page", flat=True).first()


def position_of_post(coverage: Coverage, number: int) -> tuple[str, int]:
    """A post's sort key and page. Raises PostRow.DoesNotExist."""
    rows = PostRow.objects.filter(coverage=coverage, number=number)
    return rows.values_list("sort_key", "page").get()


def count_pages(coverage: Coverage) -> int:
    """How many pages of posts there are; one where there is no post yet."""
    rows = PostRow.objects.filter(coverage=coverage).order_by("-page")
    return rows.values_list("page", flat=True).first() or 1


def changes(coverage: Coverage, limit: int, before: int = 0) -> ChangeList:
    """The newest changes of meaning with their posts' numbers, or those before a seq."""
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
    """When a coverage was last modified, by the times that it shows."""
    return CoverageRow.objects.values_list("modified_at", flat=True).get(coverage=coverage)
