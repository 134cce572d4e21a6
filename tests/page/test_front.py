"""The list of all coverages is in the right order, paged, and cheap."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from dateline.desk.commands import front_matter
from dateline.journal.epochs import begin_epoch
from tests.people import act, publish, seq_of

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def listed(client, address: str = "/") -> list[list[str]]:
    """The slugs on a page of the list and on all following pages."""
    pages = []
    while address:
        page = client.get(address).content.decode()
        pages.append(re.findall(r'<h2 dir="auto"><a href="/([^/"]+)/"', page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/{older[1]}" if older else ""
    return pages


def set_state(coverage, state: str) -> None:
    seen = seq_of(coverage, "coverage")
    front_matter.set_state(**act(), coverage=coverage, expected_seq=seen, state=state)


def test_live_and_paused_coverages_come_first_each_by_the_time_that_it_shows(
    client, open_coverage_named
):
    for age, (slug, state) in enumerate(
        [("a", "closed"), ("b", "live"), ("c", "announced"), ("d", "paused"), ("e", "closed")]
    ):
        dated = NEW_YEAR - timedelta(days=age)
        found = open_coverage_named(slug, dated=dated, state="live")
        if state != "live":
            set_state(found, state)
    assert listed(client) == [["b", "d", "a", "c", "e"]]


def test_an_imported_page_is_listed_by_the_time_that_it_shows(client, open_coverage_named):
    open_coverage_named("today")
    open_coverage_named("of-2015", dated=datetime(2015, 10, 2, tzinfo=UTC))
    assert listed(client) == [["today", "of-2015"]]


def test_fifty_are_shown_and_each_is_reached_once(client, open_coverage_named):
    for number in range(120):
        # Some have the same time, and some are closed.
        found = open_coverage_named(f"c{number}", dated=NEW_YEAR + timedelta(days=number // 7))
        if number % 3 == 0:
            set_state(found, "closed")
    pages = listed(client)
    assert [len(page) for page in pages] == [50, 50, 20]
    assert sorted([each for page in pages for each in page]) == sorted(
        f"c{number}" for number in range(120)
    )


@pytest.mark.parametrize("count", [2, 60])
def test_the_list_takes_two_queries_whatever_it_holds(
    client, open_coverage_named, django_assert_num_queries, count
):
    for number in range(count):
        open_coverage_named(f"c{number}")
    with django_assert_num_queries(2):
        client.get("/")


def test_the_list_is_sent_again_only_when_the_journal_has_grown(
    client, coverage, django_assert_num_queries
):
    first = client.get("/")
    assert first["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    seen = {"If-None-Match": first["ETag"]}
    with django_assert_num_queries(1):
        assert client.get("/", headers=seen).status_code == 304
    publish(coverage, "Water.")
    assert client.get("/", headers=seen).status_code == 200
    seen = {"If-None-Match": client.get("/")["ETag"]}
    begin_epoch()
    assert client.get("/", headers=seen).status_code == 200


def test_a_list_after_an_unknown_coverage_is_not_found(client, coverage):
    assert client.get("/?after=9999").status_code == 404
