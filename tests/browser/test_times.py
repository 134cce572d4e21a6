"""Times on an open page: how long ago, exactly, and where the reader is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

from .conftest import open_page

pytestmark = pytest.mark.browser


def test_posts_of_the_last_hour_say_how_long_ago_and_then_when(newsroom: Newsroom, context):
    newsroom.desk().publish("Water.")
    rex = context.new_page()
    rex.clock.install(time=datetime.now(UTC) + timedelta(minutes=4))
    rex.goto(f"{newsroom.address}/{newsroom.slug}/")
    time = rex.locator("#post-1 .when time")
    expect(time).to_have_text(re.compile("^[45] min ago$"))
    exact = str(time.get_attribute("data-ours"))
    assert re.fullmatch(r"\d\d:\d\d", exact)
    assert time.get_attribute("title") == exact
    time.click()
    expect(time).to_have_text(exact)
    time.click()
    expect(time).to_have_text(re.compile("^[45] min ago$"))
    rex.clock.fast_forward(60 * 60_000)
    expect(time).to_have_text(exact)


def test_the_coverage_says_when_it_was_updated_last(newsroom: Newsroom, context):
    desk = newsroom.desk()
    desk.publish("Water.")
    rex = open_page(context, newsroom)
    rex.clock.install(time=datetime.now(UTC) + timedelta(minutes=4))
    rex.reload()
    updated = rex.locator(".last-updated time")
    expect(updated).to_have_text(re.compile("^[45] min ago$"))
    desk.publish("More water.")
    expect(updated).to_have_text("now")


def test_a_post_from_the_future_of_a_wrong_clock_has_its_time(newsroom: Newsroom, context):
    newsroom.desk().publish("Water.")
    rex = context.new_page()
    rex.clock.install(time=datetime.now(UTC) - timedelta(hours=2))
    rex.goto(f"{newsroom.address}/{newsroom.slug}/")
    expect(rex.locator("#pause")).to_be_visible()
    assert re.fullmatch(r"\d\d:\d\d", str(rex.locator("#post-1 .when time").text_content()))


def test_times_where_the_reader_is_move_the_days_and_are_remembered(newsroom: Newsroom, chromium):
    # From Friday 23:30 to Tuesday in London; in Auckland it is Saturday by then.
    newsroom.program("publish_across_days", newsroom.slug)
    away = chromium.new_context(timezone_id="Pacific/Auckland")
    rex = open_page(away, newsroom)
    ours = rex.locator(".day").all_text_contents()
    assert ours[-1].startswith("Friday")
    rex.get_by_role("button", name="Times where you are").click()
    expect(rex.locator(".day").last).to_have_text(re.compile(r"^Saturday \d+ \w+ \d{4}$"))
    theirs = rex.locator(".day").all_text_contents()
    rex.reload()
    expect(rex.get_by_role("button", name="Times here")).to_be_visible()
    assert rex.locator(".day").all_text_contents() == theirs
    rex.get_by_role("button", name="Times here").click()
    assert rex.locator(".day").all_text_contents() == ours
    away.close()


def test_paper_has_the_exact_time(newsroom: Newsroom, context):
    newsroom.desk().publish("Water.")
    rex = open_page(context, newsroom)
    rex.emulate_media(media="print")
    for where in ("#post-1 .when time", ".last-updated time"):
        time = rex.locator(where)
        assert "ago" in time.inner_text() or time.inner_text() == "now"
        printed = (
            "each => [getComputedStyle(each).fontSize, getComputedStyle(each, '::after').content]"
        )
        size, after = time.evaluate(printed)
        assert size == "0px"
        assert after.strip('"') == time.get_attribute("data-ours")
