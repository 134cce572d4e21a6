"""The composer in Chromium: what is typed, pasted and dropped, as markup in the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.newsroom import PATIENCE, Newsroom, get

from .clipboards import SAMPLES

pytestmark = pytest.mark.browser
# Every violation of the policies is written to the page, so that a test can ask for them.
WATCH = """window.violations = [];
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, sample }) =>
  violations.push(`${effectiveDirective} ${sample}`));"""


@pytest.fixture
def page(chromium: Any, newsroom: Newsroom) -> Iterator[Page]:
    """Ben's form for a new post."""
    made = chromium.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(PATIENCE * 1000)
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    cookie = {"name": "sessionid", "value": newsroom.session("ben"), "url": newsroom.address}
    made.add_cookies([cookie])
    made.add_init_script(WATCH)
    made.route(
        "**/elsewhere",
        lambda route: route.fulfill(content_type="text/html", body="<title>Elsewhere</title>"),
    )
    opened = made.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    yield opened
    assert opened.evaluate("violations") == []
    assert faults == []
    made.close()


def editor(page: Page, part: int = 0) -> Any:
    return page.locator(".part").nth(part).get_by_role("textbox").and_(page.locator(".prose"))


def markup_of(page: Page, part: int = 0) -> str:
    return str(page.locator(".part").nth(part).locator("textarea").input_value())


def paste(page: Page, html: str, text: str = "") -> None:
    """Puts HTML on the clipboard as another program does, and presses the keys.

    A page of the desk cannot put it there: Chromium would parse it under the policies of the desk.
    """
    other = page.context.new_page()
    other.goto(page.url.split("/desk/")[0] + "/elsewhere")
    other.evaluate(
        """async ([html, text]) => {
          const item = { "text/plain": new Blob([text], { type: "text/plain" }) };
          if (html) item["text/html"] = new Blob([html], { type: "text/html" });
          await navigator.clipboard.write([new ClipboardItem(item)]);
        }""",
        [html, text],
    )
    other.close()
    page.bring_to_front()
    page.keyboard.press("Control+v")


def test_what_is_typed_is_seen_with_its_marks_and_sent_as_markup(page, newsroom: Newsroom):
    text = editor(page)
    expect(text).to_have_accessible_name("Text")
    text.click()
    page.keyboard.type("Water ")
    page.keyboard.press("Control+b")
    page.keyboard.type("rises")
    page.keyboard.press("Control+b")
    page.keyboard.type(" **fast** and _high_, see https://a.example/x_(y).")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("A line")
    page.keyboard.press("Enter")
    page.keyboard.type("- one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    assert markup_of(page) == (
        "Water **rises fast** and _high_, see https://a.example/x_(y).\nA line\n\n- one\n- two"
    )
    expect(text.locator("strong")).to_have_text(["rises", "fast"])
    page.keyboard.press("Control+Enter")
    page.get_by_text("Published.", exact=True).wait_for()
    html = get(newsroom.address, f"/{newsroom.slug}/").text
    assert "Water <strong>rises fast</strong> and <em>high</em>" in html
    assert "x_(y)</a>.<br>A line</p>" in html
    assert html.count('<li dir="auto">') >= 2


@pytest.mark.parametrize("name", SAMPLES)
def test_a_paste_keeps_what_a_text_can_have_and_says_what_it_drops(page, name):
    html, markup, dropped = SAMPLES[name]
    editor(page).click()
    paste(page, html, "plain")
    expect(page.locator(".part textarea").first).to_have_js_property("value", markup)
    said = page.locator(".part .said").first
    expect(said).to_have_text(f"Dropped: {dropped}" if dropped else "")
    page.keyboard.press("Control+z")
    assert markup_of(page) == ""
