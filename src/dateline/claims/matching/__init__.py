"""Proposes who says what in a text that somebody is writing. Pure, and without a network.

A proposal is a suggestion: only a person records a position. The rules of a language are data, in
`rules/`, and the script of the desk reads the same files. Both must propose the same.
"""

from __future__ import annotations

from .proposal import Hop, Known, KnownClaim, KnownSource, Proposal
from .reading import Reader
from .rules import LANGUAGES, rules_as_data, rules_of
from .tokens import sentences_of, tokens_of, with_abbreviations, without_clitics

__all__ = [
    "LANGUAGES",
    "Hop",
    "Known",
    "KnownClaim",
    "KnownSource",
    "Proposal",
    "propose",
    "rules_as_data",
]


def propose(
    text: str, language: str, known: Known, limit: int | None = None
) -> tuple[Proposal, ...]:
    """Who says what in a text, in its order; nothing for a language without rules.

    With a `limit`, the most certain ones: first those that ask nothing, and of these those whose
    source is known.
    """
    rules = rules_of(language)
    if rules is None:
        return ()
    reader = Reader(text, rules, known)
    tokens = with_abbreviations(tokens_of(text, rules.elisions), rules.abbreviations)
    tokens = without_clitics(tokens, rules.clitics)
    found: list[Proposal] = []
    for sentence in sentences_of(text, tokens):
        for each in reader.read(sentence):
            if each not in found:
                found.append(each)
    return tuple(found if limit is None else _most_certain(found, limit))


def _most_certain(found: list[Proposal], limit: int) -> list[Proposal]:
    order = sorted(found, key=lambda each: (each.asks, not each.source_id))
    kept = order[:limit]
    return [each for each in found if each in kept]
