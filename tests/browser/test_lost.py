"""A page that loses its stream: it says so, asks again, and never asks for more than it should."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

from .conftest import await_true, open_page

pytestmark = pytest.mark.browser


def open_with_clock(context, newsroom: Newsroom):
    """A page whose clock a test can move forward, before it has heard from its stream."""
    page = context.new_page()
    page.clock.install()
    page.goto(f"{newsroom.address}/{newsroom.slug}/")
    return page


def come_online(page) -> str:
    """As when the network is back; returns the address of the stream that the page asks for."""
    with page.expect_request("**/live/**") as asked:
        page.evaluate("dispatchEvent(new Event('online'))")
    return str(asked.value.url)


def test_after_silence_a_page_says_that_it_is_lost_and_connects_again(newsroom: Newsroom, context):
    rex = open_with_clock(context, newsroom)
    liveness = rex.locator("#liveness")
    expect(liveness).to_have_text("This page is live")
    # The stream that is open stays open and silent; a new one is held back. So is polling, which
    # begins at the same moment of the page's clock: it would make the page live again, and if it
    # failed, it would show the same notice.
    context.route("**/live/**", lambda route: None)
    context.route("**/changes/**", lambda route: None)
    # Stopped, because the page tries the stream again after a minute whatever it has noticed.
    with rex.expect_request("**/live/**"):
        rex.clock.pause_at(rex.evaluate("Date.now() / 1000") + 20)
    expect(liveness).to_contain_text("Reconnecting; last heard")
    context.unroute("**/live/**")
    context.unroute("**/changes/**")
    rex.clock.resume()
    rex.clock.fast_forward(60_000)
    expect(liveness).to_have_text("This page is live")
    newsroom.desk().publish("Water.")
    expect(rex.locator("#post-1")).to_contain_text("Water.")


def test_a_page_that_is_told_to_load_itself_anew_does_so_once_in_ten_seconds(
    newsroom: Newsroom, context
):
    context.add_init_script(
        """if (location.protocol === "http:") {
          const all = JSON.parse(sessionStorage.all ?? "[]");
          all.push(history.state?.reloaded ?? 0);
          sessionStorage.all = JSON.stringify(all);
        }"""
    )
    body = "event: hello\ndata: {}\n\nevent: reset\ndata: {}\n\n"
    reset = {"content_type": "text/event-stream", "body": body}
    context.route("**/live/**", lambda route: route.fulfill(**reset))
    rex = open_with_clock(context, newsroom)

    def await_load(number: int) -> None:
        await_true(rex, "n => JSON.parse(sessionStorage.all).length >= n", number)

    # Once at most within two seconds, and then again as soon as ten have passed.
    rex.clock.fast_forward(2000)
    await_load(2)
    rex.locator("#liveness[data-state]").wait_for()
    rex.clock.fast_forward(7000)
    rex.clock.fast_forward(5000)
    await_load(3)
    first, second, third, *_ = rex.evaluate("JSON.parse(sessionStorage.all)")
    assert first == 0
    assert third - second >= 10_000


def test_a_page_connects_at_once_when_it_is_online_again_from_where_it_is(
    newsroom: Newsroom, context
):
    rex = open_page(context, newsroom)
    start = newsroom.cursor()
    assert come_online(rex).endswith(f"?after={start}")
    newsroom.desk().publish("Water.")
    expect(rex.locator("#post-1")).to_contain_text("Water.")
    assert newsroom.cursor() != start
    assert come_online(rex).endswith(f"?after={newsroom.cursor()}")
    assert rex.faults == []


def test_a_closed_coverage_is_asked_for_its_stream_once(newsroom: Newsroom, context):
    newsroom.desk().front("state", state="closed")
    asked = []
    context.on("request", lambda each: asked.append(each.url) if "/live/" in each.url else None)
    rex = open_with_clock(context, newsroom)
    expect(rex.locator("#liveness")).to_have_attribute("data-state", "closed")
    expect(rex.locator("#liveness")).to_have_text("This coverage is closed")
    rex.clock.fast_forward(70_000)
    rex.clock.fast_forward(70_000)
    expect(rex.locator("#liveness")).to_have_text("This coverage is closed")
    assert len(asked) == 1


def test_a_page_whose_stream_is_refused_asks_again_by_itself(newsroom: Newsroom, context):
    context.route("**/live/**", lambda route: route.fulfill(status=503, body="Not now."))
    rex = open_with_clock(context, newsroom)
    expect(rex.locator("#liveness")).to_contain_text("Reconnecting; last heard")
    context.unroute("**/live/**")
    with rex.expect_request("**/live/**"):
        rex.clock.fast_forward(5000)
    expect(rex.locator("#liveness")).to_have_text("This page is live")
