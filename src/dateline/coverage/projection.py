"""Derives the tables of the current state from entries about coverages and posts.

To add a table, add it to `CoverageProjection.tables`, store its rows in `_project_coverage` or
`_project_post`, and add a function to `_ROWS` that computes its rows from a fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Model

from dateline.journal import read as journal
from dateline.journal import sql
from dateline.journal.entry import Entry, EntryErased
from dateline.journal.models import Coverage
from dateline.journal.projections import Fold, Outcome, Projection
from dateline.journal.serialize import to_json

from . import full_text, read, search_text
from .fold import (
    coverage_state_from,
    fold_coverage,
    fold_post,
    is_about_post,
    modified_by,
    post_state_from,
)
from .folded import FoldedCoverage
from .kinds import KINDS
from .models import ChangeRow, CoverageRow, CreditRow, PostRow
from .ordering import page_of, sort_key_of
from .state import CoverageState, PostOnPage, PostState

# The page of the next older post, the number of posts on that page, and whether there is a newer
# post. Each part has a condition on the coverage. Without it, PostgreSQL scanned the posts of every
# coverage.
_OLDER: Final = """
SELECT page,
  (SELECT COUNT(*) FROM coverage_postrow AS other
   WHERE other.coverage_id = %s AND other.page = older.page),
  EXISTS (SELECT 1 FROM coverage_postrow WHERE coverage_id = %s AND sort_key > %s)
FROM coverage_postrow AS older
WHERE coverage_id = %s AND sort_key < %s ORDER BY sort_key DESC LIMIT 1
"""
# The time only moves forward: a post with a time in the past must not make a coverage look older.
_MODIFIED: Final = (
    "UPDATE coverage_coveragerow SET modified_at = %s WHERE coverage_id = %s AND modified_at < %s"
)


class CoverageFold(Fold):
    """A coverage folded in memory, and its rows."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self.folded = FoldedCoverage()
        # Cached, because most posts do not change between two calls of `rows`.
        self._post_rows: dict[int, PostRow] = {}

    def add(self, entry: Entry) -> None:
        self.folded.add(entry)
        if is_about_post(entry):
            self._post_rows.pop(entry.object.number, None)

    def rows(self, table: type[Model]) -> Iterable[Model]:
        return _ROWS[table](self)

    def post_row(self, number: int) -> PostRow:
        if number not in self._post_rows:
            self._post_rows[number] = _row_of_post(self.coverage, self.folded.post(number))
        return self._post_rows[number]


@dataclass(frozen=True)
class CoverageOutcome(Outcome):
    """The state of a coverage after an entry, and the post that the entry is about, if any."""

    state: CoverageState
    post: PostOnPage | None


class CoverageProjection(Projection):
    """Fills `CoverageRow`, `PostRow`, `CreditRow` and `ChangeRow`."""

    name = "coverage"
    version = 3
    kinds = frozenset({*(each.kind for each in KINDS), EntryErased.kind})
    tables = (CoverageRow, PostRow, CreditRow, ChangeRow)

    def project(
        self, entry: Entry, coverage: Coverage | None, earlier: tuple[Outcome, ...]
    ) -> Outcome:
        if coverage is None:
            return Outcome()
        state = _project_coverage(entry, coverage)
        post = _project_post(entry, coverage) if is_about_post(entry) else None
        return CoverageOutcome(state, post)

    def scrub(self) -> None:
        full_text.forget_deleted_words()

    def new_fold(self, coverage: Coverage | None, earlier: tuple[Fold, ...]) -> Fold:
        return Fold() if coverage is None else CoverageFold(coverage)


def _project_coverage(entry: Entry, coverage: Coverage) -> CoverageState:
    before = read.coverage_state_or_none(coverage)
    if isinstance(entry.payload, EntryErased) and not is_about_post(entry):
        now = coverage_state_from(journal.entries_of(coverage, 0, entry.seq))
    else:
        now = fold_coverage(before, entry)
    if before is None:
        _row_of_coverage(coverage, now, now.dated).save(force_insert=True)
    elif now != before:
        CoverageRow.objects.filter(coverage=coverage).update(
            state=to_json(now), under_way=now.under_way, dated=now.dated
        )
    if (modified := modified_by(entry)) is not None:
        moment = sql.stored(CoverageRow, "modified_at", modified)
        sql.run(_MODIFIED, moment, coverage.pk, moment)
    return now


def _project_post(entry: Entry, coverage: Coverage) -> PostOnPage:
    row = None
    if entry.revision > 1:
        row = PostRow.objects.get(coverage=coverage, number=entry.object.number)
    state = _fold_post(entry, coverage, row)
    if row is None:
        post = PostOnPage(state, *_sort_key_and_page(coverage, state), entry.seq)
        sql.insert(_row_of_post(coverage, post))
        sql.insert(*_rows_of_credits(coverage, post))
    else:
        post = PostOnPage(state, row.sort_key, row.page, entry.seq)
        now = _row_of_post(coverage, post)
        now.pk = row.pk
        now.save(force_update=True)
        _store_changes(coverage, state)
        _store_credits(coverage, post)
    return post


def _fold_post(entry: Entry, coverage: Coverage, row: PostRow | None) -> PostState:
    if isinstance(entry.payload, EntryErased):
        # The row still contains the erased content, in the copy or in a note, so the post is folded
        # again from the journal.
        history = journal.history(coverage, entry.object)
        return post_state_from(each for each in history if each.seq <= entry.seq)
    return fold_post(read.state_of(row) if row else None, entry)


def _store_changes(coverage: Coverage, state: PostState) -> None:
    """Replaces all changes of a post, since an erasure may remove the note of an earlier one."""
    ChangeRow.objects.filter(coverage=coverage, post=state.number).delete()
    ChangeRow.objects.bulk_create(_rows_of_changes(coverage, state))


def _store_credits(coverage: Coverage, post: PostOnPage) -> None:
    before = CreditRow.objects.filter(coverage=coverage, post=post.state.number)
    if set(before.values_list("kind", "text")) != search_text.names_and_places(post.state.copy):
        before.delete()
        sql.insert(*_rows_of_credits(coverage, post))


def _sort_key_and_page(coverage: Coverage, state: PostState) -> tuple[str, int]:
    """Computes the sort key and the page of a new post, which never change afterwards."""
    sort_key = sort_key_of(state.dated, state.number)
    older = sql.rows(_OLDER, coverage.pk, coverage.pk, sort_key, coverage.pk, sort_key)
    older_page, on_that_page, newer = older[0] if older else (0, 0, False)
    return sort_key, page_of(older_page, is_newest=not newer, on_that_page=on_that_page)


def _row_of_coverage(
    coverage: Coverage, state: CoverageState, modified_at: datetime
) -> CoverageRow:
    return CoverageRow(
        coverage=coverage,
        state=to_json(state),
        under_way=state.under_way,
        dated=state.dated,
        modified_at=modified_at,
    )


def _row_of_post(coverage: Coverage, post: PostOnPage) -> PostRow:
    return PostRow(
        coverage=coverage,
        number=post.state.number,
        sort_key=post.sort_key,
        page=post.page,
        seq=post.seq,
        state=to_json(post.state),
        key_event=post.state.key_event,
        words=search_text.words(post.state.copy),
    )


def _rows_of_credits(coverage: Coverage, post: PostOnPage) -> list[CreditRow]:
    return [
        CreditRow(
            coverage=coverage,
            post=post.state.number,
            sort_key=post.sort_key,
            kind=kind,
            text=text,
            folded=search_text.folded(text),
        )
        for kind, text in sorted(search_text.names_and_places(post.state.copy))
    ]


def _rows_of_changes(coverage: Coverage, state: PostState) -> list[ChangeRow]:
    return [
        ChangeRow(
            coverage=coverage,
            post=state.number,
            seq=each.seq,
            kind=each.kind,
            at=each.at,
            note=each.note,
        )
        for each in state.changes
    ]


def _fold_coverage_rows(fold: CoverageFold) -> Iterable[Model]:
    state, modified_at = fold.folded.state, fold.folded.modified_at
    if state is not None and modified_at is not None:
        yield _row_of_coverage(fold.coverage, state, modified_at)


def _fold_post_rows(fold: CoverageFold) -> Iterable[Model]:
    return map(fold.post_row, fold.folded.posts)


def _fold_credit_rows(fold: CoverageFold) -> Iterable[Model]:
    for post in fold.folded.posts.values():
        yield from _rows_of_credits(fold.coverage, post)


def _fold_change_rows(fold: CoverageFold) -> Iterable[Model]:
    for post in fold.folded.posts.values():
        yield from _rows_of_changes(fold.coverage, post.state)


# The function that computes the rows of each table from a fold.
_ROWS: Final[Mapping[type[Model], Callable[[CoverageFold], Iterable[Model]]]] = {
    CoverageRow: _fold_coverage_rows,
    PostRow: _fold_post_rows,
    CreditRow: _fold_credit_rows,
    ChangeRow: _fold_change_rows,
}
