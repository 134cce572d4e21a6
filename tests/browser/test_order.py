"""Where a block goes on an open page, which version of it stays, and what waits for the reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom, get

from .conftest import open_page

pytestmark = pytest.mark.browser

LONG = "Water at the door. " * 30


def test_a_held_post_is_not_replaced_by_an_older_version(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, f"Post {{}}. {LONG}", "8")
    context.route("**/live/**", lambda route: None)
    rex = context.new_page()
    rex.clock.install()
    rex.goto(f"{newsroom.address}/{newsroom.slug}/")
    rex.locator("#post-3").scroll_into_view_if_needed()
    start = newsroom.cursor()
    desk = newsroom.desk()
    desk.publish("Wrong figure.")
    old = get(newsroom.address, f"/{newsroom.slug}/changes/?after={start}").text
    assert "Wrong figure." in old
    desk.change(9, "Right figure.", "correct", "It was wrong.")
    rex.clock.fast_forward(9000)
    expect(rex.locator("#fresh")).to_have_text("1 new post")
    # An answer that was on its way for long.
    context.route("**/changes/**", lambda route: route.fulfill(body=old))
    with rex.expect_request_finished(lambda request: "changes" in request.url):
        rex.clock.fast_forward(7000)
    rex.locator("#fresh").click()
    expect(rex.locator("#post-9")).to_contain_text("Right figure.")
    expect(rex.get_by_text("Wrong figure.")).to_have_count(0)


def test_the_tenth_version_is_newer_than_the_ninth(own_newsroom: Newsroom, context):
    own_newsroom.program("publish", own_newsroom.slug, "Post {}.", "9")
    rex = open_page(context, own_newsroom)
    assert int(rex.locator("#post-1").get_attribute("data-seq") or 0) < 10
    own_newsroom.desk().change(1, "Changed.", "correct", "It was wrong.")
    expect(rex.locator("#post-1")).to_contain_text("Changed.")
    assert int(rex.locator("#post-1").get_attribute("data-seq") or 0) >= 10
    own_newsroom.desk().change(9, "Changed, too.", "correct", "It was wrong.")
    expect(rex.locator("#post-9")).to_contain_text("Changed, too.")


def test_an_old_page_takes_the_posts_that_are_dated_into_it_and_no_others(
    newsroom: Newsroom, context
):
    newsroom.program("publish", newsroom.slug, "Post {}.", "45")
    rex, old = (
        open_page(context, newsroom),
        open_page(context, newsroom, f"/{newsroom.slug}/page/1/"),
    )
    fields = {"part-0-text": "Long ago.", "dated": "2024-02-29T23:30", "do": "publish"}
    assert (
        newsroom.desk().send(f"/desk/{newsroom.slug}/", fields, where="part-0-text").status == 302
    )
    expect(old.locator("#post-46")).to_contain_text("Long ago.")
    newsroom.desk().publish("Now.")
    expect(rex.locator("#post-47")).to_be_visible()
    expect(rex.locator("#post-46")).to_have_count(0)


def test_one_place_is_marked_up_to_which_a_reader_had_read(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, f"Post {{}}. {LONG}", "8")
    rex = open_page(context, newsroom)
    rex.locator("#post-3").scroll_into_view_if_needed()
    for number in (9, 10):
        newsroom.desk().publish(f"Post {number}. {LONG}")
        rex.locator("#fresh").click()
        expect(rex.locator(f"#post-{number}")).to_be_in_viewport()
        expect(rex.locator(".been")).to_have_count(1)
    assert rex.locator(".been + article").get_attribute("id") == "post-9"


def test_nothing_comes_in_under_a_finger_that_is_down(newsroom: Newsroom, rex):
    newsroom.desk().publish("Water.")
    expect(rex.locator("#post-1")).to_be_visible()
    rex.mouse.move(5, 5)
    rex.mouse.down()
    newsroom.desk().publish("Fire.")
    expect(rex.locator("#fresh")).to_have_text("1 new post")
    expect(rex.locator("article")).to_have_count(1)
    rex.mouse.up()
    newsroom.desk().publish("Wind.")
    expect(rex.locator("#post-3")).to_be_visible()
    rex.locator("#fresh").click()
    order = rex.locator("article").evaluate_all("all => all.map(each => each.id)")
    assert order == ["post-3", "post-2", "post-1"]
