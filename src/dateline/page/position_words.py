"""What a source said, in words: who, how firmly, when, and through whom we have it.

Sentences are in the active language, and are plain text. An unnamed source is its public
description: nothing else of it may be shown, and no id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from dateline.claims.kinds import AnonymityReason, Moment, SourceType
from dateline.claims.records import How, Modality, Quantity, Source, Stance
from dateline.claims.view import PositionRecord, SourceRecord, quantity_of
from dateline.journal.entry import value_or

# So many names are read at a glance. The page of the claim has all of them.
_NAMES: Final = 3


def who(source: Source) -> str:
    """A source as readers are told of it."""
    name = isolated(source.label or _("A source whose name was removed"))
    return name if source.naming == "named" else _("{} (not named)").format(name)


def names(sources: Iterable[Source]) -> tuple[str, int]:
    """The sources in one phrase, and how many there are, for the plural of its verb."""
    found = list(dict.fromkeys(map(who, sources)))
    shown, more = found[:_NAMES], len(found) - _NAMES
    if more > 0:
        shown.append(ngettext("{n} other", "{n} others", more).format(n=more))
    return all_of(shown), len(found)


def all_of(words: Sequence[str]) -> str:
    """“One, two and three”."""
    if not words:
        return ""
    *before, last = words
    return _("{} and {}").format(listed(before), last) if before else last


def listed(words: Sequence[str]) -> str:
    """“One, two, three”. The comma is translated: Arabic uses another character."""
    first, *others = words
    for each in others:
        first = _("{}, {}").format(first, each)
    return first


def isolated(text: str) -> str:
    """A name in right-to-left text, which its Latin letters would otherwise reorder."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text


def says(position: PositionRecord, source: Source) -> str:
    """The sentence on a position: “Moscow denies it”."""
    return _sentence(position.stance).format(name=who(source))


def _sentence(stance: Stance) -> str:
    return {
        "asserts": _("{name} says that it is so"),
        "confirms": _("{name} confirms it"),
        "admits": _("{name} admits it"),
        "reports": _("{name} reports it without vouching for it"),
        "declines": _("{name} neither confirms nor denies it"),
        "disputes": _("{name} disputes it"),
        "denies": _("{name} denies it"),
        "retracts": _("{name} withdraws what it said"),
    }[stance]


def stance_word(stance: Stance) -> str:
    """A short name of a stance, for reversals: “denies → admits”."""
    return {
        "asserts": _("says so"),
        "confirms": _("confirms"),
        "admits": _("admits"),
        "reports": _("reports"),
        "declines": _("does not say"),
        "disputes": _("disputes"),
        "denies": _("denies"),
        "retracts": _("withdraws"),
    }[stance]


def modality_word(modality: Modality) -> str:
    """How firmly it was said; '' if there is nothing to tell."""
    return {
        "flat": "",
        "absolute": _("without reservation"),
        "hedged": _("with reservations"),
        "conditional": _("on a condition"),
    }[modality]


def chain(position: PositionRecord) -> str:
    """Through whom we have it: “according to Reuters (agency report), via The Guardian”; or ''."""
    hops = value_or(position.recorded.chain, ())
    if not hops:
        return ""
    relay = hops[-1]
    name = isolated(relay.name)
    how = how_word(relay.how)
    said = _("according to {name} ({how})") if how else _("according to {name}")
    words = [said.format(name=name, how=how)]
    # The entry has them from us to the source. Readers are told of the nearest to the source first.
    words += [_("via {name}").format(name=isolated(each.name)) for each in reversed(hops[:-1])]
    return listed(words)


def details(position: PositionRecord) -> list[str]:
    """How firmly, in what form, about what part and with what number it was said."""
    recorded = position.recorded
    scope = value_or(recorded.scope, "")
    return [
        each
        for each in (
            modality_word(position.modality),
            how_word(value_or(recorded.how, "unspecified")),
            _("about this part: {scope}").format(scope=isolated(scope)) if scope else "",
        )
        if each
    ]


def how_word(how: How) -> str:
    """In what form something was said; '' if it was not recorded."""
    return {
        "told_us": _("told to us"),
        "statement": _("statement"),
        "interview": _("interview"),
        "press_conference": _("press conference"),
        "broadcast": _("broadcast"),
        "social_post": _("post on social media"),
        "wire": _("agency report"),
        "document": _("document"),
        "leak": _("leaked document"),
        "unspecified": "",
    }[how]


def why_not_named(source: SourceRecord) -> str:
    """The sentence on why a source is not named; '' for a named one."""
    reason: AnonymityReason = value_or(source.described.anonymity_reason, "")
    if source.is_named:
        return ""
    return {
        "": _("This source is not named."),
        "safety": _("Not named, because that would put the source at risk."),
        "not_authorised": _("Not named, because the source was not authorised to speak."),
        "job": _("Not named, because the source could lose a job."),
        "legal": _("Not named, for a legal reason."),
        "commercial": _("Not named, because of business interests."),
        "unknown_to_us": _("We do not know the name: somebody else reported it."),
    }[reason]


def source_type(source: SourceRecord) -> str:
    """What kind of source it is."""
    kind: SourceType | None = value_or(source.described.source_type, None)
    if kind is None:
        return ""
    return {
        "person": _("person"),
        "state_body": _("state body"),
        "armed_group": _("armed group"),
        "organisation": _("organisation"),
        "monitor": _("monitoring group"),
        "news_agency": _("news agency"),
        "news_outlet": _("news outlet"),
        "social_account": _("social media account"),
        "document": _("document"),
        "eyewitness": _("eyewitness"),
        "own_staff": _("our own reporter"),
        "unspecified_state": _("state"),
    }[kind]


def quantity(position: PositionRecord) -> Quantity | None:
    return quantity_of(value_or(position.recorded.number, None))


def number(found: Quantity | None, unit: str = "") -> str:
    """A number or a range: “8”, “28–36 people”; '' without one."""
    if found is None:
        return ""
    low, high = _digits(found.low), _digits(found.high)
    words = low if found.low == found.high else f"{low}–{high}"
    return isolated(f"{words} {unit}".strip())


def _digits(value: Decimal) -> str:
    # Without trailing zeros and exponents: 1.20 is 1.2, and 1E+3 is 1,000.
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    places = len(plain.partition(".")[2])
    return formats.number_format(Decimal(plain), decimal_pos=places, force_grouping=True)


def said(moment: Moment, zone: ZoneInfo, reference: datetime, *, named: bool) -> str:
    """When it was said, as precisely as it is known: “07:56”, “30 September”, “October 2015”.

    The day is left out if it is that of `reference`, and the year within one year. Of an unnamed
    source only the day: the same minute on two claims would join what it said.
    """
    local, there = moment.at.astimezone(zone), reference.astimezone(zone)
    day = formats.date_format(local, _("j F") if local.year == there.year else _("j F Y"))
    time = f"{local:%H:%M}"
    if local.date() != there.date():
        time = _("{}, {}").format(time, day)
    precision = moment.precision if named or moment.precision not in ("instant", "hour") else "day"
    return {
        "instant": time,
        "hour": _("about {time}").format(time=time),
        "day": day,
        "week": _("in the week of {day}").format(day=day),
        "month": formats.date_format(local, "YEAR_MONTH_FORMAT"),
        "year": f"{local:%Y}",
        "unknown": _("at a time that is not known"),
    }[precision]
