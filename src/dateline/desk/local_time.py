"""Converts times that people type without a zone to times in a coverage's zone. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final

# No live coverage on the Web is older. Years near 1 could not be converted to UTC.
FIRST_YEAR: Final = 1990
# In UTC, a time in the year 9999 can be in the year 10000, which a datetime cannot represent.
LAST_YEAR: Final = 9998


class NoSuchTime(ValueError):
    """A time that cannot be used. The message is for the person who typed it."""


def in_zone(at: datetime, zone: tzinfo) -> datetime:
    """Returns the naive time `at` as a time in `zone`. Raises NoSuchTime.

    An hour that occurs twice when the clocks go back means the first one (PEP 495, fold 0).
    """
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise NoSuchTime(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}.")
    local = at.replace(tzinfo=zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at:
        raise NoSuchTime(f"There is no {at:%H:%M} on that day, because the clocks go forward.")
    return local
