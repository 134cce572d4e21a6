"""The words that were found are marked, and nothing else in the HTML of a block changes."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.coverage import search_text
from dateline.page import marking

LETTERS = "abé5'\"<>&;#x ß水ไทย\u0301ŉ"
TEXTS = st.text(alphabet=st.sampled_from(LETTERS), max_size=20)


def mark(html: str, query: str, language: str = "en") -> str:
    return marking.marked(html, search_text.phrases(query, language), language)


@pytest.mark.parametrize(
    ("html", "query", "expected"),
    [
        ("<p>The recounts go on.</p>", "recount", "<p>The <mark>recounts</mark> go on.</p>"),
        ("<p>A <em>re</em>count</p>", "recount", "<p>A <em>re</em>count</p>"),
        ("<p>a <strong>dam</strong> a</p>", "dam", "<p>a <strong><mark>dam</mark></strong> a</p>"),
        ('<a href="/dam" title="dam > dam">x</a>', "dam", '<a href="/dam" title="dam > dam">x</a>'),
        ("don&#x27;t x27", "x27", "don&#x27;t <mark>x27</mark>"),
        ("don&#x27;t", "don't", "<mark>don</mark>&#x27;<mark>t</mark>"),
        ("fish &amp; amp", "amp", "fish &amp; <mark>amp</mark>"),
        ("Straße", "STRASSE", "<mark>Straße</mark>"),
        ("水位上升", "水位", "<mark>水位</mark>上升"),
        ("5_6 and 5", "5_6", "<mark>5</mark>_<mark>6</mark> and 5"),
        ("a dam", "dam river", "a <mark>dam</mark>"),
        (
            '<p class="bylines"><b>Dam</b></p>Dam<p class="change">Dam</p><img alt="dam">Dam',
            "dam",
            '<p class="bylines"><b>Dam</b></p><mark>Dam</mark><p class="change">Dam</p>'
            '<img alt="dam"><mark>Dam</mark>',
        ),
        (
            '<p class="when"><br><img src="x"><svg/>Dam</p><p>Dam</p>',
            "dam",
            '<p class="when"><br><img src="x"><svg/>Dam</p><p><mark>Dam</mark></p>',
        ),
    ],
)
def test_words_are_marked_where_they_stand(html, query, expected):
    assert mark(html, query) == expected


def test_words_are_marked_in_the_forms_of_their_language():
    assert mark("مياه النهر", "نهر", "ar") == "مياه <mark>النهر</mark>"
    assert mark("recounts", "recount", "ja") == "recounts"


@given(text=TEXTS, attribute=TEXTS, query=TEXTS)
def test_nothing_else_in_the_html_changes(text, attribute, query):
    html = f'<p title="{escape(attribute)}">{escape(text)} <em>{escape(text)}</em></p>'
    marked = mark(html, query)
    assert re.sub("</?mark>", "", marked) == html
    inside = re.findall("<mark>(.*?)</mark>", marked)
    assert all("<" not in each and "&" not in each for each in inside)


@given(st.text(max_size=30))
@example("a \u0301 \u0301b ŉ水ไทย")
def test_a_word_has_a_place(text):
    words = search_text.split(text)
    places = search_text.places(text)
    assert len(places) == len(words)
    for word, (start, end) in zip(words, places, strict=True):
        assert word in " ".join(search_text.split(text[start:end]))


def test_a_snippet_shows_the_first_mark_and_cuts_no_word():
    words = " ".join(f"word{number}" for number in range(100))
    html = mark(f"<h3>Head</h3><p>{words}</p><p>&amp;</p>", "word50 heads")
    text = marking.text_below(html)
    assert marking.headline(html) == "<mark>Head</mark>"
    assert len(text) > 600
    snippet = marking.snippet(text)
    assert snippet.startswith("… word4")
    assert "<mark>word50</mark>" in snippet
    assert snippet.endswith(" …")
    assert set(re.sub("</?mark>|…", "", snippet).split()) <= set(words.split())
    assert marking.snippet("Short &amp; <mark>dam</mark>") == "Short &amp; <mark>dam</mark>"
