"""Folds entries about coverages and posts into the tables of what stands now."""

from __future__ import annotations

from typing import Final

from dateline.journal import read as journal
from dateline.journal import sql
from dateline.journal.entry import Entry, EntryErased
from dateline.journal.models import Coverage
from dateline.journal.projections import Projection
from dateline.journal.serialize import to_json

from . import read, search_text
from .fold import (
    fold_coverage,
    fold_coverage_again,
    fold_post,
    fold_post_again,
    is_about_post,
    modified_by,
)
from .kinds import KINDS
from .models import ChangeRow, CoverageRow, CreditRow, PostRow
from .ordering import page_of, sort_key_of
from .state import PostState

# The older neighbour of a sort key: its page, and how many posts that page holds. The coverage is
# named in each part: PostgreSQL otherwise went over the posts of every coverage.
_OLDER: Final = """
SELECT page, (SELECT COUNT(*) FROM coverage_postrow AS beside
  WHERE beside.coverage_id = %s AND beside.page = older.page)
FROM coverage_postrow AS older
WHERE coverage_id = %s AND sort_key < %s ORDER BY sort_key DESC LIMIT 1
"""
_MODIFIED: Final = (
    "UPDATE coverage_coveragerow SET modified_at = %s WHERE coverage_id = %s AND modified_at < %s"
)
_NEWER: Final = "SELECT 1 FROM coverage_postrow WHERE coverage_id = %s AND sort_key > %s LIMIT 1"


class CoverageProjection(Projection):
    """Keeps `CoverageRow`, `PostRow`, `CreditRow` and `ChangeRow`."""

    name = "coverage"
    version = 2
    kinds = frozenset({*(each.kind for each in KINDS), EntryErased.kind})
    tables = (ChangeRow, CreditRow, PostRow, CoverageRow)

    def project(self, entry: Entry, coverage: Coverage | None) -> None:
        if coverage is None:
            return
        _project_coverage(entry, coverage)
        if is_about_post(entry):
            _project_post(entry, coverage)


def _project_coverage(entry: Entry, coverage: Coverage) -> None:
    before = read.coverage_state_or_none(coverage)
    if isinstance(entry.payload, EntryErased) and not is_about_post(entry):
        now = fold_coverage_again(
            each for each, _ in journal.entries(coverage=coverage) if each.seq <= entry.seq
        )
    else:
        now = fold_coverage(before, entry)
    if before is None:
        CoverageRow.objects.create(
            coverage=coverage,
            state=to_json(now),
            under_way=now.under_way,
            dated=now.dated,
            modified_at=now.dated,
        )
    elif now != before:
        CoverageRow.objects.filter(coverage=coverage).update(
            state=to_json(now), under_way=now.under_way, dated=now.dated
        )
    if (modified := modified_by(entry)) is not None:
        moment = sql.stored(CoverageRow, "modified_at", modified)
        sql.run(_MODIFIED, moment, coverage.pk, moment)


def _project_post(entry: Entry, coverage: Coverage) -> None:
    row = None
    if entry.revision > 1:
        row = PostRow.objects.get(coverage=coverage, number=entry.object.number)
    state = _fold_post(entry, coverage, row)
    if row is None:
        row = _new_row(coverage, state)
    row.state, row.seq = to_json(state), entry.seq
    row.key_event = state.key_event
    row.words = search_text.words(state.copy)
    if row.pk is None:
        sql.insert(row)
        _insert_credits(row, search_text.names_and_places(state.copy))
    else:
        row.save()
        _store_changes(coverage, state)
        _store_credits(row, search_text.names_and_places(state.copy))


def _fold_post(entry: Entry, coverage: Coverage, row: PostRow | None) -> PostState:
    if isinstance(entry.payload, EntryErased):
        # The row still holds what was erased, in the copy or in a note. Only the journal does not.
        history = journal.history(coverage, entry.object)
        return fold_post_again(each for each in history if each.seq <= entry.seq)
    return fold_post(read.state_of(row) if row else None, entry)


def _store_changes(coverage: Coverage, state: PostState) -> None:
    """Stores all changes of the post again: an erasure reaches the notes of earlier ones."""
    ChangeRow.objects.filter(coverage=coverage, post=state.number).delete()
    ChangeRow.objects.bulk_create(
        ChangeRow(
            coverage=coverage,
            post=state.number,
            seq=each.seq,
            kind=each.kind,
            at=each.at,
            note=each.note,
        )
        for each in state.changes
    )


def _store_credits(row: PostRow, found: set[tuple[str, str]]) -> None:
    before = CreditRow.objects.filter(coverage_id=row.coverage_id, post=row.number)
    if set(before.values_list("kind", "text")) != found:
        before.delete()
        _insert_credits(row, found)


def _insert_credits(row: PostRow, found: set[tuple[str, str]]) -> None:
    sql.insert(
        *(
            CreditRow(
                coverage_id=row.coverage_id,
                post=row.number,
                sort_key=row.sort_key,
                kind=kind,
                text=text,
                folded=search_text.folded(text),
            )
            for kind, text in sorted(found)
        )
    )


def _new_row(coverage: Coverage, state: PostState) -> PostRow:
    sort_key = sort_key_of(state.dated, state.number)
    older = sql.rows(_OLDER, coverage.pk, coverage.pk, sort_key)
    older_page, on_that_page = older[0] if older else (0, 0)
    is_newest = not sql.rows(_NEWER, coverage.pk, sort_key)
    page = page_of(older_page, is_newest=is_newest, on_that_page=on_that_page)
    return PostRow(coverage=coverage, number=state.number, sort_key=sort_key, page=page)
