"""Headless Chromium, with scripts on and nothing mocked."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Error, expect

from tests.newsroom import PATIENCE, Newsroom

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def newsroom(new_coverage: Newsroom) -> Newsroom:
    """The tests of a module share a server. Each has a coverage of its own, named by `slug`."""
    return new_coverage


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


@pytest.fixture
def undo_seconds(newsroom: Newsroom):
    """Lets what a person publishes wait for some seconds, until the end of the test."""

    def wait(seconds: int, person: str = "ben") -> None:
        newsroom.python(
            "from dateline.accounts.models import Member;"
            f" Member.objects.filter(user__username='{person}').update(undo_seconds={seconds})"
        )

    yield wait
    wait(0)
    wait(0, "dan")


@pytest.fixture
def host():
    """Another site with one page, which the test writes."""

    class Site(BaseHTTPRequestHandler):
        page = b""

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(self.page)

        def log_message(self, *arguments):
            return

    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site, f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def open_host(context, host, html: str):
    site, address = host
    site.page = f"<!doctype html><title>Host</title><body><p>Ours.</p>{html}".encode()
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(address)
    return page


def await_true(page, script: str, argument: object = None) -> None:
    """Waits until a script returns true in a page.

    `wait_for_function` of Playwright evaluates its script in the page, which our policies forbid.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        # While the page is left for another one, it has no script.
        with contextlib.suppress(Error):
            if page.evaluate(script, argument):
                return
        page.wait_for_timeout(20)
    raise AssertionError(f"never true: {script}")


def write(desk, words: str) -> None:
    """Writes the text of a post in the composer of the desk, once its editor is there."""
    desk.locator("form.compose[data-ready]").wait_for()
    desk.locator("form.compose .prose").first.fill(words)


def open_page(context, newsroom: Newsroom, path: str = ""):
    """Opens a page, by default that of the coverage, and waits until it says that it is live."""
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "console",
        lambda message: page.faults.append(message.text) if message.type == "error" else None,
    )
    page.goto(newsroom.address + (path or f"/{newsroom.slug}/"))
    page.get_by_text("This page is live").wait_for()
    return page
