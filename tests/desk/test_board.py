"""The desk's lists are paged, and every post and coverage can be reached."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import publish


def pages(desk, address: str, wanted: str) -> list[list[str]]:
    """What `wanted` finds on a page and on all older pages that it links to."""
    found, path = [], address
    while path:
        page = desk.get(path).content.decode()
        found.append(re.findall(wanted, page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        path = address + older[1] if older else ""
    return found


def test_the_board_shows_fifty_posts_and_leads_to_every_older_one(desk, coverage):
    for number in range(120):
        publish(coverage, f"Water {number}.")
    found = pages(desk, "/desk/flood/", r'href="/desk/flood/post/(\d+)/"')
    assert [len(page) for page in found] == [50, 50, 20]
    assert [each for page in found for each in page] == [
        str(number) for number in range(120, 0, -1)
    ]
    assert desk.get("/desk/flood/?before=x").status_code == 404


def test_the_board_takes_as_many_queries_for_fifty_posts_as_for_one(desk, coverage):
    publish(coverage, "Water.")
    desk.get("/desk/flood/")
    with CaptureQueriesContext(connection) as few:
        desk.get("/desk/flood/")
    for _ in range(60):
        publish(coverage, "Water.")
    with CaptureQueriesContext(connection) as many:
        desk.get("/desk/flood/")
    assert len(many) == len(few)


def test_the_desks_list_of_coverages_shows_fifty_and_leads_to_every_other(
    desk, open_coverage_named
):
    for number in range(60):
        open_coverage_named(f"c{number}")
    found = pages(desk, "/desk/", r'<li><a href="/desk/([^/]+)/"')
    assert [len(page) for page in found] == [50, 11]
    assert sorted([each for page in found for each in page]) == sorted(
        ["flood", *(f"c{number}" for number in range(60))]
    )
    assert desk.get("/desk/?after=x").status_code == 404
