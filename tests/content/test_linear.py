"""Reading, cleaning and comparing any text takes time in proportion to its length."""

from __future__ import annotations

import pytest

from dateline.archive import oldpage
from dateline.content import markup, sanitise
from dateline.desk import meaning
from dateline.page import difference

from .work import run, steps

MARKUP = [
    *("[", "[]", "_a ", "**a ", "_", "*", "**_[", "***a", "\\", "\\&_", "<b", "]("),
    *("**a _b [c ", "[**_a ", "_**a "),
    *("[a](http://x", "[a](http://x) ", "](http://", "**_a_** ", "a\n \n", "#1 ", " #1", "\u00a0"),
    *("https://a ", "https://a(", "](https://a(b)", "_https://a_ ", "https://", "- a\n", "a\n"),
]
HTML = [
    *("<b>", "<b>x</b>", "<p><b>", "<i></b>", "</p>", "<a href='", '<a x="', "<b x=y ", "<svg>"),
    *("<script>", "<!--", "<!-- -->", "<![>", "</", "<", "< b", "&#9", "&amp;", "<p>x&#x202e;"),
    *("<a href=https://a.example/>x", "<li>", "<b\n", "<b =", "<b ='"),
]
PAGE = "Headline\n\nStandfirst.\n\nBy Ada Lind 6:42AM BST 14 Oct 2025\n\n"
# After the head of a page: in its summary, or in its first entry.
PAGES = [
    *("• Half\n\n", "half\n\n", "• Point.\n\n", "Text.\n\n", "Photo: ", "Photo: (", "a\n", "5\n"),
    *("10.05\n\nText.\n\n", "Is it?\n\nYes.\n\n", "“Quoted.”\n\n", "Heading\n\n", "“", "["),
    *("writes A-", "writes Ada Lind, editor in A ", "from A ", ", and ", "Ada ", "de la "),
    *("1:11 Aaaaday ", "1", "   ", "A cap Photo: AP\n\n"),
]
SMALL, LARGE = 300, 1200


def page(shape: str, times: int) -> str:
    return PAGE + "• Half\n\n" + shape * times + "\n\n10.05\n\nText.\n\n" + shape * times


def fits(small: int, large: int) -> bool:
    """Whether four times the text costs at most five times the steps."""
    return large <= 5 * small + 500


@pytest.mark.parametrize("shape", MARKUP)
@pytest.mark.parametrize(
    "read",
    [
        lambda text: markup.write(markup.read(text)),
        markup.read_text,
        lambda text: markup.write_bullets(markup.read_bullets(text)),
        lambda text: markup.write_key_points(markup.read_key_points(text)),
    ],
    ids=["marks", "text", "bullets", "key points"],
)
def test_markup_is_read_and_written_in_proportion_to_its_length(read, shape):
    assert fits(steps(read, shape * SMALL), steps(read, shape * LARGE))


@pytest.mark.parametrize("shape", HTML)
@pytest.mark.parametrize(
    "clean", [sanitise.clean, sanitise.clean_unmarked], ids=["marked", "unmarked"]
)
def test_html_is_cleaned_in_proportion_to_its_length(clean, shape):
    text = "<b>x</b>" + shape * SMALL, "<b>x</b>" + shape * LARGE
    assert fits(steps(clean, text[0]), steps(clean, text[1]))


@pytest.mark.parametrize("shape", PAGES)
def test_an_old_page_is_read_in_proportion_to_its_length(shape, monkeypatch):
    monkeypatch.setattr(oldpage, "ENTRIES_LIMIT", 10**9)
    assert fits(steps(oldpage.read, page(shape, SMALL)), steps(oldpage.read, page(shape, LARGE)))


def letters(count: int) -> str:
    """A word of many different letters, because difflib ignores frequent ones."""
    small = [chr(code) for code in range(0xDF, 0x500) if chr(code).islower()][:200]
    return "".join(small[place % 200] for place in range(count))


PAIRS = {
    "nothing in common": lambda n: (
        " ".join(f"a{i}" for i in range(n)),
        " ".join(f"b{i}" for i in range(n)),
    ),
    "every second word": lambda n: ("a b " * n, "a c " * n),
    "punctuation": lambda n: (".," * n, ".;" * n),
    "the other way round": lambda n: (
        " ".join(f"a{i}" for i in range(n)),
        " ".join(f"a{i}" for i in reversed(range(n))),
    ),
    "lines": lambda n: ("a\nb\n" * n, "a\nc\n" * n),
    "quotations": lambda n: ("“a” b " * n, "“a” d " * n),
    "long words": lambda n: (letters(n), letters(n)[::-1]),
    "misspelt": lambda n: ("watre " * n, "water " * n),
    "an island here and there": lambda n: (
        "".join("., " * 90 + f"u{i} " for i in range(n // 90)),
        "".join(".; " * 90 + f"u{i} " for i in range(n // 90)),
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("compare", [difference.paragraphs, meaning.change_of_meaning])
def test_texts_are_compared_in_proportion_to_their_length(compare, pair):
    assert fits(steps(compare, *pair(1000)), steps(compare, *pair(4000)))


def test_two_ends_of_a_long_text_can_be_respelt_at_once():
    letters = "abcdefghijklm"
    words = [a + b + c for a in letters for b in letters for c in letters]
    before = " ".join(["teh", *words, "watre"])
    after = " ".join(["the", *words, "water"])
    assert meaning.change_of_meaning(before, after) is None
    (pieces,) = difference.paragraphs(before, after)
    assert [piece.kind for piece in pieces] == ["gone", "come", "same", "gone", "come"]


def test_a_word_put_into_a_long_text_of_few_words_is_found():
    before, after = "water rises " * 500, "water rises " * 250 + "fast " + "water rises " * 250
    (pieces,) = difference.paragraphs(before, after)
    assert [piece.kind for piece in pieces] == ["same", "come", "same"]


def test_a_change_within_a_long_rewritten_text_is_found_between_the_words_that_stay():
    before = " ".join(f"gone{i} island{i} 1" for i in range(500))
    after = " ".join(f"come{i} island{i} 1" for i in range(500))
    (pieces,) = difference.paragraphs(before, after)
    assert sum(piece.kind == "same" for piece in pieces) == 500


# How often a shape is repeated, and the seconds of processor time for it, of which it needs a
# fifth at most. After that the kernel ends the program, even within a regular expression. The first
# version took 12 s for twenty thousand "[", and a sixth of that for eight thousand.
EVERYDAY, THOROUGH = (8_000, 1.5), (20_000, 6)
GROUPS = {
    "markup": (MARKUP, "markup.write(markup.read(text))"),
    "one address": (["["], "markup.read(text * 5 + '](https://' + 'x' * len(text) * 5)"),
    "unclosed": (["<script>", "<svg>"], "sanitise.clean(text * 4)"),
    "long paragraph": (["a\n"], "archive(PAGE + '10.05' + chr(10) * 2 + text * 5)"),
    "long byline": (
        ["editor in A "],
        "archive(PAGE + '10.05' + chr(10) * 2 + 'Text, writes Ada Lind, ' + text + '!')",
    ),
    "bullets": (MARKUP, "markup.write_bullets(markup.read_bullets(text))"),
    "key points": (MARKUP, "markup.write_key_points(markup.read_key_points(text))"),
    "html": (HTML, "sanitise.clean('<b>x</b>' + text)"),
    "html in a line": (HTML, "sanitise.clean_line('<b>x</b>' + text)"),
    "plain": (["\r", "\U0001f3f4\U000e0067", "\u202e"], "sanitise.plain(text)"),
    "pages": (PAGES, "archive(PAGE + '10.05' + chr(10) * 2 + text)"),
    "summaries": (PAGES, "archive(PAGE + text + chr(10) * 2 + '10.05')"),
}
PROGRAM = """
import signal
from dateline.archive import oldpage, stamps
from dateline.content import markup, sanitise
PAGE = {page!r}
def archive(text):
    try:
        oldpage.read(text)
    except (oldpage.NoLivePage, stamps.Undated):
        pass
for shape in {shapes!r}:
    print(ascii(shape), flush=True)
    text = shape * {times} + "(x"
    signal.setitimer(signal.ITIMER_PROF, {limit})
    {call}
"""


@pytest.mark.parametrize(
    ("times", "limit"), [EVERYDAY, pytest.param(*THOROUGH, marks=pytest.mark.thorough)]
)
@pytest.mark.parametrize("group", GROUPS)
def test_no_regular_expression_takes_more_than_linear_time(group, times, limit):
    shapes, call = GROUPS[group]
    program = PROGRAM.format(page=PAGE, shapes=shapes, call=call, times=times, limit=limit)
    done = run(program)
    assert done.returncode == 0, (done.stdout.splitlines()[-1:], done.stderr)
