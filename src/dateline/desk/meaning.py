"""Decides whether an edit may change the meaning of a text. Pure. In doubt the answer is yes.

A revision is refused if it changes a digit, a capitalised word, a negation, a quotation, a verb of
attribution or a time, or if it changes a word by more than its spelling. There is no override: the
writer has to choose correction, clarification or update, so that readers see a note.

The time is proportional to the length of the texts. Long passages that differ are compared as a
whole, which can only find more changes of meaning, never fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Final

from dateline.page.difference import opcodes

_WORD: Final = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|[“”\"«»„‘]|[^\w\s]")

_NEGATIONS: Final = frozenset(
    "no not never none nobody nothing nowhere neither nor cannot without hardly barely".split()
)
_ATTRIBUTIONS: Final = frozenset(
    "say says said saying tell tells told claim claims claimed deny denies denied confirm confirms"
    " confirmed admit admits admitted report reports reported reportedly allege alleges alleged"
    " allegedly according acknowledge acknowledges acknowledged reject rejects rejected dispute"
    " disputes disputed announce announces announced state states stated believe believes believed"
    " suggest suggests suggested insist insists insisted may might could would should".split()
)
_TIMES: Final = frozenset(
    "today yesterday tomorrow tonight now morning noon midday afternoon evening night midnight"
    " second seconds minute minutes hour hours day days week weeks month months year years"
    " before after since until ago later earlier".split()
)
_NUMBERS: Final = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred hundreds thousand thousands million millions dozen dozens half double first third"
    " all some many few most several both".split()
)
_GLUE: Final = frozenset("a an the of to in on at for by and or that which is are was were".split())
_OPPOSITES: Final = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "de", "anti", "re", "out")
_QUOTES: Final = frozenset('“”"«»„‘')
# The similarity of two words from which one counts as a spelling of the other.
_ALIKE: Final = 0.6
_WORD_LIMIT: Final = 60  # letters


def touches(before: str, after: str) -> str | None:
    """Names the first change that a revision may not make, such as "a number"; None if none."""
    old, new = _words(before), _words(after)
    quoted_old, quoted_new = _quoted(old), _quoted(new)
    for tag, i1, i2, j1, j2 in opcodes(old, new):
        if tag == "equal":
            continue
        gone, come = old[i1:i2], new[j1:j2]
        found = _touched([*gone, *come]) or _respelt(gone, come)
        if found is None and (quoted_old[i1] or quoted_new[j1]):
            found = "a quotation"
        if found:
            return found
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _touched(words: Iterable[str]) -> str | None:
    for word in words:
        plain = word.lower().replace("’", "'")
        if any(character.isdigit() for character in word) or plain in _NUMBERS:
            return "a number"
        if plain in _NEGATIONS or plain.endswith("n't"):
            return "a negation"
        if plain in _ATTRIBUTIONS:
            return "who said it, or how certain it is"
        if plain in _TIMES:
            return "a time"
        if word in _QUOTES:
            return "a quotation"
        if word[0].isalpha() and not word[0].islower():
            # The word is in upper case, or in a script without case, where any word may be a name.
            return "a name or the beginning of a sentence"
    return None


def _respelt(gone: list[str], come: list[str]) -> str | None:
    gone, come = _letters(gone), _letters(come)
    if len(gone) == len(come):
        pairs = zip(gone, come, strict=True)
        return None if all(_alike(a, b) for a, b in pairs) else "a word’s meaning"
    if "".join(gone) == "".join(come):
        return None  # "in to" and "into"
    if all(word in _GLUE for word in [*gone, *come]):
        return None
    return "more than the spelling"


def _letters(words: list[str]) -> list[str]:
    return [word.lower() for word in words if word[0].isalnum()]


def _alike(a: str, b: str) -> bool:
    if a in _GLUE and b in _GLUE:
        return True
    if max(len(a), len(b)) > _WORD_LIMIT:
        # The ratio takes cubic time. A different word of this length is no misspelling.
        return a == b
    short, long = sorted((a, b), key=len)
    if any(long == prefix + short for prefix in _OPPOSITES) or "less" in (a[-4:], b[-4:]):
        return False
    return SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _quoted(words: list[str]) -> list[bool]:
    """For each position before, between and after the words: whether it is inside a quotation."""
    return [depth > 0 for depth in accumulate(words, _depth, initial=0)]


def _depth(depth: int, word: str) -> int:
    if word in "“„«‘":
        return depth + 1
    if word in "”»":
        return depth - 1
    return 1 - depth if word == '"' else depth
