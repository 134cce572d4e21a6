"""Every address that Django serves: the URL patterns, with values for each parameter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, converters, get_resolver
from django.urls.resolvers import RoutePattern

from .hostile import MANY_DIGITS

_SLUGS: Final = ["flood", "nothing", "x" * 3000, "-", "_", "Flood", "new", "0"]
_SECTIONS: Final = ["summary", "pin", "lead-picture", "key-points", "title", "state", "nothing"]
_PATHS: Final = [
    "page/live.js",
    "page/page.css",
    ".",
    "..",
    "/",
    "//",
    "///",
    "a\x00",
    "page",
    "page/",
    "../../etc/passwd",
    "page/../desk/desk.css",
    "\\",
    "a" * 5000,
    "\ud800",
    "~",
    "....",
    "a..b",
]
_NAMES: Final = [
    f"{'0' * 64}.jpg",
    f"{'0' * 64}.avif",
    f"{'0' * 64}.png",
    "atom",
    "rss",
    "json",
    "a\x00",
    ".",
    "..",
    "a" * 5000,
    "é",
]
_INTS: Final = ["1", "0", "2", "007", "2147483648", "9223372036854775808", "9" * 20, MANY_DIGITS]
# A converter that is missing here ends the walk with an error: give it values.
_BY_CONVERTER: Final[dict[type, list[str]]] = {
    converters.IntConverter: _INTS,
    converters.SlugConverter: _SLUGS,
    converters.StringConverter: _NAMES,
    converters.PathConverter: _PATHS,
}
_BY_NAME: Final = {"section": _SECTIONS}


@dataclass(frozen=True)
class Route:
    """A URL pattern in pieces: fixed text, or the values of a parameter."""

    text: str
    pieces: tuple[str | tuple[str, ...], ...]

    def address(self, choices: Sequence[int] = ()) -> str:
        """The address with each parameter's value of the given number, by default the first.

        It is quoted as by a browser.
        """
        filled, chosen = [], iter(choices)
        for piece in self.pieces:
            if isinstance(piece, str):
                filled.append(piece)
            else:
                filled.append(piece[next(chosen, 0) % len(piece)])
        return "/" + quote("".join(filled), safe="/.~", errors="replace")

    @property
    def holes(self) -> int:
        return sum(isinstance(piece, tuple) for piece in self.pieces)

    def every_value(self) -> Iterator[str]:
        """Addresses in which each value of a parameter occurs once; the others have the first."""
        yield self.address()
        holes = [piece for piece in self.pieces if isinstance(piece, tuple)]
        for place, values in enumerate(holes):
            for choice in range(1, len(values)):
                choices = [0] * len(holes)
                choices[place] = choice
                yield self.address(choices)


def routes() -> list[Route]:
    """All routes of the newsroom."""
    return list(_walk(get_resolver().url_patterns, "", {}))


def _walk(
    patterns: Sequence[URLPattern | URLResolver], before: str, known: dict[str, Any]
) -> Iterator[Route]:
    for each in patterns:
        assert isinstance(each.pattern, RoutePattern), f"{each.pattern!r} is not a path() pattern"
        text = before + str(each.pattern)
        holes = known | each.pattern.converters
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, text, holes)
        else:
            yield Route(text, tuple(_pieces(text, holes)))


def _pieces(text: str, holes: dict[str, Any]) -> Iterator[str | tuple[str, ...]]:
    end = 0
    for found in re.finditer(r"<(?:[^<>:]+:)?([^<>]+)>", text):
        if found.start() > end:
            yield text[end : found.start()]
        end = found.end()
        name = found[1]
        yield tuple(_BY_NAME.get(name) or _BY_CONVERTER[type(holes[name])])
    yield text[end:]
