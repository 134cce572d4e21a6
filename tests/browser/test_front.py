"""The front page in a browser: when its newest posts were."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom, get

pytestmark = pytest.mark.browser

HTML = "text/html; charset=utf-8"


def test_its_times_are_relative_and_then_those_of_the_day(newsroom: Newsroom, context):
    newsroom.desk().publish("Water.")
    rex = context.new_page()
    faults: list[str] = []
    rex.on("console", lambda message: faults.append(message.text))
    rex.on("pageerror", lambda error: faults.append(str(error)))
    now = datetime.now(UTC)
    rex.clock.install(time=now + timedelta(minutes=4))
    rex.goto(newsroom.address)
    time = rex.locator(f'.newest:has(a[href^="/{newsroom.slug}/"]) time')
    expect(time).to_have_text(re.compile("^[45] min ago$"))
    exact = str(time.get_attribute("title"))
    assert re.fullmatch(r"\d\d:\d\d \w+, \d+ \w+ \d{4}", exact)
    at = datetime.fromisoformat(str(time.get_attribute("datetime")))
    rex.clock.set_fixed_time(at + timedelta(days=2))
    rex.clock.run_for(21_000)
    expect(time).to_have_text(exact)
    assert faults == []


def test_a_post_of_today_has_its_time_and_zone_without_the_date(newsroom: Newsroom, context):
    newsroom.desk().publish("Water.")
    rex = context.new_page()
    rex.goto(newsroom.address)
    time = rex.locator(f'.newest:has(a[href^="/{newsroom.slug}/"]) time')
    at = datetime.fromisoformat(str(time.get_attribute("datetime")))
    # Two hours from it, on the same day in London.
    hours = 2 if at.astimezone(ZoneInfo("Europe/London")).hour < 20 else -2
    rex.clock.set_fixed_time(at + timedelta(hours=hours))
    rex.reload()
    expect(time).to_have_text(re.compile(r"^\d\d:\d\d (GMT|BST)$"))


def test_a_zone_that_a_browser_does_not_know_leaves_the_words_of_the_server(
    newsroom: Newsroom, context
):
    newsroom.desk().publish("Water.")
    rex = context.new_page()
    faults: list[str] = []
    rex.on("pageerror", lambda error: faults.append(str(error)))
    rex.route("**/", lambda route: route.fulfill(body=unknown_zone(newsroom), content_type=HTML))
    rex.clock.install(time=datetime.now(UTC) + timedelta(hours=2))
    rex.goto(newsroom.address)
    time = rex.locator(f'.newest:has(a[href^="/{newsroom.slug}/"]) time')
    expect(time).to_have_text(re.compile(r"\d{4}$"))
    assert faults == []


def unknown_zone(newsroom: Newsroom) -> str:
    return get(newsroom.address, "/").text.replace(
        'data-zone="Europe/London"', 'data-zone="Varn/Nowhere"'
    )
