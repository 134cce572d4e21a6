"""A text that was taken back goes from every open page, whatever the page does at the time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

from .conftest import await_true, open_page
from .test_return import leave

pytestmark = pytest.mark.browser

SECRET = "The mayor did it"


def pause(page) -> None:
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()


@pytest.mark.parametrize("how", ["withdraw", "retract"])
def test_a_paused_page_shows_what_was_taken_back_and_only_that(newsroom: Newsroom, context, how):
    desk = newsroom.desk()
    desk.publish("He was seen.", SECRET)
    desk.publish("Water at 4.2 m.")
    desk.front("pin", post="1")
    rex = open_page(context, newsroom)
    expect(rex.locator('[data-block="pin"]')).to_contain_text(SECRET)
    pause(rex)
    desk.change(2, "Water at 2.4 m.", "correct", "It was 2.4 m.")
    expect(rex.get_by_role("button", name="Resume: 1 change")).to_be_visible()
    expect(rex.locator("#post-2")).to_contain_text("Water at 4.2 m.")
    if how == "withdraw":
        desk.withdraw(1, "Another man.")
        expect(rex.locator("#post-1")).to_contain_text("Post withdrawn")
        expect(rex.locator('[data-block="pin"]')).not_to_contain_text(SECRET)
    else:
        page = f"/desk/{newsroom.slug}/post/1/"
        reason = {"retract-reason": "Another man."}
        answer = desk.send(f"{page}retract/", reason, form=page, where="retract-reason")
        assert answer.status == 302
        expect(rex.locator("#post-1 .retraction")).to_contain_text("Another man.")
        expect(rex.locator('[data-block="pin"]')).to_contain_text("Another man.")
    expect(rex.locator("#post-2")).to_contain_text("Water at 4.2 m.")
    rex.get_by_role("button", name="Resume: 1 change").click()
    expect(rex.locator("#post-2")).to_contain_text("It was 2.4 m.")
    expect(rex.get_by_role("button", name="Pause", exact=True)).to_be_visible()


def test_paper_is_dated_by_the_last_moment_at_which_nothing_was_kept_back(newsroom, context):
    desk = newsroom.desk()
    desk.publish("Water at 4.2 m.")
    rex = open_page(context, newsroom)
    time = rex.locator(".on-paper time")

    def printed() -> str:
        rex.evaluate("dispatchEvent(new Event('beforeprint'))")
        return str(time.get_attribute("datetime"))

    pause(rex)
    desk.change(1, "Water at 2.4 m.", "correct", "It was 2.4 m.")
    expect(rex.get_by_role("button", name="Resume: 1 change")).to_be_visible()
    kept_back = printed()
    desk.change(1, "Water at 2.3 m.", "correct", "It was 2.3 m.")
    desk.publish("Second.")
    expect(rex.locator("#fresh")).to_have_text("1 new post")
    assert printed() == kept_back
    rex.get_by_role("button", name="Resume").click()
    assert printed() == kept_back
    rex.locator("#fresh").click()
    assert printed() > kept_back


def test_what_a_reader_missed_no_longer_says_what_was_withdrawn(newsroom: Newsroom, context):
    desk = newsroom.desk()
    desk.publish("First.")
    rex = open_page(context, newsroom)
    leave(rex, newsroom.slug)
    desk.publish("He was seen.", SECRET)
    rex = open_page(context, newsroom)
    since = rex.locator("#since")
    expect(since.get_by_role("link")).to_have_text(SECRET)
    desk.withdraw(2, "Another man.")
    expect(since.get_by_role("link")).to_contain_text("Another man.")
    expect(since).not_to_contain_text(SECRET)


def test_the_head_of_an_open_page_forgets_what_was_withdrawn(newsroom: Newsroom, context):
    desk = newsroom.desk()
    desk.publish("He was seen.", SECRET)
    whole = open_page(context, newsroom)
    own = open_page(context, newsroom, f"/{newsroom.slug}/post/1/")
    assert SECRET in whole.content()
    assert SECRET in own.title()
    desk.withdraw(1, "Another man.")
    expect(whole.locator("#post-1")).to_contain_text("Post withdrawn")
    assert SECRET not in whole.locator("head").inner_html()
    await_true(own, "words => !document.documentElement.outerHTML.includes(words)", SECRET)
    expect(own.locator("#post-1")).to_contain_text("Another man.")


def test_a_paused_page_hears_that_the_coverage_is_closed(newsroom: Newsroom, context):
    rex = open_page(context, newsroom)
    pause(rex)
    newsroom.desk().front("state", state="closed")
    expect(rex.locator("#liveness")).to_have_text("This coverage is closed")


def test_a_headline_with_dollars_is_the_title_as_it_is(newsroom: Newsroom, context):
    rex = open_page(context, newsroom)
    newsroom.desk().front("title", headline="It costs A$$ and $& more")
    expect(rex).to_have_title("It costs A$$ and $& more")


def test_a_clock_that_is_set_back_silences_nothing(newsroom: Newsroom, context):
    context.add_init_script(
        "window.skew = 0; const now = Date.now; Date.now = () => now() + window.skew"
    )
    rex = open_page(context, newsroom)
    newsroom.desk().publish("First.")
    expect(rex.locator("#told")).to_have_text("First.")
    rex.evaluate("window.skew = -3600_000")
    newsroom.desk().publish("Second.")
    expect(rex.locator("#told")).to_have_text("Second.", timeout=20_000)


def test_a_page_that_cannot_catch_up_waits_longer_each_time(newsroom: Newsroom, context):
    epoch = newsroom.cursor().split("-")[0]
    body = f"event: hello\ndata: {{}}\n\nid: {epoch}-999\nevent: reset\ndata: {{}}\n\n"
    reset = {"content_type": "text/event-stream", "body": body}
    context.route("**/live/**", lambda route: route.fulfill(**reset))
    rex = context.new_page()
    rex.clock.install()
    asked: list[int] = []
    address = f"{newsroom.address}/{newsroom.slug}/"
    rex.goto(address)

    def fail(route):
        asked.append(1)
        route.abort()

    context.route(address, fail)
    for _ in range(60):
        rex.clock.run_for(5000)
    # After 5, 10, 20, 40 and 80 seconds, and then every 80, with a second or two for each attempt.
    assert 4 <= len(asked) <= 14, len(asked)


def test_an_embed_neither_stores_a_visit_nor_a_place(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}. " + "Water at the door. " * 30, "8")
    page = open_page(context, newsroom, f"/{newsroom.slug}/embed/")
    page.locator("#post-3").evaluate("each => each.scrollIntoView()")
    page.evaluate("window.here = true")
    newsroom.run("rebuild")
    expect(page.locator(f'main[data-cursor="{newsroom.cursor()}"]')).to_have_count(1)
    assert page.evaluate("window.here") is None
    expect(page.locator("#liveness")).to_have_text("This page is live")
    stored = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
    assert [each for each in page.evaluate(stored) if newsroom.slug in each] == []


def test_new_posts_that_were_withdrawn_are_not_counted_and_come_as_tombstones(newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}. " + "Water at the door. " * 30, "8")
    rex = open_page(context, newsroom)
    rex.locator("#post-3").scroll_into_view_if_needed()
    desk = newsroom.desk()
    desk.publish("He was seen.", SECRET)
    desk.publish("The dam holds.")
    expect(rex.locator("#fresh")).to_have_text("2 new posts")
    desk.withdraw(9, "Another man.")
    expect(rex.locator("#fresh")).to_have_text("1 new post")
    expect(rex).to_have_title(re.compile(r"^\(1\) "))
    desk.withdraw(10, "It does not.")
    expect(rex.locator("#fresh")).to_be_hidden()
    expect(rex).to_have_title(re.compile(r"^[^(]"))
    rex.locator("#newest").click()
    expect(rex.locator("#post-9")).to_contain_text("Another man.")
    assert SECRET not in rex.content()


def test_a_page_of_older_posts_does_not_count_what_was_withdrawn(newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}.", "45")
    rex = open_page(context, newsroom, f"/{newsroom.slug}/page/1/")
    newsroom.desk().publish("He was seen.", SECRET)
    expect(rex.locator("#newest")).to_have_text("1 newer post")
    newsroom.desk().withdraw(46, "Another man.")
    expect(rex.locator("#newest")).to_have_text("Newest")
    expect(rex.locator("#told")).not_to_contain_text(SECRET)


def test_neither_the_last_announcement_nor_the_notice_keeps_what_was_withdrawn(newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}. " + "Water at the door. " * 30, "8")
    rex = open_page(context, newsroom)
    desk = newsroom.desk()
    desk.change(1, "He was seen.", "update", f"{SECRET}.")
    expect(rex.locator("#notice")).to_contain_text(SECRET)
    expect(rex.locator("#told")).to_contain_text(SECRET)
    desk.withdraw(1, "Another man.")
    expect(rex.locator("#post-1")).to_contain_text("Another man.")
    assert SECRET not in rex.content()


def test_a_correction_below_the_window_shows_the_way_to_it(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}. " + "Water at the door. " * 30, "8")
    rex = open_page(context, newsroom)
    expect(rex.locator("#post-1")).not_to_be_in_viewport()
    newsroom.desk().change(1, "Post 1. Wine.", "correct", "It was wine.")
    notice = rex.locator("#notice a")
    expect(notice).to_contain_text("It was wine.")
    notice.click()
    expect(rex.locator("#post-1")).to_be_in_viewport()
    expect(rex.locator("#notice")).to_be_hidden()


def test_a_closed_coverage_says_once_that_it_is_over_and_offers_no_pause(newsroom, context):
    newsroom.desk().publish("Water.")
    rex = open_page(context, newsroom)
    expect(rex.get_by_role("button", name="Pause")).to_be_visible()
    newsroom.desk().front("state", state="closed")
    expect(rex.locator("#liveness")).to_have_text("This coverage is closed")
    expect(rex.locator("#pause")).to_be_hidden()
    for _ in range(2):
        assert rex.locator(".opening").inner_text().lower().count("as it happened") == 1
        rex.reload()
        expect(rex.locator("#liveness")).to_have_text("This coverage is closed")
    expect(rex.locator("#pause")).to_be_hidden()
