"""Approving by key: what the key is about is marked before, and said afterwards."""

from __future__ import annotations

import re

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
    do(newsroom, "dan", "approve", words, "approval")


def do(newsroom: Newsroom, name: str, act: str, words: str, panel: str, **more: str) -> str:
    """Somebody does something with a draft at another desk. Returns its uid."""
    person = newsroom.desk(name)
    page = person.get(f"/desk/{newsroom.slug}/panel/{panel}/").text
    row = next(each for each in page.split("<li ") if words in each)
    uid, version = re.search('data-draft="(.+?)" data-version="(.+?)"', row).groups()
    token = row.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    fields = {"csrfmiddlewaretoken": token, "version": version} | more
    assert person.post(f"/desk/{newsroom.slug}/drafts/{uid}/{act}/", fields).status == 302
    return uid


def rewrite(newsroom: Newsroom, words: str, new: str) -> None:
    """Dan returns a post of Ada, who submits it again with other words."""
    uid = do(newsroom, "dan", "return", words, "approval", remark="Who says so?")
    ada, address = newsroom.desk("ada"), f"/desk/{newsroom.slug}/?draft={uid}"
    form = ada.form(address, where="part-0-text") | {"part-0-text": new, "do": "submit"}
    assert ada.post(address, form).status == 302


@pytest.fixture
def desk(ben, newsroom: Newsroom):
    """Ben's desk, at which two posts wait, with the focus in no field."""
    for words in ("The first.", "The second."):
        submit(newsroom, words)
    ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    expect(ben.locator("#new-post .prose")).to_be_focused()
    ben.keyboard.press("Escape")
    return ben


def approve_with_two_keys(desk, words: str) -> None:
    """Presses the key, which only shows the post, and then presses it again."""
    told = desk.locator("#told")
    desk.keyboard.press("a")
    expect(told).to_have_text(f"Next: “{words}” Press the key again to approve it.")
    desk.keyboard.press("a")
    expect(told).to_have_text(f"Approved: “{words}” Published.")


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


def test_a_post_that_was_shown_once_is_shown_again_when_it_is_not_on_the_screen(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    for _ in range(2):
        desk.evaluate("location.hash = '#write'")
        expect(marked(desk)).to_be_hidden()
        desk.keyboard.press("a")
        expect(desk.locator("#told")).to_contain_text("Next: “The first.”")
        expect(marked(desk)).to_be_in_viewport()
    expect(marked(desk)).to_contain_text("The first.")


def test_a_post_that_was_shown_and_then_rewritten_is_shown_again(desk, newsroom: Newsroom):
    desk.set_viewport_size({"width": 390, "height": 844})
    told = desk.locator("#told")
    approve(newsroom, "The second.")
    desk.evaluate(CHANGED)
    expect(desk.locator("#panel-approval")).not_to_contain_text("The second.")
    desk.keyboard.press("a")
    expect(told).to_contain_text("Next: “The first.”")
    rewrite(newsroom, "The first.", "The third.")
    desk.evaluate(CHANGED)
    expect(marked(desk)).to_contain_text("The third.")
    approve_with_two_keys(desk, "The third.")


def test_a_post_that_could_not_be_approved_does_not_hand_its_key_on(desk, newsroom: Newsroom):
    desk.route("**/approve/", lambda route: route.abort())
    desk.keyboard.press("a")
    told = desk.locator("#told")
    expect(told).to_contain_text("There is no connection.")
    desk.unroute("**/approve/")
    approve(newsroom, "The first.")
    desk.evaluate(CHANGED)
    expect(marked(desk)).to_contain_text("The second.")
    approve_with_two_keys(desk, "The second.")


def test_a_post_whose_approval_was_undone_does_not_hand_its_key_on(
    desk, undo_seconds, newsroom: Newsroom
):
    approve(newsroom, "The second.")
    desk.evaluate(CHANGED)
    expect(desk.locator("#panel-approval")).not_to_contain_text("The second.")
    undo_seconds(60)
    desk.keyboard.press("a")
    expect(marked(desk)).to_have_count(0)
    expect(desk.locator("#undo")).to_contain_text("Publishing in")
    desk.keyboard.press("u")
    expect(marked(desk)).to_contain_text("The first.")
    # Its text is in the form again, with the focus.
    expect(desk.locator("#new-post .prose")).to_be_focused()
    desk.keyboard.press("Escape")
    submit(newsroom, "The third.")
    approve(newsroom, "The first.")
    expect(marked(desk)).to_contain_text("The third.")
    desk.keyboard.press("a")
    told = desk.locator("#told")
    expect(told).to_have_text("Next: “The third.” Press the key again to approve it.")


def test_what_was_read_before_a_post_was_approved_does_not_bring_it_back(desk):
    held = []
    address = "**/panel/approval/"

    def hold(route) -> None:
        if held:
            return route.continue_()
        held.append(route)
        held.append(route.fetch())

    desk.route(address, hold)
    with desk.expect_request(address):
        desk.evaluate(CHANGED)
    desk.keyboard.press("a")
    expect(marked(desk)).to_contain_text("The second.")
    desk.evaluate("""() => {
      const panel = document.getElementById('panel-approval');
      window.cameBack = false;
      new MutationObserver(() => (window.cameBack ||= panel.textContent.includes('The first.')))
        .observe(panel, { childList: true, characterData: true, subtree: true });
    }""")
    # What came meanwhile is read all the same.
    with desk.expect_response(address):
        held[0].fulfill(response=held[1])
    with desk.expect_response(address):
        desk.evaluate(CHANGED)
    assert not desk.evaluate("window.cameBack")
    expect(marked(desk)).to_contain_text("The second.")


def test_the_focus_stays_on_a_button_of_a_draft_when_the_one_before_it_goes(
    desk, newsroom: Newsroom
):
    ada = newsroom.desk("ada")
    form = ada.form(f"/desk/{newsroom.slug}/", where="part-0-text")
    form |= {"part-0-text": "The third.", "do": "save"}
    assert ada.post(f"/desk/{newsroom.slug}/", form).status == 302
    do(newsroom, "ada", "share", "The third.", "drafts", shared="1")
    row = desk.locator("#panel-drafts li.draft", has_text="The third.")
    row.get_by_role("button", name="Discard").focus()
    do(newsroom, "ben", "take-over", "The third.", "drafts")
    expect(row).not_to_contain_text("Take over")
    expect(row.get_by_role("button", name="Discard")).to_be_focused()
