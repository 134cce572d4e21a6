"""Notices that the wall clock was set forward, by a clock that nobody sets. Pure.

Posts are due at times of the wall clock. If it jumps forward, an embargo could end early.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

# A clock that runs a little fast or slow is corrected by less than this between two looks.
TOLERATED: Final = timedelta(seconds=0.5)


def wall() -> datetime:
    return datetime.now(UTC)


def steady() -> float:
    """Returns the seconds since some moment, with those in which the machine was suspended."""
    # On systems without it, a suspended machine wakes with a clock that has jumped.
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass(frozen=True)
class Look:
    """What the wall clock showed, how far it is ahead of the trusted time, and since when."""

    now: datetime
    ahead: timedelta
    jumped_at: datetime | None

    def has_come(self, due: datetime) -> bool:
        """Whether the wall clock shows a time or a later one."""
        return due <= self.now

    def is_doubtful(self, due: datetime, chosen_at: datetime) -> bool:
        """Whether a time has come only because the clock jumped after that time was chosen."""
        if self.jumped_at is None or chosen_at >= self.jumped_at:
            return False
        return due > self.now - self.ahead


class WatchedClock:
    """Compares the wall clock with a steady one, from the start of the process on."""

    def __init__(
        self, wall: Callable[[], datetime] = wall, steady: Callable[[], float] = steady
    ) -> None:
        self._wall, self._steady = wall, steady
        # When the steady clock was at 0, by a wall clock that is trusted and by the last look.
        self._trusted = self._last = wall() - timedelta(seconds=steady())
        self._jumped_at: datetime | None = None

    def look(self) -> Look:
        """Reads both clocks. To be called several times a second."""
        before, now, after = self._steady(), self._wall(), self._steady()
        # The thread may have paused between the readings, so the difference lies between these.
        least, most = now - timedelta(seconds=after), now - timedelta(seconds=before)
        if least - self._last > TOLERATED:
            self._jumped_at = now
        self._last = most
        if least - self._trusted <= TOLERATED:
            # It may also have been set back, after a jump or not.
            self._trusted = min(max(self._trusted, least), most)
            self._jumped_at = None
        return Look(now, max(least - self._trusted, timedelta()), self._jumped_at)
