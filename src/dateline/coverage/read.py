"""Reads the current state of coverages and posts, and the changes to posts."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Final, NamedTuple, cast

from django.db.models import BigIntegerField, Q, TextField
from django.db.models.functions import Cast

from dateline.journal import sql
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage
from dateline.journal.serialize import from_json

from . import objects
from .models import ChangeRow, CoverageRow, PostRow
from .state import Change, ChangeKind, CoverageState, PostOnPage, PostState, PostStatus

# A condition for the coverages after another one in the order of `coverages`.
_AFTER: Final = (
    "(under_way, dated, coverage_id) <"
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

    posts: list[PostOnPage]
    next: str


class CitedPost(NamedTuple):
    """A post that a text of the front matter cites. `coverage` is '' for the text's own coverage,
    or else the slug of an earlier one, from which a key point was carried over.
    """

    coverage: str
    number: int


@dataclass(frozen=True)
class ChangeList:
    """A page of changes, newest first, each with its object.

    `next` is the argument `before` for the next page, a seq; 0 on the last page.
    """

    changes: list[tuple[ObjectRef, Change]]
    next: int


def coverage_with_state(slug: str) -> Coverage | None:
    """Returns the coverage with this slug if its state is stored, otherwise None.

    `journal.read.coverage_at` also returns one whose row is missing, as before a rebuild.
    """
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


def coverages(
    limit: int,
    after: int = 0,
    *,
    only: Collection[int] | None = None,
    without: Collection[int] = (),
) -> CoverageList:
    """Returns at most `limit` coverages: live and paused ones first, then the newest by `dated`.

    `after` is the primary key of the last coverage of the previous page, 0 for the first page. Of
    the primary keys `only` no other coverages are returned, and `without` names some that are not.
    """
    conditions = [_AFTER] if after else []
    conditions += [_among("coverage_id IN", only)] if only is not None else []
    conditions += [_among("coverage_id NOT IN", without)] if without else []
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = sql.rows(
        "SELECT coverage_id, state FROM coverage_coveragerow"
        f"{where} ORDER BY under_way DESC, dated DESC, coverage_id DESC LIMIT %s",
        *([after] if after else []),
        *(only or ()),
        *without,
        limit + 1,
    )
    # One more than `limit` was read, which tells whether there is a next page.
    shown = rows[:limit]
    states = [_decoded(state) for _, state in shown]
    return CoverageList(states, shown[-1][0] if len(rows) > limit else 0)


def _among(condition: str, keys: Collection[int]) -> str:
    # No row has the key NULL, and a list cannot be empty in SQL.
    return f"{condition} ({', '.join(['%s'] * len(keys)) or 'NULL'})"


def naming(slug: str) -> list[tuple[Coverage, CoverageState]]:
    """Returns the coverages whose state has a slug among its words, with it, the oldest first."""
    # The text is compared, because to decode the states of all coverages takes seconds.
    rows = CoverageRow.objects.annotate(text=Cast("state", TextField()))
    found = rows.filter(text__contains=f'"{slug}"').select_related("coverage").order_by("pk")
    return [(row.coverage, from_json(CoverageState, row.state)) for row in found]


def post_state(coverage: Coverage, number: int) -> PostState:
    """Returns the state of a post. Raises PostRow.DoesNotExist."""
    return state_of(PostRow.objects.get(coverage=coverage, number=number))


def state_of(row: PostRow) -> PostState:
    """Returns the state stored in a row."""
    return from_json(PostState, row.state)


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
    posts = [_on_page(row) for row in shown]
    return PostList(posts, shown[-1].sort_key if len(found) > limit else "")


def last_published(coverage: Coverage, limit: int) -> list[PostState]:
    """Returns the posts that were published last, whatever time they show, the newest first."""
    rows = PostRow.objects.filter(coverage=coverage).order_by("-number")
    return [state_of(row) for row in rows[:limit]]


def posts_changed_last(coverage: Coverage, limit: int) -> list[PostState]:
    """Returns the posts that changed last, the most recent change first."""
    rows = PostRow.objects.filter(coverage=coverage).order_by("-seq")
    return [state_of(row) for row in rows[:limit]]


def posts_between(coverage: Coverage, oldest: str, newest: str) -> list[PostState]:
    """Returns the posts from one sort key to another, both included, newest first."""
    rows = PostRow.objects.filter(coverage=coverage, sort_key__gte=oldest, sort_key__lte=newest)
    return [state_of(row) for row in rows.order_by("-sort_key")]


def posts(coverage: Coverage, numbers: Collection[int]) -> list[PostState]:
    """Returns the posts with these numbers, as far as they exist, by number."""
    rows = PostRow.objects.filter(coverage=coverage, number__in=numbers).order_by("number")
    return [state_of(row) for row in rows]


def posts_on_page(coverage: Coverage, numbers: Sequence[int]) -> list[PostOnPage]:
    """Returns the posts with these numbers, as far as they exist, in that order."""
    rows = PostRow.objects.filter(coverage=coverage, number__in=numbers)
    found = {row.number: _on_page(row) for row in rows}
    return [found[number] for number in numbers if number in found]


def key_events(coverage: Coverage, limit: int) -> list[PostState]:
    """Returns the newest key events of a coverage, newest first."""
    rows = PostRow.objects.filter(coverage=coverage, key_event=True).order_by("-sort_key")
    return [state_of(row) for row in rows[:limit]]


def withdrawn_posts(coverage: Coverage, cited: set[CitedPost]) -> set[CitedPost]:
    """Returns those of the posts that texts of a coverage cite that were withdrawn."""
    withdrawn = set()
    for slug in {each.coverage for each in cited}:
        numbers = {each.number for each in cited if each.coverage == slug}
        of = Q(coverage__slug=slug) if slug else Q(coverage=coverage)
        rows = PostRow.objects.filter(of, number__in=numbers)
        withdrawn |= {
            CitedPost(slug, row.number) for row in rows if state_of(row).status == "withdrawn"
        }
    return withdrawn


def statuses(coverage: Coverage, numbers: set[int]) -> dict[int, PostStatus]:
    """Returns the status of each of these posts, without those that are missing."""
    # A form may name any number. Django compares one that is too large, but not a list with one.
    possible = [each for each in numbers if each <= BigIntegerField.MAX_BIGINT]
    rows = PostRow.objects.filter(coverage=coverage, number__in=possible)
    return {row.number: state_of(row).status for row in rows}


def posts_changed(coverage: Coverage, kinds: Collection[ChangeKind]) -> dict[int, int]:
    """Returns the posts that had a change of one of these kinds, with the seq of the last one."""
    rows = ChangeRow.objects.filter(coverage=coverage, kind__in=kinds).order_by("seq")
    changes = [(ObjectRef.parse(about), seq) for about, seq in rows.values_list("object", "seq")]
    return {about.number: seq for about, seq in changes if about.type == objects.POST_TYPE}


def page_of_post(coverage: Coverage, number: int) -> int | None:
    """Returns the page that a post is on, or None if there is no such post."""
    rows = PostRow.objects.filter(coverage=coverage, number=number)
    return rows.values_list("page", flat=True).first()


def post_on_page(coverage: Coverage, number: int) -> PostOnPage | None:
    """Returns the state of a post with its sort key and page, or None if there is no such post."""
    row = PostRow.objects.filter(coverage=coverage, number=number).first()
    return _on_page(row) if row else None


def numbers_from(coverage: Coverage, sort_key: str, limit: int) -> list[int]:
    """Returns the numbers of the post with a sort key and of the next older ones."""
    rows = PostRow.objects.filter(coverage=coverage, sort_key__lte=sort_key).order_by("-sort_key")
    return list(rows.values_list("number", flat=True)[:limit])


def count_pages(coverage: Coverage) -> int:
    """Returns the number of pages of posts; 1 if there is no post yet."""
    rows = PostRow.objects.filter(coverage=coverage).order_by("-page")
    return rows.values_list("page", flat=True).first() or 1


def changes(
    coverage: Coverage,
    limit: int,
    before: int = 0,
    *,
    only: Collection[ChangeKind] = (),
    without: Collection[ChangeKind] = (),
) -> ChangeList:
    """Returns the newest changes of meaning, without revisions; with `before`, those before it.

    `only` names the kinds to return, and `without` some that are not returned.
    """
    rows = ChangeRow.objects.filter(coverage=coverage).exclude(kind="revised").order_by("-seq")
    if only:
        rows = rows.filter(kind__in=only)
    if without:
        rows = rows.exclude(kind__in=without)
    if before:
        rows = rows.filter(seq__lt=before)
    found = [
        (ObjectRef.parse(row.object), Change(cast(ChangeKind, row.kind), row.seq, row.at, row.note))
        for row in rows[: limit + 1]
    ]
    shown = found[:limit]
    return ChangeList(shown, shown[-1][1].seq if len(found) > limit else 0)


def erasures(coverage: Coverage, about: ObjectRef) -> list[Change]:
    """Returns the erasures in a text of the front matter, oldest first.

    Of erasures in a row for one reason only the last: a text is erased entry by entry.
    """
    rows = ChangeRow.objects.filter(coverage=coverage, object=str(about)).order_by("seq")
    changes = [Change(cast(ChangeKind, row.kind), row.seq, row.at, row.note) for row in rows]
    return [
        each
        for each, following in zip_longest(changes, changes[1:])
        if each.kind == "erased"
        and (following is None or (following.kind, following.note) != (each.kind, each.note))
    ]


def began_at(coverage: Coverage) -> datetime:
    """Returns when a coverage began: at its own time, or with its oldest post if that is earlier.

    An imported coverage has the time that its old page showed, which was that of its last change.
    """
    own = coverage_state(coverage).dated
    oldest = PostRow.objects.filter(coverage=coverage).order_by("sort_key").first()
    return own if oldest is None else min(own, state_of(oldest).dated)


def modified_at(coverage: Coverage) -> datetime:
    """Returns the time when a coverage was last modified: see `fold.modified_by`."""
    return CoverageRow.objects.values_list("modified_at", flat=True).get(coverage=coverage)


def _on_page(row: PostRow) -> PostOnPage:
    return PostOnPage(state_of(row), row.sort_key, row.page, row.seq)
