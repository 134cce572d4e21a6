"""The writer's marks: text that was read and written again is read the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content import markup, sanitise
from dateline.content.tree import Bullet, Bullets, KeyPoint, Run, Text, plain_text

WRITTEN = (
    *("**", "_", "[a](https://a.example/)", "x", " ", "\\", "\\&", "\n", "\n\n", "<b>"),
    *(
        "https://a.example/b_c",
        "http://x",
        "(",
        ")",
        "[",
        "](https://a/(b))",
        ".",
        "- ",
        "• ",
        "* ",
    ),
)
MARKED = st.text(alphabet="ab c*_[]()\\&<>/:.éא\n-", max_size=60) | st.lists(
    st.sampled_from(WRITTEN), max_size=20
).map("".join)


@given(MARKED)
def test_what_was_written_is_read_the_same(text):
    paragraphs = markup.read(text)
    assert markup.read(markup.write(paragraphs)) == paragraphs


@given(MARKED)
def test_a_text_is_read_as_one_text_after_it_was_written(text):
    for part in markup.read_text(text):
        if isinstance(part, Text):
            assert markup.read_text(markup.write_text(part.paragraphs)) == (part,)
        else:
            assert markup.read_bullets(markup.write_bullets(part.bullets)) == part.bullets


def test_lines_that_begin_with_a_bullet_are_a_list():
    source = "We know:\n- the **dam** holds #4\n\n* the road is shut\nNo more - yet."
    assert markup.read_text(source) == (
        Text(((Run("We know:"),),)),
        Bullets(
            (
                Bullet((Run("the "), Run("dam", ("strong",)), Run(" holds")), (4,)),
                Bullet((Run("the road is shut"),)),
            )
        ),
        Text(((Run("No more - yet."),),)),
    )


@given(st.lists(st.tuples(MARKED, st.sampled_from([(), ("strong",), ("emphasis",)]))))
def test_marks_that_a_text_has_already_lose_no_words(pieces):
    given_runs = [Run(text, marks) for text, marks in pieces]
    paragraphs = markup.read_runs(given_runs)
    assert markup.read(markup.write(paragraphs)) == paragraphs
    assert plain_text(markup.read_runs([Run(run.text) for run in given_runs])).split() == (
        plain_text(paragraphs).split()
    )


@given(MARKED)
def test_what_was_cleaned_once_is_left_unchanged(text):
    once = sanitise.clean(markup.write(markup.read(text))).text
    assert sanitise.clean(once).text == once


@given(st.text(max_size=80))
def test_nothing_that_would_break_a_page_or_a_feed_is_left(text):
    cleaned = sanitise.clean(text).text
    assert not any(ord(c) < 32 and c not in "\n\t" for c in cleaned)
    assert not any(0x7F <= ord(c) <= 0x9F or 0xD800 <= ord(c) <= 0xDFFF for c in cleaned)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("plain", (Run("plain"),)),
        ("a **b** c", (Run("a "), Run("b", ("strong",)), Run(" c"))),
        ("_a_ b", (Run("a", ("emphasis",)), Run(" b"))),
        ("snake_case_name", (Run("snake_case_name"),)),
        ("2 * 3 ** 4", (Run("2 * 3 ** 4"),)),
        (r"\*\*no\*\*", (Run("**no**"),)),
        ("**_both_**", (Run("both", ("strong", "emphasis")),)),
        ("[a](https://b.example/c_d)", (Run("a", (), "https://b.example/c_d"),)),
        ("[a](javascript:alert)", (Run("[a](javascript:alert)"),)),
        ("unclosed **strong", (Run("unclosed **strong"),)),
        ("[a](https://b.example/c_(d))", (Run("a", (), "https://b.example/c_(d)"),)),
        (
            "(see https://b.example/c_d_(e).)",
            (
                Run("(see "),
                Run("https://b.example/c_d_(e)", (), "https://b.example/c_d_(e)"),
                Run(".)"),
            ),
        ),
        ("**https://b.example**", (Run("https://b.example", ("strong",), "https://b.example"),)),
        ("https:\\&//b.example xhttps://b.example", (Run("https://b.example xhttps://b.example"),)),
        (
            "_at https://b.example/_ HTTP://b.example",
            (
                Run("at", ("emphasis",)),
                Run(" "),
                Run("https://b.example/", ("emphasis",), "https://b.example/"),
                Run(" "),
                Run("HTTP://b.example", (), "http://b.example"),
            ),
        ),
        ("**a\nb** c", (Run("a\nb", ("strong",)), Run(" c"))),
    ],
)
def test_marks(text, runs):
    assert markup.read_line(text) == runs


def test_blank_lines_end_paragraphs_and_single_line_breaks_are_kept():
    assert [p[0].text for p in markup.read("one\ntwo\r\n\r\nthree\n \n\nfour")] == [
        "one\ntwo",
        "three",
        "four",
    ]


@pytest.mark.parametrize(
    ("line", "text", "posts"),
    [
        ("The dam holds. #12 #14", "The dam holds.", (12, 14)),
        ("• The dam holds.", "The dam holds.", ()),
        ("- Post #3 says so", "Post #3 says so", ()),
        ("#12", "#12", ()),
        ("#12 #13", "#12", (13,)),
        ("The dam#12", "The dam#12", ()),
    ],
)
def test_a_bullet_may_end_with_the_posts_that_it_rests_on(line, text, posts):
    bullets = markup.read_bullets(f"\n{line}\n\n")
    assert bullets == (Bullet((Run(text),), posts),)
    assert markup.read_bullets(markup.write_bullets(bullets)) == bullets


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        # A mark that begins within another one and ends behind it is none.
        (
            "[**a](https://a.example/) b**",
            (Run("**a", (), "https://a.example/"), Run(" b**")),
        ),
        ("**a _b** c_", (Run("a _b", ("strong",)), Run(" c_"))),
        # A link without words would be nowhere.
        ("[](mailto:a@a.example)", (Run("[](mailto:a@a.example)"),)),
    ],
)
def test_what_is_no_mark_is_text(line, runs):
    assert markup.read_line(line) == runs


@pytest.mark.parametrize(
    ("line", "point"),
    [
        ("The dam holds", KeyPoint("The dam holds")),
        ("The dam holds #12", KeyPoint("The dam holds", 12)),
        ("The dam holds /river-rises/", KeyPoint("The dam holds", 0, "river-rises")),
        ("#12", KeyPoint("#12")),
        ("The dam, 4_2 **m** /no address", KeyPoint("The dam, 4_2 **m** /no address")),
    ],
)
def test_a_key_point_may_lead_somewhere(line, point):
    points = markup.read_key_points(f"\n{line}\n\n")
    assert points == (point,)
    assert markup.read_key_points(markup.write_key_points(points)) == points


@pytest.mark.parametrize(
    ("html", "text", "removed"),
    [
        ("<p>One <b>two</b></p><p>three</p>", "One **two**\n\nthree", []),
        ("a<script>alert(1)</script>b", "ab", ["<script>"]),
        ("<img src=x onerror=alert(1)>hi", "hi", ["<img>", "the address “x”", "onerror"]),
        ('<a href="javascript:x">y</a>', "y", ["the address “javascript:x”"]),
        ('<a href="https://a.example/">y</a>', "[y](https://a.example/)", []),
        ('<span style="x">soft</span> <font>words</font>', "soft words", []),
        ("<ul><li>one</li><li>two</li></ul>", "• one\n\n• two", []),
        ("<svg><style><!--</style><img onload=x>--></svg>ok", "ok", ["<svg>"]),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2", []),
        ("a\x00b\x1b", "ab", ["control characters"]),
        ("safe\u202eevil", "safeevil", [sanitise.plain("\u202e").removed[0]]),
        ("one\u2028two", "one\ntwo", []),
    ],
)
def test_input_is_cleaned_and_what_was_removed_is_named(html, text, removed):
    cleaned = sanitise.clean(html)
    assert cleaned.text == text
    assert cleaned.removed[: len(removed)] == removed
    assert bool(cleaned.removed) == bool(removed)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (" HTTPS://a.example/ ", "https://a.example/"),
        # Markup would end it at the space.
        ("mailto:a b", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_address_of_a_pasted_link_is_one_that_markup_can_have(link, address):
    assert markup.address_of(link) == address
