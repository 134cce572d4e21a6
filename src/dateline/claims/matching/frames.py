"""Finds the frames of a language in the words of a clause. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from dateline.claims.records import STANCES

from .rules import Element, Found, Frame, Rules, end_of
from .tokens import Token

# So many words may name a source, and stand aside between commas.
_LONGEST_SOURCE: Final = 14
_LONGEST_ASIDE: Final = 16
_LONGEST_NUMBER: Final = 4
_SHORTEST_CLAUSE: Final = 4
_SEPARATORS: Final = (",", "—", ";", ":")
_STOPS: Final = (".", "!", "?", "…")


@dataclass(frozen=True)
class VerbGroup:
    """A verb of stance with the words around it, such as "has not yet confirmed"."""

    stance: str
    end: int
    flags: frozenset[str]

    @property
    def is_negated(self) -> bool:
        return bool(self.flags & {"negation", "refusal"})


@dataclass(frozen=True)
class Match:
    """A frame that was found. A slot has the place of its words."""

    frame: Frame | None = None
    end: int = 0
    slots: dict[str, tuple[int, int]] = field(default_factory=dict)
    verb: VerbGroup | None = None
    phrases: tuple[Found, ...] = ()

    def with_slot(self, name: str, start: int, end: int) -> Match:
        return replace(self, slots={**self.slots, name: (start, end)})


class Clause:
    """Words of a sentence, with the verb groups in them. All other places are found as asked."""

    def __init__(self, tokens: Sequence[Token], rules: Rules) -> None:
        self.tokens = tokens
        self.rules = rules
        self._phrases: dict[tuple[str, int], Found | None] = {}
        self._there: dict[Element, bool] = {}

    def phrase(self, name: str, at: int) -> Found | None:
        if at >= len(self.tokens) or name not in self.rules.phrases:
            return None
        if (name, at) not in self._phrases:
            found = self.rules.phrases[name].at(self.tokens, at)
            # What is longer and means something else, such as "no longer", is not found.
            self._phrases[name, at] = None if found and found.value == "skip" else found
        return self._phrases[name, at]

    def has(self, name: str, start: int = 0, end: int | None = None) -> bool:
        last = len(self.tokens) if end is None else end
        return any(self.phrase(name, at) for at in range(start, last))

    def is_whole(self, name: str) -> bool:
        """Whether all words are one phrase of a list."""
        found = self.phrase(name, 0)
        return found is not None and found.end == len(self.tokens)

    def negations(self, start: int = 0, end: int | None = None) -> list[tuple[int, str]]:
        """Where there are negations, and their values."""
        last = len(self.tokens) if end is None else end
        found = ((at, self.phrase("negative", at)) for at in range(start, last))
        return [(at, each.value) for at, each in found if each]

    def place_of(self, name: str) -> tuple[int, int]:
        """The place of the first phrase of a list, which must be there."""
        found = ((at, self.phrase(name, at)) for at in range(len(self.tokens)))
        return next((at, each.end) for at, each in found if each)

    @cached_property
    def verbs(self) -> dict[int, VerbGroup | None]:
        """The verb groups by the place of their first word.

        None marks a verb that takes no position, such as "would confirm".
        """
        groups: dict[int, VerbGroup | None] = {}
        at, last = 0, -1
        while at < len(self.tokens):
            group = self._verb_at(at)
            # After another verb it is an object: "dismissed reports".
            if group is None or (at == last and self.phrase("noun_or_verb", at)):
                at += 1
                continue
            groups[at] = _position(group)
            at = last = group.end
        return groups

    @property
    def speaks(self) -> bool:
        """Whether there is a verb by which somebody takes a position, or does not."""
        return any(each is None or each.stance in STANCES for each in self.verbs.values())

    def _verb_at(self, start: int) -> VerbGroup | None:
        flags, at = set(), start
        while found := self.phrase("before_verb", at):
            flags.add(found.value)
            at = found.end
        verb = self.phrase("verb", at)
        if verb is None or self._is_noun(at, verb.end):
            return None
        at = verb.end
        while found := self.phrase("after_verb", at):
            flags.add(found.value)
            at = found.end
        return VerbGroup(verb.value, at, frozenset(flags))

    def _is_noun(self, start: int, end: int) -> bool:
        """Whether a form such as "claims" is a noun here."""
        if not self.phrase("noun_or_verb", start):
            return False
        before = self.tokens[start - 1] if start else None
        if before is None or before.norm.endswith("'s") or self.phrase("noun_after", start - 1):
            return True
        return end >= len(self.tokens) or self.phrase("noun_before", end) is not None

    def find(self, start: int, fresh: bool) -> Match | None:
        """The first frame that begins at a token. One that begins with a claim needs a fresh
        start: the words before it would belong to the claim."""
        ours: Match | None = None
        for frame in self.rules.frames:
            if not fresh and frame.begins_with_claim:
                continue
            if not all(map(self._is_there, frame.needed)):
                continue
            found = self._match(frame.elements, 0, start, Match(frame))
            if found is None:
                continue
            first, last = found.slots.get("source", (0, 0))
            if not Clause(self.tokens[first:last], self.rules).is_whole("own_voice"):
                return found
            # "We" may be quoted: then somebody else is named as the speaker.
            ours = ours or found
        return ours

    def _is_there(self, element: Element) -> bool:
        """Whether an element is anywhere in the clause. Most frames need one that is not."""
        if element not in self._there:
            places = range(len(self.tokens))
            self._there[element] = any(self._after(element, at, Match()) for at in places)
        return self._there[element]

    def _match(
        self, elements: Sequence[Element], index: int, at: int, match: Match
    ) -> Match | None:
        if index == len(elements):
            return replace(match, end=at)
        element = elements[index]
        if element.kind == "slot":
            return self._match_slot(elements, index, at, match)
        if after := self._after(element, at, match):
            again = element.repeat == "*" and after[0] > at
            found = self._match(elements, index if again else index + 1, *after)
            if found:
                return found
        return self._match(elements, index + 1, at, match) if element.repeat else None

    def _match_slot(
        self, elements: Sequence[Element], index: int, at: int, match: Match
    ) -> Match | None:
        name = elements[index].name
        # A shorter one may be who speaks: "…, said the mayor".
        shortest, name = (_SHORTEST_CLAUSE, "claim") if name == "clause" else (1, name)
        for end in range(at + 1, len(self.tokens) + 1):
            if not self._fits(name.rstrip("2"), at, end):
                return None
            if end - at < shortest:
                continue
            found = self._match(elements, index + 1, end, match.with_slot(name, at, end))
            if found:
                return found
        return None

    def _fits(self, slot: str, start: int, end: int) -> bool:
        """Whether a slot may have one word more, at `end - 1`."""
        last = self.tokens[end - 1]
        if slot in ("claim", "object", "rest"):
            return last.norm not in (";", "?")
        if slot == "number":
            return last.is_word and end - start <= _LONGEST_NUMBER
        if slot == "any":
            return last.is_word and end - start <= _LONGEST_ASIDE
        return last.is_word and end - start <= _LONGEST_SOURCE and not self._bounds(start, end - 1)

    def _bounds(self, start: int, at: int) -> bool:
        """Whether a word cannot be within the name of a source."""
        if at in self.verbs:
            return True
        if self.has("who_clause", start, at):
            return False
        if self.phrase("boundary", at):
            return True
        if not self.phrase("and", at):
            return False
        # "Kestria and Ostmark", but not "the market opened and the mayor".
        both = self.tokens[max(start, at - 1)], self.tokens[min(at + 1, len(self.tokens) - 1)]
        return at == start or not all(each.text[0] != each.text[0].lower() for each in both)

    def _after(self, element: Element, at: int, match: Match) -> tuple[int, Match] | None:
        """Where an element that begins at a token ends, and what is then known, if it is there."""
        match element.kind:
            case "end" | "tail" | "behind" | "ahead":
                return (at, match) if self._holds(element, at) else None
            case "verb":
                return self._after_verb(element.name, at, match)
            case "aside":
                return self._after_aside(at, match)
            case "word" | ",":
                end = end_of(element.places, self.tokens, at)
                while element.kind == "," and self._separates(end):
                    end += 1
                return (end, match) if end > at else None
        found = self.phrase(element.name, at)
        if found is None:
            return None
        if element.kind == "phrase":
            return found.end, replace(match, phrases=(*match.phrases, found))
        slot = "via" if element.kind == "relay" else "source"
        return found.end, match.with_slot(slot, at, found.end)

    def _holds(self, element: Element, at: int) -> bool:
        """Whether an element without words of its own is at a token."""
        match element.kind:
            case "end":
                return self.is_end(at)
            case "tail":
                return self.is_end(at) or self.phrase("tail", at) is not None
            case "behind":
                found = self.phrase(element.name, at - 1) if at else None
                return found is not None and found.end == at
        return self.phrase(element.name, at) is not None

    def _separates(self, at: int) -> bool:
        """Whether a token separates a claim from its speaker.

        That is a full stop, too, where the sentence goes on after a quotation.
        """
        if at >= len(self.tokens):
            return False
        goes_on = at + 1 < len(self.tokens)
        return self.tokens[at].norm in ((",", "—", ".", "!") if goes_on else (",", "—"))

    def _after_verb(self, wanted: str, at: int, match: Match) -> tuple[int, Match] | None:
        group = self.verbs.get(at)
        names = wanted.split("|")
        if group is None or ("passive" in group.flags) != ("passive" in names):
            return None
        if group.stance not in (STANCES if names in (["any"], ["passive"]) else names):
            return None
        return group.end, replace(match, verb=group)

    def _after_aside(self, at: int, match: Match) -> tuple[int, Match] | None:
        """What stands between commas, such as ", the deputy prosecutor,"."""
        if at >= len(self.tokens) or self.tokens[at].norm not in (",", "—", "("):
            return None
        for end in range(at + 1, min(at + _LONGEST_ASIDE, len(self.tokens))):
            if self.tokens[end].norm in (",", "—", ")", *_STOPS):
                nameless = Found("nameless", "", end)
                hides = self.has("nameless", at, end)
                last = end if self.tokens[end].norm in _STOPS else end + 1
                grown = match.with_slot("aside", at + 1, end)
                if hides:
                    grown = replace(grown, phrases=(*match.phrases, nameless))
                return last, grown
            if end in self.verbs:
                return None
        return None

    def is_end(self, at: int) -> bool:
        """Whether a clause ends before a token."""
        if at >= len(self.tokens) or self.tokens[at].norm in (";", *_STOPS):
            return True
        if self.phrase("contrast", at) and self.verbs.get(at + 1):
            return True
        if self.tokens[at].norm not in (",", "—"):
            return False
        spoken = any(each > at for each in self.verbs)
        if spoken and self.phrase("subordinate", 0) and at == self._first_comma:
            return True
        found = self.phrase("resume", at + 1)
        if found is None:
            return False
        return found.value != "speech" or spoken

    @cached_property
    def _first_comma(self) -> int:
        """Where a clause that begins with "while" ends."""
        return next(at for at, each in enumerate(self.tokens) if each.norm in (",", "—"))

    def starts(self) -> list[int]:
        """Where a frame may begin: at the first word, and after marks and conjunctions."""
        places = {0}
        for at, token in enumerate(self.tokens):
            if token.norm in _SEPARATORS:
                places.add(at + 1)
            elif found := self.phrase("conjunction", at):
                places.add(found.end)
        return sorted(each for each in places if each < len(self.tokens))


def _position(group: VerbGroup) -> VerbGroup | None:
    """The verb group if somebody takes a position with it, or declines to."""
    if group.is_negated:
        # Who withdraws nothing stays with what they said, which the text need not tell.
        stance = "declines" if group.stance == "answers" else group.stance
        return None if stance == "withdraws" else replace(group, stance=stance)
    unreal = "unreal" in group.flags and group.stance != "declines"
    return None if unreal or group.stance == "answers" else group
