"""A page that is too far behind is brought up to date, and the reader stays where they are."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

from .conftest import open_page
from .test_return import leave

pytestmark = pytest.mark.browser

LONG = "Water at the door. " * 30


def test_a_page_that_is_250_blocks_behind_keeps_the_place(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, f"Post {{}}. {LONG}", "30")
    rex = open_page(context, newsroom)
    rex.evaluate("window.here = true")
    rex.locator("#post-12").scroll_into_view_if_needed()
    # Something above grows, and something is corrected, while the network is gone.
    newsroom.kill()
    before = rex.locator("#post-12").bounding_box()["y"]
    newsroom.program("correct", newsroom.slug, f"Right {{}}. {LONG} {LONG}", "20", "20")
    newsroom.program("correct", newsroom.slug, "Right {}.", "5", "5")
    newsroom.program("publish", newsroom.slug, "Later {}.", "250")
    newsroom.start()
    newsroom.desk().front("title", headline="The Orrin falls")

    expect(rex.locator("#post-20")).to_contain_text("Right 20.")
    expect(rex.locator("#post-5")).to_contain_text("Right 5.")
    expect(rex.locator("h1")).to_have_text("The Orrin falls")
    assert rex.locator("#post-12").bounding_box()["y"] == pytest.approx(before, abs=1)
    assert rex.evaluate("window.here")
    expect(rex.locator("#liveness")).to_have_text("This page is live")

    # What happened, in one sentence; then changes first, the newest posts, and the way to the rest.
    notice = rex.locator("#notice a")
    expect(notice).to_contain_text("Since you left at")
    expect(notice).to_contain_text("250 posts, 3 changes")
    # Ten of them fill up the newest page that was shown.
    expect(rex.locator("#fresh")).to_have_text("10 new posts")
    expect(rex.locator("#newest")).to_have_text("240 newer posts")
    newsroom.desk().publish("And one more.")
    expect(rex.locator("#newest")).to_have_text("241 newer posts")
    expect(rex.locator("article")).to_have_count(30)
    notice.click()
    since = rex.locator("#since")
    expect(since).to_be_in_viewport()
    links = since.get_by_role("link").all_text_contents()
    assert any("Headline changed" in each for each in links[:3])
    assert [each for each in links if each.startswith("Later ")][:2] == ["Later 250.", "Later 249."]
    assert links[-1] == "Read on from the oldest of them"
    rex.locator("#newest").click()
    expect(rex.locator("#post-281")).to_contain_text("And one more.")


def test_a_reader_who_was_away_for_days_gets_the_newest_and_the_way_to_the_rest(newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}.", "2")
    rex = open_page(context, newsroom)
    leave(rex, newsroom.slug, minutes=3 * 24 * 60)
    newsroom.program("publish", newsroom.slug, "Later {}.", "205")
    newsroom.program("correct", newsroom.slug, "Right {}.", "1", "1")
    newsroom.until_shown("Later 205.")
    rex = open_page(context, newsroom)
    since = rex.locator("#since")
    expect(since).to_contain_text("205 posts, 1 change")
    links = since.get_by_role("link")
    expect(links).to_have_count(1 + 20 + 1)
    expect(links.first).to_contain_text("Correction: ")
    expect(links.nth(1)).to_have_text("Later 205.")
    links.last.click()
    expect(rex.locator("#post-3")).to_be_in_viewport()
    expect(rex.locator("#post-3")).to_contain_text("Later 1.")


def test_a_page_that_is_loaded_again_returns_to_the_place_and_says_so(newsroom, context):
    newsroom.program("publish", newsroom.slug, f"Post {{}}. {LONG}", "30")
    rex = open_page(context, newsroom)
    rex.locator("#post-12").scroll_into_view_if_needed()
    before = rex.locator("#post-12").bounding_box()["y"]
    rex.evaluate("window.here = true")
    newsroom.run("rebuild")
    expect(rex.locator("#notice a")).to_contain_text("This page was loaded again")
    assert rex.evaluate("window.here") is None
    assert rex.locator("#post-12").bounding_box()["y"] == pytest.approx(before, abs=2)
