"""Claims on an open page: they arrive within a second, on a phone folded to one line."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

from .conftest import open_page

pytestmark = pytest.mark.browser

RECORD = """
from dateline.journal.models import Coverage
from tests.page import claim_steps
found = Coverage.objects.get(slug="{slug}")
union, service = (
    claim_steps.named(each, standing=True) for each in ("The union", "The river service")
)
{step}
"""
FIRST = 'claim_steps.claim(found, "The dam holds.", union)'
DENIED = """
(own,) = claim_steps.read.with_text(found, "The dam holds.")
claim_steps.say(found, own, service, stance="denies")
"""


def step(newsroom: Newsroom, text: str) -> None:
    newsroom.python(RECORD.format(slug=newsroom.slug, step=text))


def test_an_open_page_shows_who_says_what_and_when_that_changes(newsroom: Newsroom, context):
    newsroom.desk().publish("The dam holds, says the union.")
    page = open_page(context, newsroom)
    claims, post = page.locator("#claims"), page.locator("#post-1")
    expect(claims).to_be_hidden()
    step(newsroom, FIRST)
    expect(claims).to_contain_text("The union says")
    expect(post).to_contain_text("Who says so")
    step(newsroom, DENIED)
    label = "Disputed: The union says, The river service denies"
    expect(claims.locator(".disputed")).to_have_text(label)
    expect(post.locator(".disputed")).to_have_text("Disputed")
    # The post has changed as well. Of changes of one moment their number is announced.
    expect(page.locator("#told")).to_contain_text(re.compile("Disputed|changed"), timeout=15_000)
    claims.get_by_role("link", name="The dam holds.").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The dam holds.")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(3)


def test_on_a_phone_the_claims_are_one_line_above_the_posts(newsroom: Newsroom, chromium):
    newsroom.desk().publish("The dam holds, says the union.")
    step(newsroom, FIRST)
    page = chromium.new_page(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page.goto(f"{newsroom.address}/{newsroom.slug}/")
    claims = page.locator("#claims")
    assert claims.bounding_box()["height"] < 48
    expect(claims.get_by_role("link", name="1 claim in full")).to_be_in_viewport()
    page.get_by_text("Show all").click()
    assert claims.bounding_box()["height"] > 100
    # What the table says is read as a table, also where its rows are set as blocks.
    page.get_by_role("link", name="1 claim in full").click()
    page.get_by_role("link", name="The dam holds.").click()
    expect(page.get_by_role("columnheader", name="What was said")).to_have_count(1)
    expect(page.get_by_role("cell", name="The union says that it is so")).to_have_count(1)
    page.close()
