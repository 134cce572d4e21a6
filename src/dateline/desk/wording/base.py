"""What the decision about spelling has to know of a language. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Pairs = frozenset[tuple[str, str]]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def groups(text: str) -> tuple[frozenset[str], ...]:
    """Reads "is/are was/were" as two groups."""
    return tuple(frozenset(group.split("/")) for group in text.split())


def pairs(text: str) -> Pairs:
    """Reads "trail/trial" as both ("trail", "trial") and ("trial", "trail")."""
    found = [tuple(pair.split("/")) for pair in text.split()]
    return frozenset([*((a, b) for a, b in found), *((b, a) for a, b in found)])


@dataclass(frozen=True)
class Endings:
    """Endings that only agree with the rest of a sentence, behind certain words."""

    behind: frozenset[str]
    endings: frozenset[str]
    # Only if a capitalised word follows: the noun that a German adjective agrees with.
    before_noun: bool = False


@dataclass(frozen=True)
class Wording:
    """The words of a language, in lower case, with ' as the apostrophe and without points.

    The first six name what a revision may never change. `alike` are words that take each other's
    place without a change of meaning. `confused` are real words that one slip of a finger makes of
    each other, also with the same ending; `confused_inside` also within other words. `divided` are
    words that mean something else when they are written apart or with a hyphen.
    """

    negations: frozenset[str] = frozenset()
    attributions: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()  # weekdays and months
    numbers: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()  # directions, units, what happened to people
    articles: frozenset[str] = frozenset()
    indefinite: frozenset[str] = frozenset()  # those of the articles that are
    of_both_genders: frozenset[str] = frozenset()  # those in the plural
    alike: tuple[frozenset[str], ...] = ()
    # A word with what is often written for it and is no word itself.
    misspelt: tuple[frozenset[str], ...] = ()
    agreeing: tuple[Endings, ...] = ()
    confused: Pairs = frozenset()
    confused_inside: Pairs = frozenset()
    divided: frozenset[str] = frozenset()
    # Words that mean something else without their apostrophe, and without it: "he'll".
    apostrophes: frozenset[str] = frozenset()
    # Parts of words, and their ends, that a hyphen gives another meaning: "ex-wife".
    hyphened: frozenset[str] = frozenset()
    hyphened_endings: tuple[str, ...] = ()
    # Beside these words a comma tells whether all are meant, or some: "the men, who fled".
    relatives: frozenset[str] = frozenset()
    # Behind these words is a noun, whose last letter has no accent: "el inicio".
    determiners: frozenset[str] = frozenset()
    # Behind these words a capitalised word is a common noun.
    before_nouns: frozenset[str] = frozenset()
    # Other words that are no names, for a slip in the first word of a sentence.
    frequent: frozenset[str] = frozenset()
    # From this length on, in letters, one letter seldom makes another word.
    long_word: int = 99
    # Whether two letters that change places at the end seldom make another word.
    ends_may_swap: bool = False
    # Whether a letter without its accent is a slip.
    has_accents: bool = False
    # Whether an umlaut is a letter of its own, that is also written with an e.
    has_umlauts: bool = False
    # Finds, in "before after", an accent that tells the tense or another word.
    telling_accents: re.Pattern[str] | None = None
    # Whether hamza and the last letters of Arabic are told apart by `spelling.py`.
    has_arabic_forms: bool = False
    # Two letters whose order tells the tense, as in "schreiben" and "schrieben".
    tenses: frozenset[str] = frozenset()
    # Spellings of one word, each with the one that is compared.
    variants: tuple[tuple[re.Pattern[str], str], ...] = ()
    # The ends of nouns that cannot have another article in the same number and case.
    endings_of_one_gender: tuple[str, ...] = ()
    slips: bool = True
    reasons: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, str] = {}
        for listed, reason in (
            (self.facts, "a word’s meaning"),
            (self.times | self.days, "a time"),
            (self.attributions, "who said it, or how certain it is"),
            (self.numbers, "a number"),
            (self.negations, "a negation"),
        ):
            found |= dict.fromkeys(listed, reason)
        object.__setattr__(self, "reasons", found)
