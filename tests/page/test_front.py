"""The list of all coverages is in the right order, paged, and cheap."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from dateline.content.tree import Copy, Photograph, Rendition
from dateline.desk.commands import front_matter, posts
from dateline.journal import sql
from dateline.journal.epochs import begin_epoch
from dateline.page import front
from tests.people import act, copy, publish, seq_of, store_files

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
FLOOD = Photograph(
    (Rendition("a" * 64, "image/jpeg", 1200, 800, 9),), "The mill in the water", "", "Ada"
)


def listed(client, address: str = "/") -> list[list[str]]:
    """The slugs on a page of the list and on all following pages."""
    pages = []
    while address:
        page = client.get(address).content.decode()
        pages.append(re.findall(r'<h[23] dir="auto" lang="en"><a href="/([^/"]+)/"', page))
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


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_takes_three_queries_whatever_it_holds(
    client, open_coverage_named, django_assert_num_queries, count
):
    for number in range(count):
        publish(open_coverage_named(f"c{number}"), "Water.")
    with django_assert_num_queries(3):
        page = client.get("/").content.decode()
    assert page.count('class="newest"') == min(count, 50)


def test_the_newest_posts_are_found_by_the_index(coverage):
    for number in range(30):
        publish(coverage, f"Water {number}.")
    for statement in ("ANALYZE coverage_postrow", "ANALYZE journal_coverage"):
        sql.run(statement)
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    plan = sql.rows(explain + front._NEWEST.format("%s"), front.POSTS_READ - 1, "flood")
    lines = [str(line) for line in plan if "post" in str(line)]
    if connection.vendor == "sqlite":
        assert any("coverage_id=? AND sort_key>?" in line for line in lines), plan


def test_a_coverage_under_way_is_shown_with_its_newest_post_and_picture(
    client, coverage, open_coverage_named
):
    publish(coverage, "Older water.")
    picture = store_files(FLOOD)
    words = copy("With a picture.", "The mill")
    posts.publish(**act(), coverage=coverage, copy=Copy("The mill", (), (*words.parts, picture)))
    publish(coverage, "Wrong.")
    posts.withdraw(
        **act(),
        coverage=coverage,
        number=3,
        expected_seq=seq_of(coverage, "post-3"),
        reason="It was another mill.",
    )
    publish(coverage, "Doubtful.")
    seen = {"number": 4, "expected_seq": seq_of(coverage, "post-4")}
    posts.retract(**act(), coverage=coverage, **seen, reason="Nobody says so.")
    closed = open_coverage_named("over", dated=NEW_YEAR)
    publish(closed, "The end.")
    set_state(closed, "closed")
    page = client.get("/").content.decode()
    live, days = page.split('<section class="front-day">')
    shown = re.findall(r'href="/flood/post/(\d+)/"[^>]*>([^<]*)</a>', live)
    assert shown == [("2", "The mill"), ("1", "Older water.")]
    assert 'alt="The mill in the water"' in live
    assert "Photo: Ada" in live
    assert "Wrong" not in page
    assert "Doubtful" not in page
    assert '<h2 class="day">Thursday 1 January 2026</h2>' in days
    assert "The end." not in days


def test_the_picture_is_the_one_that_an_editor_chose_while_its_post_stands(
    client, coverage, django_assert_num_queries
):
    chosen, newer = (replace(FLOOD, alt_text=text) for text in ("The bridge", "The mill"))
    for each in map(store_files, (chosen, newer)):
        posts.publish(**act(), coverage=coverage, copy=Copy("", (), (each,)))
    # The chosen one need not be among the newest posts.
    for number in range(front.POSTS_READ):
        publish(coverage, f"Water {number}.")
    assert "<img" not in client.get("/").content.decode()
    front_matter.set_lead_picture(**act(), coverage=coverage, expected_seq=0, post=1)
    with django_assert_num_queries(4):
        assert 'alt="The bridge"' in client.get("/").content.decode()
    seen = {"coverage": coverage, "number": 1, "expected_seq": seq_of(coverage, "post-1")}
    posts.withdraw(**act(), **seen, reason="It was another bridge.")
    assert "The bridge" not in client.get("/").content.decode()


def test_the_page_is_in_the_language_of_the_newsroom(client, open_coverage_named, settings):
    settings.DATELINE_LANGUAGE = "de"
    found = open_coverage_named("alt", dated=NEW_YEAR, language="fr")
    set_state(found, "closed")
    page = client.get("/").content.decode()
    assert '<html lang="de">' in page
    assert "Donnerstag, 1. Januar 2026" in page
    assert '<h3 dir="auto" lang="fr">' in page


def test_an_empty_newsroom_says_so(client, db):
    assert "There is no coverage yet." in client.get("/").content.decode()


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


def test_the_first_coverage_has_its_three_newest_posts_and_others_one(
    client, coverage, open_coverage_named
):
    other = open_coverage_named("other", dated=NEW_YEAR)
    for number in range(5):
        publish(coverage, f"Water {number}.")
        publish(other, f"Fire {number}.")
    first, second = client.get("/").content.decode().split('href="/other/"')
    assert re.findall(r">(Water \d)\.<", first) == ["Water 4", "Water 3", "Water 2"]
    assert re.findall(r">(Fire \d)\.<", second) == ["Fire 4"]


def test_a_coverage_that_is_over_has_its_picture_too(client, open_coverage_named):
    over = open_coverage_named("over", dated=NEW_YEAR)
    posts.publish(**act(), coverage=over, copy=Copy("", (), (store_files(FLOOD),)))
    set_state(over, "closed")
    days = client.get("/").content.decode().split('<section class="front-day">')[1]
    assert 'alt="The mill in the water"' in days
