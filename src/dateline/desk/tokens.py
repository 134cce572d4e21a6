"""Divides a text into words and signs, to compare two versions of it. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

# A word, with the sign of a number and with what holds the number together: "-4.2", "drop-out".
_WORD: Final = re.compile(
    r"(?:(?<!\w)[-+.,](?=\d))?[^\W_]+(?:(?:['\-]|(?<=\d)[.,:/](?=\d))[^\W_]+)*|[^\w\s]|_"
)
# Tatweel, and the signs of doubling and of the indefinite. Other vowel signs tell words apart.
_SAME_SIGN: Final = {
    **dict.fromkeys(map(ord, "’ʼ"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    ord("…"): "...",
    **dict.fromkeys(map(ord, "\u0640\u064b\u064c\u064d\u0651\u00ad"), None),
}
_SAME_TOKEN: Final = {**dict.fromkeys("“”„«»", '"'), "‘": "'", "،": ",", "؛": ";", "؟": "?"}
MOST_SIGNS: Final = 8  # in a row; more of them are not compared closely
# Which marks close a quotation that a mark has opened.
_CLOSED_BY: Final = {
    '"': '"',
    "“": '”"',
    "„": '“”"',
    "”": '”"',
    "«": '»"',
    "»": '«»"',
    "‘": "'",
}
_DEEPEST: Final = 5  # quotations within each other


class Text:
    """The words and signs of a text, with the same sign for all quotation marks and dashes.

    `quoted` tells for each position before, between and after them whether it is in a quotation,
    and `breaks` whether a paragraph begins or the text ends there.
    """

    def __init__(self, text: str) -> None:
        text = "\n".join(unicodedata.normalize("NFC", text).splitlines()).translate(_SAME_SIGN)
        matches = list(_WORD.finditer(text))
        found = [match[0] for match in matches]
        self.tokens = [_SAME_TOKEN.get(token, token) for token in found]
        self.quoted = _quoted(found)
        between = (text[a.end() : b.start()] for a, b in pairwise(matches))
        self.breaks = [True, *("\n" in spaces for spaces in between), True]

    @cached_property
    def lower(self) -> frozenset[str]:
        """The words in lower case, which are no names."""
        return frozenset(token for token in self.tokens if token.islower())

    @cached_property
    def sentences(self) -> list[int]:
        """The number of the sentence at each position. A shortened word does not end one."""
        places = range(1, len(self.tokens) + 1)
        return [0, *accumulate(self.breaks[at] or self._is_end(at - 1) for at in places)]

    def _is_end(self, place: int) -> bool:
        token, word = self.tokens[place], self.tokens[place - 1] if place else ""
        shortened = len(word) <= 3 or (len(word) == 4 and not word.islower())
        return token in "!?" or (token == "." and not shortened)

    def sentence(self, place: int) -> list[str]:
        """The words and signs of the sentence at a position."""
        start = end = place
        while start > 0 and self.sentences[start - 1] == self.sentences[place]:
            start -= 1
        while end < len(self.tokens) and self.sentences[end] == self.sentences[place]:
            end += 1
        return self.tokens[start:end]

    def signs(self, start: int, end: int) -> tuple[int, int]:
        """Where the signs begin and end that stand in a row around a part that has no words."""
        while start > 0 and not is_word(self.tokens[start - 1]) and end - start <= MOST_SIGNS:
            start -= 1
        while end < len(self.tokens) and not is_word(self.tokens[end]):
            if end - start > MOST_SIGNS:
                break
            end += 1
        return start, end


def is_word(token: str) -> bool:
    return token[-1].isalnum()


def _quoted(tokens: list[str]) -> list[bool]:
    nothing: tuple[str, ...] = ()
    return [bool(marks) for marks in accumulate(tokens, _depth, initial=nothing)]


def _depth(open_marks: tuple[str, ...], token: str) -> tuple[str, ...]:
    """The marks of the quotations that are open behind a token."""
    if open_marks and token in _CLOSED_BY[open_marks[-1]]:
        return open_marks[:-1]
    if token in _CLOSED_BY and len(open_marks) < _DEEPEST:
        return (*open_marks, token)
    return open_marks
