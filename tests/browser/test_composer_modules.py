"""The pure modules of the composer, beside their references in Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import desk
from dateline.content import markup
from dateline.content.tree import Bullets, Paragraph, Part

pytestmark = pytest.mark.browser
SCRIPTS = Path(desk.__file__).parent / "static/desk"
PIECES = (
    *("**", "_", "[a](https://a.example/)", "x", " ", "\\", "\\&", "\n", "\n\n", "<b>", "🌊"),
    *("https://a.example/b_c", "http://x", "(", ")", "[", "](https://a/(b))", ".", "- ", "• ", "é"),
)


@pytest.fixture(scope="module")
def modules(chromium: Any) -> Iterator[Any]:
    """A page that can import the modules as they are, before they are joined."""
    page = chromium.new_page()

    def serve(route: Any) -> None:
        path = SCRIPTS / route.request.url.removeprefix("http://modules.test/")
        if path.suffix == ".js":
            route.fulfill(path=path, content_type="text/javascript")
        else:
            route.fulfill(body="<title>Modules</title>", content_type="text/html")

    page.route("http://modules.test/**", serve)
    page.goto("http://modules.test/")
    yield page
    page.close()


def runs_of(paragraph: Paragraph) -> list[dict[str, Any]]:
    return [
        {
            "text": run.text,
            "strong": "strong" in run.marks,
            "emphasis": "emphasis" in run.marks,
            "link": run.link,
        }
        for run in paragraph
    ]


def blocks_of(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    """The same as `readMarkup` returns, for texts without citations."""
    blocks: list[dict[str, Any]] = []
    for part in parts:
        if isinstance(part, Bullets):
            blocks.append({"lines": [runs_of(bullet.line) for bullet in part.bullets]})
        else:
            blocks += [{"runs": runs_of(paragraph)} for paragraph in part.paragraphs]
    return blocks


def test_the_editor_reads_and_writes_markup_as_the_server_does(modules):
    chance = random.Random(5)
    texts = ["".join(chance.choices(PIECES, k=chance.randrange(18))) for _ in range(3000)]
    texts += ["".join(chance.choices("ab c*_[]()\\&<>/:.éא\n-", k=40)) for _ in range(1000)]
    answers = modules.evaluate(
        """async (texts) => {
          const { readMarkup, writeMarkup } = await import("/desk/markup.js");
          const { loadEditor, throughEditor } = await import("/desk/editor.js");
          await loadEditor("/vendor/prosemirror.js");
          return texts.map((text) => {
            const blocks = readMarkup(text, true);
            const written = writeMarkup(blocks, true);
            return { blocks, written, edited: throughEditor(text, "text"),
              lines: throughEditor(text, "lines"), plain: throughEditor(text, "plain") };
          });
        }""",
        texts,
    )
    for text, answer in zip(texts, answers, strict=True):
        parts = markup.read_text(text)
        assert answer["blocks"] == [each for each in blocks_of(parts) if any(each.values())], text
        assert markup.read_text(answer["written"]) == parts, text
        assert answer["edited"] == answer["written"], text
        assert markup.read(answer["plain"]) == markup.read(text), text
        bullets = tuple(each for each in markup.read_bullets(text) if each.line)
        assert markup.read_bullets(answer["lines"]) == bullets, text


PARAGRAPHS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6)


@settings(deadline=None)
@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_a_merge_has_what_both_changed_or_says_that_it_cannot(modules, base, mine, theirs):
    merged = merge(modules, base, mine, theirs)
    assert merge(modules, base, mine, base) == mine
    assert merge(modules, base, base, theirs) == theirs
    if merged is None:
        assert base not in (mine, theirs)
        return
    # A paragraph that only one of them added is there.
    assert set(mine) - set(base) <= set(merged)
    assert set(theirs) - set(base) <= set(merged)
    # One that only one of them took out, and nobody added, is gone.
    assert not (set(base) - set(mine) - set(theirs)) & set(merged)


def merge(modules: Any, *versions: list[str]) -> list[str] | None:
    text = modules.evaluate(
        """async (versions) => (await import("/desk/merge.js")).mergeTexts(...versions)""",
        ["\n\n".join(version) for version in versions],
    )
    return None if text is None else text.split("\n\n")


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("abc", "aXc", "abcd", "aXcd"),
        ("abc", "abXc", "Yabc", "YabXc"),
        ("abc", "aXc", "aYc", None),
        ("abc", "ac", "aYc", None),
        ("abc", "ac", "abcd", "acd"),
        ("abc", "abcX", "abcY", None),
        ("abc", "aXc", "aXc", "aXc"),
    ],
)
def test_texts_are_merged_by_paragraph(modules, base, mine, theirs, merged):
    found = merge(modules, list(base), list(mine), list(theirs))
    assert found == (list(merged) if merged else None)


def test_fields_are_merged_where_they_do_not_touch_the_same(modules):
    base = {"headline": "a", "part-0-kind": "text", "part-0-text": "one\n\ntwo"}
    mine = base | {"part-0-text": "one\n\nTWO"}
    theirs = base | {"headline": "b", "part-0-text": "ONE\n\ntwo"}
    call = """async (all) => (await import("/desk/merge.js")).mergeFields(...all)"""
    merged = {"headline": "b", "part-0-kind": "text", "part-0-text": "ONE\n\nTWO"}
    assert modules.evaluate(call, [base, mine, theirs]) == {"fields": merged, "conflicts": []}
    found = modules.evaluate(call, [base, mine, base | {"part-0-text": "one\n\n2"}])
    assert found == {"fields": mine, "conflicts": ["part-0-text"]}
    # Somebody added a part, and somebody else changed the text.
    theirs = base | {"part-1-kind": "quotation", "part-1-text": "Said."}
    found = modules.evaluate(call, [base, mine, theirs])
    assert found["fields"] == mine
    assert "part-1-text" in found["conflicts"]
    assert modules.evaluate(call, [base, base, theirs]) == {"fields": theirs, "conflicts": []}
