"""Times as people type them, without a zone, and what they mean in a coverage's zone. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final

# Nothing was covered live on the Web before; and years near 1 have no time in UTC.
FIRST_YEAR: Final = 1990
# A time of the year 9999 may be one of the year 10000 in UTC, which no datetime holds.
LAST_YEAR: Final = 9998


class NoSuchTime(ValueError):
    """This time cannot be shown, for the reason given."""


def in_zone(at: datetime, zone: tzinfo) -> datetime:
    """The naive time `at` as one of `zone`. Raises NoSuchTime with words for whoever typed it.

    An hour that comes twice in autumn is taken to be the first of the two (PEP 495, fold 0).
    """
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise NoSuchTime(f"Give a time after the beginning of {FIRST_YEAR}.")
    local = at.replace(tzinfo=zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at:
        raise NoSuchTime(f"There is no {at:%H:%M} on that day: the clocks go forward.")
    return local
