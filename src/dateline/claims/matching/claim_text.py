"""Turns the words of a claim into an affirmative sentence, and reads the number in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from .frames import Clause
from .proposal import Known
from .rules import Rules
from .tokens import QUOTES, Token, normalized, tokens_of

_LONGEST: Final = 200
# Half of the words of both texts must be alike.
_ENOUGH: Final = 1.0
_SHORTEST_WORD: Final = 3
_EASTERN_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫", "0123456789,.")
_YEARS: Final = range(1900, 2100)


def joined(text: str, tokens: Sequence[Token]) -> str:
    """The words with the spaces that they have in the text, without quotation marks."""
    written = ""
    before: Token | None = None
    for token in tokens:
        if before is not None:
            between = text[before.end : token.start]
            moved = token.start < before.end
            apart = moved or any(each.isspace() or each.isalnum() for each in between)
            if between[:1] in ("'", "’") and _owns(text, before):
                written += between[0]
            written += " " if apart and before.text[-1] not in "'’" else ""
        # A word left out before a mark leaves no space.
        written = written.rstrip() if not token.is_word and token.norm in ",.;:" else written
        written += token.text
        before = token
    return written


def _owns(text: str, word: Token) -> bool:
    """Whether the mark after a word is its apostrophe, as in "the engineers' union"."""
    return word.norm.endswith("s") and text[max(word.start - 1, 0) : word.start] not in tuple(
        QUOTES
    )


def sentence_of(text: str, tokens: Sequence[Token]) -> str:
    """The words as a sentence without its full stop, of 200 characters at most."""
    while tokens and not tokens[-1].is_word and tokens[-1].text not in ")%":
        tokens = tokens[:-1]
    # A word has one letter at least.
    tokens = tokens[: _LONGEST + 1]
    written = joined(text, tokens)
    while len(written) > _LONGEST:
        tokens = tokens[:-1]
        written = joined(text, tokens) + "…"
    return written[:1].upper() + written[1:]


def affirmative(tokens: Sequence[Token], rules: Rules) -> list[Token]:
    """The words without their negation."""
    changed = []
    for token in tokens:
        word = rules.affirmative.get(token.norm)
        if word is None:
            changed.append(token)
        elif word:
            changed.append(replace(token, text=word, norm=normalized(word)))
    return changed


def without_hedges(clause: Clause) -> list[Token]:
    """The words without adverbs such as "probably", and without the commas around these."""
    kept: list[Token] = []
    at = 0
    while at < len(clause.tokens):
        found = clause.phrase("hedge_adverb", at)
        if found is None:
            kept.append(clause.tokens[at])
            at += 1
            continue
        at = found.end
        if kept and kept[-1].norm == ",":
            kept.pop()
            at += at < len(clause.tokens) and clause.tokens[at].norm == ","
    return kept


def with_source(tokens: Sequence[Token], source: str, rules: Rules) -> list[Token]:
    """Puts the source for a first word that means it: "its troops" are "Kestria's troops"."""
    pattern = rules.own.get(tokens[0].norm) if tokens else None
    if pattern is None or not source or _is_expletive(tokens, rules):
        return list(tokens)
    first = replace(tokens[0], text=pattern.replace("{}", source))
    return [first, *tokens[1:]]


def _is_expletive(tokens: Sequence[Token], rules: Rules) -> bool:
    """Whether the first word means nothing, as in "it was raining"."""
    return rules.phrases["expletive"].at(tokens, 0) is not None


def verb_second(clause: Clause, from_front: bool) -> list[Token]:
    """A German clause with its verb in the second place, where a main clause has it.

    The verb is the first word if `from_front`, and the last one otherwise.
    """
    tokens = list(clause.tokens)
    if not from_front and (any(each.norm == "," for each in tokens) or len(tokens) < 3):
        return tokens
    verb = tokens.pop(0 if from_front else -1)
    if _is_capital(verb):
        return list(clause.tokens)
    place = _first_constituent(tokens, clause.rules)
    return [*tokens[:place], verb, *tokens[place:]]


def _first_constituent(tokens: Sequence[Token], rules: Rules) -> int:
    """Where the first constituent ends: a pronoun, or words up to the first noun."""
    preposition = rules.phrases["preposition"]
    if rules.phrases["pronoun"].at(tokens, 0):
        return 1
    at = 0
    while at < len(tokens) - 1 and not _is_capital(tokens[at]):
        at += 1
    at += 1
    while at < len(tokens) and _is_capital(tokens[at]) and _is_capital(tokens[at - 1]):
        if preposition.at(tokens, 0):
            break
        at += 1
    if preposition.at(tokens, 0):
        while at + 1 < len(tokens) and preposition.at(tokens, at) and _is_capital(tokens[at + 1]):
            at += 2
    return at


def _is_capital(token: Token) -> bool:
    return token.text[0].lower() != token.text[0]


def quantity_of(clause: Clause) -> tuple[int, int | None] | None:
    """The first number that counts something."""
    at = 0
    while at < len(clause.tokens):
        found = number_at(clause, at)
        if found is None:
            at += 1
            continue
        low, high, end = found
        if clause.has("uncounted_before", max(at - 1, 0), at) or clause.phrase(
            "uncounted_after", end
        ):
            at = end
            continue
        if clause.phrase("to", end) and (other := number_at(clause, end + 1)):
            return (low, max(low, other[1]))
        least = any((each := clause.phrase("at_least", i)) and each.end == at for i in range(at))
        return (low, None if least else high)
    return None


def number_at(clause: Clause, at: int) -> tuple[int, int, int] | None:
    """The lowest and highest value of a number that begins at a token, and where it ends."""
    if at >= len(clause.tokens):
        return None
    numbers = clause.rules.numbers
    word = clause.tokens[at].norm.translate(_EASTERN_DIGITS)
    end = at + 1
    if word in numbers:
        low, high = numbers[word]
    else:
        digits = re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}(?:[.,][0-9]{3}){1,3}", word)
        if digits is None:
            return None
        while len(word) < 12 and end < len(clause.tokens) and _continues(clause.tokens, end):
            word += clause.tokens[end].text
            end += 1
        low = high = int(re.sub("[.,]", "", word))
        if word.isdigit() and end == at + 1 and low in _YEARS:
            return None
    times = numbers.get(clause.tokens[end].norm) if end < len(clause.tokens) else None
    if times and times[0] == times[1] and times[0] >= 100:
        return low * times[0], high * times[0], end + 1
    return low, high, end


def _continues(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token goes on with a number, as in "9 000"."""
    before, token = tokens[at - 1], tokens[at]
    three = re.fullmatch("[0-9]{3}", token.text) is not None
    return three and token.start == before.end + 1 and len(before.text) <= 3


def claim_id(written: str, known: Known, rules: Rules) -> str:
    """The known claim with the same words as a text, whatever their endings and numbers.

    A claim that shares most words is often the opposite: "the market is open", "is closed".
    """
    best, best_score = "", 0.0
    words = _content(written, rules)
    for claim in known.claims:
        score = _shared(words, _content(claim.text, rules), rules.endings)
        if score >= _ENOUGH and score > best_score:
            best, best_score = claim.id, score
    return best


# A coverage has hundreds of claims, and each text is compared with all of them.
@lru_cache(maxsize=4096)
def _content(written: str, rules: Rules) -> tuple[str, ...]:
    """The words that carry meaning. Numbers do not: sources differ about them."""
    tokens = tokens_of(written, rules.elisions)
    stop = rules.phrases["stop_word"]
    words = {
        token.norm: None
        for at, token in enumerate(tokens)
        if token.is_word and len(token.norm) >= _SHORTEST_WORD and not stop.at(tokens, at)
    }
    return tuple(word for word in words if not word[0].isdecimal() and word not in rules.numbers)


def _shared(first: Sequence[str], second: Sequence[str], endings: int) -> float:
    if not first or not second:
        return 0.0
    shared = sum(any(alike(one, other, endings) for other in second) for one in first)
    return min(1.0, 2 * shared / (len(first) + len(second)))


def alike(one: str, other: str, endings: int) -> bool:
    """Whether two words are the same but for their endings."""
    if one == other:
        return True
    stem = max(len(one), len(other)) - endings
    return stem >= 4 and one[:stem] == other[:stem]
