"""An embed on another site: one line, sandboxed, as high as its content, following live."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom, get

from .conftest import open_host

pytestmark = pytest.mark.browser


def test_one_line_of_script_puts_a_coverage_on_another_site_and_it_follows(
    newsroom: Newsroom, context, host
):
    desk = newsroom.desk()
    desk.publish("Water at 4.2 m.", "Over the mark")
    script = f'src="{newsroom.address}/embed.js" data-coverage="{newsroom.slug}"'
    page = open_host(context, host, f"<script {script} async></script>")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#post-1")).to_contain_text("Water at 4.2 m.")
    expect(frame.locator("#liveness")).to_have_text("This page is live")
    desk.publish("Second. " + "Water at the door. " * 120)
    frame.get_by_role("button", name="1 new post").click()
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
    # The frame is of another origin than the page around it, which it cannot reach.
    assert page.frames[1].evaluate("try { parent.document } catch (error) { error.name }") == (
        "SecurityError"
    )
    assert page.faults == []
    assert context.cookies() == []


def test_a_frame_shows_one_post_and_its_correction(newsroom: Newsroom, context, host):
    desk = newsroom.desk()
    desk.publish("Water at 4.2 m.")
    desk.publish("Another.")
    post = quote(f"{newsroom.address}/{newsroom.slug}/post/1/", safe="")
    answer = get(newsroom.address, f"/oembed/?url={post}")
    embed = json.loads(answer.text)
    assert (embed["version"], embed["type"], embed["title"]) == ("1.0", "rich", "Water at 4.2 m.")
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
    for path in (f"/{newsroom.slug}/", "/desk/sign-in/"):
        page = open_host(context, host, f'<iframe src="{newsroom.address}{path}"></iframe>')
        page.wait_for_load_state("load")
        assert page.frames[1].evaluate("document.body.innerText.includes('Orrin')") is False
        assert (
            "frame-ancestors 'none'"
            in get(newsroom.address, path).headers["content-security-policy"]
        )
