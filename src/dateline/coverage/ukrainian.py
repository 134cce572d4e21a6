"""A light stemmer for Ukrainian, which the Snowball project has no algorithm for. Pure.

It takes off the longest ending that it knows, and undoes the commonest changes at the end of a
stem. It knows no words, so it keeps some forms apart ("день" and "дня"), and joins a few words.
"""

from __future__ import annotations

import re
from typing import Final

# Shorter stems say too little.
_SHORTEST: Final = 3
# Of nouns and adjectives.
_DECLENSIONS: Final = (
    "ого ього ому ьому ими іми ими ій їй ий їм ім им іх их їх ої ьої ою ьою ею єю ією"
    " а я о е є и і ї у ю ію ія ії ам ям іям ами ями іями ах ях іях ом ем єм ові еві єві"
    " ів їв ей ість ості істю остей остям остями остях"
).split()
# Of verbs: the vowel before the ending belongs to it.
_CONJUGATIONS: Final = [
    *(
        f"{vowel}{ending}"
        for vowel in ("а", "я", "и", "і", "ї", "у", "ува", "юва")
        for ending in ("ти", "в", "ла", "ло", "ли", "вши")
    ),
    *"аю аєш ає аємо аєте ають яю яєш яє яємо яєте яють ую уєш ує уємо уєте ують".split(),
    *"юю юєш ює юємо юєте юють еш емо ете уть ють иш ить имо ите ать ять їть їмо їте".split(),
    *"ування уванню уванням уванні увань ювання юванню юванням юванні ювань".split(),
]
_ENDINGS: Final = re.compile(
    "(?:" + "|".join(sorted({*_DECLENSIONS, *_CONJUGATIONS}, key=len, reverse=True)) + ")$"
)
_REFLEXIVE: Final = re.compile(r"(?<=.{4})с[яь]$")
_SOFT: Final = re.compile("[ьй]+$")
# "підрахунок" and "підрахунку", "українець" and "українця".
_FLEETING: Final = re.compile("(?<=[бвгґджзклмнпрстфхцчшщ])[ео](?=[кцнлр]$)")
# "річка" and "річці", "дорога" and "дорозі", "муха" and "мусі"; "вибір" and "вибори".
_ALTERNATIONS: Final = str.maketrans("цзс", "кгх")
_CLOSED: Final = re.compile("і(?=[^аеєиіїоуюя]+$)")
_DOUBLED: Final = re.compile(r"(.)\1$")
# "повідомити" and "повідомляти".
_ADDED: Final = re.compile("(?<=[бвмпф])л$")


def stem(word: str) -> str:
    """Returns the stem of a case-folded word. A word of up to three letters is its own stem."""
    if len(word) <= _SHORTEST:
        return word
    found = _REFLEXIVE.sub("", word)
    # The search begins behind the letters that stay, so it finds the longest ending beyond them.
    if ending := _ENDINGS.search(found, _SHORTEST):
        found = found[: ending.start()]
    found = _DOUBLED.sub(r"\1", _SOFT.sub("", found))
    if len(found) > _SHORTEST:
        found = _CLOSED.sub("о", found)
    if len(found) > _SHORTEST + 1:
        found = _CLOSED.sub("о", _FLEETING.sub("", found))
    if len(found) > _SHORTEST:
        found = _ADDED.sub("", found)
    return found[:-1] + found[-1].translate(_ALTERNATIONS)
