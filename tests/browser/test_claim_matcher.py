"""The matcher of the desk's script proposes the same as the one in Python."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline import desk
from dateline.claims import matching
from dateline.claims.matching import (
    LANGUAGES,
    Known,
    KnownClaim,
    KnownSource,
    Proposal,
    propose,
)
from tests.claims.matching.scoring import sentences

pytestmark = pytest.mark.browser
SCRIPTS = Path(desk.__file__).parent / "static/desk"
RULES = Path(matching.__file__).parent / "rules"
KNOWN = Known(
    (KnownSource("kremlin", "The Kremlin", ("Moscow", "Moskau")), KnownSource("army", "армія")),
    (KnownClaim("bridge", "The bridge had been mined"), KnownClaim("port", "The port had fallen")),
)
CALL = """
async ([rules, known, texts]) => {
  const { propose } = await import("/claims/matcher.js");
  return texts.map(([language, text, limit]) =>
    propose(text, language, known, rules[language], limit ?? undefined));
}
"""


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    """A page that can import the modules."""
    made = chromium.new_page()

    def serve(route: Any) -> None:
        path = SCRIPTS / route.request.url.removeprefix("http://modules.test/")
        if path.suffix == ".js":
            route.fulfill(path=path, content_type="text/javascript")
        else:
            route.fulfill(body="<title>Modules</title>", content_type="text/html")

    made.route("http://modules.test/**", serve)
    made.goto("http://modules.test/")
    yield made
    made.close()


def in_script(page: Any, texts: list[tuple[str, str, int | None]]) -> Any:
    """What the script proposes for texts, each with its language and the limit."""
    rules = {each: json.loads((RULES / f"{each}.json").read_text("utf-8")) for each in LANGUAGES}
    known = {
        "sources": [
            {"id": each.id, "label": each.label, "aliases": list(each.aliases)}
            for each in KNOWN.sources
        ],
        "claims": [{"id": each.id, "text": each.text} for each in KNOWN.claims],
    }
    return page.evaluate(CALL, [rules, known, texts])


def as_script(proposal: Proposal, text: str) -> dict[str, Any]:
    """A proposal in the form that the script gives it. The script counts in UTF-16 units."""
    return {
        "start": units(text[: proposal.start]),
        "end": units(text[: proposal.end]),
        "sourceText": proposal.source_text,
        "sourceId": proposal.source_id,
        "naming": proposal.naming,
        "speaksFor": proposal.speaks_for,
        "stance": proposal.stance,
        "modality": proposal.modality,
        "chain": [{"sourceText": hop.source_text, "how": hop.how} for hop in proposal.chain],
        "claimText": proposal.claim_text,
        "claimId": proposal.claim_id,
        "quantity": list(proposal.quantity) if proposal.quantity else None,
        "earlier": proposal.earlier,
        "asks": proposal.asks,
    }


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def assert_same(page: Any, texts: list[tuple[str, str, int | None]]) -> None:
    for (language, text, limit), found in zip(texts, in_script(page, texts), strict=True):
        expected = [as_script(each, text) for each in propose(text, language, KNOWN, limit)]
        assert found == expected, text


@pytest.mark.parametrize("name", ["development", "heldout", "twelve"])
def test_both_propose_the_same_for_the_sentences(page, name):
    assert_same(page, [(each["language"], each["text"], None) for each in sentences(name)])


def test_both_propose_the_same_for_texts_that_are_not_sentences(page):
    """Words are left out, moved and put in, as somebody writes."""
    chance = random.Random(13)
    put_in = [
        "not",
        "nicht",
        "no",
        "не",
        "if",
        "that",
        "🌊",
        "«",
        '"',
        ",",
        ";",
        "\n",
        "9 000",
        "İ",
    ]
    every = [*sentences("development"), *sentences("heldout")]
    texts = []
    for _ in range(300):
        language = chance.choice(LANGUAGES)
        some = [each["text"] for each in every if each["language"] == language]
        words = " ".join(chance.sample(some, 3)).split(" ")
        for _ in range(chance.randrange(10)):
            at = chance.randrange(len(words))
            words[at : at + chance.randrange(2)] = [chance.choice([*put_in, *words])]
        texts.append((language, " ".join(words), chance.choice([None, 3])))
    assert_same(page, texts)


def test_places_in_the_script_count_as_its_strings_do(page):
    text = "🌊 It rained. Moscow denied the raid."
    [[found]] = in_script(page, [("en", text, None)])
    assert found["sourceId"] == "kremlin"
    assert (found["start"], found["end"]) == (14, 37)
    [same] = propose(text, "en", KNOWN)
    assert (same.start, same.end) == (13, 36)


def test_without_rules_nothing_is_proposed(page):
    assert (
        page.evaluate(
            """async () => (await import("/claims/matcher.js"))
          .propose("Moscow denied the raid.", "it", { sources: [], claims: [] }, {})"""
        )
        == []
    )
