"""Plain statements store and read the same as Django's models."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dateline.coverage.models import CoverageRow, PostRow
from dateline.journal import sql
from dateline.journal.models import Coverage

AT = datetime(2026, 3, 1, 5, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize("state", [{"a": [1, None, "é"]}, "a word", 4, True])
def test_what_was_inserted_reads_as_through_django(coverage, state):
    CoverageRow.objects.all().delete()
    sql.insert(CoverageRow(coverage=coverage, state=state, dated=AT, modified_at=AT))
    found = CoverageRow.objects.get()
    assert (found.state, found.dated, found.coverage) == (state, AT, coverage)


def test_a_boolean_stays_a_boolean(coverage):
    for number, yes in ((1, True), (2, False)):
        row = PostRow(coverage=coverage, number=number, page=1, seq=1, state={}, key_event=yes)
        sql.insert(row)
    assert [post.key_event for post in PostRow.objects.order_by("number")] == [True, False]


def test_one_row_is_found_by_a_column_as_through_django(coverage):
    found = sql.one(Coverage, "slug", "flood")
    assert found == coverage
    assert found is not None
    assert (found.uid, found.head) == (coverage.uid, coverage.head)
    assert sql.one(Coverage, "slug", "flood' OR ''='") is None
