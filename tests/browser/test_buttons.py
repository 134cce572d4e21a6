"""The buttons of the desk: those that are not the first of a form look alike on every page."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom

pytestmark = pytest.mark.browser
# Without those of a row of acts and of the composer's tools, which look like links.
LOOKS = """() => [...document.querySelectorAll("main button, dialog button")]
  .filter((each) => !each.matches(".act, .default, .acts > button, .acts > form > button"))
  .filter((each) => !each.closest(".add, .part, .toolbar, .parts-menu, .draft-state, .as-read"))
  .map((each) => [each.textContent, getComputedStyle(each).borderTopStyle])
  .filter(([, border]) => border !== "solid")"""
PAGES = ("hand-over/", "notes/", "post/1/", "people/", "library/", "find/", "")


def test_second_buttons_look_alike_on_every_page(ben, newsroom: Newsroom):
    newsroom.desk().publish("The road to Varn is closed.")
    for page in PAGES:
        ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/{page}")
        if not page:
            ben.locator("form.compose[data-ready]").wait_for()
        assert (page, ben.evaluate(LOOKS)) == (page, [])
    ben.goto(f"{newsroom.address}/desk/settings/")
    assert ben.evaluate(LOOKS) == []
