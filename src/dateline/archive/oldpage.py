"""Parses the plain text of a live page, as archives store it. Pure.

The text has no markup, so the meaning of a line must be inferred from its form and its position.
Nothing is dropped: a line of unknown form becomes text, and every guess is reported as a doubt with
its line number. The time is proportional to the length of the text.
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
    """The text cannot be parsed as a live page. The message says why."""


@dataclass(frozen=True)
class Doubt:
    """A guess of the parser: the number of the line, and how it was interpreted."""

    line: int
    what: str


@dataclass(frozen=True)
class Paragraph:
    """Consecutive lines, the number of the first one, and the number of blank lines before it."""

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
    """One entry of the page. `dated` is in UTC."""

    dated: datetime
    headline: str
    bylines: tuple[Byline, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class OldPage:
    """A whole page, with its entries from the oldest to the newest."""

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
# A short paragraph that ends with none of these is a heading.
_ENDS: Final = (".", "?", "!", ":", ";", "…", '"', "”", "'", "’", ",", ")")
_HEADLINE_LIMIT: Final = 120  # characters
# An import is one transaction, and other writers wait for it: about 8 s for this many entries.
ENTRIES_LIMIT: Final = 2000


def read(text: str, zone: str = "") -> OldPage:
    """Parses a page. Raises NoLivePage, or stamps.Undated if its times are unclear."""
    paragraphs = _paragraphs(text)
    first = _first_entry(paragraphs)
    head, body = paragraphs[:first], paragraphs[first:]
    doubts: list[Doubt] = []
    at, found = _byline_line(head)
    stamp = stamps.read_stamp(found, zone)
    if zone and found["zone"] and stamp.tzname() != found["zone"]:
        doubts.append(
            Doubt(head[at].line, f"the page says {found['zone']}, but --zone {zone} was used")
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
    """The blocks of text between blank lines. A stamp or a bullet also begins a new paragraph."""
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
    return _is_entry_stamp(line) or bool(_BULLET.match(line))


def _is_stamp(lines: list[str]) -> bool:
    # A stamp has at most five words. Joining more lines for each new one would be quadratic.
    return len(lines) <= 5 and _is_entry_stamp(" ".join(lines))


def _is_entry_stamp(line: str) -> bool:
    return stamps.read_entry_stamp(line) is not None or stamps.is_relative(line)


def _first_entry(paragraphs: list[Paragraph]) -> int:
    for index, each in enumerate(paragraphs):
        if _is_entry_stamp(each.text):
            return index
    raise NoLivePage("This text contains no entry with a time, so it is not a live page.")


def _byline_line(head: list[Paragraph]) -> tuple[int, re.Match[str]]:
    for index, each in enumerate(head):
        if index and (found := stamps.find_stamp(each.text)):
            return index, found
    raise NoLivePage(
        "There is no line with a time and a date above the first entry, so the days of the entries"
        " are unknown."
    )


def _page_bylines(line: Paragraph, found: re.Match[str], doubts: list[Doubt]) -> tuple[Byline, ...]:
    who = re.sub(r"^By:?\s+", "", line.text[: found.start()].strip(" ,|·-–"))
    if not who:
        return ()
    people = bylines.read_bylines(who)
    if people is None:
        doubts.append(Doubt(line.line, "the byline could not be divided; it is used as one name"))
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
        doubts.append(Doubt(paragraphs[0].line, "the summary names no author"))
    return OldSummary(headline, people, _listed(_whole_bullets(paragraphs, doubts)))


def _whole_bullets(paragraphs: list[Paragraph], doubts: list[Doubt]) -> list[Paragraph]:
    """Joins the pieces of bullets that were broken into several paragraphs."""
    whole: list[list[Paragraph]] = []
    for each in paragraphs:
        if whole and _is_incomplete_bullet(whole[-1]) and each.text[:1].islower():
            whole[-1].append(each)
            doubts.append(Doubt(each.line, "joined to the bullet above, which is incomplete"))
        else:
            whole.append([each])
    return [
        Paragraph(" ".join(each.text for each in pieces), pieces[0].line, pieces[0].gap)
        for pieces in whole
    ]


def _is_incomplete_bullet(pieces: list[Paragraph]) -> bool:
    return bool(_BULLET.match(pieces[0].text)) and not pieces[-1].text.endswith(_ENDS)


def _listed(paragraphs: list[Paragraph]) -> tuple[Part, ...]:
    """The parts of a summary. Consecutive bullets become one list."""
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
    """Parses a caption with a credit: `The old bridge Photo: Orrin Agency`, or `… (Photo: …)`.

    The credit extends to the end and contains no brackets, so its label is after the last bracket.
    """
    end = len(text) - text.endswith(")")
    bracket = max(text.rfind("(", 0, end), text.rfind(")", 0, end))
    label = _CREDIT_LABEL.search(text, bracket + 1, end)
    if label is None or label.end() == end:
        return None
    caption = text[: label.start()].removesuffix("(")
    return Lost("photograph", caption.rstrip(), text[label.end() : end].strip())


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Joins consecutive texts, and consecutive lists of bullets, into one part."""
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
                f"Line {each.line}: “{each.text}” is not a time of day. Replace it by the time of"
                " the entry, for example 10.05."
            )
        clock = stamps.read_entry_stamp(each.text)
        if clock is None:
            groups[-1][1].append(each)
            continue
        if groups and each.gap > 2 and len(groups[-1][1]) > 1:
            doubts.append(Doubt(each.line, _SPACE))
        groups.append((clock, [each]))
    if len(groups) > ENTRIES_LIMIT:
        raise NoLivePage(f"The page has {len(groups)} entries; the limit is {ENTRIES_LIMIT}.")
    dated, forwards = stamps.days_of([clock for clock, _ in groups], stamp)
    if forwards:
        doubts.append(Doubt(body[0].line, "the oldest entry seems to be the first one"))
    entries = [
        _entry(at, paragraphs, doubts) for at, (_, paragraphs) in zip(dated, groups, strict=True)
    ]
    return tuple(entries if forwards else reversed(entries))


_SPACE: Final = "more blank lines than usual: something that was shown here may be lost"


def _entry(dated: datetime, paragraphs: list[Paragraph], doubts: list[Doubt]) -> OldEntry:
    stamp, *remaining = paragraphs
    if not remaining:
        doubts.append(Doubt(stamp.line, "no text follows this time; imported as “embed lost”"))
        return OldEntry(dated, "", (), (Lost("embed"),))
    headline = ""
    if _is_heading(remaining[0]) and len(remaining) > 1:
        headline = remaining.pop(0).text
    people = tuple(
        dict.fromkeys(who for each in remaining for who in bylines.bylines_within(each.text))
    )
    return OldEntry(dated, headline, people, _parts(remaining, doubts))


def _parts(paragraphs: list[Paragraph], doubts: list[Doubt]) -> tuple[Part, ...]:
    parts: list[Part] = []
    # A deque, because removing the first item of a list takes time proportional to its length.
    remaining = deque(paragraphs)
    while remaining:
        each = remaining.popleft()
        if each.gap > 1:
            doubts.append(Doubt(each.line, _SPACE))
        if photograph := _photograph(each.text):
            parts.append(photograph)
        elif _BULLET.match(each.text):
            bullets = _take_while(remaining, lambda following: bool(_BULLET.match(following.text)))
            parts.append(_bullets([each, *bullets]))
        elif remaining and _is_question(each, remaining[0]):
            parts.append(_question(each, remaining))
        elif _is_quoted(each):
            quoted = [each, *_take_while(remaining, _is_quoted)]
            parts.append(Quotation(tuple(markup.read_line(one.text) for one in quoted)))
        elif _is_heading(each) and remaining and _is_heading(remaining[0]):
            parts.append(_map(each, _take_while(remaining, _is_heading), doubts))
        else:
            parts.append(_text(each))
    return _joined(parts)


def _take_while(
    remaining: deque[Paragraph], wanted: Callable[[Paragraph], bool]
) -> list[Paragraph]:
    """Removes and returns the first paragraphs of `remaining` for which `wanted` is true."""
    taken: list[Paragraph] = []
    while remaining and wanted(remaining[0]):
        taken.append(remaining.popleft())
    return taken


def _question(question: Paragraph, remaining: deque[Paragraph]) -> Question:
    answer = [remaining.popleft()]
    while remaining and not _photograph(remaining[0].text):
        if len(remaining) > 1 and _is_question(remaining[0], remaining[1]):
            break
        answer.append(remaining.popleft())
    return Question(question.text, tuple(markup.read_line(each.text) for each in answer))


def _map(title: Paragraph, legend: list[Paragraph], doubts: list[Doubt]) -> MapMarks:
    layers = [layer for each in legend for layer in _layers(each.text)]
    what = "two lines without a full stop, read as a map’s title and legend; its marks are lost"
    if len(layers) > len(legend):
        what += f"; the legend was divided into {len(layers)} layers by its capital letters"
    doubts.append(Doubt(title.line, what))
    return MapMarks(title.text, tuple(layers), ())


def _layers(legend: str) -> list[str]:
    """The layers of a legend, which are on one line without separators.

    The legend is divided between two capitalised words if there is exactly one such pair.
    """
    words = legend.split()
    divisions = [
        index
        for index in range(2, len(words) - 1)
        if words[index][0].isupper() and words[index - 1][0].isupper()
    ]
    if len(divisions) != 1:
        return [legend]
    return [" ".join(words[: divisions[0]]), " ".join(words[divisions[0] :])]


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
    """Whether a whole paragraph is quoted. The closing mark may be in a later paragraph."""
    text = paragraph.text
    if text[0] not in _OPENING_QUOTES or _BULLET.match(text):
        return False
    inner = text[1:]
    closed = [index for index, mark in enumerate(inner) if mark in _CLOSING_QUOTES]
    return not closed or closed == [len(inner) - 1]
