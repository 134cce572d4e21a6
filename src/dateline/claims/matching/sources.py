"""Finds the source that a text names among those of the coverage, and for whom it speaks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from .claim_text import alike
from .frames import Clause
from .proposal import Known
from .rules import Rules
from .tokens import tokens_of


def source_id(written: str, named: bool, known: Known, rules: Rules) -> str:
    """The known source with this name, or the one whose name is in it; '' if there is none.

    A source without a name is only found by the same words: "sources close to Damascus" are not
    Damascus.
    """
    words = _words(written, rules)
    best, longest = "", 0
    for source in known.sources:
        for name in (source.label, *source.aliases):
            other = _words(name, rules)
            same = len(other) == len(words) and _within(other, words, rules.endings)
            if same:
                return source.id
            if named and len(other) > longest and _within(other, words, rules.endings):
                best, longest = source.id, len(other)
    return best


def party_of(written: str, rules: Rules) -> str:
    """For whom a place speaks that stands for its government, such as "the Kremlin"."""
    words = _words(written, rules)
    if party := rules.parties.get(" ".join(words)):
        return party
    clause = Clause(tokens_of(written, rules.elisions), rules)
    if not clause.has("spokesperson"):
        return ""
    return next((rules.parties[each] for each in words if each in rules.parties), "")


@lru_cache(maxsize=4096)
def _words(written: str, rules: Rules) -> tuple[str, ...]:
    """The words of a name without articles."""
    tokens = tokens_of(written, rules.elisions)
    article = rules.phrases["article"]
    return tuple(
        each.norm for at, each in enumerate(tokens) if each.is_word and not article.at(tokens, at)
    )


def _within(name: Sequence[str], words: Sequence[str], endings: int) -> bool:
    if not name:
        return False
    return any(
        all(alike(one, other, endings) for one, other in zip(name, words[at:], strict=False))
        for at in range(len(words) - len(name) + 1)
    )
