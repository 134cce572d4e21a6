"""An imported page is as old as it says, wherever its dates are shown."""

from __future__ import annotations

import json
import re

import pytest

from dateline.accounts.policy import Person
from dateline.archive import importing
from tests.people import publish

from .pages import PAGE


@pytest.fixture
def imported(client, coverage, tmp_path):
    """The live coverage `flood` of today, and beside it an old page of October 2025."""
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    importing.import_page(path, "old-page", "", Person("import", "administrator"))
    return client


def structured(page: str) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_structured_data_carries_the_dates_of_the_page(imported):
    whole = structured(imported.get("/old-page/").content.decode())
    dates = [whole["datePublished"], whole["dateModified"]]
    for post in whole["liveBlogUpdate"]:
        dates += [post["datePublished"], post["dateModified"]]
    assert len(dates) == 12
    assert all(each.startswith("2025-10-1") for each in dates), dates


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_feeds_carry_the_dates_of_the_page(imported, form):
    feed = imported.get(f"/old-page/feed.{form}").content.decode()
    years = re.findall(r"\b20\d\d\b(?=-\d\d-\d\dT| \d\d:)", feed)
    assert len(years) > 5
    assert set(years) == {"2025"}


def test_on_the_front_page_it_stands_below_what_is_live_and_newer(imported, open_coverage_named):
    open_coverage_named("fire", headline="Smoke over Varn")
    front = imported.get("/").content.decode()
    order = re.findall(r'<h[23] dir="auto" lang="en"><a href="/([a-z-]+)/">', front)
    assert order == ["fire", "flood", "old-page"]


def test_a_change_made_today_is_dated_today(imported, coverage):
    publish(coverage, "Water.")
    feed = imported.get("/flood/feed.json").json()
    assert not feed["items"][0]["date_modified"].startswith("2025")
