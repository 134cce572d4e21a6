"""The two themes of the repository, served: their colours, their fonts, and no shift."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.weight import SHIFT

from tests.newsroom import Newsroom, get

pytestmark = pytest.mark.browser

THEMES = Path(__file__).parents[2] / "themes"
LOADED = "document.fonts.ready.then(all => [...all].filter(f => f.status == 'loaded').length)"


@pytest.fixture
def themed(closed_newsroom: Newsroom, request: pytest.FixtureRequest) -> Iterator[Newsroom]:
    closed_newsroom.environment["DATELINE_THEME"] = str(THEMES / request.param)
    closed_newsroom.start()
    yield closed_newsroom
    closed_newsroom.stop()


@pytest.mark.parametrize(
    ("themed", "font", "fonts", "paper", "accent"),
    [
        ("courant", "Newsreader", 2, "rgb(20, 22, 26)", "rgb(143, 193, 240)"),
        ("authority", '"Public Sans"', 2, "rgb(17, 22, 20)", "rgb(111, 211, 174)"),
    ],
    indirect=["themed"],
)
def test_a_theme_has_its_fonts_and_colours_and_nothing_shifts(
    themed: Newsroom, chromium, font, fonts, paper, accent
):
    themed.desk().publish("The water has reached the _mill_.", "The mill")
    page = chromium.new_page(color_scheme="dark")
    faults: list[str] = []
    files: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda request: files.append(request.url))
    page.goto(f"{themed.address}/flood/")
    assert page.evaluate(SHIFT) == 0
    assert page.evaluate(LOADED) >= fonts
    family = page.locator("h1").evaluate("each => getComputedStyle(each).fontFamily")
    assert family.startswith(font)
    body = page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor")
    assert body == paper
    time = page.locator(".when a").evaluate("each => getComputedStyle(each).color")
    assert time == accent
    page.close()
    assert faults == []
    for url in files:
        assert url.startswith(themed.address)
        if url.endswith(".woff2"):
            answer = get(themed.address, url.removeprefix(themed.address))
            assert "immutable" in answer.headers["cache-control"]
            assert answer.headers["content-type"].startswith("font/woff2")
