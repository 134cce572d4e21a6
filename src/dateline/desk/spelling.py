"""Decides whether one word is another, misspelt. Pure.

Without a dictionary nobody can tell whether a word exists. So only those changes are slips that
seldom make a real word of another, and the pairs for which they do are listed in `wording`:

- two neighbouring letters change places, or a double letter is single;
- a letter without its accent, umlaut or hamza;
- in a long word of some languages, but not of English, a missing letter or another vowel, but never
  near the end, where tense and number are;
- another spelling of the same word, as in American English.

A letter in the place of another ("local", "loyal") is never a slip in a short word.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .wording.base import Wording

_SHORTEST: Final = 5  # letters; most changes of shorter words make another word
_WORD_LIMIT: Final = 60  # letters; the pairs are looked up for each beginning and end of a word
_VOWELS: Final = frozenset("aeiouyаеєиіїоуюя")
_LIGATURES: Final = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae"})
_UMLAUTS: Final = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue"})
_HAMZA: Final = str.maketrans("أإآٱىئؤ", "ااااييو")
_DEFINITE: Final = re.compile("[وفبكل]?(?:ال|لل)")


def is_slip(before: str, after: str, wording: Wording) -> bool:
    """Whether `before` is `after` misspelt; both in lower case."""
    if not wording.slips or max(len(before), len(after)) > _WORD_LIMIT:
        return False
    if _is_confused(before, after, wording):
        return False
    if after.upper() == after:
        return wording.has_arabic_forms and _differs_in_arabic_forms(before, after)
    return (
        (wording.has_accents and _differs_in_accents(before, after, wording))
        or _has_letters_swapped(before, after, wording)
        or _has_letter_doubled(before, after)
        or _differs_in_long_word(before, after, wording)
        or _is_variant(before, after, wording)
    )


def is_transcribed(before: str, after: str) -> bool:
    """Whether `before` is `after` written without umlauts: "ueber"."""
    return before != after and before == after.translate(_UMLAUTS)


def _is_confused(a: str, b: str, wording: Wording) -> bool:
    start = _common(a, b)
    end = _common(a[start:][::-1], b[start:][::-1])
    for rest in range(end + 1):
        x, y = a[: len(a) - rest], b[: len(b) - rest]
        if (x, y) in wording.confused:
            return True
        if wording.confused_inside and any(
            (x[place:], y[place:]) in wording.confused_inside for place in range(start + 1)
        ):
            return True
    return False


def _common(a: str, b: str) -> int:
    """The number of equal letters at the beginning."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((at for at, (x, y) in pairs if x != y), min(len(a), len(b)))


def _differs_in_accents(a: str, b: str, wording: Wording) -> bool:
    if a.translate(_UMLAUTS) == b.translate(_UMLAUTS):
        return True
    a, b = a.translate(_LIGATURES), b.translate(_LIGATURES)
    plain_a, plain_b = [_plain(letter) for letter in a], [_plain(letter) for letter in b]
    if plain_a != plain_b:
        return False
    marked_a = {place for place, letter in enumerate(a) if letter != plain_a[place]}
    marked_b = {place for place, letter in enumerate(b) if letter != plain_b[place]}
    if not (marked_a <= marked_b or marked_b <= marked_a):
        return False  # The accent moved: "público" and "publicó".
    if len(marked_b - marked_a) > 1:
        return True
    return not (wording.telling_accents and wording.telling_accents.search(f"{a} {b}"))


def _plain(letter: str) -> str:
    if letter in "йў":
        return letter
    return unicodedata.normalize("NFD", letter)[0].replace("ґ", "г")


def _differs_in_arabic_forms(a: str, b: str) -> bool:
    """Whether the forms of hamza or alif maqsura differ, or of the last letter of a feminine noun.

    Behind an article the last letter cannot be a pronoun: "المدرسه" is "المدرسة".
    """
    if _DEFINITE.match(a) and _DEFINITE.match(b) and a[-1] in "هة" and b[-1] in "هة":
        a, b = a[:-1], b[:-1]
    if a.translate(_HAMZA) != b.translate(_HAMZA):
        return False
    # "أن" and "إن" are two words; "ان" is either, with its hamza missing.
    return all(x == y or not {x, y} <= set("أإآ") for x, y in zip(a, b, strict=True))


def _has_letters_swapped(a: str, b: str, wording: Wording) -> bool:
    at = _common(a, b)
    pair, rest = b[at : at + 2], b[at + 2 :]
    if len(b) < _SHORTEST or len(pair) < 2 or a[at:] != pair[::-1] + rest:
        return False
    if not rest and not wording.ends_may_swap and _VOWELS & {_plain(letter) for letter in pair}:
        return False
    return pair not in wording.tenses


def _has_letter_doubled(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    at = _common(a, b)
    # At the beginning of a word a double letter is a prefix: "вести" and "ввести".
    return (
        _SHORTEST <= len(short) == len(long) - 1
        and at > 1
        and long[at] == long[at - 1]
        and long[at + 1 :] == short[at:]
    )


def _differs_in_long_word(a: str, b: str, wording: Wording) -> bool:
    short, long = sorted((a, b), key=len)
    at = _common(a, b)
    if len(long) < wording.long_word or not 0 < at < len(long) - 4:
        return False
    if len(long) == len(short) + 1:
        return long[at + 1 :] == short[at:]
    both = {_plain(a[at]), _plain(b[at])}
    return len(a) == len(b) and a[at + 1 :] == b[at + 1 :] and both <= _VOWELS


def _is_variant(a: str, b: str, wording: Wording) -> bool:
    for pattern, instead in wording.variants:
        a, b = pattern.sub(instead, a), pattern.sub(instead, b)
    return a == b
