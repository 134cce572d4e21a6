"""Marks the words that a search has found in the HTML of a block. Pure.

`<mark>` elements are added within texts, never within a tag or a character reference, so the HTML
stays as valid as it was. Only what search reads is marked: not times, bylines or notes of changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from dateline.coverage import search_text
from dateline.coverage.stems import stems

# Posts with more characters are long: their results are excerpts.
LONG: Final = 1200
# An excerpt has so many snippets at most.
_SNIPPETS: Final = 3
# The characters of a snippet before the first marked word, and from it on.
_BEFORE: Final = 60
_AFTER: Final = 160
_TAG_OR_REFERENCE: Final = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>|&#?\w+;)""")
_NOT_SEARCHED: Final = re.compile(
    r'<\w+ class="(?:when|bylines|change|tombstone|lost-label|full-screen)\b'
)
_MARK: Final = re.compile("</?mark>")
_HEADLINE: Final = re.compile(r"<h3\b[^>]*>(.*?)</h3>")
_VOID: Final = re.compile(r"<(?:br|hr|img|input|source|wbr)\b")
_WITHIN_LINES: Final = re.compile(r"</?(?:a|b|del|em|span|strong)\b")


def marked(html: str, phrases: list[list[str]], language: str) -> str:
    """Returns the HTML with `<mark>` around the words of the phrases."""
    pieces = _TAG_OR_REFERENCE.split(html)
    words = [
        (piece, word, stem)
        for piece in _searched(pieces)
        if not piece % 2
        for word, stem in enumerate(stems(search_text.split(pieces[piece]), language))
    ]
    found: dict[int, set[int]] = {}
    matches = search_text.matches([stem for _, _, stem in words], phrases)
    for match in chain.from_iterable(matches):
        for piece, word, _ in words[match.start : match.stop]:
            found.setdefault(piece, set()).add(word)
    for piece, numbers in found.items():
        pieces[piece] = _with_marks(pieces[piece], numbers)
    return "".join(pieces)


def headline(html: str) -> str:
    """Returns the headline of a post, as HTML; '' if it has none."""
    found = _HEADLINE.search(html)
    return found[1] if found else ""


def text_below(html: str) -> str:
    """Returns what search reads of a block below its headline, without elements but `<mark>`."""
    pieces = _TAG_OR_REFERENCE.split(_HEADLINE.sub("", html))
    return " ".join("".join(_text(pieces[piece]) for piece in _searched(pieces)).split())


def is_long(text: str) -> bool:
    """Whether a text has more characters than LONG, without its marks."""
    return len(_MARK.sub("", text)) > LONG


def snippet(text: str) -> str:
    """Returns the words of a text around its first mark, or its beginning."""
    return _cut(text, [_around(text, max(text.find("<mark>"), 0))])


def excerpt(text: str) -> str:
    """Returns the words of a text around its first marks, or its beginning."""
    places = [_around(text, max(text.find("<mark>"), 0))]
    while len(places) < _SNIPPETS and (mark := text.find("<mark>", places[-1][1])) >= 0:
        start, end = _around(text, mark)
        places.append((max(start, places[-1][1]), end))
    return _cut(text, places)


def _around(text: str, mark: int) -> tuple[int, int]:
    """Where a snippet begins and ends."""
    # No mark and no character reference contains a space, so none is cut.
    start = text.rfind(" ", 0, mark - _BEFORE) + 1 if mark > _BEFORE else 0
    end = text.find(" ", mark + _AFTER)
    return start, len(text) if end < 0 else end


def _cut(text: str, places: list[tuple[int, int]]) -> str:
    shown = " … ".join(text[start:end].strip() for start, end in places)
    before = "… " if places[0][0] else ""
    return f"{before}{shown} …" if places[-1][1] < len(text) else before + shown


def _searched(pieces: list[str]) -> Iterator[int]:
    """The numbers of the pieces that are not in an element whose text is not searched.

    The pieces with an odd number are tags and character references.
    """
    depth = 0
    for number, piece in enumerate(pieces):
        if depth and number % 2:
            depth += _change_of_depth(piece)
        elif depth:
            continue
        elif number % 2 and _NOT_SEARCHED.match(piece):
            depth = 1
        else:
            yield number


def _change_of_depth(piece: str) -> int:
    if piece.startswith("</"):
        return -1
    return 0 if piece.startswith("&") or piece.endswith("/>") or _VOID.match(piece) else 1


def _with_marks(text: str, numbers: set[int]) -> str:
    result, end = [], 0
    for number, (start, stop) in enumerate(search_text.places(text)):
        if number in numbers:
            result += [text[end:start], "<mark>", text[start:stop], "</mark>"]
            end = stop
    # Of a script without spaces, each letter was a word.
    return "".join([*result, text[end:]]).replace("</mark><mark>", "")


def _text(piece: str) -> str:
    if not piece.startswith("<") or _MARK.fullmatch(piece):
        return piece
    return "" if _WITHIN_LINES.match(piece) else " "
