"""Splits texts into words for the search, and reduces them to their stems. Pure.

This is done here and not by the database, because SQLite and PostgreSQL differ in what they regard
as a letter and as the end of a word, and SQLite has stems for English only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from dateline.content.tree import Copy, text_of

from .stems import stems

# PostgreSQL refuses a row whose distinct words exceed 1 MiB. This limit is safe in any script.
MAX_CHARACTERS: Final = 100_000
# The indexed part of a name, in characters. PostgreSQL limits an index entry to 2,700 bytes.
MAX_NAME: Final = 200
# Scripts without spaces between words. Each of their letters is indexed as a word, and several
# letters are found as a phrase. The second group has vowel signs, which stay with their letter.
_SPACELESS: Final = ("CJK ", "HIRAGANA ", "KATAKANA ")
_SPACELESS_WITH_MARKS: Final = ("THAI ", "LAO ", "KHMER ", "MYANMAR ")
# Marks that follow no letter: SQLite takes them for a word, PostgreSQL does not.
_LOOSE_MARKS: Final = re.compile(r"(?<!\S)[^\w\s]+")


class _Separations(dict[int, str]):
    """A lazily filled table for `str.translate`, which puts spaces around words."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character)[0] not in "LNM":
            result = " "
        elif (name := unicodedata.name(character, "")).startswith(_SPACELESS):
            result = f" {character} "
        elif name.startswith(_SPACELESS_WITH_MARKS) and character.isalnum():
            result = f" {character}"
        else:
            result = character
        self[code] = result
        return result


_SEPARATIONS: Final = _Separations()


def words(copy: Copy, language: str) -> str:
    """Returns the stems of the words of a copy in order, separated by single spaces.

    A very long text is cut after the last whole word within MAX_CHARACTERS.
    """
    joined = " ".join(split(" ".join([copy.headline, *map(text_of, copy.parts)])))
    if len(joined) > MAX_CHARACTERS:
        joined = joined[: MAX_CHARACTERS + 1].rpartition(" ")[0]
    return " ".join(stems(joined.split(" "), language))


def phrases(text: str, language: str) -> list[list[str]]:
    """Returns the phrases of a search text: the stems of each term between two spaces.

    A term without a letter or a digit is ignored.
    """
    return [stems(phrase, language) for term in text.split() if (phrase := split(term))]


def split(text: str) -> list[str]:
    """Splits a text into case-folded words of letters, digits and marks."""
    return _LOOSE_MARKS.sub("", text.casefold().translate(_SEPARATIONS)).split()


def places(text: str) -> list[tuple[int, int]]:
    """Returns where in a text each word of `split` begins and ends."""
    separated = text.casefold().translate(_SEPARATIONS)
    origins: Sequence[int] = range(len(text))
    if len(separated) > len(text):
        # Some characters have become several, such as "ß".
        lengths = [len(each.casefold().translate(_SEPARATIONS)) for each in text]
        origins = [index for index, length in enumerate(lengths) for _ in range(length)]
    whole = _LOOSE_MARKS.sub(lambda marks: " " * len(marks[0]), separated)
    return [
        (origins[word.start()], origins[word.end() - 1] + 1) for word in re.finditer(r"\S+", whole)
    ]


def matches(words: list[str], phrases: list[list[str]]) -> list[list[range]]:
    """Returns for each phrase the positions among the words at which it stands."""
    positions: dict[str, list[int]] = {}
    for position, word in enumerate(words):
        positions.setdefault(word, []).append(position)
    return [
        [
            range(at, at + len(phrase))
            for at in positions.get(phrase[0], [])
            if words[at : at + len(phrase)] == phrase
        ]
        for phrase in phrases
    ]


def folded(name: str) -> str:
    """Returns the form in which names are compared: case-folded, with single spaces.

    A name and its indexed part have the same form.
    """
    # Case-folding may make a name longer, and either cut may end in a space.
    return " ".join(name[:MAX_NAME].casefold().split())[:MAX_NAME].rstrip()


def names_and_places(copy: Copy) -> set[tuple[str, str]]:
    """Returns the names and places in the bylines of a copy, as ("name", …) or ("place", …)."""
    names = {("name", each.name[:MAX_NAME]) for each in copy.bylines if each.name}
    return names | {("place", each.place[:MAX_NAME]) for each in copy.bylines if each.place}
