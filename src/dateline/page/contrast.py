"""Computes the contrast of the page's colours, by WCAG 2.2. Pure.

The colours are custom properties of `:root`. Themes set them, so nobody here has seen them before
the start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

Scheme: TypeAlias = Literal["light", "dark"]
Colour: TypeAlias = tuple[int, int, int]

_DARK: Final = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_DECLARATION: Final = re.compile(r"(--[\w-]+)\s*:\s*([^;]+)")
_VARIABLE: Final = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
# Properties may refer to each other, but not in a circle.
_MAX_REFERENCES: Final = 10


class Pair(NamedTuple):
    """A colour, the colour behind it, and the contrast that WCAG 2.2 requires of them."""

    front: str
    behind: str
    required: float


# 4.5:1 is for text (1.4.3). Each of these is a colour of text. Some are also that of a border or
# of the focus, for which 3:1 would do (1.4.11).
PAIRS: Final = (
    Pair("--ink", "--paper", 4.5),
    Pair("--grey", "--paper", 4.5),
    Pair("--accent", "--paper", 4.5),
    Pair("--ink", "--panel", 4.5),
    Pair("--grey", "--panel", 4.5),
    Pair("--accent", "--panel", 4.5),
    Pair("--on-accent", "--accent", 4.5),
    Pair("--masthead-ink", "--masthead", 4.5),
)


def faults(styles: Sequence[str]) -> list[str]:
    """Returns a sentence for each pair of colours whose contrast is too low, or is not known.

    `styles` are the style sheets of a page in the order in which they apply.
    """
    schemes: tuple[Scheme, ...] = ("light", "dark")
    return [
        f"In the {scheme} scheme {fault}"
        for scheme in schemes
        for fault in _faults(properties(styles, scheme))
    ]


def properties(styles: Sequence[str], scheme: Scheme) -> dict[str, str]:
    """Returns the custom properties of `:root` in a scheme."""
    found: dict[str, str] = {}
    for style in styles:
        found |= _of_root(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL), scheme)
    return found


def ratio(one: Colour, other: Colour) -> float:
    """Returns the contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colour(text: str) -> Colour | None:
    """Reads #rgb, #rrggbb or rgb(r g b); None for anything else."""
    text = text.strip().lower()
    if re.fullmatch("#[0-9a-f]{3}", text):
        text = "#" + "".join(2 * digit for digit in text[1:])
    if re.fullmatch("#[0-9a-f]{6}", text):
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
    numbers = re.fullmatch(r"rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)", text)
    if not numbers:
        return None
    red, green, blue = (min(int(each), 255) for each in numbers.groups())
    return red, green, blue


def _faults(found: Mapping[str, str]) -> Iterator[str]:
    unknown = {
        name: _resolved(name, found)
        for name in dict.fromkeys(name for pair in PAIRS for name in (pair.front, pair.behind))
        if colour(_resolved(name, found)) is None
    }
    for name, value in unknown.items():
        yield f"{name} is “{value}”. Write it as #rrggbb, so that its contrast can be computed."
    for pair in PAIRS:
        values = _resolved(pair.front, found), _resolved(pair.behind, found)
        front, behind = map(colour, values)
        if front is None or behind is None:
            continue
        reached = ratio(front, behind)
        if reached < pair.required:
            yield (
                f"{pair.front} ({values[0]}) on {pair.behind} ({values[1]}) has a contrast of"
                # Cut and not rounded: 4.496 is too little, and must not be shown as 4.50.
                f" {int(reached * 100) / 100:.2f}:1. WCAG 2.2 requires {pair.required}:1."
            )


def _resolved(name: str, found: Mapping[str, str]) -> str:
    """The value of a property, after references to others."""
    value = found.get(name, "")
    for _ in range(_MAX_REFERENCES):
        reference = _VARIABLE.fullmatch(value)
        if not reference:
            break
        value = found.get(reference[1], "")
    return value


def _of_root(style: str, scheme: Scheme) -> dict[str, str]:
    found: dict[str, str] = {}
    for head, body in _rules(style):
        if _DARK.fullmatch(head):
            found |= _of_root(body, scheme) if scheme == "dark" else {}
        elif ":root" in [each.strip() for each in head.split(",")]:
            found |= {name: value.strip() for name, value in _DECLARATION.findall(body)}
    return found


def _rules(style: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet: what stands before each outer pair of braces, and within it."""
    depth = start = 0
    head = ""
    for found in re.finditer(r"[{};]", style):
        if found[0] == "{":
            if depth == 0:
                head, start = style[start : found.start()].strip(), found.end()
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                yield head, style[start : found.start()]
                start = found.end()
        elif depth == 0:
            start = found.end()


def _luminance(of: Colour) -> float:
    red, green, blue = (_linear(each / 255) for each in of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
