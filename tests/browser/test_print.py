"""A coverage on paper: all of it, with publication, address and date, and no empty sheet."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from bench.weight import FILE

from tests.newsroom import Newsroom, get

from .pdf import glyphs

pytestmark = pytest.mark.browser

# The counter of pages at the foot has fewer glyphs.
ALMOST_EMPTY = 40


def printed(page) -> list[int]:
    return glyphs(page.pdf(format="A4", prefer_css_page_size=True))


def test_a_coverage_of_sixty_posts_is_printed_whole_and_without_an_empty_sheet(
    newsroom: Newsroom, context
):
    newsroom.python(FILE.format(slug="sixty", count=60))
    page = context.new_page()
    page.goto(f"{newsroom.address}/sixty/print/")
    numbers = page.locator("article").evaluate_all("all => all.map(each => each.id)")
    assert numbers == [f"post-{number}" for number in range(1, 61)]
    sheets = printed(page)
    # A post has a headline of seven words and a text of sixty: four to eight go on a sheet.
    assert 8 <= len(sheets) <= 16, sheets
    assert min(sheets) > ALMOST_EMPTY, sheets
    # No sheet but the last is half empty.
    assert min(sheets[:-1]) > max(sheets) / 2, sheets


@pytest.mark.parametrize("path", ["/halvern-flood/", "/halvern-flood/print/", "/"])
def test_no_page_has_an_empty_sheet(shared_filled: Newsroom, context, path):
    page = context.new_page()
    page.goto(shared_filled.address + path)
    sheets = printed(page)
    assert sheets
    assert min(sheets) > ALMOST_EMPTY, sheets


def test_the_pictures_are_there_without_scrolling(shared_filled: Newsroom, context):
    page = context.new_page()
    page.goto(f"{shared_filled.address}/halvern-flood/print/")
    pictures = page.locator("article .frame img")
    assert pictures.count() > 1
    assert pictures.evaluate_all("all => all.every(each => each.complete && each.naturalWidth)")


def test_paper_says_what_it_is_from(shared_filled: Newsroom, context):
    page = context.new_page()
    page.goto(f"{shared_filled.address}/halvern-flood/print/")
    origin = page.locator(".on-paper")
    assert not origin.is_visible()
    page.emulate_media(media="print")
    assert origin.is_visible()
    assert re.fullmatch(
        rf"Dateline {shared_filled.address}/halvern-flood/print/ As of \d\d:\d\d \w+, .* 20\d\d",
        origin.inner_text().strip(),
    )
    assert not page.locator(".publication").is_visible()


def test_an_open_page_is_dated_by_what_it_heard_last(newsroom: Newsroom, rex):
    time = rex.locator(".on-paper time")
    loaded = datetime.fromisoformat(time.get_attribute("datetime"))
    newsroom.desk().publish("Water at the mill.")
    rex.get_by_text("Water at the mill.").wait_for()
    printed(rex)
    assert datetime.fromisoformat(time.get_attribute("datetime")) > loaded
    assert re.search(r"20\d\d.* \d\d:\d\d GMT", time.text_content())


def test_a_page_leads_to_its_print(shared_filled: Newsroom):
    page = get(shared_filled.address, "/halvern-flood/")
    assert 'href="/halvern-flood/print/"' in page.text


@pytest.mark.parametrize("path", ["/halvern-flood/", "/halvern-flood/print/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_lead_picture_is_whole_on_paper(shared_filled: Newsroom, context, path, width):
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(shared_filled.address + path)
    page.emulate_media(media="print")
    picture = page.locator(".lead-picture img")
    box = picture.bounding_box()
    natural = picture.evaluate("each => each.width / each.height")
    given = picture.evaluate("each => each.getAttribute('width') / each.getAttribute('height')")
    assert box["width"] / box["height"] == pytest.approx(given, rel=0.02)
    assert natural == pytest.approx(given, rel=0.02)
    if path.endswith("print/"):
        # More than 150 dots an inch.
        assert picture.evaluate("each => each.naturalWidth") >= box["width"] * 1.6
    assert not page.locator(".masthead .title_changed").is_visible()


def test_on_paper_a_caption_stands_apart_from_the_heading_below_it(
    shared_filled: Newsroom, context
):
    page = context.new_page()
    page.goto(f"{shared_filled.address}/halvern-flood/print/")
    page.emulate_media(media="print")
    caption = page.locator(".lead-picture figcaption").bounding_box()
    heading = page.locator("#summary-head").bounding_box()
    assert heading["y"] - caption["y"] - caption["height"] > 10
