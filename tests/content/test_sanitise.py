"""Typed and pasted text is cleaned, the writer sees what was removed, and no input raises."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.content import markup, sanitise

FRAGMENTS = st.sampled_from(
    [
        *("<", ">", "!", "[", "]", "-", "--", "/", "'", '"', "=", "&", ";", "#", "\\", "?", " "),
        *("\0", "\ud800", "\udfff", "\u202e", "\n", "x", "é", "CDATA", "DOCTYPE", "<![", "<!--"),
        *("-->", "<img src=", "<a href=", "https://a.example/", "javascript:", "onload=", "<b>"),
        *("</b>", "<i", "<p>", "<li>", "<script>", "</script>", "<svg", "<style>", "<br/>", "&#"),
        *("&#x", "&lt", "&amp;", "9999999999", "**", "_", "](http://x)", "<o:p>", "<template>"),
    ]
)
HOSTILE = st.lists(FRAGMENTS, max_size=25).map("".join) | st.text(
    st.characters(codec=None) | st.sampled_from("<>![]-'\"&;\0"), max_size=40
)
CLEANERS = [sanitise.clean, sanitise.clean_unmarked, sanitise.clean_line]

# Characters that are invisible, or that change the direction of the text after them.
HIDDEN = [
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *(0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x3164, 0xFEFF, 0xFFA0),
    *range(0x2060, 0x2066),
    *range(0x206A, 0x2070),
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
]
CONTROL = [
    *(code for code in range(0x20) if chr(code) not in "\t\n\r"),
    *(code for code in range(0x7F, 0xA0) if code != 0x85),
    *(0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFFE, 0xFFFF),
]


@settings(max_examples=20 * settings().max_examples)
@given(HOSTILE)
@example('<![><img src="]><img')
@example("<b>&#" + "9" * 5000 + ";")
@example("<b>&#" + "0" * 5000 + "65;")
def test_no_input_raises_and_what_comes_out_is_clean(text):
    for clean in CLEANERS:
        cleaned = clean(text).text
        assert sanitise.plain(cleaned) == sanitise.Cleaned(cleaned)
        markup.read(cleaned)
        markup.read_bullets(cleaned)
        markup.read_key_points(cleaned)
    once = sanitise.clean(text).text
    if "<" in text:
        assert sanitise.clean(once).text == once


@settings(max_examples=10 * settings().max_examples)
@given(HOSTILE)
@example("<!--&lt")
def test_the_writer_is_shown_every_change_to_a_line(text):
    cleaned = sanitise.clean_line(text)
    assert cleaned.removed or cleaned.text == " ".join(text.split())


@pytest.mark.parametrize("code", HIDDEN, ids="{:04x}".format)
@pytest.mark.parametrize("clean", [*CLEANERS, sanitise.plain])
def test_invisible_and_direction_characters_are_removed(clean, code):
    for text in (
        f"safe{chr(code)}evil",
        f"<b>safe</b>{chr(code)}evil",
        f"<b>safe</b>&#{code};evil",
    ):
        if clean is sanitise.plain and "&" in text:
            continue
        cleaned = clean(text)
        assert chr(code) not in cleaned.text
        assert "invisible characters" in " ".join(cleaned.removed)


@pytest.mark.parametrize("code", CONTROL, ids="{:04x}".format)
def test_control_characters_are_removed(code):
    for clean in (*CLEANERS, sanitise.plain):
        assert clean(f"a{chr(code)}b") == sanitise.Cleaned("ab", ["control characters"])


@pytest.mark.parametrize(
    "text",
    [
        "\u200eשלום\u200f (A)",
        "می\u200cخواهم",
        "\U0001f469\u200d\U0001f692",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "❤\ufe0f",
    ],
    ids=["hebrew", "persian", "firefighter", "england", "heart"],
)
def test_characters_that_scripts_and_emoji_need_are_kept(text):
    assert sanitise.clean(text) == sanitise.Cleaned(text)
    assert sanitise.clean_line(text) == sanitise.Cleaned(text)


@pytest.mark.parametrize(
    ("text", "line", "removed"),
    [
        ("<b>Flood</b> at 4_2 [sic]", "Flood at 4_2 [sic]", ["<b>"]),
        ("Flood at 4_2 [sic] **now**", "Flood at 4_2 [sic] **now**", []),
        ("<p>AT&amp;T &lt; all</p>", "AT&T < all", ["<p>"]),
        ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2", []),
        ("Flood</b>", "Flood", ["<b>"]),
        ("<a href='https://a.example/'>Flood</a>", "Flood", ["<a>"]),
        ("<script>steal()</script>Flood", "Flood", ["<script>"]),
        ("Flood <!-- hidden -->now", "Flood now", ["a comment"]),
        ("one<br>two", "one two", ["<br>"]),
        ("<ul><li>one</li></ul>", "• one", ["<ul>", "<li>"]),
    ],
)
def test_html_in_a_line_becomes_plain_text_and_is_reported(text, line, removed):
    cleaned = sanitise.clean_line(text)
    assert cleaned == sanitise.Cleaned(line, removed)
    assert sanitise.clean_line(line) == sanitise.Cleaned(line)


def test_lines_of_a_field_without_markup_stay_lines():
    cleaned = sanitise.clean_unmarked("one [sic]\n<b>two_2</b> #4\n<p>three</p>")
    assert cleaned == sanitise.Cleaned("one [sic]\ntwo_2 #4\nthree", ["<b>", "<p>"])


@pytest.mark.parametrize(
    ("html", "text", "removed"),
    [
        ("<b>a</b> <!-- never closed", "**a** \\<!-- never closed", []),
        ("<b>a</b> <img src=x", "**a** \\<img src=x", []),
        ("<b>a</b> <script>b", "**a** b", ["<script>"]),
        ("<b>a</b><SCRIPT>b</Script >c", "**a**c", ["<script>"]),
        ("<b>a<i>b</b>c</i>", "**a****_b_**_c_", []),
        (
            "<a href='https://a.example/' href='x'>y</a>",
            "[y](https://a.example/)",
            ["the address “x”"],
        ),
        ("<a href=java&#115;cript:x>y</a>", "y", ["the address “javascript:x”"]),
        ("<a\nhref = https://a.example/b>y</a>", "[y](https://a.example/b)", []),
        ("<a title='>' href='https://a.example/'>y</a>", "[y](https://a.example/)", []),
        ("<b>&lt;script&gt;</b>", "**\\<script>**", []),
        ("<b>a</b><!DOCTYPE html><?xml:namespace x>b<![if !x]>", "**a**b", []),
        ("<b>a</b><![CDATA[b]]>c", "**a**c", ["a comment"]),
        ("<b>&#0000000000065;</b>", "**A**", []),
        ("<!--><b>a</b>", "**a**", ["a comment"]),
        # An end without a beginning ends nothing that begins later.
        ("</b></i><b>a</b> <i>b</i>", "**a** _b_", []),
        # A scheme is the same in capitals (RFC 3986, 3.1).
        ("<a href='HTTPS://a.example/B'>y</a>", "[y](https://a.example/B)", []),
        ("<a href='https://a.example/x_(1)'>y</a>", "[y](https://a.example/x_(1))", []),
        # Markup has no bracket alone in an address.
        ("<a href='https://a.example/x(1'>y</a>", "[y](https://a.example/x%281)", []),
        # A tag among typed text takes nothing from the marks and lines around it.
        (
            "**a** <b>b</b> _c_\nd\n\n[e](https://a.example/)",
            "**a b** _c_\nd\n\n[e](https://a.example/)",
            [],
        ),
        ("**a <i>b</i> c**", "**a** **_b_** **c**", []),
        ("a<br>b<br><br>c", "a\nb\n\nc", []),
        ("<p>a\nb<br>\nc</p>", "a b\nc", []),
    ],
)
def test_broken_html_loses_no_words(html, text, removed):
    cleaned = sanitise.clean(html)
    assert (cleaned.text, cleaned.removed) == (text, removed)


def test_a_number_too_long_for_a_post_is_plain_text():
    number = "#" + "9" * 5000
    (point,) = markup.read_key_points(f"The dam {number}")
    assert (point.line, point.post) == (f"The dam {number}", 0)
    (bullet,) = markup.read_bullets(f"The dam {number} #4")
    assert (bullet.line[0].text, bullet.posts) == (f"The dam {number}", (4,))
