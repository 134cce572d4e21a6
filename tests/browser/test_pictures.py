"""Photographs are shown as large as they are, and full screen without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

pytestmark = pytest.mark.browser

PUBLISH = """
from io import BytesIO
from PIL import Image
from django.core.files.base import ContentFile
from dateline.content.tree import Copy, Photograph
from dateline.desk.commands import posts
from dateline.journal.models import Coverage
from dateline.media import pictures
from tests.people import act
coverage = Coverage.objects.get(slug="{slug}")
for size in ((1200, 500), (200, 150), (300, 900)):
    made = BytesIO()
    Image.new("RGB", size, "teal").save(made, "JPEG")
    stored = pictures.store(ContentFile(made.getvalue(), "picture.jpg"))
    shown = Photograph(pictures.renditions(stored.key), "A bridge", "The old bridge", "Ada Lind")
    posts.publish(**act(), coverage=coverage, copy=Copy("", (), (shown, shown)))
"""


@pytest.fixture
def page(newsroom: Newsroom, chromium):
    """Rex's page, without scripts, on a phone."""
    newsroom.python(PUBLISH.format(slug=newsroom.slug))
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{newsroom.address}/{newsroom.slug}/")
    yield page
    context.close()


def test_a_photograph_opens_full_screen_without_a_script(page):
    address = page.url
    whole = page.locator("#post-1 .full-screen").nth(1)
    expect(whole).to_be_hidden()
    page.locator("#post-1").get_by_role("button", name="Full screen").nth(1).click()
    expect(page.get_by_role("dialog", name="Full screen")).to_have_count(1)
    box = whole.bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    assert whole.get_by_role("img", name="A bridge").bounding_box()["width"] == 390
    # With what it is, and whose.
    expect(whole.get_by_text("The old bridge")).to_be_in_viewport()
    credit = whole.get_by_text("Photo: Ada Lind")
    expect(credit).to_be_in_viewport()
    # It stands on black, whatever the colours of the page are.
    assert credit.evaluate("each => getComputedStyle(each).color") == "rgb(255, 255, 255)"
    whole.get_by_role("button", name="Close").click()
    expect(whole).to_be_hidden()
    page.locator("#post-1").get_by_role("button", name="Full screen").first.press("Enter")
    expect(page.locator("#post-1 .full-screen").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#post-1 .full-screen").first).to_be_hidden()
    assert page.url == address


def test_a_small_photograph_is_as_large_as_it_is(page):
    inline = page.locator("#post-2 .frame img").first.bounding_box()
    assert (inline["width"], inline["height"]) == (200, 150)
    page.locator("#post-2").get_by_role("button", name="Full screen").first.click()
    whole = page.locator("#post-2 .full-screen img").first.bounding_box()
    assert (whole["width"], whole["height"]) == (200, 150)
    page.keyboard.press("Escape")
    page.locator("#post-3").get_by_role("button", name="Full screen").first.click()
    high = page.locator("#post-3 .full-screen img").first.bounding_box()
    assert high["height"] <= 844
    assert high["width"] <= 300


def test_a_credit_is_on_a_line_of_its_own(page):
    caption = page.locator("#post-1 figcaption").first
    credit = caption.locator(".credit")
    assert credit.inner_text() == "Photo: Ada Lind"
    top = caption.get_by_text("The old bridge").bounding_box()["y"]
    assert credit.bounding_box()["y"] >= top + 10
    assert credit.bounding_box()["x"] == caption.bounding_box()["x"]


def test_photographs_in_a_row_stand_side_by_side_where_there_is_room(newsroom, page, chromium):
    def boxes(shown) -> list[dict]:
        figures = shown.locator("#post-1 figure.photograph").all()
        return [each.bounding_box() for each in figures]

    one, two = boxes(page)
    assert two["y"] >= one["y"] + one["height"]
    wide = chromium.new_page(viewport={"width": 1280, "height": 900})
    wide.goto(page.url)
    one, two = boxes(wide)
    assert one["y"] == two["y"]
    assert two["x"] >= one["x"] + one["width"]
    wide.close()
