"""How a reader hears of what is new: counted, marked, announced, and never in the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

from .conftest import await_true, open_host, open_page

pytestmark = pytest.mark.browser

LONG = "Water at the door. " * 30


def is_hidden(page, hidden: bool) -> None:
    """Shows or hides the tab, as far as the page can tell."""
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_old_pages_count_newer_posts_and_lead_to_them(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}.", "45")
    old = open_page(context, newsroom, f"/{newsroom.slug}/page/1/")
    newest = old.locator("#newest")
    expect(newest).to_have_text("Newest")
    desk = newsroom.desk()
    desk.publish("The first of two.")
    expect(newest).to_have_text("1 newer post")
    desk.publish("The second.")
    expect(newest).to_have_text("2 newer posts")
    expect(old).to_have_title("(2) The Orrin rises")
    old.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(newest).to_be_in_viewport()
    newest.click()
    old.wait_for_url(f"**/{newsroom.slug}/")
    expect(old.locator("#post-47")).to_contain_text("The second.")


def test_old_pages_hear_of_corrections_of_posts_that_are_elsewhere(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}.", "45")
    pages = [open_page(context, newsroom, f"/{newsroom.slug}/{path}") for path in ("page/1/", "")]
    newsroom.desk().change(44, "Right.", "correct", "It was wrong.")
    expect(pages[0].locator("#notice")).to_contain_text("It was wrong.")
    expect(pages[0].locator("#newest")).to_have_text("Newest")
    newsroom.desk().change(2, "Right, too.", "correct", "It was not right.")
    expect(pages[1].locator("#notice")).to_contain_text("It was not right.")
    pages[1].locator("#notice a").click()
    expect(pages[1].locator("#post-2")).to_be_in_viewport()


def test_a_reader_goes_on_from_where_they_were_or_to_the_newest_and_back(newsroom, context):
    newsroom.program("publish", newsroom.slug, f"Post {{}}. {LONG}", "8")
    rex = open_page(context, newsroom)
    desk = newsroom.desk()
    rex.locator("#post-4").evaluate("each => scrollTo(0, each.offsetTop - 100)")
    before = rex.locator("#post-4").bounding_box()["y"]
    for number in (9, 10, 11):
        desk.publish(f"Post {number}. {LONG}")
    expect(rex.locator("#fresh")).to_have_text("3 new posts")

    rex.get_by_role("button", name="Go to the newest").click()
    expect(rex.locator("#post-11")).to_be_in_viewport()
    expect(rex.locator("#post-11 a").first).to_be_focused()
    assert rex.locator(".been + article").get_attribute("id") == "post-8"
    rex.get_by_role("button", name="Back to where you were").click()
    assert rex.locator("#post-4").bounding_box()["y"] == pytest.approx(before, abs=1)
    expect(rex.get_by_role("button", name="Back to where you were")).to_be_hidden()

    desk.publish(f"Post 12. {LONG}")
    desk.publish(f"Post 13. {LONG}")
    rex.get_by_role("button", name="2 new posts").click()
    expect(rex.locator("#post-12")).to_be_in_viewport()
    assert rex.locator("#post-13").bounding_box()["y"] < 0
    rex.get_by_role("link", name="Top").click()
    await_true(rex, "scrollY === 0")
    rex.get_by_role("button", name="Back to where you were").click()
    expect(rex.locator("#post-12")).to_be_in_viewport()
    rex.locator("#newest").click()
    expect(rex.locator("#post-13")).to_be_in_viewport()


def test_posts_are_counted_and_marked_until_they_were_seen(newsroom: Newsroom, context):
    newsroom.desk().front("summary", headline="What we know", **{"part-0-text": LONG * 3})
    rex = open_page(context, newsroom)
    rex.set_viewport_size({"width": 390, "height": 250})
    newsroom.desk().publish("Water.")
    # It is below what a reader at the top sees.
    expect(rex.locator("#post-1")).to_have_attribute("data-unread", "")
    expect(rex.locator("#newest")).to_have_text("1 new post")
    expect(rex).to_have_title("(1) The Orrin rises")
    rex.locator("#newest").click()
    expect(rex.locator("#post-1")).not_to_have_attribute("data-unread", "")
    expect(rex).to_have_title("The Orrin rises")


def test_a_hidden_tab_counts_until_it_is_looked_at(newsroom: Newsroom, rex):
    is_hidden(rex, hidden=True)
    for number in range(3):
        newsroom.desk().publish(f"Post {number}.")
    expect(rex).to_have_title("(3) The Orrin rises")
    is_hidden(rex, hidden=False)
    expect(rex).to_have_title("The Orrin rises")


def test_a_paused_page_shows_nothing_new_counts_on_and_stays_paused(newsroom: Newsroom, context):
    desk = newsroom.desk()
    desk.publish("Water at 4.2 m.")
    rex = open_page(context, newsroom)
    rex.get_by_role("button", name="Pause").click()
    desk.publish("Second.")
    desk.change(1, "Water at 2.4 m.", "correct", "It was 2.4 m.")
    expect(rex.locator("#fresh")).to_have_text("1 new post")
    expect(rex).to_have_title("(1) The Orrin rises")
    expect(rex.locator("#post-1")).to_contain_text("Water at 4.2 m.")
    rex.get_by_role("button", name="Resume").click()
    expect(rex.locator("#post-1")).to_contain_text("It was 2.4 m.")
    rex.locator("#fresh").click()
    expect(rex.locator("#post-2")).to_be_visible()

    rex.get_by_role("button", name="Pause").click()
    rex.reload()
    expect(rex.get_by_role("button", name="Resume")).to_be_visible()
    desk.publish("Third.")
    expect(rex.locator("#fresh")).to_have_text("1 new post")
    expect(rex.locator("article")).to_have_count(2)


@pytest.mark.parametrize("what", ["pin", "summary", "key points", "post"])
def test_changes_are_announced_by_headline_or_first_words(newsroom: Newsroom, context, what):
    desk = newsroom.desk()
    desk.publish("Water at the door.", "At the door")
    rex = open_page(context, newsroom)
    fields = {"byline-0-name": "Ada Lind"}
    if what == "post":
        desk.change(1, "Water in the house.", "correct", "It is in the house.", **fields)
        wanted = "It is in the house."
    elif what == "pin":
        desk.front("pin", post="1")
        wanted = "Pinned: At the door"
    elif what == "summary":
        desk.front("summary", headline="What we know", **{"part-0-text": "It rains."}, **fields)
        wanted = "What we know"
    else:
        desk.front("key-points", text="The bridge is closed")
        wanted = "The bridge is closed"
    expect(rex.locator("#told")).to_contain_text(wanted)
    assert "Ada" not in str(rex.locator("#told").text_content())


def test_what_the_server_says_of_a_change_is_announced_once(newsroom: Newsroom, context):
    context.route("**/live/**", lambda route: None)
    newsroom.desk().publish("Water.")
    rex = context.new_page()
    rex.clock.install()
    rex.goto(f"{newsroom.address}/{newsroom.slug}/")
    name = "post-1"

    def answer(route):
        found = route.fetch()
        # Any block may carry the seq of its last change of meaning, and a sentence about it.
        said = f'id=\\"{name}\\" data-changed=\\"7\\" data-news=\\"The bridge is open.\\"'
        route.fulfill(response=found, body=found.text().replace(f'id=\\"{name}\\"', said))

    context.route("**/changes/**", answer)
    newsroom.desk().change(1, "A typo heer.", "update", "It burns.")
    rex.clock.fast_forward(9000)
    expect(rex.locator("#post-1")).to_contain_text("A typo heer.")
    rex.clock.fast_forward(1100)
    expect(rex.locator("#told")).to_have_text("The bridge is open.")
    # The same block again, with other words that are no change of meaning.
    newsroom.desk().change(1, "A typo here.", "revise", "")
    rex.clock.fast_forward(7000)
    expect(rex.locator("#post-1")).to_contain_text("A typo heer.")
    newsroom.desk().publish("A third post.")
    rex.clock.fast_forward(20_000)
    expect(rex.locator("#told")).to_have_text("A third post.")


def test_focus_and_selection_stay_in_a_post_that_is_changed(newsroom: Newsroom, rex):
    desk = newsroom.desk()
    desk.publish("Water at 4.2 m by the old bridge.", "At the bridge")
    rex.locator("#post-1 .when a").focus()
    rex.evaluate(
        """() => {
          const text = document.querySelector("#post-1 .body p").firstChild;
          const from = text.data.indexOf("old");
          getSelection().setBaseAndExtent(text, from, text, from + 10);
        }"""
    )
    assert rex.evaluate("String(getSelection())") == "old bridge"
    desk.change(1, "Water at 2.41 m by the old bridge.", "correct", "It is 2.41 m.")
    expect(rex.locator("#post-1")).to_contain_text("Water at 2.41 m by the old bridge.")
    assert rex.evaluate("String(getSelection())") == "old bridge"
    expect(rex.locator("#post-1 .when a")).to_be_focused()
    expect(rex.locator("#notice")).to_be_hidden()

    desk.change(1, "Water at 2.41 m by the new bridge.", "correct", "It is the new bridge.")
    expect(rex.locator("#notice")).to_have_text("The text that you had selected has changed ✕")
    expect(rex.locator("#post-1 .when a")).to_be_focused()


def test_a_correction_above_the_window_shows_a_notice_that_leads_there(newsroom, context):
    newsroom.program("publish", newsroom.slug, f"Post {{}}. {LONG}", "8")
    rex = open_page(context, newsroom)
    rex.locator("#post-2").scroll_into_view_if_needed()
    desk = newsroom.desk()
    desk.change(1, f"Post one. {LONG}", "correct", "It is one.")
    expect(rex.locator("#post-1")).to_contain_text("It is one.")
    desk.change(8, f"Post eight. {LONG}", "correct", "It is eight.")
    expect(rex.locator("#notice")).to_contain_text("It is eight.")
    rex.locator("#notice a").click()
    expect(rex.locator("#post-8")).to_be_in_viewport()
    expect(rex.locator("#post-8 a").first).to_be_focused()
    expect(rex.locator("#notice")).to_be_hidden()


def test_links_to_posts_of_this_page_move_within_it(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, f"Post {{}}. {LONG}", "45")
    newsroom.desk().front("key-points", text="Near #44\nFar #2")
    rex = open_page(context, newsroom)
    rex.evaluate("window.here = true")
    rex.locator("#key-points").get_by_role("link", name="Near").click()
    expect(rex.locator("#post-44")).to_be_in_viewport()
    expect(rex.locator("#post-44 a").first).to_be_focused()
    assert rex.url.endswith(f"/{newsroom.slug}/#post-44")
    assert rex.evaluate("window.here")
    rex.get_by_role("button", name="Back to where you were").click()
    rex.locator("#key-points").get_by_role("link", name="Far").click()
    rex.locator("#post-2").wait_for()
    assert rex.evaluate("window.here") is None


def test_ten_arrivals_in_an_embed_move_nothing_on_the_page_around_it(newsroom, context, host):
    desk = newsroom.desk()
    desk.publish(f"First. {LONG}")
    script = f'src="{newsroom.address}/embed.js" data-coverage="{newsroom.slug}"'
    page = open_host(context, host, f'<script {script}></script><p id="below">Below.</p>')
    frame = page.frame_locator("iframe")
    expect(frame.locator("#liveness")).to_have_text("This page is live")
    # The frame has the height of its content by now.
    await_true(page, "document.querySelector('iframe').style.height !== '600px'")
    before = page.locator("#below").bounding_box()["y"]
    newsroom.program("publish", newsroom.slug, f"Post {{}}. {LONG}", "10")
    expect(frame.locator("#fresh")).to_have_text("10 new posts")
    assert page.locator("#below").bounding_box()["y"] == before
    frame.locator("#fresh").click()
    expect(frame.locator("#post-11")).to_be_visible()
    assert page.faults == []


def test_an_embed_names_coverage_and_date(newsroom: Newsroom, context):
    newsroom.desk().publish("Water.")
    for path in ("", "post/1/"):
        page = open_page(context, newsroom, f"/{newsroom.slug}/{path}embed/")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("h1")).to_have_text("The Orrin rises")
        expect(page.locator("time[data-full]").first).to_be_visible()
        newsroom.desk().front("title", headline="The Orrin falls")
        expect(page.locator("h1")).to_have_text("The Orrin falls")
        newsroom.desk().front("title", headline="The Orrin rises")
