"""The desk in a browser: which keys publish, where a refusal is read, and what is cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from dateline.desk.forms.fields import TEXT_LIMIT
from tests.newsroom import PATIENCE, Newsroom, get

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def desk(request, chromium, newsroom: Newsroom) -> Iterator:
    """Ben's form for a new post, on a telephone."""
    made = chromium.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=request.param
    )
    made.set_default_timeout(PATIENCE * 1000)
    cookie = {"name": "sessionid", "value": newsroom.session("ben"), "url": newsroom.address}
    made.add_cookies([cookie])
    page = made.new_page()
    page.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    if request.param:
        expect(page.locator("#new-post .prose")).to_be_focused()
    yield page
    made.close()


def published(newsroom: Newsroom) -> int:
    return get(newsroom.address, f"/{newsroom.slug}/").text.count("<article")


def test_enter_in_a_headline_publishes_nothing_and_loses_nothing(desk, newsroom: Newsroom):
    desk.get_by_label("Text", exact=True).fill("Half of a sen")
    desk.get_by_label("Headline").fill("The bridge")
    desk.get_by_label("Headline").press("Enter")
    # Whatever Enter began has ended when the page answers this.
    desk.get_by_role("button", name="Quotation").click()
    expect(desk.get_by_label("Who said it")).to_be_visible()
    desk.get_by_label("Who said it").press("Enter")
    desk.get_by_role("button", name="Bulleted list").click()
    expect(desk.get_by_label("Lines")).to_be_visible()
    expect(desk.get_by_label("Headline")).to_have_value("The bridge")
    expect(desk.locator("[name=part-0-text]")).to_have_value("Half of a sen")
    assert published(newsroom) == 0
    # The parts that were left blank are marked; without them it is published by its button.
    desk.get_by_role("button", name="Remove").last.click()
    expect(desk.get_by_label("Lines")).to_have_count(0)
    desk.get_by_role("button", name="Remove").last.click()
    expect(desk.get_by_label("Who said it")).to_have_count(0)
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_text("Published.", exact=True).wait_for()
    assert published(newsroom) == 1


def test_a_refusal_is_on_the_screen_has_the_focus_and_leads_to_each_field(desk, newsroom: Newsroom):
    desk.get_by_role("button", name="Marks on a map").click()
    desk.get_by_label("Places").fill("Varn")
    desk.get_by_role("button", name="Publish", exact=True).click()
    summary = desk.get_by_role("region", name="There are 2 problems")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport(ratio=1)
    expect(desk).to_have_title("Error: The Orrin rises · desk")
    desk.keyboard.press("Tab")
    expect(summary.get_by_role("link", name="Marks on a map: Title")).to_be_focused()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Places")).to_be_focused()
    expect(desk.get_by_label("Places")).to_be_in_viewport()
    expect(desk.get_by_label("Places")).to_have_accessible_description(
        "One on each line: name, latitude, longitude (decimal degrees) “Varn” must be a name, a"
        " latitude and a longitude, separated by commas."
    )
    assert published(newsroom) == 0


def test_a_long_paste_is_counted_and_not_cut(ben, newsroom: Newsroom):
    ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    text = ben.locator("form.compose[data-ready] .prose")
    text.focus()
    ben.keyboard.insert_text("🌊" * (TEXT_LIMIT - 1))
    expect(ben.get_by_text("19,999 of 20,000 characters", exact=True)).to_be_visible()
    ben.keyboard.insert_text("ab")
    expect(ben.get_by_text("Too long: 20,001 of 20,000 characters")).to_be_visible()
    ben.keyboard.press("Control+Enter")
    expect(ben.get_by_role("region", name="There is a problem")).to_contain_text("Shorten it by 1.")
    expect(ben.locator("[name=part-0-text]")).to_have_value("🌊" * (TEXT_LIMIT - 1) + "ab")
    assert published(newsroom) == 0
    text.press("End")
    ben.keyboard.press("Backspace")
    ben.keyboard.press("Control+Enter")
    ben.get_by_text("Published.", exact=True).wait_for()
    assert published(newsroom) == 1
