"""What readers are told of claims, in words: the label of a state, and what goes with it.

Sentences are in the active language, and are plain text. Nobody is told that something is
confirmed without being told by whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from dateline.claims.kinds import ClaimRelationName
from dateline.claims.records import Basis, Position, Source, Status
from dateline.claims.state import Heading, Reversal, StateName
from dateline.claims.view import ClaimView
from dateline.journal.entry import value_or

from . import position_words
from .position_words import names, stance_word, who

# Of these the sentence must not lead: a title that states a lie spreads it.
UNTRUE = ("false", "misleading", "withdrawn")


class Section(NamedTuple):
    """Claims below a heading, whose name is `asked` for those without an answer."""

    name: str
    words: str
    claims: list[ClaimView]


def sections(claims: Sequence[ClaimView]) -> list[Section]:
    """Returns the claims below the headings by which readers find them, without empty ones."""
    headings: dict[Heading | None, str] = {
        "known": _("What we know"),
        "disputed": _("Disputed"),
        "claimed": _("Claimed, not confirmed"),
        "not_so": _("Not so, or withdrawn"),
        None: _("Asked, no answer"),
    }
    found = [
        Section(heading or "asked", words, [each for each in claims if _heading(each) == heading])
        for heading, words in headings.items()
    ]
    return [each for each in found if each.claims]


def _heading(claim: ClaimView) -> Heading | None:
    return claim.state.heading


def text(claim: ClaimView) -> str:
    """The sentence of a claim; what became of it if it may not be shown.

    As of a withdrawn post, no word of a claim that we withdrew is shown.
    """
    if claim.state.name == "withdrawn":
        return _("A claim that we withdrew")
    return claim.record.text or _("Claim removed")


def name(claim: ClaimView) -> str:
    """What a link to a claim says where its label is not beside it."""
    return title(claim) if claim.state.name in UNTRUE else text(claim)


def word(state: StateName) -> str:
    """The state of a claim in a few words, without names."""
    return {
        "withdrawn": _("Withdrawn by us"),
        "false": _("False"),
        "misleading": _("Misleading"),
        "confirmed": _("Confirmed by us"),
        "inconclusive": _("Checked: cannot be settled"),
        "withdrawn_by_source": _("Withdrawn by its source"),
        "admitted": _("Admitted"),
        "disputed": _("Disputed"),
        "denied": _("Denied"),
        "corroborated": _("Supported, not yet confirmed"),
        "several_sources": _("Several independent sources say"),
        "claimed": _("Claimed"),
        "reported": _("Unconfirmed report"),
        "no_position": _("No position on record"),
    }[state]


def label(claim: ClaimView) -> str:
    """The state of a claim with the names of those on whom it rests."""
    state = claim.state
    affirm, deny = _sources(state.affirmed), _sources(state.denied)
    match state.name:
        case "withdrawn_by_source":
            return _("Withdrawn by {names}").format(names=names(state.flags.withdrew)[0])
        case "admitted":
            return _("Admitted by {names}").format(names=names(_admitting(claim))[0])
        case "disputed":
            return _("Disputed: {some}, {others}").format(some=_say(affirm), others=_deny(deny))
        case "denied":
            return _("Denied by {names}").format(names=names(deny)[0])
        case "claimed":
            named = [each for each in affirm if each.naming == "named"]
            say = _say(named)
            return say[:1].upper() + say[1:]
        case name:
            return word(name)


def _sources(positions: Sequence[Position]) -> list[Source]:
    return [each.source for each in positions]


def _admitting(claim: ClaimView) -> list[Source]:
    return [each.source for each in claim.state.affirmed if each.stance == "admits"]


def _say(sources: Sequence[Source]) -> str:
    words, count = names(sources)
    return ngettext("{names} says", "{names} say", count).format(names=words)


def _deny(sources: Sequence[Source]) -> str:
    words, count = names(sources)
    return ngettext("{names} denies", "{names} deny", count).format(names=words)


def additions(claim: ClaimView) -> list[str]:
    """What belongs to the label: who still denies it, who had denied it before, and why."""
    state, found = claim.state, []
    if state.name == "admitted":
        admitting = {each.id for each in _admitting(claim)}
        if any(_is_admission(each, admitting) for each in state.flags.reversals):
            found.append(_("previously denied"))
        if state.denied:
            found.append(_("denied by {names}").format(names=names(_sources(state.denied))[0]))
    elif still := state.flags.still_denied_by:
        found.append(_("still denied by {names}").format(names=names(still)[0]))
    elif state.name == "withdrawn" and note(claim):
        found.append(note(claim))
    return found


def _is_admission(reversal: Reversal, admitting: set[str]) -> bool:
    return reversal.source.id in admitting and reversal.after.sign > 0


def whole_label(claim: ClaimView) -> str:
    """The label with what belongs to it, in one line."""
    return position_words.listed([label(claim), *additions(claim)])


def title(claim: ClaimView) -> str:
    """The title of a claim's page, and of it in feeds. It says how far the claim is established.

    Of a claim that is not so it says what we found, and never the claim itself.
    """
    state = claim.state.name
    if state not in UNTRUE:
        return f"{word(state)}: {text(claim)}"
    return f"{word(state)}: {note(claim)}" if _has_finding(claim) else heading(claim)


def heading(claim: ClaimView) -> str:
    """The headline of a claim's page: the claim, or what we found instead of it."""
    if _has_finding(claim):
        return note(claim)
    match claim.state.name:
        case "false":
            return _("A claim that is false")
        case "misleading":
            return _("A claim that misleads")
        case _:
            return text(claim)


def _has_finding(claim: ClaimView) -> bool:
    """Whether our note says what is true. That of a withdrawal says why we withdrew the claim."""
    return claim.state.name in ("false", "misleading") and note(claim) != ""


def news(claim: ClaimView) -> str:
    """What an open page announces of a claim: the label before the sentence."""
    return f"{whole_label(claim)} – {text(claim)}"


def note(claim: ClaimView) -> str:
    """What we say to readers of our newest assessment."""
    assessment = claim.record.assessment
    return value_or(assessment.assessed.note, "") if assessment else ""


def is_assessed(claim: ClaimView) -> bool:
    """Whether somebody has looked at a claim."""
    return status(claim) != "unassessed"


def status(claim: ClaimView) -> Status:
    assessment = claim.record.assessment
    return value_or(assessment.assessed.status, "unassessed") if assessment else "unassessed"


def status_words(found: Status) -> str:
    """Our own finding in words, for the page of the claim."""
    return {
        "unassessed": _("We have not assessed this claim."),
        "checking": _("We are checking this claim."),
        "unverified": _("We looked into it, and cannot verify it independently yet."),
        "corroborated": _("There is support for it. It is not established yet."),
        "verified": _("We established that it is so."),
        "misleading": _("Some of it is true, but it misleads as it is put."),
        "false": _("We established that it is not so."),
        "inconclusive": _("We checked it. What there is will probably not settle it."),
        "withdrawn": _("We should not have carried it."),
    }[found]


def basis_words(basis: Basis) -> str:
    """What our finding rests on."""
    return {
        "own_reporter_witnessed": _("our reporter saw it"),
        "own_interview": _("our own interview"),
        "geolocated": _("pictures whose place we found"),
        "chronolocated": _("pictures whose time we found"),
        "document_authenticated": _("a document whose origin we checked"),
        "data_analysis": _("our analysis of data"),
        "independent_origins": _("sources that do not depend on each other"),
        "responsible_party_admission": _("the responsible party admits it"),
        "official_record": _("an official record"),
        "expert": _("an expert"),
        "partner_fact_check": _("a fact check of a partner"),
    }[basis]


def role_words(role: str) -> str:
    """Who decided, by their role: names are not public."""
    return {
        "reporter": _("a reporter"),
        "editor": _("an editor"),
        "lead": _("a lead of the coverage"),
        "administrator": _("an administrator"),
    }.get(role, _("a member of the newsroom"))


def arrow() -> str:
    """An arrow from what was said before to what is said now, in the direction of the text."""
    return "←" if get_language_bidi() else "→"


def flags(claim: ClaimView, zone: ZoneInfo, reference: datetime) -> list[str]:
    """What readers are told beside the state, a sentence each. None of it changes the state.

    Times are shown as from the day of `reference`.
    """
    found = claim.state.flags
    sentences = [reversal(each, claim, zone, reference) for each in found.reversals]
    sentences += [
        f"{who(each.source)}: {position_words.number(each.before)} {arrow()}"
        f" {position_words.number(each.after, claim.record.unit)}"
        for each in found.number_changes
    ]
    if found.softened:
        words, count = names(found.softened)
        sentence = ngettext("{names} is less certain now", "{names} are less certain now", count)
        sentences.append(sentence.format(names=words))
    if found.withdrew and claim.state.name != "withdrawn_by_source":
        sentences.append(
            _("{names}: withdrew what was said").format(names=names(found.withdrew)[0])
        )
    sentences += [
        _("{party} gives two accounts").format(party=position_words.isolated(each))
        for each in found.mixed_parties
    ]
    return [*sentences, *short_flags(claim, zone)]


def short_flags(claim: ClaimView, zone: ZoneInfo) -> list[str]:
    """The flags that a list of claims has room for."""
    found = claim.state.flags
    sentences = []
    if found.corrected_by_us:
        sentences.append(_("Corrected by us"))
    if found.needs_review:
        sentences.append(_("Being re-checked"))
    if found.as_of:
        at = found.as_of.at.astimezone(zone)
        sentences.append(_("As of {time}").format(time=f"{at:%H:%M}"))
    return sentences


def reversal(found: Reversal, claim: ClaimView, zone: ZoneInfo, reference: datetime) -> str:
    """That a source said the opposite of what it had said: “X: denies, 30 September → admits …”."""
    by_key = {each.key: each for each in claim.positions}
    before, after = (
        _("{}, {}").format(
            stance_word(each.stance),
            position_words.said(
                by_key[each.id].said, zone, reference, named=found.source.naming == "named"
            ),
        )
        for each in (found.before, found.after)
    )
    words = f"{who(found.source)}: {before} {arrow()} {after}"
    if found.learned_at is None:
        return words
    learned = f"{found.learned_at.astimezone(zone):%H:%M}"
    return f"{words} ({_('learned at {time}').format(time=learned)})"


def relation_words(name: ClaimRelationName, *, reverse: bool = False) -> str:
    """What a claim is to another one; with `reverse`, what the other one is to it."""
    if reverse:
        return {
            "part_of": _("Has the part"),
            "refines": _("Made more precise by"),
            "contradicts": _("Contradicted by"),
            "depends_on": _("Needed for"),
        }[name]
    return {
        "part_of": _("Part of"),
        "refines": _("Makes more precise"),
        "contradicts": _("Contradicts"),
        "depends_on": _("Depends on"),
    }[name]
