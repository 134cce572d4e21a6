"""Accessibility: axe finds nothing on any page, and no page needs a mouse or a wide screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.newsroom import Newsroom
from tests.page.test_languages import LANGUAGES
from tests.programs import everything

from .conftest import open_page

pytestmark = pytest.mark.browser

READERS = (
    "/",
    "/halvern-flood/",
    "/halvern-flood-wednesday/",
    "/halvern-flood/post/5/",
    "/halvern-flood/post/5/history/",
    "/halvern-flood/history/headline/",
    "/halvern-flood/corrections/",
    "/halvern-flood/claims/",
    "/halvern-flood/find/?q=the",
    "/halvern-flood/embed/",
    "/halvern-flood/post/5/embed/",
    "/halvern-flood/print/",
    "/by/Ada_Lindqvist/",
    "/nowhere/",
)
DESK = (
    "/desk/",
    "/desk/new/",
    "/desk/halvern-flood/",
    "/desk/halvern-flood/post/5/",
    "/desk/halvern-flood/front/summary/",
    "/desk/halvern-flood/front/pin/",
    "/desk/halvern-flood/front/key-points/",
    "/desk/halvern-flood/front/title/",
    "/desk/halvern-flood/front/state/",
    "/desk/halvern-flood/library/",
    "/desk/halvern-flood/post/5/relations/",
    "/desk/halvern-flood/post/5/tags/",
    "/desk/halvern-flood/people/",
    "/desk/halvern-flood/claims/",
    "/desk/halvern-flood/claims/new/?post=5",
    "/desk/halvern-flood/claims/waiting/",
    "/desk/settings/",
    "/desk/fire/",
    "/desk/fire/opening/",
    "/desk/fire/preview/",
)


OTHERS = sorted({"en", *LANGUAGES} - {"ar"})

# The rules of axe about colours. In the dark scheme nothing else is different.
COLOURS = ["color-contrast", "link-in-text-block"]


def findings(page, scheme: str) -> list[str]:
    """What axe finds: each rule, and where it is broken."""
    options = {"runOnly": COLOURS} if scheme == "dark" else {}
    results = Axe().run(page, options=options).response["violations"]
    return [
        f"{page.url}: {each['id']}: {[node['target'] for node in each['nodes']][:3]}"
        for each in results
    ]


@pytest.fixture(autouse=True, scope="module")
def prepared(shared_filled: Newsroom) -> None:
    """A coverage that is not public yet, and a claim of the demo that nobody decided on."""
    shared_filled.run("claims", "propose", "halvern-flood")
    fields = {"slug": "fire", "headline": "Smoke over Varn", "do": "prepare"}
    answer = shared_filled.desk().send("/desk/new/", fields, where='name="slug"')
    assert answer.status == 302, answer.text


@pytest.mark.parametrize(
    ("scheme", "paths"),
    [
        ("light", (*READERS, *DESK)),
        ("dark", ("/halvern-flood/", "/halvern-flood/post/5/history/", DESK[3])),
        pytest.param("dark", (*READERS, *DESK), marks=pytest.mark.thorough),
    ],
)
def test_axe_finds_nothing_on_any_page(shared_filled: Newsroom, chromium, scheme, paths):
    found = []
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    session = {
        "name": "sessionid",
        "value": shared_filled.session("ben"),
        "url": shared_filled.address,
    }
    page = context.new_page()
    page.goto(f"{shared_filled.address}/desk/sign-in/")
    found += findings(page, scheme)
    context.add_cookies([session])
    for path in paths:
        page.goto(shared_filled.address + path)
        found += findings(page, scheme)
    page.goto(f"{shared_filled.address}/desk/halvern-flood/")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("region", name="There is a problem").wait_for()
    found += findings(page, scheme)
    context.close()
    assert found == []


@pytest.mark.parametrize(
    "language", ["ar", *(pytest.param(each, marks=pytest.mark.thorough) for each in OTHERS)]
)
def test_axe_finds_nothing_on_any_kind_of_page_in_any_language(
    closed_newsroom: Newsroom, chromium, language
):
    closed_newsroom.environment["DATELINE_LANGUAGE"] = language
    closed_newsroom.program("everything", language)
    closed_newsroom.start()
    page = chromium.new_page(bypass_csp=True, reduced_motion="reduce")
    found = []
    paths = [everything.NO_PAGE, f"/orrin/post/{everything.WITHDRAWN}/"]
    for path in [*paths, *(addresses[0] for addresses in everything.PAGES.values())]:
        answer = page.goto(closed_newsroom.address + path)
        # What was missed is a part of a page, which the tests of returning readers look at.
        if answer.headers["content-type"].startswith("text/html") and "/missed/" not in path:
            found += findings(page, "light")
    page.close()
    closed_newsroom.stop()
    assert found == []


def test_axe_finds_nothing_on_the_pages_of_claims_and_sources(shared_filled: Newsroom, chromium):
    context = chromium.new_context(bypass_csp=True, reduced_motion="reduce")
    cookie = {"name": "sessionid", "value": shared_filled.session("ben")}
    context.add_cookies([cookie | {"url": shared_filled.address}])
    page, found = context.new_page(), []
    for where in ("/halvern-flood", "/desk/halvern-flood"):
        for kind in ("claims", "sources"):
            page.goto(f"{shared_filled.address}{where}/claims/")
            if kind == "sources" and where == "/halvern-flood":
                page.locator('main a[href*="/claims/"]').nth(1).click()
            # An id is a word of 32 letters.
            page.locator(f'main a[href*="{where}/{kind}/"]:not([href$="/claims/"])').first.click()
            page.wait_for_url(f"**{where}/{kind}/*/")
            page.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")
            found += findings(page, "light")
            page.set_viewport_size({"width": 320, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
            page.set_viewport_size({"width": 1280, "height": 900})
    context.close()
    assert found == []


def test_every_page_fits_a_narrow_screen_and_large_text(shared_filled: Newsroom, chromium):
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    context.add_cookies(
        [{"name": "sessionid", "value": shared_filled.session("ben"), "url": shared_filled.address}]
    )
    page = context.new_page()
    for path in (*READERS, *DESK):
        page.goto(shared_filled.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    page.set_viewport_size({"width": 640, "height": 800})
    for path in READERS:
        page.goto(shared_filled.address + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path
    context.close()


def test_a_page_is_read_by_keyboard_from_its_skip_link_on(shared_filled: Newsroom, context):
    page = open_page(context, shared_filled, "/halvern-flood/")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text("Skip to the posts")
    expect(focused).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#posts :focus")).to_have_count(1)
    outline = page.locator(":focus").evaluate("each => getComputedStyle(each).outlineStyle")
    assert outline == "solid"


def test_a_right_to_left_coverage_is_mirrored(newsroom: Newsroom, context):
    fields = ("language=ar", "zone=Asia/Beirut", "headline=النهر يرتفع")
    newsroom.program("open_coverage", "nahr", *fields)
    words = "ارتفع النهر إلى 4.2 م عند الجسر (The Old Bridge)."
    newsroom.program("publish", "nahr", words, "1", "فوق العلامة")
    page = context.new_page()
    page.goto(f"{newsroom.address}/nahr/")
    expect(page.locator("#liveness")).to_have_text("هذه الصفحة مباشرة")
    time, body = (page.locator(f"#post-1 .{name}").bounding_box() for name in ("when", "body"))
    assert time["x"] > body["x"] + body["width"] / 2
    newsroom.program("publish", "nahr", "ثانية.")
    expect(page.locator("#post-2")).to_contain_text("ثانية.")


def test_nothing_moves_for_readers_who_ask_for_less_motion(newsroom: Newsroom, chromium):
    context = chromium.new_context(reduced_motion="reduce")
    page = open_page(context, newsroom)
    newsroom.desk().publish("Water.")
    expect(page.locator("#post-1")).to_be_visible()
    name = page.locator("#post-1").evaluate("each => getComputedStyle(each).animationName")
    assert name == "none"
    context.close()
