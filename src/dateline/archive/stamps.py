"""Reads the times of an old page: its stamp, its zone, and the day of each entry. Pure.

An entry says only "22.11". Its day follows from the page's own stamp and from the order of the
entries: they run from the newest back, so a time later than that of the entry above it lies before
a midnight.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

# What an abbreviation is called where English-language pages use it. Where two great readerships
# use the same letters for other hours, it is not here and the zone must be named.
ZONES: Final = {
    "UTC": "UTC",
    "GMT": "Europe/London",
    "BST": "Europe/London",
    "CET": "Europe/Paris",
    "CEST": "Europe/Paris",
    "EET": "Europe/Kyiv",
    "EEST": "Europe/Kyiv",
    "MSK": "Europe/Moscow",
    "EDT": "America/New_York",
    "CDT": "America/Chicago",
    "MDT": "America/Denver",
    "PDT": "America/Los_Angeles",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
    "JST": "Asia/Tokyo",
    "SAST": "Africa/Johannesburg",
}

_CLOCK: Final = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
_DAY: Final = r"(?:[A-Z][a-z]+day,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[A-Z][a-z]{2,8})\.?,?\s+(?P<year>\d{4})"  # noqa: E501
_ABBREVIATION: Final = r"(?P<zone>[A-Z]{2,5})"
_STAMPS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d.:]){_CLOCK}\s*{_ABBREVIATION}?,?\s*(?:on\s+)?{_DAY}\s*$",
        rf"{_DAY},?\s*(?:at\s+|[-–—|·]\s*)?{_CLOCK}\s*{_ABBREVIATION}?\s*$",
    )
)
_ENTRY: Final = re.compile(rf"^{_CLOCK}\s*{_ABBREVIATION}?$")
_RELATIVE: Final = re.compile(
    r"^(?:just now|(?:about |an? )?\d*\s*(?:second|minute|min|hour|hr|day|week|month)s?\s+ago"
    r"|\d+\s*[smhd]\s+ago|yesterday)$",
    re.IGNORECASE,
)
# Longer lines are text. The limit keeps the search linear: each pattern may backtrack within it.
_STAMP_LENGTH: Final = 100
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()


class Undated(ValueError):
    """Why the times of a page cannot be told."""


def find_stamp(line: str) -> re.Match[str] | None:
    """Time, zone and day at the end of a line: `5:19AM BST 02 Oct 2015`."""
    start = max(0, len(line) - _STAMP_LENGTH)
    for pattern in _STAMPS:
        if (found := pattern.search(line, start)) and found["month"][:3].lower() in _MONTHS:
            return found
    return None


def read_entry_stamp(line: str) -> time | None:
    """The time of an entry's stamp, `22.11`, `10:05` or `10.05pm`; None where it is none."""
    found = _ENTRY.match(line) if len(line) <= _STAMP_LENGTH else None
    try:
        return _clock(found) if found else None
    except ValueError:
        return None


def is_relative(line: str) -> bool:
    """Whether a line is a stamp like `5 hours ago`, which says no time at all."""
    return len(line) <= _STAMP_LENGTH and bool(_RELATIVE.match(line))


def read_stamp(found: re.Match[str], zone: str) -> datetime:
    """The page's own time, in its zone. `zone` is the name asked for, or ''. Raises Undated."""
    try:
        month = _MONTHS.index(found["month"][:3].lower()) + 1
        day = date(int(found["year"]), month, int(found["day"]))
        clock = _clock(found)
    except ValueError as error:
        raise Undated(f"“{found[0].strip()}” is no time and day.") from error
    name = zone or _zone_of(found["zone"], day, clock)
    if name not in available_timezones():
        raise Undated(f"“{name}” is no time zone; one is called, say, Europe/London.")
    return datetime.combine(day, clock, ZoneInfo(name))


def days_of(times: Sequence[time], stamp: datetime) -> tuple[list[datetime], bool]:
    """The times of entries, in UTC and in their order; and whether that order runs forwards.

    Pages run from the newest entry back, but some from the oldest on: those whose entries would
    otherwise lie over twice as far apart, since read the wrong way each is a day from the next.
    """
    backwards = _days_back(times, stamp)
    forwards = _days_back(list(reversed(times)), stamp)
    if 2 * (forwards[0] - forwards[-1]) < backwards[0] - backwards[-1]:
        return list(reversed(forwards)), True
    return backwards, False


def _days_back(times: Sequence[time], stamp: datetime) -> list[datetime]:
    """The newest entry is at or before the page's stamp, each other at or before the one above."""
    at = stamp.replace(second=59)
    dated = []
    for each in times:
        candidate = datetime.combine(at.date(), each, stamp.tzinfo)
        if candidate > at:
            candidate = datetime.combine(at.date() - timedelta(days=1), each, stamp.tzinfo)
        at = candidate
        dated.append(candidate.astimezone(UTC))
    return dated


def _clock(found: re.Match[str]) -> time:
    hour, minute = int(found["hour"]), int(found["minute"])
    half = (found["half"] or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(f"no such hour: {hour}{half}")
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def _zone_of(abbreviation: str | None, day: date, clock: time) -> str:
    if not abbreviation:
        raise Undated("The page does not say its time zone. Name it: --zone Europe/London, say.")
    name = ZONES.get(abbreviation)
    if name is None:
        raise Undated(
            f"“{abbreviation}” may be more than one time zone. Name it: --zone Europe/London, say."
        )
    if datetime.combine(day, clock, ZoneInfo(name)).tzname() != abbreviation:
        raise Undated(
            f"On {day:%d %B %Y} no clock in {name} showed {abbreviation}. Name the zone: --zone."
        )
    return name
