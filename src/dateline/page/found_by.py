"""What a post is found by: its words, its bylines' names and places, as text to search in. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.journal.content import Copy, spoken


def words(copy: Copy) -> str:
    """All words of a copy in small letters: databases differ in which letters they think alike."""
    return plain(" ".join([copy.headline, *map(spoken, copy.parts)]))


def bylines(copy: Copy) -> str:
    return barred(each.name for each in copy.bylines)


def places(copy: Copy) -> str:
    return barred(each.place for each in copy.bylines)


def plain(text: str) -> str:
    """A text as it is compared: small letters, single spaces."""
    return " ".join(text.casefold().split())


def barred(names: Iterable[str]) -> str:
    """Names between bars, "|ada|ben|", so that a whole name is found and no part of one."""
    found = [plain(name).replace("|", " ") for name in names if name]
    return f"|{'|'.join(found)}|" if found else ""
