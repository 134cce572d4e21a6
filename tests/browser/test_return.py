"""A reader who cannot stream, and a reader who comes back and sees what they missed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

from .conftest import await_true, open_page

pytestmark = pytest.mark.browser


def test_a_page_whose_stream_is_buffered_polls_and_returns_to_the_stream(newsroom, context):
    context.route("**/live/**", lambda route: None)
    rex = context.new_page()
    rex.clock.install()
    rex.goto(f"{newsroom.address}/{newsroom.slug}/")
    desk = newsroom.desk()
    desk.publish("Water.")
    expect(rex.locator("article")).to_have_count(0)
    rex.clock.fast_forward(9000)
    expect(rex.locator("#post-1")).to_contain_text("Water.")
    expect(rex.locator("#liveness")).to_have_text("This page is live")

    desk.change(1, "Wine.", "correct", "It was wine.")
    rex.clock.fast_forward(7000)
    expect(rex.locator("#post-1")).to_contain_text("Wine.")
    expect(rex.locator("article")).to_have_count(1)

    context.unroute("**/live/**")
    rex.clock.fast_forward(70_000)
    polls = []
    rex.on("request", lambda request: polls.append(request.url) if "changes" in request.url else 0)
    desk.publish("Over the stream again.")
    expect(rex.get_by_role("article").get_by_text("Over the stream again.")).to_be_visible()
    polls.clear()
    rex.clock.fast_forward(20_000)
    desk.publish("And again.")
    expect(rex.get_by_role("article").get_by_text("And again.")).to_be_visible()
    assert polls == []


def test_a_failed_poll_says_so_and_the_next_one_recovers(newsroom: Newsroom, context):
    context.route("**/live/**", lambda route: None)
    rex = context.new_page()
    rex.clock.install()
    rex.goto(f"{newsroom.address}/{newsroom.slug}/")
    context.route("**/changes/**", lambda route: route.abort())
    rex.clock.fast_forward(9000)
    expect(rex.locator("#liveness")).to_contain_text("Reconnecting; last heard")
    context.unroute("**/changes/**")
    newsroom.desk().publish("Water.")
    rex.clock.fast_forward(7000)
    expect(rex.locator("#post-1")).to_contain_text("Water.")
    expect(rex.locator("#liveness")).to_have_text("This page is live")


def leave(page, slug: str, minutes: int = 60) -> None:
    """Makes this browser believe that it closed the page some time ago."""
    page.evaluate(
        """([key, minutes]) => {
          const last = JSON.parse(localStorage.getItem(key));
          localStorage.setItem(key, JSON.stringify({ ...last, at: Date.now() - minutes * 60000 }));
        }""",
        [f"dateline:{slug}", minutes],
    )
    page.goto("about:blank")


def test_a_reader_who_comes_back_sees_what_they_missed(newsroom: Newsroom, context):
    desk = newsroom.desk()
    desk.publish("Water at 4.2 m.", "First")
    desk.publish("A typo heer.", "Second")
    rex = open_page(context, newsroom)
    leave(rex, newsroom.slug)
    desk.publish("Third post.", "Third")
    desk.publish("Fourth post.", "Fourth")
    desk.change(1, "Water at 2.4 m.", "correct", "It was 2.4 m.")
    desk.change(2, "A typo here.", "revise", "")
    # One that is new and was changed already is new, and is counted once.
    desk.change(3, "The third post.", "correct", "It is the third.")

    rex = open_page(context, newsroom)
    since = rex.locator("#since")
    expect(since).to_contain_text("2 posts, 1 change")
    expect(since).to_contain_text("Since you left at")
    expect(since.get_by_role("link")).to_have_count(3)
    expect(since).to_contain_text("It was 2.4 m.")
    since.get_by_role("link", name="Third").click()
    expect(rex.locator("#post-3")).to_be_in_viewport()
    assert rex.faults == []

    rex.goto("about:blank")
    rex = open_page(context, newsroom)
    expect(rex.locator("#since")).to_be_hidden()


@pytest.mark.parametrize(("minutes", "told"), [(1, False), (6, True)])
def test_who_looks_away_for_some_minutes_is_told_what_they_missed(
    newsroom: Newsroom, context, minutes, told
):
    rex = context.new_page()
    rex.clock.install()
    rex.goto(f"{newsroom.address}/{newsroom.slug}/")
    expect(rex.locator("#liveness")).to_have_text("This page is live")

    def look(away: bool) -> None:
        rex.evaluate(
            """(away) => {
              Object.defineProperty(document, "hidden", { get: () => away, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            away,
        )

    def await_remembered(cursor: str) -> None:
        stored = f"JSON.parse(localStorage.getItem('dateline:{newsroom.slug}'))?.cursor"
        await_true(rex, f"seen => {stored} === seen", cursor)

    before = newsroom.cursor()
    await_remembered(before)
    look(away=True)
    newsroom.desk().publish("Water.", "Over the mark")
    expect(rex.locator("#post-1")).to_be_attached()
    # Nobody has read it yet.
    await_remembered(before)
    rex.clock.fast_forward(minutes * 60_000)
    look(away=False)
    await_remembered(newsroom.cursor())
    expect(rex.locator("#since")).to_be_visible(visible=told)
    if told:
        expect(rex.locator("#since")).to_contain_text("1 post")
        expect(rex.locator("#since").get_by_role("link")).to_have_text("Over the mark")


def test_a_reader_who_was_away_for_more_than_a_page_can_reach_every_post(newsroom, context):
    newsroom.desk().publish("First.")
    rex = open_page(context, newsroom)
    leave(rex, newsroom.slug)
    newsroom.program("publish", newsroom.slug, "Later {}.", "60")
    # The server polls for what another process wrote. A page from before would get all 60 posts
    # through its stream, and so have them on the page.
    newsroom.until_shown("Later 60.")
    rex = open_page(context, newsroom)
    expect(rex.locator("#since")).to_contain_text("60 posts")
    # The newest are in the list, and the last line leads to the oldest.
    rex.locator("#since").get_by_role("link", name="Later 41.", exact=True).click()
    expect(rex.locator("#post-42")).to_be_in_viewport()
    rex.locator("#since").get_by_role("link").last.click()
    rex.wait_for_url(f"**/{newsroom.slug}/post/2/*")
    expect(rex.locator("#post-2")).to_be_in_viewport()


def test_where_the_reader_had_been_is_marked(newsroom: Newsroom, context):
    desk = newsroom.desk()
    for number in range(8):
        desk.publish(f"Post {number + 1}. " + "Water at the door. " * 30)
    rex = open_page(context, newsroom)
    rex.locator("#post-3").scroll_into_view_if_needed()
    desk.publish("Nine.")
    expect(rex.locator("#fresh")).to_have_text("1 new post")
    rex.locator("#fresh").click()
    order = rex.locator("#posts > *").evaluate_all("all => all.map(e => e.id || e.className)")
    assert order[:4] == ["day", "post-9 arrived".split()[0], "been", "post-8"]


def test_a_reader_whose_browser_keeps_nothing_reads_all_the_same(newsroom: Newsroom, chromium):
    private = chromium.new_context()
    private.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
    )
    rex = open_page(private, newsroom)
    newsroom.desk().publish("Water.")
    expect(rex.locator("#post-1")).to_contain_text("Water.")
    assert rex.faults == []
    private.close()


def test_a_clock_that_is_wrong_by_hours_changes_nothing(newsroom: Newsroom, chromium):
    wrong = chromium.new_context(timezone_id="Europe/London")
    wrong.add_init_script("const now = Date.now; Date.now = () => now() - 7 * 3600 * 1000")
    rex = open_page(wrong, newsroom)
    desk = newsroom.desk()
    desk.publish("Water.")
    expect(rex.locator("#post-1")).to_contain_text("Water.")
    desk.withdraw(1, "Wrong.")
    expect(rex.locator("#post-1")).to_contain_text("Post withdrawn")
    wrong.close()


def test_a_corrected_summary_is_announced_and_told_to_a_reader_who_comes_back(
    newsroom: Newsroom, context
):
    desk = newsroom.desk()
    desk.publish("Water.")
    desk.front("summary", headline="What we know", **{"part-0-text": "Nobody is hurt."})
    rex = open_page(context, newsroom)
    note = "Three people have died."
    dead = {"part-0-text": "Three people are dead.", "change": "corrected", "note": note}
    assert desk.front("summary", headline="What we know", **dead).status == 302
    expect(rex.locator("#told")).to_contain_text(note)
    expect(rex.locator("#summary .change")).to_contain_text(note)

    leave(rex, newsroom.slug)
    desk.front("title", headline="The Orrin falls")
    rex.goto(f"{newsroom.address}/{newsroom.slug}/")
    since = rex.locator("#since")
    expect(since).to_contain_text("1 change")
    # The summary was corrected before the reader left, and the headline changed afterwards.
    expect(since.get_by_role("link")).to_have_attribute("href", f"/{newsroom.slug}/#headline")
    expect(since.get_by_role("link")).to_contain_text("Headline changed")
