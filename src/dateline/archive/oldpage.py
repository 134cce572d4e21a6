"""Reads the text of a live page as an archive keeps it. Pure.

The text has lost its markup; what a line is must be told from its shape and its place. Nothing is
dropped: what fits no shape stays as text, and every guess is reported as a doubt with its line.
The time is proportional to the length of the text.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Final

from dateline.content import markup
from dateline.content.tree import (
    Bullet,
    Bullets,
    Byline,
    KeyPoint,
    Lost,
    MapMarks,
    Part,
    Question,
    Quotation,
    Text,
)

from . import bylines, stamps


class NoLivePage(ValueError):
    """Why this text cannot be read as a live page."""


@dataclass(frozen=True)
class Doubt:
    """Something that could not be told for sure: the line it is about, and what was made of it."""

    line: int
    what: str


@dataclass(frozen=True)
class Paragraph:
    """Lines that stood together, the number of the first, and how many were blank before it."""

    text: str
    line: int
    gap: int


@dataclass(frozen=True)
class OldSummary:
    """The summary above the entries."""

    headline: str
    bylines: tuple[Byline, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class OldEntry:
    """One entry of the page, at a time in UTC."""

    dated: datetime
    headline: str
    bylines: tuple[Byline, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class OldPage:
    """A whole page; the entries run from the oldest to the newest."""

    headline: str
    standfirst: str
    bylines: tuple[Byline, ...]
    stamp: datetime
    key_points: tuple[KeyPoint, ...]
    summary: OldSummary | None
    entries: tuple[OldEntry, ...]
    doubts: tuple[Doubt, ...]

    @property
    def zone(self) -> str:
        return str(self.stamp.tzinfo)


_BULLET: Final = re.compile(r"^(?:[•·‣▪●*]|[-–—])\s+")
_CREDIT_LABEL: Final = re.compile(r"(?:Photo(?:graph)?|Picture|Image|Credit)s?:")
_OPENING_QUOTES: Final = '"“„«'
_CLOSING_QUOTES: Final = '"”“»'
_ENDS: Final = (".", "?", "!", ":", ";", "…", '"', "”", "'", "’", ",", ")")
_HEADLINE_LIMIT: Final = 120
# A page is appended in one transaction, and other writers wait for it.
ENTRIES_LIMIT: Final = 2000


def read(text: str, zone: str = "") -> OldPage:
    """The page that a text was. Raises NoLivePage, or stamps.Undated where times are unclear."""
    paragraphs = _paragraphs(text)
    first = _first_entry(paragraphs)
    head, body = paragraphs[:first], paragraphs[first:]
    doubts: list[Doubt] = []
    at, found = _byline_line(head)
    stamp = stamps.read_stamp(found, zone)
    if zone and found["zone"] and stamp.tzname() != found["zone"]:
        doubts.append(
            Doubt(head[at].line, f"the page says {found['zone']}, --zone {zone} was used")
        )
    after = head[at + 1 :]
    points = _key_points(after)
    return OldPage(
        headline=head[0].text,
        standfirst=" ".join(each.text for each in head[1:at]),
        bylines=_page_bylines(head[at], found, doubts),
        stamp=stamp,
        key_points=points,
        summary=_summary(after[len(points) :], doubts),
        entries=_entries(body, stamp, doubts),
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)),
    )


def _paragraphs(text: str) -> list[Paragraph]:
    """The blocks of text between blank lines; a stamp or a bullet begins one of its own."""
    found: list[Paragraph] = []
    lines: list[str] = []
    first, before, gap = 1, 1, 1
    for number, raw in enumerate(text.split("\n"), 1):
        line = " ".join(raw.split())
        if not line:
            gap += 1
        elif lines and not gap and not _begins_paragraph(line) and not _is_stamp(lines):
            lines.append(line)
        else:
            if lines:
                found.append(Paragraph(" ".join(lines), first, before))
            lines, first, before, gap = [line], number, gap, 0
    if lines:
        found.append(Paragraph(" ".join(lines), first, before))
    return found


def _begins_paragraph(line: str) -> bool:
    return _stands_alone(line) or bool(_BULLET.match(line))


def _is_stamp(lines: list[str]) -> bool:
    # No stamp has more words than five; to join more lines each time would be quadratic.
    return len(lines) <= 5 and _stands_alone(" ".join(lines))


def _stands_alone(line: str) -> bool:
    return stamps.read_entry_stamp(line) is not None or stamps.is_relative(line)


def _first_entry(paragraphs: list[Paragraph]) -> int:
    for place, each in enumerate(paragraphs):
        if _stands_alone(each.text):
            return place
    raise NoLivePage("No entry with a time stands in this text: it is no live page.")


def _byline_line(head: list[Paragraph]) -> tuple[int, re.Match[str]]:
    for place, each in enumerate(head):
        if place and (found := stamps.find_stamp(each.text)):
            return place, found
    raise NoLivePage(
        "Above the first entry stands no line with a time and a date: the days cannot be told."
    )


def _page_bylines(line: Paragraph, found: re.Match[str], doubts: list[Doubt]) -> tuple[Byline, ...]:
    who = re.sub(r"^By:?\s+", "", line.text[: found.start()].strip(" ,|·-–"))
    if not who:
        return ()
    people = bylines.read_bylines(who)
    if people is None:
        doubts.append(
            Doubt(line.line, "the byline could not be told apart; it is kept as one name")
        )
        return (Byline(who),)
    return people


def _key_points(after: list[Paragraph]) -> tuple[KeyPoint, ...]:
    points = []
    for each in after:
        if not _BULLET.match(each.text):
            break
        points.append(KeyPoint(_BULLET.sub("", each.text)))
    return tuple(points)


def _summary(paragraphs: list[Paragraph], doubts: list[Doubt]) -> OldSummary | None:
    if not paragraphs:
        return None
    headline = ""
    if _is_heading(paragraphs[0]) and len(paragraphs) > 1:
        headline = paragraphs[0].text
        paragraphs = paragraphs[1:]
    people = bylines.bylines_at_end(paragraphs[0].text)
    if not people:
        doubts.append(Doubt(paragraphs[0].line, "the summary names nobody who wrote it"))
    return OldSummary(headline, people, _listed(_whole_bullets(paragraphs, doubts)))


def _whole_bullets(paragraphs: list[Paragraph], doubts: list[Doubt]) -> list[Paragraph]:
    """The paragraphs with each bullet that was broken in two put together again."""
    whole: list[list[Paragraph]] = []
    for each in paragraphs:
        if whole and _stops_midway(whole[-1]) and each.text[:1].islower():
            whole[-1].append(each)
            doubts.append(Doubt(each.line, "read on from the bullet above, which stops midway"))
        else:
            whole.append([each])
    return [
        Paragraph(" ".join(each.text for each in pieces), pieces[0].line, pieces[0].gap)
        for pieces in whole
    ]


def _stops_midway(pieces: list[Paragraph]) -> bool:
    return bool(_BULLET.match(pieces[0].text)) and not pieces[-1].text.endswith(_ENDS)


def _listed(paragraphs: list[Paragraph]) -> tuple[Part, ...]:
    """A summary's parts: bullets that follow each other are one list."""
    parts: list[Part] = []
    for each in paragraphs:
        if _BULLET.match(each.text):
            parts.append(_bullets([each]))
        elif photograph := _photograph(each.text):
            parts.append(photograph)
        else:
            parts.append(_text(each))
    return _joined(parts)


def _bullets(paragraphs: list[Paragraph]) -> Bullets:
    lines = (markup.read_line(_BULLET.sub("", each.text)) for each in paragraphs)
    return Bullets(tuple(Bullet(line) for line in lines))


def _text(paragraph: Paragraph) -> Text:
    return Text((markup.read_line(paragraph.text),))


def _photograph(text: str) -> Lost | None:
    """A caption with its credit: `The old bridge Photo: Orrin Agency`, or `(Photo: …)` behind it.

    The credit runs to the end and has no brackets, so the label is behind the last bracket.
    """
    end = len(text) - text.endswith(")")
    bracket = max(text.rfind("(", 0, end), text.rfind(")", 0, end))
    label = _CREDIT_LABEL.search(text, bracket + 1, end)
    if label is None or label.end() == end:
        return None
    caption = text[: label.start()].removesuffix("(")
    return Lost("photograph", caption.rstrip(), text[label.end() : end].strip())


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """The parts with texts, and bullets, that follow each other made one."""
    joined: list[Part] = []
    for kind, group in groupby(parts, type):
        if kind is Text:
            texts = [part for part in group if isinstance(part, Text)]
            joined.append(Text(tuple(line for part in texts for line in part.paragraphs)))
        elif kind is Bullets:
            lists = [part for part in group if isinstance(part, Bullets)]
            joined.append(Bullets(tuple(bullet for part in lists for bullet in part.bullets)))
        else:
            joined += group
    return tuple(joined)


def _entries(body: list[Paragraph], stamp: datetime, doubts: list[Doubt]) -> tuple[OldEntry, ...]:
    groups: list[tuple[time, list[Paragraph]]] = []
    for each in body:
        if stamps.is_relative(each.text):
            raise stamps.Undated(
                f"Line {each.line}: “{each.text}” says no time; it was true only when the page"
                " was read. Write the time of each entry instead, 10.05 say."
            )
        clock = stamps.read_entry_stamp(each.text)
        if clock is None:
            groups[-1][1].append(each)
            continue
        if groups and each.gap > 2 and len(groups[-1][1]) > 1:
            doubts.append(Doubt(each.line, _SPACE))
        groups.append((clock, [each]))
    if len(groups) > ENTRIES_LIMIT:
        raise NoLivePage(f"The page has {len(groups)} entries; {ENTRIES_LIMIT} is the most.")
    dated, forwards = stamps.days_of([clock for clock, _ in groups], stamp)
    if forwards:
        doubts.append(Doubt(body[0].line, "the entries run from the oldest to the newest"))
    entries = [
        _entry(at, paragraphs, doubts) for at, (_, paragraphs) in zip(dated, groups, strict=True)
    ]
    return tuple(entries if forwards else reversed(entries))


_SPACE: Final = "more space than between paragraphs: something may have been shown here and is lost"


def _entry(dated: datetime, paragraphs: list[Paragraph], doubts: list[Doubt]) -> OldEntry:
    stamp, *rest = paragraphs
    if not rest:
        doubts.append(Doubt(stamp.line, "nothing stands under this time: kept as “embed lost”"))
        return OldEntry(dated, "", (), (Lost("embed"),))
    headline = ""
    if _is_heading(rest[0]) and len(rest) > 1:
        headline = rest.pop(0).text
    people = tuple(dict.fromkeys(who for each in rest for who in bylines.bylines_within(each.text)))
    return OldEntry(dated, headline, people, _parts(rest, doubts))


def _parts(paragraphs: list[Paragraph], doubts: list[Doubt]) -> tuple[Part, ...]:
    parts: list[Part] = []
    rest = deque(paragraphs)
    while rest:
        each = rest.popleft()
        if each.gap > 1:
            doubts.append(Doubt(each.line, _SPACE))
        if photograph := _photograph(each.text):
            parts.append(photograph)
        elif _BULLET.match(each.text):
            bullets = _take_while(rest, lambda following: bool(_BULLET.match(following.text)))
            parts.append(_bullets([each, *bullets]))
        elif rest and _is_question(each, rest[0]):
            parts.append(_question(each, rest))
        elif _is_quoted(each):
            quoted = [each, *_take_while(rest, _is_quoted)]
            parts.append(Quotation(tuple(markup.read_line(one.text) for one in quoted)))
        elif _is_heading(each) and rest and _is_heading(rest[0]):
            parts.append(_map(each, _take_while(rest, _is_heading), doubts))
        else:
            parts.append(_text(each))
    return _joined(parts)


def _take_while(rest: deque[Paragraph], wanted: Callable[[Paragraph], bool]) -> list[Paragraph]:
    """Removes the paragraphs at the front of `rest` for as long as they are wanted."""
    taken: list[Paragraph] = []
    while rest and wanted(rest[0]):
        taken.append(rest.popleft())
    return taken


def _question(question: Paragraph, rest: deque[Paragraph]) -> Question:
    answer = [rest.popleft()]
    while rest and not _photograph(rest[0].text):
        if len(rest) > 1 and _is_question(rest[0], rest[1]):
            break
        answer.append(rest.popleft())
    return Question(question.text, tuple(markup.read_line(each.text) for each in answer))


def _map(title: Paragraph, legend: list[Paragraph], doubts: list[Doubt]) -> MapMarks:
    layers = [layer for each in legend for layer in _layers(each.text)]
    what = "two lines without a full stop: read as a map’s title and legend; its marks are lost"
    if len(layers) > len(legend):
        what += f"; the legend was divided into {len(layers)} layers by its capital letters"
    doubts.append(Doubt(title.line, what))
    return MapMarks(title.text, tuple(layers), ())


def _layers(legend: str) -> list[str]:
    """A legend's layers. They run together; where just one pair of capitals meets, they divide."""
    words = legend.split()
    meetings = [
        place
        for place in range(2, len(words) - 1)
        if words[place][0].isupper() and words[place - 1][0].isupper()
    ]
    if len(meetings) != 1:
        return [legend]
    return [" ".join(words[: meetings[0]]), " ".join(words[meetings[0] :])]


def _is_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        len(text) <= _HEADLINE_LIMIT
        and not text.endswith(_ENDS)
        and text[0] not in _OPENING_QUOTES
        and not _BULLET.match(text)
        and _photograph(text) is None
    )


def _is_question(paragraph: Paragraph, following: Paragraph) -> bool:
    def asks(text: str) -> bool:
        return text.endswith("?") and len(text) <= _HEADLINE_LIMIT and text.count("?") == 1

    quoted = paragraph.text[0] in _OPENING_QUOTES
    return asks(paragraph.text) and not quoted and not asks(following.text)


def _is_quoted(paragraph: Paragraph) -> bool:
    """Whether all of a paragraph is quoted; one that goes on in the next has no closing mark."""
    text = paragraph.text
    if text[0] not in _OPENING_QUOTES or _BULLET.match(text):
        return False
    inner = text[1:]
    closed = [place for place, mark in enumerate(inner) if mark in _CLOSING_QUOTES]
    return not closed or closed == [len(inner) - 1]
