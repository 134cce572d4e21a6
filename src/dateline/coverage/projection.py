"""Derives the tables of the current state from entries about coverages and posts.

To add a table, add it to `CoverageProjection.tables`, store its rows in `_project_coverage` or
`_project_post`, and add a function to `_ROWS` that computes its rows from a fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import Model

from dateline.content.tree import Copy
from dateline.journal import read as journal
from dateline.journal import sql
from dateline.journal.entry import Entry, EntryErased, ObjectRef
from dateline.journal.models import Coverage
from dateline.journal.projections import Fold, Outcome, Projection
from dateline.journal.serialize import to_json

from . import full_text, objects, read, search_text
from .fold import (
    FOLDED,
    coverage_state_from,
    fold_coverage,
    fold_post,
    is_about_post,
    modified_by,
    post_state_from,
)
from .folded import FoldedCoverage
from .front_changes import change_of
from .kinds import PostRelationsSet
from .models import NEVER, ChangeRow, CoverageRow, CreditRow, PostRow, RelationRow
from .ordering import page_of, sort_key_of
from .state import Change, CoverageState, PostOnPage, PostState

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
        self.result = FoldedCoverage()
        # Cached, because most posts do not change between two calls of `rows`.
        self._post_rows: dict[int, PostRow] = {}

    def add(self, entry: Entry) -> None:
        self.result.add(entry)
        if is_about_post(entry):
            self._post_rows.pop(entry.object.number, None)

    def rows(self, table: type[Model]) -> Iterable[Model]:
        return _ROWS[table](self)

    def post_row(self, number: int) -> PostRow:
        assert self.result.state is not None
        if number not in self._post_rows:
            post, language = self.result.post(number), self.result.state.language
            self._post_rows[number] = _row_of_post(self.coverage, post, language)
        return self._post_rows[number]


@dataclass(frozen=True)
class CoverageOutcome(Outcome):
    """The state of a coverage after an entry, and the post that the entry is about, if any."""

    state: CoverageState
    post: PostOnPage | None

    @classmethod
    def of(cls, earlier: tuple[Outcome, ...], coverage: Coverage) -> CoverageOutcome:
        """Returns this outcome from among those of the earlier projections of an entry.

        There is none for a kind of another package, which changes no state. The stored state is
        returned then.
        """
        for each in earlier:
            if isinstance(each, cls):
                return each
        return cls(read.coverage_state(coverage), None)


class CoverageProjection(Projection):
    """Fills `CoverageRow`, `PostRow`, `CreditRow`, `RelationRow` and `ChangeRow`."""

    name = "coverage"
    version = 7
    kinds = FOLDED
    tables = (CoverageRow, PostRow, CreditRow, RelationRow, ChangeRow)

    def project(
        self, entry: Entry, coverage: Coverage | None, earlier: tuple[Outcome, ...]
    ) -> Outcome:
        if coverage is None:
            return Outcome()
        state = _project_coverage(entry, coverage)
        post = _project_post(entry, coverage, state.language) if is_about_post(entry) else None
        return CoverageOutcome(state, post)

    def scrub(self) -> None:
        full_text.forget_deleted_words()

    def new_fold(self, coverage: Coverage | None, earlier: tuple[Fold, ...]) -> Fold:
        return Fold() if coverage is None else CoverageFold(coverage)


def _project_coverage(entry: Entry, coverage: Coverage) -> CoverageState:
    before = read.coverage_state_or_none(coverage)
    if isinstance(entry.payload, EntryErased) and not is_about_post(entry):
        # The rows still contain the erased content, in a text or in a note.
        now, changes = coverage_state_from(journal.entries_of(coverage, 0, entry.seq))
        _store_front_changes(coverage, changes)
    else:
        if change := change_of(entry, before):
            sql.insert(_row_of_change(coverage, entry.object, change))
        now = fold_coverage(before, entry)
    if before is None:
        _row_of_coverage(coverage, now, now.dated).save(force_insert=True)
    elif now != before:
        CoverageRow.objects.filter(coverage=coverage).update(
            state=to_json(now),
            under_way=now.under_way,
            dated=now.dated,
            pin_ends=_pin_ends(now),
        )
    if before is None or (before.bylines, before.dated) != (now.bylines, now.dated):
        CreditRow.objects.filter(coverage=coverage, post=0).delete()
        CreditRow.objects.bulk_create(_rows_of_own_credits(coverage, now))
    if (modified := modified_by(entry)) is not None:
        moment = sql.stored(CoverageRow, "modified_at", modified)
        sql.run(_MODIFIED, moment, coverage.pk, moment)
    return now


def _store_front_changes(coverage: Coverage, changes: list[tuple[ObjectRef, Change]]) -> None:
    """Replaces all changes of the front matter after an erasure."""
    front = [str(each) for each in objects.FRONT_MATTER]
    ChangeRow.objects.filter(coverage=coverage, object__in=front).delete()
    rows = [_row_of_change(coverage, about, change) for about, change in changes]
    ChangeRow.objects.bulk_create(rows)


def _project_post(entry: Entry, coverage: Coverage, language: str) -> PostOnPage:
    row = None
    if entry.revision > 1:
        row = PostRow.objects.get(coverage=coverage, number=entry.object.number)
    state = _post_after(entry, coverage, row)
    if row is None:
        post = PostOnPage(state, *_sort_key_and_page(coverage, state), entry.seq)
        sql.insert(_row_of_post(coverage, post, language))
        sql.insert(*_rows_of_credits(coverage, post))
    else:
        post = PostOnPage(state, row.sort_key, row.page, entry.seq)
        now = _row_of_post(coverage, post, language)
        now.pk = row.pk
        now.save(force_update=True)
        _store_changes(coverage, state)
        _store_credits(coverage, post)
        if isinstance(entry.payload, PostRelationsSet):
            _store_relations(coverage, state)
    return post


def _post_after(entry: Entry, coverage: Coverage, row: PostRow | None) -> PostState:
    if isinstance(entry.payload, EntryErased):
        # The row still contains the erased content, in the copy or in a note, so the post is folded
        # again from the journal.
        history = journal.history(coverage, entry.object)
        return post_state_from(each for each in history if each.seq <= entry.seq)
    return fold_post(read.state_of(row) if row else None, entry)


def _store_changes(coverage: Coverage, state: PostState) -> None:
    """Replaces all changes of a post, since an erasure may remove the note of an earlier one."""
    about = str(objects.post(state.number))
    ChangeRow.objects.filter(coverage=coverage, object=about).delete()
    ChangeRow.objects.bulk_create(_rows_of_changes(coverage, state))


def _store_credits(coverage: Coverage, post: PostOnPage) -> None:
    before = CreditRow.objects.filter(coverage=coverage, post=post.state.number)
    if set(before.values_list("kind", "text")) != _credits(post.state):
        before.delete()
        sql.insert(*_rows_of_credits(coverage, post))


def _store_relations(coverage: Coverage, state: PostState) -> None:
    RelationRow.objects.filter(coverage=coverage, post=state.number).delete()
    sql.insert(*_rows_of_relations(coverage, state))


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
        pin_ends=_pin_ends(state),
    )


def _pin_ends(state: CoverageState) -> datetime:
    return min((each.until for each in state.pins if each.until), default=NEVER)


def _row_of_post(coverage: Coverage, post: PostOnPage, language: str) -> PostRow:
    return PostRow(
        coverage=coverage,
        number=post.state.number,
        sort_key=post.sort_key,
        page=post.page,
        seq=post.seq,
        state=to_json(post.state),
        key_event=post.state.key_event,
        words=search_text.words(post.state.copy, language),
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
        for kind, text in sorted(_credits(post.state))
    ]


def _credits(state: PostState) -> set[tuple[str, str]]:
    return search_text.names_and_places(state.copy) | {("tag", each) for each in state.tags}


def _rows_of_relations(coverage: Coverage, state: PostState) -> list[RelationRow]:
    return [
        RelationRow(coverage=coverage, post=state.number, name=each.name, other=each.post)
        for each in state.relations
    ]


def _rows_of_own_credits(coverage: Coverage, state: CoverageState) -> list[CreditRow]:
    """The names in the bylines of the coverage itself."""
    found = search_text.names_and_places(Copy("", state.bylines, ()))
    return [
        CreditRow(
            coverage=coverage,
            post=0,
            sort_key=sort_key_of(state.dated, 0),
            kind="whole",
            text=text,
            folded=search_text.folded(text),
        )
        for kind, text in sorted(found)
        if kind == "name"
    ]


def _rows_of_changes(coverage: Coverage, state: PostState) -> list[ChangeRow]:
    about = objects.post(state.number)
    return [_row_of_change(coverage, about, each) for each in _public_changes(state)]


def _public_changes(state: PostState) -> list[Change]:
    """The changes of a post. Earlier notes may name what a withdrawal has taken away."""
    changes = [*state.changes, *state.marks]
    if state.status != "withdrawn":
        return changes
    kept = ("withdrawn", "erased")
    return [each if each.kind in kept else replace(each, note="") for each in changes]


def _row_of_change(coverage: Coverage, about: ObjectRef, change: Change) -> ChangeRow:
    return ChangeRow(
        coverage=coverage,
        object=str(about),
        seq=change.seq,
        kind=change.kind,
        at=change.at,
        note=change.note,
    )


def _coverage_rows(fold: CoverageFold) -> Iterable[Model]:
    state, modified_at = fold.result.state, fold.result.modified_at
    if state is not None and modified_at is not None:
        yield _row_of_coverage(fold.coverage, state, modified_at)


def _post_rows(fold: CoverageFold) -> Iterable[Model]:
    return map(fold.post_row, fold.result.posts)


def _credit_rows(fold: CoverageFold) -> Iterable[Model]:
    if fold.result.state is not None:
        yield from _rows_of_own_credits(fold.coverage, fold.result.state)
    for post in fold.result.posts.values():
        yield from _rows_of_credits(fold.coverage, post)


def _relation_rows(fold: CoverageFold) -> Iterable[Model]:
    for post in fold.result.posts.values():
        yield from _rows_of_relations(fold.coverage, post.state)


def _change_rows(fold: CoverageFold) -> Iterable[Model]:
    for about, change in fold.result.front_changes:
        yield _row_of_change(fold.coverage, about, change)
    for post in fold.result.posts.values():
        yield from _rows_of_changes(fold.coverage, post.state)


# The function that computes the rows of each table from a fold.
_ROWS: Final[Mapping[type[Model], Callable[[CoverageFold], Iterable[Model]]]] = {
    CoverageRow: _coverage_rows,
    PostRow: _post_rows,
    CreditRow: _credit_rows,
    RelationRow: _relation_rows,
    ChangeRow: _change_rows,
}
