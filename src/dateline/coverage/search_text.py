"""The text that a post is searched by: its words, and the names and places of its bylines. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.content.tree import Copy, text_of


def words(copy: Copy) -> str:
    """All words of a copy, case-folded: databases differ in which letters they fold."""
    return normalised(" ".join([copy.headline, *map(text_of, copy.parts)]))


def bylines(copy: Copy) -> str:
    return delimited(each.name for each in copy.bylines)


def places(copy: Copy) -> str:
    return delimited(each.place for each in copy.bylines)


def normalised(text: str) -> str:
    """A text in the form in which it is compared: case-folded, with single spaces."""
    return " ".join(text.casefold().split())


def delimited(names: Iterable[str]) -> str:
    """Names between bars, "|ada|ben|", so that a whole name is found and no part of one."""
    found = [normalised(name).replace("|", " ") for name in names if name]
    return f"|{'|'.join(found)}|" if found else ""
