"""An earlier post is found by its words while somebody types, and readers see the link at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import write

pytestmark = pytest.mark.browser


def test_a_post_is_found_by_words_and_both_ends_are_linked_on_an_open_page(newsroom, ben, rex):
    desk = newsroom.desk()
    desk.publish("The dam holds.")
    desk.publish("Water at the door.")
    expect(rex.locator("article")).to_have_count(2)

    ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    write(ben, "The dam broke.")
    ben.get_by_text("Relations to earlier posts").click()
    field = ben.get_by_role("combobox", name="Contradicts")
    field.press_sequentially("dam ho")
    options = ben.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("The dam holds.")
    expect(field).to_have_attribute("aria-activedescendant", options.get_attribute("id"))
    field.press("Enter")
    expect(field).to_have_value("#1 ")
    expect(options).to_have_count(0)
    # Enter chose, and sent nothing. What follows the number is looked for, too.
    field.press_sequentially("wat")
    expect(options).to_have_count(1)
    field.press("Escape")
    expect(options).to_have_count(0)
    field.fill("#1")
    ben.get_by_role("button", name="Publish", exact=True).click()

    expect(rex.locator("#post-3 .related")).to_have_text("Contradicts The dam holds.")
    expect(rex.locator("#post-1 .related")).to_have_text("Contradicted by The dam broke.")
