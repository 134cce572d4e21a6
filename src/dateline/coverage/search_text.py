"""Splits texts into the words that posts are found by. Pure.

Both databases are given words that are split and case-folded here, since they differ in what they
take for a letter and for the end of a word.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from dateline.content.tree import Copy, text_of

# PostgreSQL refuses a row whose distinct words exceed 1 MiB. This stays below it in any script.
MAX_CHARACTERS: Final = 100_000
# What the index of names holds of each: PostgreSQL takes no more than 2,700 bytes in an index.
MAX_NAME: Final = 200
# Scripts that put no spaces between words: there each letter counts as a word, and several in a row
# are found as a phrase. The second group has vowel signs that belong to the letter before.
_SPACELESS: Final = ("CJK ", "HIRAGANA ", "KATAKANA ")
_SPACELESS_WITH_MARKS: Final = ("THAI ", "LAO ", "KHMER ", "MYANMAR ")
# Marks that follow no letter: SQLite takes them for a word, PostgreSQL does not.
_LOOSE_MARKS: Final = re.compile(r"(?<!\S)[^\w\s]+")


class _Separations(dict[int, str]):
    """What each character becomes, worked out when it is first met; a table for `str.translate`."""

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
    """The words of a copy in order, with single spaces between them; of a very long one the first.

    What is past the limit is cut at a word.
    """
    found = " ".join(split(" ".join([copy.headline, *map(text_of, copy.parts)])))
    if len(found) <= MAX_CHARACTERS:
        return found
    return found[: MAX_CHARACTERS + 1].rpartition(" ")[0]


def phrases(text: str) -> list[list[str]]:
    """What a reader looks for: for each term between spaces, its words in a row.

    A term without a letter or a digit says nothing and is left out.
    """
    return [found for term in text.split() if (found := split(term))]


def split(text: str) -> list[str]:
    """The words of a text, case-folded: letters, digits and their marks; all else separates."""
    return _LOOSE_MARKS.sub("", text.casefold().translate(_SEPARATIONS)).split()


def folded(name: str) -> str:
    """A name in the form in which names are compared: case-folded, with single spaces."""
    return " ".join(name.casefold().split())[:MAX_NAME]


def names_and_places(copy: Copy) -> set[tuple[str, str]]:
    """The names and the places in the bylines of a copy, each as ("name", …) or ("place", …)."""
    names = {("name", each.name[:MAX_NAME]) for each in copy.bylines if each.name}
    return names | {("place", each.place[:MAX_NAME]) for each in copy.bylines if each.place}
