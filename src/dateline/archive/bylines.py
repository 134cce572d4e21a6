"""Reads who wrote: "Ada Lind, and Tom Sealy in Varn", "Mo Reyes, Rivers Editor". Pure."""

from __future__ import annotations

import re
from typing import Final

from dateline.content.tree import Byline

_ROLE: Final = (
    r"(?i:editor|correspondent|reporter|analyst|writer|columnist|commentator|chief|producer"
    r"|photographer|journalist|fellow)"
)
_NAME: Final = (
    r"[A-Z][\w'’.\-]*(?: (?:(?:al|el|bin|de|da|van|von|der|la|le)[ \-])*[A-Z][\w'’.\-]*)+"
)
_PLACE: Final = r"[A-Z][\w'’.\- ]*?"
_IS_ROLE: Final = re.compile(rf"\b{_ROLE}s?$")
_SPLIT: Final = re.compile(r",\s+and\s+|\s*[,;]\s*|\s+(?:and|&)\s+")
_WRITES: Final = re.compile(
    rf"\b(?:writes|reports)\s+\**(?P<who>{_NAME}(?:, [^,.*]*{_ROLE})?(?:,? in {_PLACE})?)\**[.:]?$"
)
_OPENS: Final = re.compile(
    rf"^\**(?P<who>{_NAME}, [^,.*]*{_ROLE}(?: in {_PLACE})?)\**,"
    r"\s+(?:has|have|writes|reports|explains)\b"
)
_FROM: Final = re.compile(r"\b(?:from|by)\s+(?P<who>[A-Z].*?)\s*:?$")


def read_bylines(text: str) -> tuple[Byline, ...] | None:
    """The people of a byline; None where a piece of it is neither a name, a role nor a place."""
    people: list[Byline] = []
    for piece in filter(None, _SPLIT.split(text.strip().strip(".:"))):
        words, _, place = piece.partition(" in ")
        if _IS_ROLE.search(words) and people and not people[-1].role:
            before = people.pop()
            people.append(Byline(before.name, words, place or before.place))
        elif re.fullmatch(_NAME, words) and (not place or place[:1].isupper()):
            people.append(Byline(words, "", place))
        else:
            return None
    return tuple(people) or None


def bylines_within(paragraph: str) -> tuple[Byline, ...]:
    """Who a paragraph of an entry says it is by: “…, writes D in Washington”."""
    found = _WRITES.search(paragraph) or _OPENS.search(paragraph)
    return (read_bylines(found["who"]) or ()) if found else ()


def bylines_at_end(paragraph: str) -> tuple[Byline, ...]:
    """Who a summary's first line says it is from: “Here is what we know, from A and B:”."""
    found = _FROM.search(paragraph)
    return (read_bylines(found["who"]) or ()) if found else ()
