"""Headless Chromium, with scripts on and nothing mocked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.newsroom import PATIENCE, Newsroom

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def context(chromium) -> Iterator:
    made = chromium.new_context(
        viewport={"width": 1280, "height": 900}, timezone_id="Europe/London"
    )
    made.set_default_timeout(PATIENCE * 1000)
    yield made
    made.close()


@pytest.fixture
def rex(context, newsroom: Newsroom):
    """Rex's open page, once it says that it is live."""
    return open_page(context, newsroom)


@pytest.fixture
def ben(chromium, newsroom: Newsroom):
    """Ben, signed in at the desk in another browser."""
    made = chromium.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(PATIENCE * 1000)
    cookie = {"name": "sessionid", "value": newsroom.session("ben"), "url": newsroom.address}
    made.add_cookies([cookie])
    yield made.new_page()
    made.close()


def open_page(context, newsroom: Newsroom, path: str = "/flood/"):
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "console",
        lambda message: page.faults.append(message.text) if message.type == "error" else None,
    )
    page.goto(newsroom.address + path)
    page.get_by_text("This page is live").wait_for()
    return page
