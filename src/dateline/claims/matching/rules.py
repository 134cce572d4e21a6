"""The rules of one language, read from its JSON file and prepared for matching. Pure.

A file has `phrases`, which are lists of phrases by name, and `frames`. In a phrase, `a|b` is a or
b, `a?` may be left out, and `a*` is a word that begins with a. A list may be divided by value.

A frame is a row of elements:

`source via hearer claim object number any rest`
    Slots for words of the text; `clause` is a claim of four words or more.
`<any>`, `<passive>`, `<denies|disputes>`, `<passive|denies>`
    A verb by which somebody takes a position, one in the passive voice, and those of a stance.
`[name]`, `@name`, `&name`
    A phrase of that list, one that comes next but is not passed, and one that came before.
`relay`, `speaker`
    A phrase of the list of that name, which becomes `via` or `source`.
`,` `aside` `end` `tail`
    Commas or dashes; what stands between two; the end of a clause; also a word such as "after".

Anything else is a word. `[name]?` may be left out, and `[name]*` may occur several times.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, Final

from .tokens import Token, normalized

LANGUAGES: Final = ("en", "de", "fr", "es", "ar", "uk")
SLOTS: Final = (
    "source",
    "source2",
    "via",
    "claim",
    "claim2",
    "object",
    "number",
    "number2",
    "any",
    "hearer",
    "clause",
    "rest",
)
# Kinds of elements that are at some word of the clause, unlike its end.
_NEEDED: Final = ("word", "verb", "phrase", "relay", "speaker", "ahead")
# A place in a phrase: its alternatives, each with whether it is only a beginning.
_Place = tuple[tuple[tuple[str, bool], ...], bool]


@dataclass(frozen=True)
class Found:
    """A phrase that was found: its list, its value there, and where it ends."""

    name: str
    value: str
    end: int


@dataclass(frozen=True, eq=False)
class Element:
    """An element of a frame, which is equal to itself alone. `repeat` is '', '?' or '*'."""

    kind: str
    name: str
    places: tuple[_Place, ...] = ()
    repeat: str = ""


@dataclass(frozen=True)
class Frame:
    """A frame, and what follows from it. `claim` makes a claim of the words in slots."""

    elements: tuple[Element, ...]
    stance: str = ""
    also: str = ""
    asks: bool = False
    claim: str = ""

    @property
    def begins_with_claim(self) -> bool:
        return self.elements[0].name in ("claim", "object")

    @cached_property
    def needed(self) -> tuple[Element, ...]:
        """The elements that must be at some word of the clause."""
        return tuple(each for each in self.elements if each.kind in _NEEDED and not each.repeat)


class PhraseList:
    """Phrases of one name, found by the first letter of their first word."""

    def __init__(self, name: str, phrases: object) -> None:
        self.name = name
        self._by_letter: dict[str, list[tuple[str, tuple[_Place, ...]]]] = {}
        for value, written in _divided(phrases):
            places = tuple(map(_place, written.split()))
            for letter in _first_letters(places):
                self._by_letter.setdefault(letter, []).append((value, places))

    def at(self, tokens: Sequence[Token], start: int) -> Found | None:
        """The longest phrase that begins at a token; of several, the first."""
        best = None
        if start >= len(tokens):
            return best
        for value, places in self._by_letter.get(tokens[start].norm[0], ()):
            end = end_of(places, tokens, start)
            if end > (best.end if best else start):
                best = Found(self.name, value, end)
        return best


@dataclass(frozen=True, eq=False)
class Rules:
    """The rules of a language. They are read once, and each is equal to itself alone."""

    elisions: tuple[str, ...]
    abbreviations: frozenset[str]
    clitics: tuple[Mapping[str, Any], ...]
    endings: int
    verb_second: bool
    # The end of a plural, where one without an article names nobody: "rescue workers".
    bare_plural: str
    affirmative: Mapping[str, str]
    finite: Mapping[str, str]
    own: Mapping[str, str]
    numbers: Mapping[str, tuple[int, int]]
    parties: Mapping[str, str]
    frames: tuple[Frame, ...]
    phrases: Mapping[str, PhraseList] = field(repr=False)


@lru_cache
def rules_of(language: str) -> Rules | None:
    """The rules of a language, such as `de-AT`; None for one without rules."""
    name = language.lower().partition("-")[0]
    if name not in LANGUAGES:
        return None
    return prepared(rules_as_data(name))


def rules_as_data(language: str) -> Any:
    """Returns the rules of a language as they are written, for the script; {} without any."""
    name = language.partition("-")[0]
    if name not in LANGUAGES:
        return {}
    return json.loads((files(__package__) / f"rules/{name}.json").read_text("utf-8"))


def prepared(written: Mapping[str, Any]) -> Rules:
    """Prepares the rules of a file."""
    return Rules(
        elisions=tuple(written["elisions"]),
        abbreviations=frozenset(written["abbreviations"]),
        clitics=tuple(written["clitics"]),
        endings=written["endings"],
        verb_second=written["verb_second"],
        bare_plural=written["bare_plural"],
        affirmative={normalized(key): value for key, value in written["affirmative"].items()},
        finite={normalized(key): value for key, value in written["finite"].items()},
        own={normalized(key): value for key, value in written["own"].items()},
        numbers={normalized(key): (low, high) for key, (low, high) in written["numbers"].items()},
        parties={
            normalized(name): party for party, names in written["parties"].items() for name in names
        },
        frames=tuple(map(_frame, written["frames"])),
        phrases={name: PhraseList(name, each) for name, each in written["phrases"].items()},
    )


def end_of(places: Sequence[_Place], tokens: Sequence[Token], start: int) -> int:
    """Where a phrase ends that begins at a token, or -1."""
    at = start
    for alternatives, optional in places:
        if at < len(tokens) and _is_one_of(tokens[at].norm, alternatives):
            at += 1
        elif not optional:
            return -1
    return at


def _is_one_of(word: str, alternatives: tuple[tuple[str, bool], ...]) -> bool:
    return any(word.startswith(each) if begins else word == each for each, begins in alternatives)


def _divided(phrases: object) -> Iterator[tuple[str, str]]:
    by_value: dict[str, Any] = phrases if isinstance(phrases, dict) else {"": phrases}
    for value, listed in by_value.items():
        for written in listed:
            yield value, written


def _place(written: str) -> _Place:
    optional = len(written) > 1 and written.endswith("?")
    words = (written[:-1] if optional else written).split("|")
    return tuple((normalized(each.rstrip("*")), each.endswith("*")) for each in words), optional


def _first_letters(places: Sequence[_Place]) -> set[str]:
    letters: set[str] = set()
    for alternatives, optional in places:
        letters |= {word[0] for word, _ in alternatives}
        if not optional:
            break
    return letters


def _frame(written: Mapping[str, Any]) -> Frame:
    rest = {key: value for key, value in written.items() if key != "frame"}
    return Frame(tuple(map(_element, written["frame"].split())), **rest)


# Frames share their elements: what is known of one in a clause need not be found again.
@cache
def _element(written: str) -> Element:
    repeat = written[-1] if len(written) > 1 and written[-1] in "?*" else ""
    bare = written[: len(written) - len(repeat)]
    if bare in (",", "end", "tail", "aside", "relay", "speaker"):
        return Element(bare, bare, repeat=repeat)
    if bare[0] == "@":
        return Element("ahead", bare[1:])
    if bare[0] == "&":
        return Element("behind", bare[1:])
    if bare in SLOTS:
        return Element("slot", bare)
    if bare[0] in "<[":
        return Element("verb" if bare[0] == "<" else "phrase", bare[1:-1], repeat=repeat)
    return Element("word", bare, (_place(bare),), repeat)
