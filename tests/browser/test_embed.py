"""An embed on another site: one line, sandboxed, as high as its content, following live."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom, get

pytestmark = pytest.mark.browser


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


def test_one_line_of_script_puts_a_coverage_on_another_site_and_it_follows(
    newsroom: Newsroom, context, host
):
    desk = newsroom.desk()
    desk.publish("Water at 4.2 m.", "Over the mark")
    line = f'<script src="{newsroom.address}/embed.js" data-coverage="flood" async></script>'
    page = open_host(context, host, line)
    frame = page.frame_locator("iframe")
    expect(frame.locator("#post-1")).to_contain_text("Water at 4.2 m.")
    expect(frame.locator("#liveness")).to_have_text("This page is live")
    desk.publish("Second. " + "Water at the door. " * 120)
    expect(frame.locator("#post-2")).to_contain_text("Second.")
    desk.withdraw(1, "Wrong.")
    expect(frame.locator("#post-1")).to_contain_text("Post withdrawn")

    inside = frame.locator("html").evaluate("each => each.getBoundingClientRect().height")
    expect(page.locator("iframe")).to_have_css("height", f"{-int(-inside // 1)}px")
    # Only the frame itself says how high it is. The listener of the script comes before this one.
    page.evaluate(
        """() => new Promise((heard) => {
          addEventListener("message", (event) => event.data.height === 99 && heard());
          postMessage({ dateline: "height", height: 99 }, "*");
        })"""
    )
    assert page.locator("iframe").evaluate("each => each.style.height") != "99px"
    assert "allow-same-origin" not in page.locator("iframe").get_attribute("sandbox")
    assert page.faults == []
    assert context.cookies() == []


def test_a_frame_shows_one_post_and_its_correction(newsroom: Newsroom, context, host):
    desk = newsroom.desk()
    desk.publish("Water at 4.2 m.")
    desk.publish("Another.")
    answer = get(
        newsroom.address, f"/oembed/?url={quote(newsroom.address + '/flood/post/1/', safe='')}"
    )
    embed = json.loads(answer.text)
    assert (embed["version"], embed["type"], embed["title"]) == ("1.0", "rich", "The Orrin rises")
    page = open_host(context, host, embed["html"])
    frame = page.frame_locator("iframe")
    expect(frame.locator("#post-1")).to_contain_text("Water at 4.2 m.")
    expect(frame.locator("#liveness")).to_have_text("This page is live")
    desk.change(1, "Water at 2.4 m.", "correct", "It was 2.4 m.")
    expect(frame.locator("#post-1")).to_contain_text("It was 2.4 m.")
    desk.publish("A third.")
    desk.front("title", headline="The Orrin falls")
    desk.change(1, "Water at 2.3 m.", "correct", "It was 2.3 m.")
    expect(frame.locator("#post-1")).to_contain_text("It was 2.3 m.")
    expect(frame.locator("article")).to_have_count(1)


def test_the_desk_and_the_page_itself_cannot_be_framed(newsroom: Newsroom, context, host):
    for path in ("/flood/", "/desk/sign-in/"):
        page = open_host(context, host, f'<iframe src="{newsroom.address}{path}"></iframe>')
        page.wait_for_load_state("load")
        assert page.frames[1].evaluate("document.body.innerText.includes('Orrin')") is False
        assert (
            "frame-ancestors 'none'"
            in get(newsroom.address, path).headers["content-security-policy"]
        )
