"""The first screen: where the newest post begins, and how much of a wide window is used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

pytestmark = pytest.mark.browser

# The share of the window's width between the leftmost and the rightmost text.
USED = """
(() => {
  const boxes = [...document.querySelectorAll("main p, main li, main h1, main h2, main img")]
    .map((each) => each.getBoundingClientRect()).filter((each) => each.width > 1);
  const right = Math.max(...boxes.map((each) => each.right));
  return (right - Math.min(...boxes.map((each) => each.left))) / innerWidth;
})()
"""

# What the attribute `sizes` of a picture comes to, in pixels.
ASKED = """
(each) => {
  const box = document.createElement("img");
  const size = each.sizes.split(/,(?![^(]*\\))/).find((one) => {
    const query = one.match(/^\\s*(\\(min-width: [^)]*\\))/);
    return !query || matchMedia(query[1]).matches;
  });
  const length = size.replace(/^\\s*\\(min-width: [^)]*\\)/, "");
  box.style.width = length.replace(/([\\d.]+)rem/g, (_, n) => `${n * 16}px`);
  document.body.append(box);
  return box.getBoundingClientRect().width;
}
"""


@contextmanager
def opened(chromium, newsroom: Newsroom, width: int, height: int, **options) -> Iterator:
    viewport = {"width": width, "height": height}
    context = chromium.new_context(viewport=viewport, **options)
    page = context.new_page()
    page.goto(f"{newsroom.address}/halvern-flood/")
    yield page
    context.close()


@pytest.mark.parametrize(("width", "height", "most"), [(390, 844, 844), (1440, 900, 700)])
@pytest.mark.parametrize("script", [True, False])
def test_the_newest_post_begins_on_the_first_screen(
    shared_filled: Newsroom, chromium, width, height, most, script
):
    size = (width, height)
    with opened(chromium, shared_filled, *size, java_script_enabled=script) as page:
        assert page.locator(".pin h2").is_visible()
        assert page.locator(".summary h2").is_visible()
        box = page.locator("#posts article").first.bounding_box()
        assert box["y"] <= most


def test_two_thirds_of_a_wide_window_are_used_and_lines_stay_short(
    shared_filled: Newsroom, chromium
):
    with opened(chromium, shared_filled, 1440, 900) as page:
        assert page.evaluate(USED) >= 2 / 3
        # At 0.45 em a character, 55 to 75 characters.
        width = page.locator(".post .body").first.bounding_box()["width"]
        assert 55 <= width / (18 * 0.45) <= 75


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1279, 1440, 1920])
def test_no_window_needs_scrolling_sideways(shared_filled: Newsroom, chromium, width):
    with opened(chromium, shared_filled, width, 900) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_summary_is_folded_on_a_phone_and_unfolds_without_a_script(
    shared_filled: Newsroom, chromium
):
    with opened(chromium, shared_filled, 390, 844, java_script_enabled=False) as page:
        fold = page.locator(".fold")
        folded = fold.bounding_box()["height"]
        page.get_by_text("Show all").click()
        assert fold.bounding_box()["height"] > 2 * folded
        page.get_by_text("Show less").click()
        assert fold.bounding_box()["height"] == folded
        # So does the focus, for whom the keyboard leads into it.
        page.locator(".key-points a").last.focus()
        page.keyboard.press("Shift+Tab")
        assert fold.bounding_box()["height"] > 2 * folded


def test_the_summary_stays_beside_the_posts_in_a_wide_window(shared_filled: Newsroom, chromium):
    with opened(chromium, shared_filled, 1440, 900) as page:
        page.evaluate("scrollTo(0, 2000)")
        for block in ("#summary h2", ".key-events h2"):
            assert 0 <= page.locator(block).bounding_box()["y"] < 200


def test_the_first_screen_of_a_phone_has_the_lead_picture_beside_the_headline(
    shared_filled: Newsroom, chromium
):
    with opened(chromium, shared_filled, 390, 844) as page:
        picture = page.locator(".lead-picture img").bounding_box()
        headline = page.locator("h1").bounding_box()
        assert picture["x"] >= headline["x"] + headline["width"]
        assert picture["y"] < headline["y"] + headline["height"]
        assert 60 <= picture["width"] <= 160
        # The pinned post makes room for it.
        assert not page.locator(".pin .lead").is_visible()


def test_a_folded_summary_ends_with_a_whole_line(shared_filled: Newsroom, chromium):
    with opened(chromium, shared_filled, 390, 844) as page:
        fold, line = page.locator(".fold").bounding_box(), page.locator(".bullets li").first
        box = line.bounding_box()
        assert box["height"] > 24
        assert box["y"] + box["height"] <= page.locator(".unfold-label").bounding_box()["y"]
        assert page.locator(".bullets li").nth(1).bounding_box()["width"] == 1
        assert fold["height"] < 200


@pytest.mark.parametrize("section", ["summary", "key-points"])
def test_a_correction_is_not_folded_away(new_coverage: Newsroom, chromium, section: str):
    desk = new_coverage.desk()
    field = {"summary": "part-0-text", "key-points": "text"}[section]
    desk.front("summary", headline="What we know", **{"part-0-text": "Nobody is hurt."})
    desk.front("key-points", text="Nobody is hurt")
    changed = {field: "Three people are dead", "change": "corrected", "note": "Three have died."}
    assert desk.front(section, headline="What we know", **changed).status == 302
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{new_coverage.address}/{new_coverage.slug}/")
    assert page.locator(f"#{section} .change").bounding_box()["width"] > 100
    context.close()


def test_what_a_link_unfolded_can_be_folded_again(shared_filled: Newsroom, chromium):
    with opened(chromium, shared_filled, 390, 844) as page:
        page.get_by_text("This page is live").wait_for(state="attached")
        folded = page.locator(".fold").bounding_box()["height"]
        page.get_by_role("link", name="Key events").click()
        expect(page.locator("#key-events h2")).to_be_in_viewport()
        assert page.locator("#key-events h2").bounding_box()["width"] > 1
        page.get_by_text("Show less").click()
        assert page.locator(".fold").bounding_box()["height"] == folded
        # Nobody is left far down among the posts.
        expect(page.locator("#summary-head")).to_be_in_viewport()


def test_the_bar_of_a_phone_has_words_for_what_it_does(shared_filled: Newsroom, chromium):
    with opened(chromium, shared_filled, 390, 844, timezone_id="Asia/Tokyo") as page:
        pause = page.get_by_text("Pause", exact=True)
        expect(pause).to_be_hidden()
        page.get_by_role("button", name="Options").click()
        expect(page.get_by_role("group", name="Options")).to_be_visible()
        for words in ("Pause", "Times where you are", "Share"):
            expect(page.locator("#options").get_by_text(words, exact=True)).to_be_in_viewport()
        pause.click()
        expect(page.locator("#pause")).to_contain_text("Resume")
        page.locator("#pause").click()
        page.keyboard.press("Escape")
        expect(pause).to_be_hidden()
    with opened(chromium, shared_filled, 1280, 844) as page:
        expect(page.get_by_role("button", name="Options")).to_be_hidden()
        expect(page.locator("#pause")).to_be_visible()


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_the_picture_of_the_front_page_is_16_by_9_and_nothing_is_empty_beside_it(
    shared_filled: Newsroom, chromium, width
):
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(shared_filled.address)
    first = page.locator('.under-way > li:has(a[href="/halvern-flood/"])')
    # Other tests may have opened newer coverages.
    first.evaluate("each => each.parentElement.prepend(each)")
    picture = first.locator("img").bounding_box()
    assert picture["width"] / picture["height"] == pytest.approx(16 / 9, rel=0.01)
    if width == 768:
        words = first.locator(".words").bounding_box()
        ends = [box["y"] + box["height"] for box in (words, picture)]
        assert abs(ends[0] - ends[1]) < 80
    page.close()


@pytest.mark.parametrize("width", [390, 768, 1024, 1440, 1920])
def test_the_lead_picture_asks_for_the_size_that_it_is_shown_in(
    shared_filled: Newsroom, chromium, width
):
    with opened(chromium, shared_filled, width, 900) as page:
        picture = page.locator(".lead-picture img")
        box = picture.bounding_box()
        # In a square the picture is as wide as its height demands.
        shown = max(box["width"], box["height"] * 1.6)
        asked = picture.evaluate(ASKED)
        assert shown * 0.97 <= asked <= shown * 1.25


def test_a_gallery_ends_where_the_text_ends(shared_filled: Newsroom, chromium):
    with opened(chromium, shared_filled, 1440, 900) as page:
        second = page.locator(".photograph + .photograph").first
        body = page.locator(".body", has=second).first.bounding_box()
        pictures = [second.locator("xpath=preceding-sibling::figure[1]"), second]
        first, last = (each.locator(".frame").bounding_box() for each in pictures)
        assert first["y"] == last["y"]
        assert first["x"] == pytest.approx(body["x"], abs=1)
        assert last["x"] + last["width"] == pytest.approx(body["x"] + body["width"], abs=1)


def test_the_mark_of_a_live_coverage_is_an_outline_on_a_dark_page(
    shared_filled: Newsroom, chromium
):
    ground = "each => getComputedStyle(each).backgroundColor"
    for scheme, seen in (("dark", "rgba(0, 0, 0, 0)"), ("light", "rgb(164, 38, 26)")):
        with opened(chromium, shared_filled, 1440, 900, color_scheme=scheme) as page:
            assert page.locator(".state-live").first.evaluate(ground) == seen
