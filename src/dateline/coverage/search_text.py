"""Splits texts into words for the search. Pure.

The texts are split and case-folded here and not by the database, because SQLite and PostgreSQL
differ in what they regard as a letter and as the end of a word.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from dateline.content.tree import Copy, text_of

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


def words(copy: Copy) -> str:
    """Returns the words of a copy in order, separated by single spaces.

    A very long text is cut after the last whole word within MAX_CHARACTERS.
    """
    joined = " ".join(split(" ".join([copy.headline, *map(text_of, copy.parts)])))
    if len(joined) <= MAX_CHARACTERS:
        return joined
    return joined[: MAX_CHARACTERS + 1].rpartition(" ")[0]


def phrases(text: str) -> list[list[str]]:
    """Returns the phrases of a search text: the words of each term between two spaces.

    A term without a letter or a digit is ignored.
    """
    return [phrase for term in text.split() if (phrase := split(term))]


def split(text: str) -> list[str]:
    """Splits a text into case-folded words of letters, digits and marks."""
    return _LOOSE_MARKS.sub("", text.casefold().translate(_SEPARATIONS)).split()


def folded(name: str) -> str:
    """Returns the form in which names are compared: case-folded, with single spaces."""
    return " ".join(name.casefold().split())[:MAX_NAME]


def names_and_places(copy: Copy) -> set[tuple[str, str]]:
    """Returns the names and places in the bylines of a copy, as ("name", …) or ("place", …)."""
    names = {("name", each.name[:MAX_NAME]) for each in copy.bylines if each.name}
    return names | {("place", each.place[:MAX_NAME]) for each in copy.bylines if each.place}
