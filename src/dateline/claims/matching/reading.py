"""Reads the frames that were found as proposals: who takes which position on what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, cast

from dateline.claims.records import How, Modality, Stance

from .claim_text import (
    affirmative,
    claim_id,
    joined,
    number_at,
    quantity_of,
    sentence_of,
    verb_second,
    with_source,
    without_hedges,
)
from .frames import Clause, Match
from .proposal import Hop, Known, Proposal
from .rules import Rules
from .sources import party_of, source_id
from .tokens import Sentence, Token

_FOR: Final = ("asserts", "confirms", "admits")
# Statements that pass on a statement that passes on a statement are left to people.
_DEEPEST: Final = 2
# A longer description would make the claim hard to read.
_LONGEST_NAME: Final = 60


@dataclass(frozen=True)
class Speaker:
    """Who speaks. `is_us` is a newsroom that speaks of itself, which is no source."""

    text: str = ""
    naming: Literal["named", "described"] = "named"
    how: How = "unspecified"
    is_us: bool = False
    is_agency: bool = False


@dataclass(frozen=True)
class Said:
    """What a speaker says: the stance on a claim, before a proposal is made of it."""

    stance: str
    words: tuple[Token, ...]
    text: str
    modality: str = "flat"
    asks: bool = False
    quantity: tuple[int, int | None] | None = None


class Reader:
    """Reads the sentences of a text in their order. What one says, the next may mean."""

    def __init__(self, text: str, rules: Rules, known: Known) -> None:
        self.text = text
        self.rules = rules
        self.known = known
        self._speaker: Speaker | None = None
        self._said: Said | None = None
        self._sentence = Sentence(0, 0, ())

    def read(self, sentence: Sentence) -> list[Proposal]:
        self._sentence = sentence
        if sentence.tokens[-1].norm == "?":
            return []
        return self._read_clause(Clause(sentence.tokens, self.rules))

    def _read_clause(self, clause: Clause) -> list[Proposal]:
        found: list[Proposal] = []
        end = begun = 0
        for at in clause.starts():
            if at < end:
                continue
            fresh = at == 0 or clause.tokens[at - 1].norm == ";" or 0 < end >= at - 2
            start, how = self._after_leads(clause, at)
            match = clause.find(start, fresh)
            if match is None:
                begun = at if fresh else begun
                continue
            beside = clause.tokens[begun : max(begun, at - 1)] if begun >= end else ()
            found += self._take(clause, match, how, tuple(beside))
            end = begun = match.end
        return found

    def _after_leads(self, clause: Clause, at: int) -> tuple[int, How]:
        """Skips words such as "meanwhile" and "in a statement", which may say how."""
        how: How = "unspecified"
        while lead := clause.phrase("lead", at) or clause.phrase("adjunct", at):
            how = cast(How, lead.value or how)
            at = lead.end
            if at < len(clause.tokens) and clause.tokens[at].norm == ",":
                at += 1
        return at, how

    def _take(
        self, clause: Clause, match: Match, how: How, beside: tuple[Token, ...], depth: int = 0
    ) -> list[Proposal]:
        """The proposals of a frame. `beside` are the words of the clause before it."""
        speaker = self._speaker_of(clause, match, how)
        if speaker is None:
            return []
        chain = self._carriers(clause, match)
        words = self._claim_words(clause, match)
        inner = self._nested(words, speaker, match, chain, depth)
        if inner is not None:
            return inner
        said = self._said_of(words, match, speaker, beside, _is_led(clause, match))
        if said is None or speaker.is_us or not (said.text or said.modality == "conditional"):
            return []
        if "number" in match.slots:
            said = self._counted(clause, match, "number", said)
        found = [self._proposal(speaker, said, chain, match)]
        if match.frame and match.frame.also:
            found.insert(0, self._also(found[0], match))
        self._speaker, self._said = speaker, said
        if "source2" in match.slots:
            found += self._second(clause, match, said)
        return found

    def _carriers(self, clause: Clause, match: Match) -> tuple[Hop, ...]:
        """Who passes it on. Of those who were told, only a newsroom does."""
        words = self._words(clause, match, "via") or self._words(clause, match, "hearer")
        if not words or ("hearer" in match.slots and not Clause(words, self.rules).has("relay")):
            return ()
        return (Hop(joined(self.text, words), self._how_of(words)),)

    def _words(self, clause: Clause, match: Match, slot: str) -> tuple[Token, ...]:
        start, end = match.slots.get(slot, (0, 0))
        return tuple(clause.tokens[start:end])

    # Who speaks.

    def _speaker_of(self, clause: Clause, match: Match, how: How) -> Speaker | None:
        words = self._words(clause, match, "source")
        for each in match.phrases:
            if each.name in ("adjunct", "audience", "statement_of") and each.value:
                how = cast(How, each.value)
        if not words:
            return self._speaker
        aside = self._words(clause, match, "aside")
        if aside and _is_name(aside) and not _is_name(words):
            words = aside
        nameless = any(each.name == "nameless" for each in match.phrases)
        return self._speaker_named(words, how, nameless)

    def _speaker_named(
        self, words: Sequence[Token], how: How, nameless: bool = False
    ) -> Speaker | None:
        named = Clause(words, self.rules)
        if named.phrase("nobody", 0) or named.is_whole("vague"):
            return None
        if named.is_whole("own_voice"):
            return Speaker(is_us=True)
        if named.is_whole("pronoun"):
            return self._speaker and replace(self._speaker, how=how)
        if named.is_whole("own_statement"):
            return self._speaker and replace(self._speaker, how="statement")
        if not any(any(letter.isalpha() for letter in each.text) for each in words):
            return None
        described = nameless or named.has("unnamed")
        if named.phrase("indefinite", 0) and not named.has("spokesperson"):
            described = True
        described = described or self._is_bare_plural(named)
        agency = named.is_whole("agency")
        how = self._how_of(words) if agency else how
        naming: Literal["named", "described"] = "described" if described else "named"
        return Speaker(joined(self.text, words), naming, how, is_agency=agency)

    def _is_bare_plural(self, named: Clause) -> bool:
        """Whether words such as "rescue workers" stand without an article."""
        first, *others = named.tokens
        if not others or not self.rules.bare_plural or named.phrase("article", 0):
            return False
        plain = all(each.text[0] == each.text[0].lower() and each.is_word for each in others)
        owned = any(each.norm.endswith("'s") for each in (first, *others))
        return plain and not owned and others[-1].norm.endswith(self.rules.bare_plural)

    def _how_of(self, words: Sequence[Token]) -> How:
        """How a relay passes on what it has: an agency by wire, a broadcaster on the air."""
        relay = Clause(words, self.rules)
        for at in range(len(words)):
            if found := relay.phrase("relay_how", at):
                return cast(How, found.value)
        return "unspecified"

    # What is said.

    def _claim_words(self, clause: Clause, match: Match) -> tuple[Token, ...]:
        more = self._words(clause, match, "claim2")
        if more and (verb := self.rules.finite.get(more[0].norm)):
            more = (replace(more[0], text=verb), *more[1:])
        words = self._words(clause, match, "claim") + more
        if match.frame and match.frame.claim and "object" in match.slots:
            words = self._words(clause, match, "object")
        return words

    def _nested(
        self,
        words: tuple[Token, ...],
        speaker: Speaker,
        match: Match,
        chain: tuple[Hop, ...],
        depth: int,
    ) -> list[Proposal] | None:
        """What somebody says that somebody says; None if nobody does."""
        stance = self._stance(match)
        clause = Clause(self._bare(words, with_nouns=False), self.rules)
        if (
            clause.has("if")
            or not clause.verbs
            or depth >= _DEEPEST
            or stance not in (*_FOR, "reports")
        ):
            return None
        start, how = self._after_leads(clause, 0)
        inner = clause.find(start, fresh=False)
        if inner is None or "source" not in inner.slots:
            return None
        source = Clause(self._words(clause, inner, "source"), self.rules)
        # In a quotation "we" is the speaker, and so is "he" after "he said".
        own = source.is_whole("pronoun") or source.is_whole("own_voice")
        if speaker.is_us and own:
            return None
        if own:
            inner = replace(inner, slots={k: v for k, v in inner.slots.items() if k != "source"})
        before = self._speaker
        self._speaker = speaker if not speaker.is_us else before
        found = self._take(clause, inner, speaker.how if own else how, (), depth + 1)
        hop = () if own or speaker.is_us else (Hop(speaker.text, speaker.how),)
        return [
            replace(
                each,
                chain=(*chain, *hop, *each.chain),
                asks=each.asks or not own or each.stance not in _FOR,
            )
            for each in found
        ]

    def _bare(self, words: tuple[Token, ...], with_nouns: bool) -> tuple[Token, ...]:
        """The words of a claim without what leads to them, such as "reports that"."""
        clause = Clause(words, self.rules)
        at = 0
        while found := clause.phrase("before_claim", at) or (
            clause.phrase("object_noun", at) if with_nouns else None
        ):
            at = found.end
        while at + 1 < len(words) and not words[at].is_word:
            at += 1
        return words[at:] if at < len(words) else words

    def _stance(self, match: Match) -> str:
        if match.verb and (match.verb.is_negated or self._has(match, "negation")):
            return "declines"
        if match.frame and match.frame.stance:
            return match.frame.stance
        return match.verb.stance if match.verb else "asserts"

    def _has(self, match: Match, name: str) -> bool:
        in_verb = match.verb is not None and name in match.verb.flags
        return in_verb or any(each.name == name for each in match.phrases)

    def _said_of(
        self,
        words: tuple[Token, ...],
        match: Match,
        speaker: Speaker,
        beside: tuple[Token, ...],
        led: bool,
    ) -> Said | None:
        """What is said with which stance; None if it is an opinion or a prediction.

        The words are `led` if a word such as "that" leads to them.
        """
        stance = self._stance(match)
        bare = self._bare(words, with_nouns=stance != "asserts")
        said = Said(stance, bare, "", self._modality(match), self._asks(match, stance))
        if not words:
            return self._about_before(said)
        clause = Clause(bare, self.rules)
        if clause.has("if") or clause.has("if_confirmed"):
            return self._conditional(said, clause)
        if clause.has("undecided"):
            return self._undecided(said, clause)
        for name, other in (("falsehood", "denies"), ("undercut", "disputes")):
            if clause.has(name):
                return self._contested(said, clause, name, other, beside)
        if clause.is_whole("anaphor"):
            return self._about_before(said, clause if self._said is None else None)
        if clause.has("prediction") or (stance == "asserts" and clause.has("opinion")):
            return None
        return self._stated(said, clause, match, speaker, len(words) > len(bare) or led)

    def _modality(self, match: Match) -> str:
        if self._has(match, "absolute"):
            return "absolute"
        return "hedged" if self._has(match, "hedge") else "flat"

    def _asks(self, match: Match, stance: str) -> bool:
        told = match.frame is not None and match.frame.asks
        return told or stance == "declines" or self._has(match, "hedge")

    def _about_before(self, said: Said, clause: Clause | None = None) -> Said | None:
        """A claim that the text made before, or the words themselves if they can stand alone."""
        if self._said is not None:
            before = self._said
            return replace(said, words=before.words, text=before.text, quantity=before.quantity)
        # "That" alone says nothing.
        if clause is None or len(clause.tokens) < 2 or clause.has("pronoun"):
            return None
        return replace(said, text=sentence_of(self.text, clause.tokens))

    def _conditional(self, said: Said, clause: Clause) -> Said:
        """Who speaks of what would follow takes no position on the condition."""
        said = replace(said, stance="declines", modality="conditional", asks=True)
        found = clause.phrase("if", 0)
        if clause.has("if_confirmed") or found is None:
            return self._about_before(said) or replace(said, words=())
        end = found.end
        while end < len(clause.tokens) and clause.tokens[end].norm != ",":
            end += 1
        words = clause.tokens[found.end : end]
        condition = Clause(words, self.rules)
        if condition.has("confirmed_word"):
            return self._about_before(said) or replace(said, words=())
        return replace(
            said,
            words=tuple(words),
            text=sentence_of(self.text, words),
            quantity=quantity_of(condition),
        )

    def _undecided(self, said: Said, clause: Clause) -> Said | None:
        """Who looks into something, or cannot say, takes no position on it."""
        said = replace(said, stance="declines", asks=True)
        words = tuple(clause.tokens[clause.place_of("undecided")[1] :])
        if not any(each.is_word for each in words):
            return self._about_before(said)
        return replace(said, words=words, text=sentence_of(self.text, words))

    def _contested(
        self, said: Said, clause: Clause, name: str, stance: str, beside: tuple[Token, ...]
    ) -> Said | None:
        """A statement such as "it is a fake". With a negation as well, its sense is not clear."""
        if said.stance not in _FOR:
            return None
        at, end = clause.place_of(name)
        if clause.negations(0, at) or clause.negations(end):
            return None
        said = replace(said, stance=stance, asks=True)
        about = self._bare(tuple(clause.tokens[:at]), with_nouns=True)
        before = Clause(about, self.rules)
        if not about or before.phrase("anaphor", 0) or before.phrase("pronoun", 0):
            # "It is not true that troops fired."
            led = clause.phrase("that", end)
            about = tuple(clause.tokens[led.end :]) if led else beside
        if not any(each.is_word for each in about):
            return self._about_before(said, before if before.tokens else None)
        return replace(said, words=about, text=sentence_of(self.text, about))

    def _stated(
        self, said: Said, clause: Clause, match: Match, speaker: Speaker, led: bool
    ) -> Said | None:
        """A plain statement. One with a negation is the denial of the affirmative one."""
        if (number := number_at(clause, 0)) and number[2] == len(said.words):
            return self._other_number(said, clause)
        if clause.has("hedge_word"):
            said = replace(said, modality="hedged")
        asks, stance = said.asks, said.stance
        if speaker.is_agency and stance == "asserts":
            # It passes on what others say.
            stance = "reports"
        tokens = without_hedges(clause)
        if clause.has("doubtful") or clause.speaks:
            asks = True
        if clause.negations():
            asks = True
            if stance in ("asserts", "confirms") and self._is_negated(Clause(tokens, self.rules)):
                # "Cannot confirm it" and "confirmed no deaths" deny nothing.
                declines = clause.speaks or (stance == "confirms" and not led)
                stance = "declines" if declines else "denies"
                tokens = affirmative(tokens, self.rules)
        tokens = self._in_order(tokens, match, led)
        if speaker.naming == "named" and len(speaker.text) <= _LONGEST_NAME:
            tokens = with_source(tokens, speaker.text, self.rules)
        text = sentence_of(self.text, tokens)
        return replace(said, stance=stance, asks=asks, text=text, quantity=quantity_of(clause))

    def _is_negated(self, clause: Clause) -> bool:
        """Whether one negation denies the whole claim, and not only what a clause adds to it."""
        found = clause.negations()
        if not found:
            return False
        values = [value for _, value in found]
        # "No" and "nobody" together are one negation in some languages.
        once = values.count("") == 1 or (not values.count("") and "again" in values)
        added = any(
            token.norm == "," or clause.phrase("boundary_of_claim", at)
            for at, token in enumerate(clause.tokens[: found[-1][0]])
        )
        # "He is alive and not in prison": only one half of it is denied.
        return once and not added and not clause.has("conjunction")

    def _in_order(self, tokens: list[Token], match: Match, led: bool) -> list[Token]:
        front = match.frame is not None and match.frame.claim == "verb first"
        if not self.rules.verb_second or not (front or led):
            return tokens
        return verb_second(Clause(tokens, self.rules), front)

    def _other_number(self, said: Said, clause: Clause) -> Said | None:
        """A number alone is another one for the claim before: "a later statement said twelve"."""
        before = self._said
        if before is None or before.quantity is None:
            return None
        earlier = Clause(before.words, self.rules)
        at = next(i for i in range(len(before.words)) if number_at(earlier, i))
        end = cast(tuple[int, int, int], number_at(earlier, at))[2]
        words = (*before.words[:at], *clause.tokens, *before.words[end:])
        return replace(
            said, words=words, text=sentence_of(self.text, words), quantity=quantity_of(clause)
        )

    def _counted(self, clause: Clause, match: Match, slot: str, said: Said) -> Said:
        """The claim that what was said has a number."""
        words = self._words(clause, match, slot)
        pattern = match.frame.claim if match.frame else ""
        text = pattern.replace("{object}", sentence_of(self.text, said.words))
        text = text.replace("{number}", joined(self.text, words))
        return replace(said, text=text, quantity=quantity_of(Clause(words, self.rules)))

    # Proposals.

    def _proposal(
        self, speaker: Speaker, said: Said, chain: tuple[Hop, ...], match: Match
    ) -> Proposal:
        named = speaker.naming == "named"
        return Proposal(
            start=self._sentence.start,
            end=self._sentence.end,
            source_text=speaker.text,
            source_id=source_id(speaker.text, named, self.known, self.rules),
            naming=speaker.naming,
            speaks_for=party_of(speaker.text, self.rules) if named else "",
            stance=cast(Stance, said.stance),
            modality=cast(Modality, said.modality),
            chain=(*chain, Hop(speaker.text, speaker.how)),
            claim_text=said.text,
            claim_id=claim_id(said.text, self.known, self.rules) if said.text else "",
            quantity=said.quantity,
            earlier=self._has(match, "earlier"),
            asks=said.asks,
        )

    def _also(self, proposal: Proposal, match: Match) -> Proposal:
        """What the source said before, as in "withdrew its report that"."""
        stance = match.frame.also if match.frame else ""
        return replace(proposal, stance=cast(Stance, stance), modality="flat", earlier=True)

    def _second(self, clause: Clause, match: Match, said: Said) -> list[Proposal]:
        """The other number of "the union puts it at 9, the company at 3"."""
        speaker = self._speaker_named(self._words(clause, match, "source2"), "unspecified")
        if speaker is None:
            return []
        return [self._proposal(speaker, self._counted(clause, match, "number2", said), (), match)]


def _is_led(clause: Clause, match: Match) -> bool:
    """Whether the frame has a word such as "that" before the claim."""
    start, _ = match.slots.get("claim", (0, 0))
    return start > 0 and clause.phrase("that", start - 1) is not None


def _is_name(words: Sequence[Token]) -> bool:
    """Whether words are the name of a person: two to four, all with capitals."""
    return 2 <= len(words) <= 4 and all(each.text[0] != each.text[0].lower() for each in words)
