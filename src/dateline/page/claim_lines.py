"""The claims of the page and of a post, each as the templates of blocks show it.

Words are in the active language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dateline.claims.state import StateName
from dateline.claims.view import ClaimView, PositionRecord

from . import claim_words, position_words
from .sentences import News

# The newest posts of a claim. Its page has all of them.
POSTS_SHOWN = 3


@dataclass(frozen=True)
class ClaimLine:
    """A claim in a list: its sentence, and its state in words.

    `heading` is that of its state, which gives it a shape. `additions` follow the label. `flags`
    are sentences. `since` is the time at which the state last changed.
    """

    id: str
    text: str
    heading: str
    state: StateName
    label: str
    additions: list[str]
    flags: list[str]
    since: datetime
    posts: list[int]
    is_erased: bool

    @property
    def word(self) -> str:
        """Its state without names. Posts have no more of it.

        With the names, a page of posts on which much is claimed weighed three times as much, and
        every post with a claim was rendered again whenever somebody else took a side.
        """
        return claim_words.word(self.state)

    @property
    def untrue(self) -> bool:
        """Whether the label must be read before the sentence, and the sentence is not so."""
        return self.state in claim_words.UNTRUE

    @property
    def is_taken_back(self) -> bool:
        """Whether open pages must show it at once, also those that a reader has paused."""
        return self.state == "withdrawn" or self.is_erased


@dataclass(frozen=True)
class Said:
    """A position in a post. `correction` tells of our own mistake, in place of the position."""

    sentence: str
    details: list[str]
    note: str
    correction: str


@dataclass(frozen=True)
class ClaimOfPost:
    """A claim in a post, with what was said there. `now` is a sentence if its state moved since."""

    claim: ClaimLine
    said: list[Said]
    now: str


def line(claim: ClaimView, zone: ZoneInfo) -> ClaimLine:
    return ClaimLine(
        id=claim.id,
        text=claim_words.text(claim),
        heading=claim.state.heading or "asked",
        state=claim.state.name,
        label=claim_words.label(claim),
        additions=claim_words.additions(claim),
        flags=claim_words.short_flags(claim, zone),
        since=claim.moved_at,
        posts=claim.posts[-POSTS_SHOWN:],
        is_erased=claim.record.text == "",
    )


def sections(claims: Sequence[ClaimView], zone: ZoneInfo) -> list[tuple[str, str, list[ClaimLine]]]:
    """The claims below their headings: the name of the heading, its words and the claims."""
    return [
        (name, words, [line(each, zone) for each in listed])
        for name, words, listed in claim_words.sections(claims)
    ]


def news(claims: Sequence[ClaimView]) -> News | None:
    """What changed last in the claims of the page."""
    newest = max(claims, key=_changed, default=None)
    return News(_changed(newest), claim_words.news(newest)) if newest else None


def _changed(claim: ClaimView) -> int:
    return max(claim.record.seq, claim.moved_seq, *(each.seq for each in claim.positions), 0)


def of_post(claims: Sequence[ClaimView], number: int, zone: ZoneInfo) -> list[ClaimOfPost]:
    """Who says so in a post: the claims on which it has a position, and these positions."""
    return [
        ClaimOfPost(
            line(each, zone),
            [_said(each, position) for position in _positions(each, number)],
            now(each) if _has_moved(each, number) else "",
        )
        for each in claims
        if _positions(each, number)
    ]


def news_of_post(claims: Sequence[ClaimView], number: int) -> News | None:
    """The newest move of a claim since the post said something about it."""
    moved = [each for each in claims if _has_moved(each, number)]
    newest = max(moved, key=lambda each: each.moved_seq, default=None)
    if newest is None:
        return None
    return News(newest.moved_seq, f"{now(newest)} – {claim_words.text(newest)}")


def now(claim: ClaimView) -> str:
    """The sentence that the state of a claim is not any more what it was."""
    return _("Now: {state}").format(state=claim_words.word(claim.state.name))


def _positions(claim: ClaimView, number: int) -> list[PositionRecord]:
    return [each for each in claim.positions if each.post == number]


def _has_moved(claim: ClaimView, number: int) -> bool:
    own = _positions(claim, number)
    return bool(own) and claim.was_moved_after(max(each.seq for each in own))


def _said(claim: ClaimView, position: PositionRecord) -> Said:
    source = claim.source_of(position)
    stands = claim.state.name != "withdrawn"
    details = [position_words.chain(position), *position_words.details(position)] if stands else []
    count = position_words.number(position_words.quantity(position), claim.record.unit)
    why_not = position_words.why_not_named(source)
    return Said(
        sentence=position_words.says(position, source.source()),
        details=[each for each in (count, *details, why_not) if each],
        note=relay_note(position),
        correction=void_note(claim, position),
    )


def void_note(claim: ClaimView, position: PositionRecord) -> str:
    """That a source never said what we had written, and why we had; '' if it did."""
    if position.voided_at is None:
        return ""
    name = position_words.who(claim.source_of(position).source())
    words = _("{name} did not say what we had written. It was our mistake.").format(name=name)
    return f"{words} {position.void_reason}".strip()


def relay_note(position: PositionRecord) -> str:
    """That whoever passed a position on withdrew the report; '' if not."""
    if position.relay_withdrawn_at is None or not position.relay:
        return ""
    name = position_words.isolated(position.relay)
    return _("{name} withdrew the report through which we had this.").format(name=name)
