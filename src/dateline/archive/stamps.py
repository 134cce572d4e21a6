"""Parses the times of an old page: its stamp, its time zone, and the day of each entry. Pure.

An entry has only a time of day, such as "22.11". Its day follows from the stamp of the page and
from the order of the entries. They begin with the newest, so if an entry has a later time than the
entry above it, it is from the day before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

# The time zones of abbreviations, as English-language pages use them. Abbreviations that stand for
# different zones in different countries are missing, so the user has to name the zone.
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
# A longer line is text. The patterns backtrack, and this limit keeps the total time linear.
_STAMP_LENGTH: Final = 100
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()


class Undated(ValueError):
    """The times of a page cannot be determined. The message says why."""


def find_stamp(line: str) -> re.Match[str] | None:
    """Finds a time, zone and day at the end of a line, such as `5:19AM BST 02 Oct 2015`."""
    start = max(0, len(line) - _STAMP_LENGTH)
    for pattern in _STAMPS:
        if (found := pattern.search(line, start)) and found["month"][:3].lower() in _MONTHS:
            return found
    return None


def read_entry_stamp(line: str) -> time | None:
    """Parses the stamp of an entry, such as `22.11`, `10:05` or `10.05pm`; None if it is none."""
    found = _ENTRY.match(line) if len(line) <= _STAMP_LENGTH else None
    try:
        return _clock(found) if found else None
    except ValueError:
        return None


def is_relative(line: str) -> bool:
    """Whether a line is a relative stamp, such as `5 hours ago`."""
    return len(line) <= _STAMP_LENGTH and bool(_RELATIVE.match(line))


def read_stamp(found: re.Match[str], zone: str) -> datetime:
    """Returns the time of the page. `zone` is a zone that the user named, or ''. Raises Undated."""
    try:
        month = _MONTHS.index(found["month"][:3].lower()) + 1
        day = date(int(found["year"]), month, int(found["day"]))
        clock = _clock(found)
    except ValueError as error:
        raise Undated(f"“{found[0].strip()}” is not a valid time and day.") from error
    name = zone or _zone_of(found["zone"], day, clock)
    if name not in available_timezones():
        raise Undated(f"“{name}” is not a time zone. Example: Europe/London.")
    return datetime.combine(day, clock, ZoneInfo(name))


def days_of(times: Sequence[time], stamp: datetime) -> tuple[list[datetime], bool]:
    """Returns the times of entries in UTC, in their order, and whether the oldest is first.

    Most pages begin with the newest entry. In the wrong order, each entry would be about a day away
    from the next. So the oldest is taken to be first if the entries then span less than half of the
    time that they would span otherwise.
    """
    backwards = _days_back(times, stamp)
    forwards = _days_back(list(reversed(times)), stamp)
    if 2 * (forwards[0] - forwards[-1]) < backwards[0] - backwards[-1]:
        return list(reversed(forwards)), True
    return backwards, False


def _days_back(times: Sequence[time], stamp: datetime) -> list[datetime]:
    """The times of entries, newest first.

    The newest entry is not later than the stamp, and no entry is later than the one before it.
    """
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
        raise Undated("The page names no time zone. Name it, for example: --zone Europe/London.")
    name = ZONES.get(abbreviation)
    if name is None:
        raise Undated(
            f"“{abbreviation}” may mean several time zones. Name one, for example: --zone"
            " Europe/London."
        )
    if datetime.combine(day, clock, ZoneInfo(name)).tzname() != abbreviation:
        raise Undated(
            f"{name} did not use {abbreviation} on {day:%d %B %Y}. Name the zone with --zone."
        )
    return name
