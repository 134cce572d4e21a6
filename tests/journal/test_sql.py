"""Plain statements store and read what Django's own would."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dateline.journal import sql
from dateline.journal.models import Coverage
from dateline.page.models import Masthead, Post

AT = datetime(2026, 3, 1, 5, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize("now", [{"a": [1, None, "é"]}, "a word", 4, True])
def test_what_was_inserted_reads_as_through_django(coverage, now):
    Masthead.objects.all().delete()
    sql.insert(Masthead(coverage=coverage, now=now, opened_at=AT))
    found = Masthead.objects.get()
    assert (found.now, found.opened_at, found.coverage) == (now, AT, coverage)


def test_a_yes_or_no_stays_one(coverage):
    for number, key in ((1, True), (2, False)):
        sql.insert(Post(coverage=coverage, number=number, page=1, seq=1, now={}, key=key))
    assert [post.key for post in Post.objects.order_by("number")] == [True, False]


def test_one_row_is_found_by_a_column_as_through_django(coverage):
    found = sql.one(Coverage, "slug", "flood")
    assert found == coverage
    assert found is not None
    assert (found.uid, found.head) == (coverage.uid, coverage.head)
    assert sql.one(Coverage, "slug", "flood' OR ''='") is None
