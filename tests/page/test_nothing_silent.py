"""Every kind of entry that changes what a reader could see is told wherever readers look.

The list of kinds comes from the code. A new kind fails here until a walk performs it, and says for
each surface that it is told there, or why not.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import sync_playwright

from dateline.journal.entry import Entry, EntryErased, all_kinds
from dateline.journal.models import Coverage
from dateline.journal.read import between, head
from tests.chromium import launch
from tests.coverage.test_front_changes import set_points, summarise
from tests.people import publish

from .claim_walks import CLAIM_WALKS
from .walks import SURFACES, WALKS, Walk

ALL = [*WALKS, *CLAIM_WALKS]

pytestmark = pytest.mark.any_database

# A status, headers and a body.
Answer: TypeAlias = tuple[int, dict[str, str], bytes]


@pytest.fixture
def scene(coverage, open_coverage_named) -> Coverage:
    """A coverage with two posts and all of its front matter, one that follows, and one to come."""
    publish(coverage, "Water at the door.")
    publish(coverage, "The dam holds.")
    summarise(coverage, "Nobody is hurt.", cited=(2,))
    set_points(coverage, "The dam holds.")
    open_coverage_named("second", previous="flood", headline="The second day")
    open_coverage_named("soon", state="announced")
    return coverage


def test_every_kind_is_walked():
    known = {each for each in all_kinds().values() if each.__module__.startswith("dateline.")}
    assert {walk.kind for walk in ALL} == known
    # An erasure can be about each object whose entries have something to erase.
    erasable = {
        each.about_type for each in known if {f.name for f in fields(each)} - each.structural
    }
    names = {re.sub(r"-\d+", "", walk.block) for walk in ALL if walk.kind is EntryErased}
    blocks = {"coverage": "headline", "key_points": "key-points"}
    # Sources have no block of their own: what they said is in that of the claims.
    blocks |= {"claim": "claims", "source": "claims"}
    assert names == {blocks.get(each, each) for each in erasable - {""}}


@pytest.mark.parametrize("walk", ALL, ids=str)
def test_what_an_entry_changes_is_told_on_every_surface_or_there_is_a_reason(client, scene, walk):
    assert set(walk.why_not) <= set(SURFACES)
    before = {surface: text_of(client, walk, surface, "") for surface in SURFACES[2:]}
    seen = client.get(f"/{walk.slug}/changes/?after=x").json()["cursor"]
    walk.perform(scene)
    if walk.block:
        assert walk.kind in {type(each.payload) for each in appended_since(seen)}
    for surface in SURFACES[1:]:
        told = text_of(client, walk, surface, seen)
        require_told(walk, surface, before.get(surface, ""), told)


@pytest.mark.browser
@pytest.mark.parametrize("walk", ALL, ids=str)
def test_the_script_of_an_open_page_tells_what_an_entry_changes(client, scene, walk, open_page):
    """One page of the browser opens the coverage of each walk in turn, and runs the real script."""
    page = f"/{walk.slug}/"
    html = client.get(page).content.decode()
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', html)
    answers = {path: answer_of(client, path) for path in (page, *files)}
    cursor = client.get(f"/{walk.slug}/changes/?after=x").json()["cursor"]
    before = open_page.load(page, answers, walk.block)
    walk.perform(scene)
    changes = f"/{walk.slug}/changes/?after={cursor}"
    found = client.get(changes).json()
    # It hears of one block only. Of several the script would announce the number.
    found["blocks"] = [each for each in found["blocks"] if each["name"] == walk.block]
    told = open_page.text_after_a_poll({changes: (200, {}, json.dumps(found).encode())})
    require_told(walk, "open page", before, told)


def answer_of(client: Any, path: str) -> Answer:
    answer = client.get(path)
    return answer.status_code, dict(answer.items()), answer.content


def require_told(walk: Walk, surface: str, before: str, told: str) -> None:
    words = walk.words_in(surface)
    if surface in walk.why_not:
        # Otherwise the reason is out of date.
        assert not words or words not in told, surface
    else:
        assert told.count(words) > before.count(words), (surface, told)


class OpenPage:
    """A page in Chromium, which gets the answers that it is given.

    It runs in a thread of its own. Playwright has an event loop, beside which Django refuses to use
    the database, and another thread would not see what the test has not committed.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._answers: dict[str, Answer] = {}
        self._block = ""
        self._thread.submit(self._start).result()

    def load(self, path: str, answers: dict[str, Answer], block: str) -> str:
        """Opens a page, and returns what its block says."""
        return self._thread.submit(self._load, path, answers, block).result()

    def text_after_a_poll(self, answers: dict[str, Answer]) -> str:
        """What the script announces, and what the block says then."""
        return self._thread.submit(self._poll, answers).result()

    def close(self) -> None:
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()

    def _start(self) -> None:
        self._playwright = sync_playwright().start()
        browser = launch(self._playwright)
        self.page = browser.new_page()
        self.page.clock.install()
        self.page.route("**/*", self._answer)

    def _load(self, path: str, answers: dict[str, Answer], block: str) -> str:
        self._answers, self._block = answers, block
        self.page.goto(f"http://testserver{path}", wait_until="domcontentloaded")
        self.page.locator(".can-share").wait_for()
        return self._text()

    def _poll(self, answers: dict[str, Answer]) -> str:
        self._answers |= answers
        # The stream never begins, so the page polls after eight seconds.
        self.page.clock.run_for(9000)
        self.page.locator("#liveness[data-state]").wait_for()
        # It announces something within ten seconds.
        self.page.clock.run_for(11_000)
        return self._text()

    def _text(self) -> str:
        texts = self.page.evaluate(
            """(name) => ["#told", `[data-block="${name}"]`].map(
              (each) => document.querySelector(each)?.textContent ?? ""
            )""",
            self._block,
        )
        return " ".join(" ".join(texts).split())

    def _answer(self, route: Any) -> None:
        path = route.request.url.removeprefix("http://testserver")
        if path.startswith("/live/"):
            return  # it is held back
        if path not in self._answers:
            return route.abort()
        status, headers, body = self._answers[path]
        route.fulfill(status=status, headers=headers, body=body)


@pytest.fixture(scope="module")
def open_page() -> Iterator[OpenPage]:
    page = OpenPage()
    yield page
    page.close()


def appended_since(cursor: str) -> list[Entry]:
    since = int(cursor.split("-")[1])
    return between(since + 1, head().seq)


def text_of(client, walk: Walk, surface: str, seen: str) -> str:
    """The words that a reader is told on a surface, since the cursor `seen` where that matters."""
    match surface:
        case "returning reader":
            return shown(client.get(f"/{walk.slug}/missed/?after={seen}").content.decode())
        case "corrections":
            return shown(client.get(f"/{walk.slug}/corrections/").content.decode())
        case "feed":
            forms = [client.get(f"/{walk.slug}/feed.{form}") for form in ("atom", "rss", "json")]
            texts = [unescaped(each.content.decode()) for each in forms]
            # Words that one of the three does not have are in none.
            in_all = [text if walk.words_in("feed") in text else "" for text in texts]
            return "\n".join(texts) if all(in_all) else ""
        case _ if walk.block == "claims":
            # The page of a claim is its history. Its id is random, so the page is found by a link.
            page = client.get(f"/{walk.slug}/claims/").content.decode()
            links = dict.fromkeys(re.findall(rf'href="(/{walk.slug}/claims/\w+/)"', page))
            return "\n".join(shown(client.get(each).content.decode()) for each in links)
        case _:
            number = re.fullmatch(r"post-(\d+)", walk.block)
            path = f"post/{number[1]}/history/" if number else f"history/{walk.block}/"
            answer = client.get(f"/{walk.slug}/{path}")
            return shown(answer.content.decode()) if answer.status_code == 200 else ""


def shown(page: str) -> str:
    """The text of a page or a block, without the tags."""
    text = re.sub(r"<script.*?</script>|<head>.*?</head>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def unescaped(feed: str) -> str:
    """The text of a feed, in which the HTML of posts is escaped."""
    return " ".join(re.sub(r"<[^>]+>", "", html.unescape(feed)).split()) + feed
