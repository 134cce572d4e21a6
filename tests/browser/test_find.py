"""A page of results keeps up with its coverage, and keeps the reader's place."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

pytestmark = pytest.mark.browser


@pytest.fixture
def rex(context, newsroom: Newsroom):
    """Rex's page of results, whose clock the tests move."""
    desk = newsroom.desk()
    for number in range(30):
        desk.publish(f"Water {number + 1}.")
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "console",
        lambda message: page.faults.append(message.text) if message.type == "error" else None,
    )
    page.clock.install()
    page.goto(f"{newsroom.address}/{newsroom.slug}/find/?q=waters")
    expect(page.locator("article")).to_have_count(30)
    return page


def test_new_results_are_announced_and_a_link_away(rex, newsroom: Newsroom):
    rex.locator("#post-12").evaluate("post => post.scrollIntoView()")
    top = rex.locator("#post-12").bounding_box()["y"]
    desk = newsroom.desk()
    desk.publish("Fire.")
    desk.publish("Waters rise.")
    rex.clock.fast_forward(11_000)
    link = rex.get_by_role("status").get_by_role("link", name="1 new or changed result")
    expect(link).to_be_in_viewport()
    assert rex.locator("#post-12").bounding_box()["y"] == top
    link.click()
    expect(rex.locator("article").first).to_contain_text("Waters rise.")
    assert "since" not in rex.url
    assert rex.faults == []


def test_what_is_shown_is_replaced_where_it_stands(rex, newsroom: Newsroom):
    rex.locator("#post-12").evaluate("post => post.scrollIntoView()")
    top = rex.locator("#post-12").bounding_box()["y"]
    desk = newsroom.desk()
    desk.change(20, "Water for twenty homes, not ten.", "correct", "It was twenty. " * 20)
    desk.withdraw(5, "It was wrong.")
    rex.clock.fast_forward(11_000)
    expect(rex.locator("#post-5")).to_contain_text("It was wrong.")
    expect(rex.locator("#post-5")).not_to_contain_text("Water")
    expect(rex.locator("#post-20 mark")).to_have_text("Water")
    expect(rex.locator("#post-20")).to_contain_text("twenty homes")
    assert abs(rex.locator("#post-12").bounding_box()["y"] - top) < 1
    desk.front("summary", **{"part-0-kind": "text", "part-0-text": "The waters rise."})
    rex.clock.fast_forward(11_000)
    expect(rex.locator("#found-front mark")).to_have_text("waters")
    assert abs(rex.locator("#post-12").bounding_box()["y"] - top) < 1
    assert rex.faults == []


def test_a_hidden_page_asks_nothing(rex):
    asked = []
    rex.on("request", lambda request: asked.append(request.url))
    rex.evaluate("Object.defineProperty(document, 'hidden', {get: () => true})")
    rex.clock.fast_forward(60_000)
    rex.evaluate("fetch('/')")
    assert [url for url in asked if "changes" in url] == []


def test_the_script_is_small(newsroom: Newsroom, context):
    page = context.new_page()
    sizes = []
    page.on(
        "requestfinished",
        lambda request: (
            request.resource_type == "script" and sizes.append(request.sizes()["responseBodySize"])
        ),
    )
    page.goto(f"{newsroom.address}/{newsroom.slug}/find/", wait_until="networkidle")
    assert len(sizes) == 1
    assert sizes[0] <= 1024
