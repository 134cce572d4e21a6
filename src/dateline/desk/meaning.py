"""Decides whether an edit may change the meaning of a text. Pure. In doubt the answer is yes.

A revision may change spaces, the shape of signs and some hyphens; it may put a full stop at the end
of a paragraph, remove a sign or a word that stands twice, repair a slip of spelling, and make a
word agree with its sentence. A comma may come or go, but not beside a number or a name, and only if
nothing else changes in its sentence, and this denies nothing and quotes nobody. It is refused for
everything else: another sign, a digit, a name, a quotation, a word that carries a fact, or a word
in the place of another. There is no override: the writer has to choose correction, clarification or
update, so that readers see a note.

`spelling.py` decides about two words, with the lists of `wording` for the language of the coverage.
`tests/desk/spelling_pairs.toml` is what this was measured with.

The time is proportional to the length of the texts. Long passages that differ are compared as a
whole, which can only find more changes of meaning, never fewer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from dateline.page.difference import opcodes

from . import wording as wordings
from .spelling import is_slip, is_transcribed
from .tokens import MOST_SIGNS, Text, is_word
from .wording.base import Wording

_NUMBER: Final = re.compile(r"(?:(?<!\w)[-+.,])?\d+(?:[.,:/\-]\d+)*")
_PUNCTUATION: Final = frozenset(".,;:-()·")
_SENTENCE_ENDS: Final = frozenset(".!?")
_COMMAS: Final = frozenset(",;")
_QUOTES: Final = frozenset("\"'")
_NOT_LETTERS: Final = re.compile(r"['\-]")
_CONTRACTIONS: Final = frozenset(
    "it's that's let's what's there's here's he's she's who's geht's gibt's".split()
)
# Months and weekdays that are also other words or names in lower case.
_AMBIGUOUS_DAYS: Final = frozenset("may march august".split())
_ADJECTIVE: Final = re.compile(r"[^\W\d_]+e[nrsm]?$")

_NAME: Final = "a name or the beginning of a sentence"
_NUMBER_CHANGED: Final = "a number"
_WORD_CHANGED: Final = "a word’s meaning"
_SIGN: Final = "a sign that may change the meaning"
_MORE: Final = "more than the spelling"
_QUOTATION: Final = "a quotation"


class _Tally:
    """How often each sentence of the old text changes."""

    def __init__(self) -> None:
        self.changes: Counter[int] = Counter()
        self.agreements: Counter[int] = Counter()
        self.commas: set[int] = set()

    def is_too_much(self) -> bool:
        """Whether a comma moved or came with another change, or two words change their case."""
        return any(self.changes[sentence] > 1 for sentence in self.commas) or any(
            count > 1 for count in self.agreements.values()
        )


class _Change(NamedTuple):
    """What an edit replaces: the tokens of `old` from `i1` to `i2`, and of `new`."""

    old: Text
    new: Text
    i1: int
    i2: int
    j1: int
    j2: int
    wording: Wording
    tally: _Tally


def change_of_meaning(before: str, after: str, language: str = "en") -> str | None:
    """Names the first change that a revision may not make, such as "a number"; None if none.

    `language` is the BCP 47 tag of the coverage. In a language that has no lists, only signs and
    spaces may change.
    """
    old, new, wording, tally = Text(before), Text(after), wordings.of(language), _Tally()
    for tag, i1, i2, j1, j2 in opcodes(old.tokens, new.tokens):
        if tag == "equal":
            if old.quoted[i1:i2] != new.quoted[j1:j2]:
                return _QUOTATION
            if _is_broken(old, new, i1, i2, j1 - i1):
                return _SIGN
            continue
        if found := _touched(_Change(old, new, i1, i2, j1, j2, wording, tally)):
            return found
    return _MORE if tally.is_too_much() else None


def _is_broken(old: Text, new: Text, i1: int, i2: int, shift: int) -> bool:
    """Whether a paragraph begins or ends within a sentence of one text only."""
    if old.breaks[i1:i2] == new.breaks[i1 + shift : i2 + shift]:
        return False
    return any(
        old.breaks[i] != new.breaks[i + shift]
        and not (
            old.tokens[i - 1] in _SENTENCE_ENDS and new.tokens[i + shift - 1] in _SENTENCE_ENDS
        )
        for i in range(i1, i2)
    )


def _touched(change: _Change) -> str | None:
    old, new, i1, i2, j1, j2, _, _ = change
    signs = {token for token in (*old.tokens[i1:i2], *new.tokens[j1:j2]) if not is_word(token)}
    if signs & _QUOTES:
        return _QUOTATION
    if signs - _PUNCTUATION:
        return "a sign"
    if found := _words_touched(change) or _signs_touched(change):
        return found
    return _QUOTATION if old.quoted[i1] or new.quoted[j1] else None


def _signs_touched(change: _Change) -> str | None:
    old, new, i1, i2, j1, j2, _, _ = change
    before, after = _gaps(old, i1, i2), _gaps(new, j1, j2)
    if len(before) != len(after):
        same = [token for token in old.tokens[i1:i2] if not is_word(token)] == [
            token for token in new.tokens[j1:j2] if not is_word(token)
        ]
        return None if same else _SIGN
    for (a1, a2), (b1, b2) in zip(before, after, strict=True):
        if old.tokens[a1:a2] != new.tokens[b1:b2] and not _may_differ(
            change, old.signs(a1, a2), new.signs(b1, b2)
        ):
            return _SIGN
    return None


def _gaps(text: Text, start: int, end: int) -> list[tuple[int, int]]:
    """The parts before, between and after the words, each with its signs or without any."""
    at = [place for place in range(start, end) if is_word(text.tokens[place])]
    return list(zip([start, *(place + 1 for place in at)], [*at, end], strict=True))


def _may_differ(change: _Change, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether the meaning is the same with other signs between two words."""
    old, new = change.old, change.new
    (a1, a2), (b1, b2) = before, after
    if max(a2 - a1, b2 - b1) > MOST_SIGNS:
        return False
    gone, come = _single(old.tokens[a1:a2]), _single(new.tokens[b1:b2])
    if gone == come:
        return True
    short, long = sorted((gone, come), key=len)
    if [*short, "."] == long and old.breaks[a2] and new.breaks[b2]:
        return set(short) <= {'"', ")"}
    if len(long) > 1 or not {*gone, *come} <= _COMMAS or not change.wording.slips:
        return False
    return _may_have_comma(change, a1, a2)


def _single(signs: list[str]) -> list[str]:
    """The signs without those that stand twice; three points are a sign of their own."""
    found = [(sign, len(list(group))) for sign, group in groupby(signs)]
    return ["..." if sign == "." and count > 2 else sign for sign, count in found]


def _may_have_comma(change: _Change, start: int, end: int) -> bool:
    old, wording, tally = change.old, change.wording, change.tally
    here = old.sentences[start]
    beside = {token.lower() for token in (*old.tokens[:start][-1:], *old.tokens[end : end + 1])}
    if here in tally.commas or any(map(_is_number, beside)) or beside & wording.relatives:
        return False
    if not wording.has_umlauts and any(
        _has_capital(old.tokens[place]) and not (place < start and _begins(old, place))
        for place in (start - 1, end)
        if 0 <= place < len(old.tokens)
    ):
        return False  # A name: "the mayor, Ali and two others". All nouns have capitals in German.
    tally.commas.add(here)
    tally.changes[here] += 1
    return not any(_says_or_denies(word.lower(), wording) for word in old.sentence(start))


def _says_or_denies(word: str, wording: Wording) -> bool:
    parts = {word, *word.split("'"), *re.split("(?<=')", word), *word.split("-")}
    if wording.has_arabic_forms:
        parts.add(word.lstrip("وف"))
    listed = wording.negations, wording.attributions
    return word.endswith("n't") or not all(map(parts.isdisjoint, listed))


def _words_touched(change: _Change) -> str | None:
    old, new, i1, i2, j1, j2, wording, tally = change
    at_old = [place for place in range(i1, i2) if is_word(old.tokens[place])]
    at_new = [place for place in range(j1, j2) if is_word(new.tokens[place])]
    gone, come = [old.tokens[place] for place in at_old], [new.tokens[place] for place in at_new]
    if gone == come:
        return None
    tally.changes[old.sentences[i1]] += 1
    if _joined(gone) == _joined(come):
        return _redivided(gone, come, wording)
    if len(gone) == len(come):
        pairs = zip(at_old, at_new, strict=True)
        return next(filter(None, (_respelt(change, i, j) for i, j in pairs)), None)
    if not come and _is_superfluous(gone, change):
        return None
    reasons = [_reason(word, wording) for word in (*gone, *come)]
    return next(filter(None, reasons), _MORE)


def _joined(words: Sequence[str]) -> str:
    return _NOT_LETTERS.sub("", "".join(words))


def _redivided(gone: list[str], come: list[str], wording: Wording) -> str | None:
    """The same letters with other spaces, hyphens and apostrophes: "in side" and "inside"."""
    if _numbers(gone) != _numbers(come):
        return _NUMBER_CHANGED
    if [word.replace("'", "") for word in gone] == [word.replace("'", "") for word in come]:
        known = wording.reasons.keys() | wording.apostrophes
        if any(a != b and _joined([a]).lower() in known for a, b in zip(gone, come, strict=True)):
            return _WORD_CHANGED
        return _WORD_CHANGED if any(map(_is_possessive, gone, come)) else None
    if " ".join(gone).count("-") != " ".join(come).count("-"):
        parts = [part.lower() for word in (*gone, *come) for part in word.split("-")]
        if any(_belongs_to_another(part, wording) for part in parts):
            return _WORD_CHANGED
    left = Counter(word.lower() for word in gone)
    left.subtract(word.lower() for word in come)
    for word, count in left.items():
        if count > 0 and word in wording.reasons:
            return wording.reasons[word]
        if count and _joined([word]) in wording.divided:
            return _WORD_CHANGED
    return None


def _belongs_to_another(part: str, wording: Wording) -> bool:
    """Whether a hyphen tells what a part of a word belongs to: "300-odd people"."""
    return (
        _is_number(part)
        or part in wording.reasons
        or part in wording.hyphened
        or part.endswith(wording.hyphened_endings)
    )


def _numbers(words: list[str]) -> list[str]:
    return [number for word in words for number in _NUMBER.findall(word)]


def _is_possessive(before: str, after: str) -> bool:
    """Whether an apostrophe tells one owner from several: "the suspect's car"."""
    if before == after:
        return False
    return any(
        word.endswith("'s") and word.lower() not in _CONTRACTIONS for word in (before, after)
    )


def _is_superfluous(gone: list[str], change: _Change) -> bool:
    """Whether the words stand twice, or an article beside another article."""
    tokens, i1, i2, wording = change.old.tokens, change.i1, change.i2, change.wording
    if len(gone) != i2 - i1 or any(_is_number(word) or word != word.lower() for word in gone):
        return False
    lower = [word.lower() for word in tokens[max(0, 2 * i1 - i2) : 2 * i2 - i1]]
    here = i1 - max(0, 2 * i1 - i2)
    around = lower[:here], lower[here + len(gone) :]
    if gone in around:
        return not any(word in wording.numbers | wording.negations for word in gone)
    return len(gone) == 1 and any(
        set(part) | set(gone) <= wording.articles for part in around if part
    )


def _is_number(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _reason(word: str, wording: Wording) -> str | None:
    if _is_number(word):
        return _NUMBER_CHANGED
    if word.lower().endswith("n't"):
        return "a negation"
    if found := wording.reasons.get(word.lower()):
        return found
    # In upper case, or in a script without case, where any word may be a name.
    return None if word[0].islower() else _NAME


def _respelt(change: _Change, i: int, j: int) -> str | None:
    """What changes if the word at `i` becomes the word at `j`."""
    before, after, wording = change.old.tokens[i], change.new.tokens[j], change.wording
    x, y = before.lower(), after.lower()
    if before == after:
        return None
    if x == y:
        return None if _may_be_recased(change, i, j) else _NAME
    if _joined([before]) == _joined([after]) and not _is_number(before):
        return _redivided([before], [after], wording)
    reason = _reason(before, wording) or _reason(after, wording) or _WORD_CHANGED
    if _is_number(before) or _is_number(after) or not _have_same_case(before, after):
        return reason
    if any({x, y} <= group for group in wording.misspelt):
        return None
    if any({x, y} <= group for group in wording.alike) or _agrees(change, i, j):
        change.tally.agreements[change.old.sentences[i]] += 1
        return None
    if x in wording.reasons or (_has_capital(before) and not _is_common(change, i, j)):
        return reason
    if _is_noun_accented(change, i, j) or _is_verb_with_umlaut(before, after, wording):
        return reason
    if y in wording.reasons and not _may_become(x, y, wording):
        return reason
    # A word that stays elsewhere in the text is a word, and not misspelt.
    return None if x not in change.new.lower and is_slip(x, y, wording) else reason


def _may_become(x: str, y: str, wording: Wording) -> bool:
    """Whether a word that carries a fact can be meant: a day, or one without its own letters."""
    if wording.has_arabic_forms or (y in wording.days - _AMBIGUOUS_DAYS and len(y) > 4):
        return True
    if wording.has_umlauts and is_transcribed(x, y):
        return True
    # The accents are missing within a long word: "despues".
    return len(x) > 4 and x[-1] == y[-1] and _without_marks(x) == _without_marks(y) and x < y


def _without_marks(word: str) -> str:
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in word)


def _is_noun_accented(change: _Change, i: int, j: int) -> bool:
    """Whether the last letter of a noun has another accent, as in "el inicio" and "inició"."""
    x, y = change.old.tokens[i].lower(), change.new.tokens[j].lower()
    behind = change.old.tokens[i - 1].lower() if i else ""
    return x[:-1] == y[:-1] and (not i or behind in change.wording.determiners)


def _is_verb_with_umlaut(before: str, after: str, wording: Wording) -> bool:
    """Whether an umlaut may tell what was from what would be: "trafen" and "träfen"."""
    if not wording.has_umlauts or before[0].isupper() or len(before) != len(after):
        return False
    pairs = {(a, b) for a, b in zip(before, after, strict=True) if a != b}
    return after.endswith(("en", "te")) and any(
        {a, b} in ({"a", "ä"}, {"o", "ö"}, {"u", "ü"}) for a, b in pairs
    )


def _have_same_case(before: str, after: str) -> bool:
    """Whether both have a capital, or none. A word in capitals has no name to be told from."""
    if any(
        not word[1:].islower() for word in (before, after) if word[1:].upper() != word[1:].lower()
    ):
        return False
    return _has_capital(before) == _has_capital(after)


def _has_capital(word: str) -> bool:
    return word[0] != word[0].lower()


def _may_be_recased(change: _Change, i: int, j: int) -> bool:
    """Whether a capital is put where a sentence begins, or to the name of a day."""
    before, after = change.old.tokens[i], change.new.tokens[j]
    if before[1:] != after[1:]:
        return False
    if _has_capital(after) and after.lower() in change.wording.days - _AMBIGUOUS_DAYS:
        return True
    if _has_capital(after):
        return _begins(change.new, j)
    return i == 0 and after in change.wording.frequent


def _begins(text: Text, place: int) -> bool:
    """Whether a sentence begins here."""
    tokens = text.tokens
    if text.breaks[place] or tokens[place - 1] in _SENTENCE_ENDS:
        return True
    return tokens[place - 1] == '"' and place > 1 and tokens[place - 2] in _SENTENCE_ENDS


def _is_common(change: _Change, i: int, j: int) -> bool:
    """Whether a capitalised word is certainly no name."""
    word, wording = change.new.tokens[j].lower(), change.wording
    if word in wording.days:
        return len(word) > 4
    if _begins(change.old, i) and _begins(change.new, j):
        return word in wording.reasons or word in wording.frequent or word in change.new.lower
    return _is_behind(change, j, wording.before_nouns)


def _is_behind(change: _Change, place: int, words: frozenset[str]) -> bool:
    """Whether the word stands behind one of the words, or behind it and two adjectives."""
    for token in change.new.tokens[max(0, place - 3) : place][::-1]:
        if token.lower() in words:
            return True
        if not (token.islower() and _ADJECTIVE.match(token)):
            return False
    return False


def _agrees(change: _Change, i: int, j: int) -> bool:
    """Whether only an ending or an article changes, as the words around it require."""
    x, y = change.old.tokens[i].lower(), change.new.tokens[j].lower()
    tokens, wording = change.new.tokens, change.wording
    behind = tokens[j - 1].lower() if j else ""
    ahead = tokens[j + 1] if j + 1 < len(tokens) else ""
    if {x, y} <= wording.articles:
        same = (x in wording.indefinite) == (y in wording.indefinite)
        return same and ahead.lower().endswith(wording.endings_of_one_gender)
    if not (change.old.tokens[i].islower() and change.new.tokens[j].islower()):
        return False
    for each in wording.agreeing:
        if behind not in each.behind:
            continue
        if not (_has_capital(ahead or "a") if each.before_noun else _has_subject(change, j, x, y)):
            continue
        first, second = (
            {word.removesuffix(end) for end in each.endings if word.endswith(end)}
            for word in (x, y)
        )
        if any(len(stem) > 2 for stem in first & second):
            return True
    return False


def _has_subject(change: _Change, j: int, x: str, y: str) -> bool:
    """Whether an article, a noun and a verb are before the word, so that it agrees with them.

    Otherwise an ending may tell a man from a woman, as it may behind the "les" of French.
    """
    tokens, wording = change.new.tokens, change.wording
    if j < 3 or tokens[j - 3].lower() not in wording.articles or not tokens[j - 2].islower():
        return False
    return not (tokens[j - 3].lower() in wording.of_both_genders and x[-1] == y[-1] == "s")
