"""Reduces words to their stems, so that search finds other forms of a word. Pure.

The stemmers are those of the Snowball project, in Python, and one of our own for Ukrainian. Both
databases store the same stems, and neither needs a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from . import ukrainian

# The algorithm for each language that has one. Words of any other language stay as they are.
_ALGORITHMS: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "uk": "ukrainian",
    "yi": "yiddish",
}
# Longer words are no words of a language, and some algorithms take long for them.
_LONGEST: Final = 60
# No form of a word of the tests needs more. A word of letters at random took up to six.
_ARABIC_ROUNDS: Final = 2


def stems(words: list[str], language: str) -> list[str]:
    """Returns the stem of each case-folded word. `language` is a BCP 47 tag such as `pt-BR`."""
    algorithm = _ALGORITHMS.get(language.partition("-")[0])
    return [_stem(word, algorithm) for word in words] if algorithm else words


# A word takes about 50 µs, and most words of a post were in an earlier one.
@lru_cache(maxsize=65_536)
def _stem(word: str, algorithm: str) -> str:
    if len(word) > _LONGEST:
        return word
    if algorithm == "ukrainian":
        return ukrainian.stem(word)
    if algorithm == "arabic":
        return _arabic(word)
    # Some algorithms leave nothing of a word such as "ـ".
    return _stemmer(algorithm)().stemWord(word) or word


def _arabic(word: str) -> str:
    """Asks the algorithm again, because it leaves "مياه" of "المياه", and "ميا" of "مياه".

    It does not take "and" and "the" from the same word, so "and" is taken away before.
    """
    if word.startswith("وال") and len(word) > 5:
        word = word[1:]
    for _ in range(_ARABIC_ROUNDS):
        word = _stemmer("arabic")().stemWord(word) or word
    return word


@lru_cache
def _stemmer(algorithm: str) -> Callable[[], Any]:
    """The class of stemmers for an algorithm. A stemmer has state, so no two threads may share one.

    The package itself would use the stemmers of PyStemmer where they happen to be installed.
    """
    module = import_module(f"snowballstemmer.{algorithm}_stemmer")
    stemmer: Callable[[], Any] = getattr(module, f"{algorithm.capitalize()}Stemmer")
    return stemmer
