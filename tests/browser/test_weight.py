"""A first page is light: bytes, requests, no third party, no layout shift."""

from __future__ import annotations

import pytest
from bench.weight import FILE, SHIFT

from tests.newsroom import Newsroom, get

pytestmark = pytest.mark.browser


def test_a_first_page_of_twenty_posts_is_light(newsroom: Newsroom, context):
    newsroom.python(FILE.format(slug="twenty", count=20))
    page = context.new_page()
    sizes: dict[str, tuple[str, int]] = {}

    def note(request):
        if "/live/" not in request.url:
            sizes[request.url] = (request.resource_type, request.sizes()["responseBodySize"])

    page.on("requestfinished", note)
    page.goto(f"{newsroom.address}/twenty/")
    page.get_by_text("This page is live").wait_for()
    assert all(url.startswith(newsroom.address) for url in sizes)
    kinds = [kind for kind, _ in sizes.values()]
    assert kinds.count("stylesheet") == kinds.count("script") == 1
    assert sum(size for _, size in sizes.values()) <= 50 * 1024
    assert sum(size for kind, size in sizes.values() if kind == "script") <= 8 * 1024
    for url, (kind, _) in sizes.items():
        if kind in ("stylesheet", "script"):
            answer = get(newsroom.address, url.removeprefix(newsroom.address))
            assert "immutable" in answer.headers["cache-control"]
    changed = next(url for url in sizes if url.endswith(".css")).replace("/page.", "/page.0")
    assert get(newsroom.address, changed.removeprefix(newsroom.address)).status == 404


def test_nothing_shifts_while_pictures_come(shared_filled: Newsroom, chromium):
    for width in (390, 1280):
        page = chromium.new_page(bypass_csp=True, viewport={"width": width, "height": 844})
        page.goto(f"{shared_filled.address}/halvern-flood/")
        assert page.evaluate(SHIFT) == 0
        page.close()


def test_a_page_costs_no_more_rows_when_the_coverage_is_long(newsroom: Newsroom):
    newsroom.python(FILE.format(slug="short", count=30))
    newsroom.python(FILE.format(slug="long", count=110))
    short, long = (newsroom.program("count_queries", slug) for slug in ("short", "long"))
    assert short == long


def test_a_burst_is_announced_once(newsroom: Newsroom, context):
    page = context.new_page()
    page.clock.install()
    page.goto(f"{newsroom.address}/{newsroom.slug}/")
    page.get_by_text("This page is live").wait_for()
    # From here on the test moves the clock, however long a publish takes.
    page.clock.pause_at((page.evaluate("Date.now()") + 15_000) / 1000)
    desk = newsroom.desk()
    for number in range(5):
        desk.publish(f"Post {number + 1}.")
    page.locator("#post-5").wait_for()
    page.clock.fast_forward(1100)
    assert page.locator("#told").text_content() == "5 new or changed"
    desk.publish("A sixth.", "Six")
    page.locator("#post-6").wait_for()
    # Not more often than once in ten seconds, and then by its headline.
    page.clock.fast_forward(8000)
    assert page.locator("#told").text_content() == "5 new or changed"
    page.clock.fast_forward(2100)
    assert page.locator("#told").text_content() == "Six"


def test_a_print_is_a_clean_record(shared_filled: Newsroom, context):
    page = context.new_page()
    page.goto(f"{shared_filled.address}/halvern-flood/")
    page.emulate_media(media="print")
    for gone in (".live-bar", ".pages", ".publication"):
        assert not page.locator(gone).first.is_visible(), gone
    for kept in ("h1", "#post-1", ".corrected", ".tombstone"):
        assert page.locator(kept).first.is_visible(), kept
    colour = page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
