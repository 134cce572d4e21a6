"""Tabs and embeds of one browser share a stream, and none is left without one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.chromium import SWITCHES, chromium_path
from tests.newsroom import Newsroom

from .conftest import open_host, open_page

pytestmark = pytest.mark.browser


def test_eight_tabs_and_eight_embeds_are_live_over_http_1(newsroom: Newsroom, context, host):
    streams = []
    context.on("request", lambda each: streams.append(each) if "/live/" in each.url else None)
    context.on("requestfinished", lambda each: each in streams and streams.remove(each))
    tabs = [open_page(context, newsroom) for _ in range(8)]
    script = f'src="{newsroom.address}/embed.js" data-coverage="{newsroom.slug}"'
    page = open_host(context, host, f"<script {script}></script>" * 8)
    frames = [page.frame_locator("iframe").nth(number) for number in range(8)]
    for each in frames:
        expect(each.locator("#liveness")).to_have_text("This page is live")
    # One for the tabs, and at most one more for the frames on another site.
    assert len(streams) <= 2
    newsroom.desk().publish("Water.")
    for tab in tabs:
        expect(tab.locator("#post-1")).to_contain_text("Water.")
        assert tab.faults == []
    for each in frames:
        expect(each.locator("#fresh")).to_have_text("1 new post")


def test_the_other_tabs_go_on_when_the_one_with_the_stream_is_closed(newsroom, context):
    first, second, third = (open_page(context, newsroom) for _ in range(3))
    with context.expect_event("request", lambda each: "/live/" in each.url):
        first.close()
    newsroom.desk().publish("Water.")
    for page in (second, third):
        expect(page.locator("#post-1")).to_contain_text("Water.")
        assert page.faults == []


def test_a_tab_that_is_older_than_the_one_with_the_stream_misses_nothing(newsroom, context):
    first, second = open_page(context, newsroom), open_page(context, newsroom)
    tell(second, "freeze")
    newsroom.desk().publish("Water.")
    expect(first.locator("#post-1")).to_be_visible()
    tell(second, "resume")
    expect(second.locator("#post-1")).to_contain_text("Water.")
    expect(second.locator("#liveness")).to_have_text("This page is live")


def test_a_frozen_tab_gives_up_the_stream_and_catches_up(newsroom: Newsroom, context):
    first, second = open_page(context, newsroom), open_page(context, newsroom)
    with second.expect_response(lambda answer: "/live/" in answer.url):
        tell(first, "freeze")
    newsroom.desk().publish("Water.")
    expect(second.locator("#post-1")).to_contain_text("Water.")
    tell(first, "resume")
    expect(first.locator("#post-1")).to_contain_text("Water.")


def tell(page, event: str) -> None:
    """As a browser tells a tab. Chromium's own command for it freezes no tab that can be seen."""
    page.evaluate(f"document.dispatchEvent(new Event('{event}'))")


def test_a_tab_does_not_wait_for_one_that_is_silent(newsroom: Newsroom, context):
    stuck = context.new_page()
    stuck.goto(f"{newsroom.address}/healthz")
    stuck.evaluate(
        "name => void navigator.locks.request(name, () => new Promise(() => 0))",
        f"dateline:1:{newsroom.slug}",
    )
    rex = context.new_page()
    rex.clock.install()
    rex.goto(f"{newsroom.address}/{newsroom.slug}/")
    rex.locator("#pause").wait_for()
    expect(rex.locator("#liveness")).not_to_have_attribute("data-state", "live")
    rex.clock.fast_forward(20_500)
    expect(rex.locator("#liveness")).to_have_text("This page is live")
    newsroom.desk().publish("Water.")
    expect(rex.locator("#post-1")).to_contain_text("Water.")


def test_a_page_without_locks_has_a_stream_of_its_own(newsroom: Newsroom, context):
    context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    pages = [open_page(context, newsroom) for _ in range(2)]
    newsroom.desk().publish("Water.")
    for page in pages:
        expect(page.locator("#post-1")).to_contain_text("Water.")
        assert page.faults == []


def test_a_frame_without_an_origin_has_a_stream_of_its_own(newsroom: Newsroom, context, host):
    address = f"{newsroom.address}/{newsroom.slug}/embed/"
    page = open_host(context, host, f'<iframe src="{address}" sandbox="allow-scripts"></iframe>')
    frame = page.frame_locator("iframe")
    expect(frame.locator("#liveness")).to_have_text("This page is live")
    newsroom.desk().publish("Water.")
    expect(frame.locator("#fresh")).to_have_text("1 new post")
    assert page.faults == []


def test_a_page_in_the_back_forward_cache_catches_up(newsroom: Newsroom, chromium):
    # Playwright turns that cache off.
    browser = chromium.browser_type.launch(
        executable_path=chromium_path(whole=True),
        args=SWITCHES,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    rex = open_page(browser.new_context(), newsroom)
    rex.evaluate("addEventListener('pageshow', (event) => (window.kept = event.persisted))")
    rex.goto("data:text/html,<p>Elsewhere.</p>")
    newsroom.desk().publish("Water.")
    rex.go_back(wait_until="commit")
    expect(rex.locator("#post-1")).to_contain_text("Water.")
    expect(rex.locator("#liveness")).to_have_text("This page is live")
    assert rex.evaluate("window.kept")
    browser.close()


def test_a_reader_hears_at_once_that_the_network_is_gone(newsroom: Newsroom, context, rex):
    context.set_offline(True)
    expect(rex.locator("#liveness")).to_contain_text("Reconnecting; last heard")
    context.set_offline(False)
    expect(rex.locator("#liveness")).to_have_text("This page is live")
    newsroom.desk().publish("Water.")
    expect(rex.locator("#post-1")).to_contain_text("Water.")


def test_the_state_of_the_connection_stays_beside_the_reader(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}. " + "Water at the door. " * 30, "8")
    rex = open_page(context, newsroom)
    for width in (390, 1280):
        rex.set_viewport_size({"width": width, "height": 844})
        rex.locator("#post-3").scroll_into_view_if_needed()
        expect(rex.locator("#liveness")).to_be_in_viewport()
        bar = rex.locator("#bar").bounding_box()
        assert bar["y"] == 0
        assert bar["height"] <= 48
