"""Parses bylines such as "Ada Lind, and Tom Sealy in Varn" or "Mo Reyes, Rivers Editor". Pure."""

from __future__ import annotations

import re
from typing import Final

from dateline.content.tree import Byline

_ROLE: Final = (
    r"(?i:editor|correspondent|reporter|analyst|writer|columnist|commentator|chief|producer"
    r"|photographer|journalist|fellow)"
)
# With possessive quantifiers, so that matching cannot backtrack into a name.
_NAME: Final = (
    r"[A-Z][\w'’.\-]*+(?: (?:(?:al|el|bin|de|da|van|von|der|la|le)[ \-])*+[A-Z][\w'’.\-]*+)++"
)
_PLACE: Final = r"[A-Z][\w'’.\- ]*+"
_IS_NAME: Final = re.compile(_NAME)
_IS_ROLE: Final = re.compile(rf"\b{_ROLE}s?$")
_SPLIT: Final = re.compile(r", and | ?[,;] ?| (?:and|&) ")
_WRITES: Final = re.compile(r"\b(?:writes|reports) \**+(?=[A-Z])")
_NAME_AND_PLACE: Final = re.compile(rf"{_NAME}(?:,? in {_PLACE})?")
_NAME_AND_ROLE: Final = re.compile(rf"{_NAME}, [^,.*]*{_ROLE}(?:,? in {_PLACE})?")
_ROLE_AND_PLACE: Final = re.compile(rf" [^,.*]*{_ROLE}(?: in {_PLACE})?")
_VERB: Final = re.compile(r" (?:has|have|writes|reports|explains)\b")
# The part of a paragraph that is searched, in characters. Some patterns backtrack, and this limit
# keeps the total time linear.
_LENGTH: Final = 200
_FROM: Final = re.compile(r"\b(?:from|by) (?=[A-Z])")


def read_bylines(text: str) -> tuple[Byline, ...] | None:
    """Parses a byline. Returns None if a part of it is neither a name, a role nor a place."""
    people: list[Byline] = []
    for piece in filter(None, _SPLIT.split(" ".join(text.split()).strip(".:"))):
        words, _, place = piece.partition(" in ")
        if _IS_ROLE.search(words) and people and not people[-1].role:
            before = people.pop()
            people.append(Byline(before.name, words, place or before.place))
        elif _IS_NAME.fullmatch(words) and (not place or place[:1].isupper()):
            people.append(Byline(words, "", place))
        else:
            return None
    return tuple(people) or None


def bylines_within(paragraph: str) -> tuple[Byline, ...]:
    """Returns the authors that a paragraph names: “…, writes Tom Sealy in Varn”."""
    paragraph = " ".join(paragraph.split())
    who = _writer_at_end(paragraph[-_LENGTH:]) or _writer_at_start(paragraph[:_LENGTH])
    return read_bylines(who) or ()


def bylines_at_end(paragraph: str) -> tuple[Byline, ...]:
    """Returns the authors at the end of a summary's first line: “What we know, from A and B:”."""
    paragraph = " ".join(paragraph.split())
    found = _FROM.search(paragraph)
    if found is None:
        return ()
    return read_bylines(paragraph[found.end() :].removesuffix(":").rstrip()) or ()


def _writer_at_end(text: str) -> str:
    """Returns `Tom Sealy in Varn` for “…, writes **Tom Sealy in Varn**.”, or ''."""
    verbs = list(_WRITES.finditer(text))
    if not verbs:
        return ""
    who = text[verbs[-1].end() :].removesuffix(".").removesuffix(":").rstrip("*")
    return who if _NAME_AND_PLACE.fullmatch(who) or _NAME_AND_ROLE.fullmatch(who) else ""


def _writer_at_start(text: str) -> str:
    """Returns `Mo Reyes, Rivers Editor` for “Mo Reyes, Rivers Editor, explains …”, or ''."""
    name, *more = text.lstrip("*").split(",", 2)
    if len(more) != 2 or not _IS_NAME.fullmatch(name) or not _VERB.match(more[1]):
        return ""
    role = more[0].rstrip("*")
    return f"{name},{role}" if _ROLE_AND_PLACE.fullmatch(role) else ""
