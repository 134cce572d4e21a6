"""Words, marks and sentences of a text. Pure.

The script of the desk does the same in `static/desk/claims/matcher.js`: change both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

QUOTES: Final = "\"“”„‟«»‹›'‘’‚"
# Letters, digits and the marks that are written above and below them.
_LETTER: Final = r"(?:[^\W_]|[\u0300-\u036f\u064b-\u0652\u0670])"
_MARKS: Final = {"،": ",", "؛": ";", "؟": "?", "–": "—", "-": "—"}
_ARABIC_SIGNS: Final = re.compile("[\u064b-\u0652\u0670\u0640]")
_ALEFS: Final = re.compile("[أإآٱ]")


@dataclass(frozen=True)
class Token:
    """A word or a mark. `norm` is the form by which rules know it."""

    text: str
    norm: str
    start: int
    end: int
    is_word: bool


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    tokens: tuple[Token, ...]


def normalized(word: str) -> str:
    lower = unicodedata.normalize("NFC", word.lower()).replace("’", "'").replace("ʼ", "'")
    return _ALEFS.sub("ا", _ARABIC_SIGNS.sub("", lower))


@lru_cache
def _pattern(elisions: tuple[str, ...]) -> re.Pattern[str]:
    elided = f"(?:{'|'.join(elisions)})['’](?={_LETTER})|" if elisions else ""
    return re.compile(
        rf"[0-9٠-٩]+(?:[.,٫٬][0-9٠-٩]+)+|(?:[^\W\d_]\.){{2,}}|{elided}"
        rf"{_LETTER}+(?:['’ʼ-]{_LETTER}+)*|[^\s{QUOTES}]",
        re.IGNORECASE,
    )


def tokens_of(text: str, elisions: tuple[str, ...] = ()) -> list[Token]:
    """The words and marks of a text, without its quotation marks."""
    found = []
    for match in _pattern(elisions).finditer(text):
        word = match[0]
        is_word = any(each.isalnum() for each in word)
        norm = normalized(word) if is_word else _MARKS.get(word, word)
        found.append(Token(word, norm, match.start(), match.end(), is_word))
    return found


def with_abbreviations(tokens: Sequence[Token], abbreviations: frozenset[str]) -> list[Token]:
    """Joins the full stop of an abbreviation or an initial to it: it ends no sentence."""
    found: list[Token] = []
    for token in tokens:
        before = found[-1] if found else None
        if before is not None and token.norm == "." and token.start == before.end:
            initial = before.is_word and len(before.text) == 1 and before.text.isalpha()
            if initial or before.norm in abbreviations:
                found[-1] = replace(before, text=f"{before.text}.", end=token.end)
                continue
        found.append(token)
    return found


def without_clitics(tokens: Sequence[Token], clitics: Sequence[Mapping[str, Any]]) -> list[Token]:
    """Takes off prepositions that are written as part of a name, such as the Arabic "li".

    A clitic has its `prefix`, and the words `after` or `before` which it is one.
    """
    found: list[Token] = []
    for token in tokens:
        for clitic in clitics:
            rest = token.norm.removeprefix(clitic["prefix"])
            follows = bool(found) and found[-1].norm in clitic["after"]
            if rest not in (token.norm, "") and (
                follows or rest.startswith(tuple(clitic["before"]))
            ):
                token = _without_first(token)
                break
        found.append(token)
    return found


def _without_first(token: Token) -> Token:
    """A word without its first letter. The article that this letter swallows comes back."""
    text = token.text[1:]
    text = f"ا{text}" if text.startswith("ل") else text
    return replace(token, text=text, norm=normalized(text), start=token.start + 1)


def sentences_of(text: str, tokens: Sequence[Token]) -> list[Sentence]:
    """Splits the tokens of a text at full stops and at the ends of lines."""
    found, past, first = [], 0, 0
    for at, token in enumerate(tokens):
        last = at + 1 == len(tokens)
        if not last and not _ends(text, tokens, at):
            continue
        end = token.end
        while end < len(text) and text[end] in QUOTES:
            end += 1
        start = tokens[first].start
        while start > past and text[start - 1] in QUOTES:
            start -= 1
        found.append(Sentence(start, end, tuple(tokens[first : at + 1])))
        past, first = end, at + 1
    return found


def _ends(text: str, tokens: Sequence[Token], at: int) -> bool:
    token, following = tokens[at], tokens[at + 1]
    between = text[token.end : following.start]
    if "\n" in between:
        return True
    return token.norm in ".!?…" and between != "" and not _is_lower(following.text[0])


def _is_lower(letter: str) -> bool:
    return letter.lower() == letter != letter.upper()
