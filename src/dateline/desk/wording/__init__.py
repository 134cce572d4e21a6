"""The words that the decision about spelling has to know, for six languages. Pure.

No dictionary is used. A list of the words of six languages is larger than Dateline itself, the
lists on PyPI are not under permissive licences for all of them, and no list has the names and the
new words of the day. The lists here are short and written by hand: words that carry facts, and
pairs of real words that a slip of a finger makes of each other.
"""

from __future__ import annotations

from typing import Final

from .ar import ARABIC
from .base import Wording
from .de import GERMAN
from .en import ENGLISH
from .es import SPANISH
from .fr import FRENCH
from .uk import UKRAINIAN

_OF: Final = {
    "ar": ARABIC,
    "de": GERMAN,
    "en": ENGLISH,
    "es": SPANISH,
    "fr": FRENCH,
    "uk": UKRAINIAN,
}
# Nothing is known of the words of another language, so only signs and spaces are spelling.
_OTHER: Final = Wording(slips=False)


def of(language: str) -> Wording:
    """The wording of a language such as `en` or `pt-BR`."""
    return _OF.get(language.partition("-")[0].lower(), _OTHER)
