"""Approving by key: what the key is about is marked before, and said afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

pytestmark = pytest.mark.browser
CHANGED = """
document.dispatchEvent(new CustomEvent('dateline:changed', {detail: {panels: ['approval']}}))
"""


def submit(newsroom: Newsroom, words: str) -> None:
    ada = newsroom.desk("ada")
    form = ada.form(f"/desk/{newsroom.slug}/", where="part-0-text")
    form |= {"part-0-text": words, "do": "submit"}
    assert ada.post(f"/desk/{newsroom.slug}/", form).status == 302


def approve(newsroom: Newsroom, words: str) -> None:
    """Dan approves a post at another desk."""
    dan = newsroom.desk("dan")
    page = dan.get(f"/desk/{newsroom.slug}/panel/approval/").text
    row = next(each for each in page.split("<li ") if words in each)
    uid = row.partition('data-draft="')[2].partition('"')[0]
    token = row.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    fields = {"csrfmiddlewaretoken": token, "version": "1"}
    assert dan.post(f"/desk/{newsroom.slug}/drafts/{uid}/approve/", fields).status == 302


@pytest.fixture
def desk(ben, newsroom: Newsroom):
    """Ben's desk, at which two posts wait, with the focus in no field."""
    for words in ("The first.", "The second."):
        submit(newsroom, words)
    ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    expect(ben.locator("#new-post .prose")).to_be_focused()
    ben.keyboard.press("Escape")
    return ben


def marked(desk):
    return desk.locator("#panel-approval [data-marked]")


def test_what_the_key_approves_is_marked_before_and_named_afterwards(desk):
    expect(marked(desk)).to_have_count(1)
    expect(marked(desk)).to_contain_text("The first.")
    expect(marked(desk).get_by_text("a approves it, r returns it")).to_be_in_viewport()
    other = desk.locator("#panel-approval li.draft:not([data-marked])")
    colour = "each => getComputedStyle(each).backgroundColor"
    assert marked(desk).evaluate(colour) != other.evaluate(colour)
    desk.keyboard.press("a")
    expect(desk.locator("#told")).to_have_text("Approved: “The first.” Published.")
    expect(marked(desk)).to_contain_text("The second.")
    desk.keyboard.press("a")
    expect(desk.locator("#told")).to_have_text("Approved: “The second.” Published.")
    expect(marked(desk)).to_have_count(0)


def test_the_post_with_the_focus_is_the_one_that_the_key_approves(desk):
    desk.locator("#panel-approval").get_by_role("link", name="More about “The second.”").focus()
    expect(marked(desk)).to_contain_text("The second.")
    desk.keyboard.press("a")
    expect(desk.locator("#told")).to_have_text("Approved: “The second.” Published.")
    # Where the row was, and not at the beginning of the page.
    expect(desk.locator("#panel-approval")).to_be_focused()
    expect(desk.locator("#panel-approval")).to_contain_text("The first.")


def test_no_key_approves_a_post_that_took_the_place_of_another(desk, newsroom: Newsroom):
    expect(marked(desk)).to_contain_text("The first.")
    approve(newsroom, "The first.")
    desk.evaluate(CHANGED)
    expect(marked(desk)).to_contain_text("The second.")
    desk.keyboard.press("a")
    told = desk.locator("#told")
    expect(told).to_have_text("Next: “The second.” Press the key again to approve it.")
    expect(desk.locator("#panel-approval")).to_contain_text("The second.")
    desk.keyboard.press("a")
    expect(told).to_have_text("Approved: “The second.” Published.")


def test_no_key_approves_a_post_that_is_not_on_the_screen(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    expect(marked(desk)).to_be_hidden()
    desk.keyboard.press("a")
    expect(marked(desk)).to_be_in_viewport()
    expect(marked(desk)).to_contain_text("The first.")
    desk.keyboard.press("a")
    expect(desk.locator("#told")).to_have_text("Approved: “The first.” Published.")
