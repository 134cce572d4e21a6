"""The address of a post is shared, or copied, from the post itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

from .conftest import open_page

pytestmark = pytest.mark.browser

NO_SHARING = "Object.defineProperty(navigator, 'share', { value: undefined })"


def share(page) -> None:
    page.get_by_role("button", name="Share Post 1").click()


def test_the_address_is_copied_and_that_is_said(newsroom: Newsroom, context):
    context.add_init_script(NO_SHARING)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    newsroom.desk().publish("Water.")
    rex = open_page(context, newsroom)
    share(rex)
    expect(rex.locator("#told")).to_have_text("Link copied")
    expect(rex.locator("#post-1 .share")).to_have_text("Link copied")
    copied = rex.evaluate("navigator.clipboard.readText()")
    assert copied == f"{newsroom.address}/{newsroom.slug}/post/1/"
    assert rex.faults == []


def test_a_browser_that_can_share_is_asked_to(newsroom: Newsroom, context):
    record = "{ value: (what) => { window.shared = what; return Promise.reject(); } }"
    context.add_init_script(f"Object.defineProperty(navigator, 'share', {record})")
    newsroom.desk().publish("Water.")
    rex = open_page(context, newsroom)
    share(rex)
    assert rex.evaluate("shared") == {"url": f"{newsroom.address}/{newsroom.slug}/post/1/"}
    # The reader may change their mind.
    assert rex.faults == []


def test_the_whole_coverage_is_shared_from_the_bar(newsroom: Newsroom, context):
    context.add_init_script(NO_SHARING)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    rex = open_page(context, newsroom)
    rex.get_by_role("button", name="Share this coverage").click()
    expect(rex.locator("#told")).to_have_text("Link copied")
    copied = rex.evaluate("navigator.clipboard.readText()")
    assert copied == f"{newsroom.address}/{newsroom.slug}/"
    assert rex.faults == []


def test_a_browser_that_can_do_neither_opens_the_address(newsroom: Newsroom, context):
    context.add_init_script(NO_SHARING)
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    newsroom.desk().publish("Water.")
    rex = open_page(context, newsroom)
    share(rex)
    rex.wait_for_url(f"**/{newsroom.slug}/post/1/")


def test_a_post_that_arrives_or_was_changed_can_be_shared(newsroom: Newsroom, context):
    rex = open_page(context, newsroom)
    newsroom.desk().publish("Water.")
    expect(rex.get_by_role("button", name="Share Post 1")).to_be_visible()
    newsroom.desk().withdraw(1, "Wrong town.")
    expect(rex.locator("#post-1")).to_contain_text("Wrong town.")
    expect(rex.locator("#post-1").get_by_role("button", name="Share")).to_have_count(0)


def test_without_a_script_and_in_an_embed_there_is_the_link_and_no_button(newsroom, chromium):
    newsroom.desk().publish("Water.")
    for path, script in (("", False), ("embed/", True), ("find/?q=water", True)):
        page = chromium.new_page(java_script_enabled=script)
        page.goto(f"{newsroom.address}/{newsroom.slug}/{path}")
        link = page.locator("#post-1 .when a")
        assert link.get_attribute("href") == f"/{newsroom.slug}/post/1/"
        assert not page.locator(".share").is_visible(), path
        page.close()
