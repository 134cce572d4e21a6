"""Finding posts: every one once, over any number of pages, and a count that is true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from dateline.coverage import finding
from dateline.coverage.finding import Query, find
from tests.people import publish


def fill(coverage, count: int, wet: Iterable[int]) -> None:
    """Posts 1 to `count`; those of `wet` have the word water."""
    wet = set(wet)
    for number in range(1, count + 1):
        publish(coverage, "Water." if number in wet else "Fire.")


def pages(coverage, query: Query, limit: int) -> list[list[int]]:
    """The numbers of the posts that are found, page after page."""
    found = [find(coverage, query, limit)]
    while found[-1].next:
        assert len(found) < 50
        found.append(find(coverage, replace(query, start=found[-1].next), limit))
    return [each.numbers for each in found]


@pytest.mark.parametrize("oldest_first", [False, True])
def test_rare_posts_are_found_page_after_page_each_once(coverage, oldest_first):
    fill(coverage, 12, (2, 5, 9, 11))
    query = Query(words="water", oldest_first=oldest_first)
    expected = [2, 5, 9, 11] if oldest_first else [11, 9, 5, 2]
    assert pages(coverage, query, 3) == [expected[:3], expected[3:]]


def test_frequent_posts_that_are_far_back_are_found_each_once(coverage):
    # The walk to a page of two begins with six posts; the last of those is one of these.
    fill(coverage, 20, (*range(1, 9), 15))
    assert pages(coverage, Query(words="water"), 2) == [[15, 8], [7, 6], [5, 4], [3, 2], [1]]


@pytest.mark.parametrize(("count", "exact"), [(4, True), (5, True), (6, False)])
def test_a_count_is_exact_up_to_its_limit(coverage, monkeypatch, count, exact):
    monkeypatch.setattr(finding, "MAX_COUNT", 5)
    fill(coverage, count, ())
    found = find(coverage, Query(), 2)
    assert (found.count, found.exact) == (min(count, 5), exact)


@pytest.mark.parametrize("words", ["②", "¹", "② water", "water ¹"])
def test_a_search_for_a_character_that_the_database_ignores_does_not_find_every_post(
    coverage, words
):
    fill(coverage, 3, (2,))
    found = find(coverage, Query(words=words), 10)
    assert (found.numbers, found.count) == ([], 0)
