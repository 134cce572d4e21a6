"""A wall clock that is set forward makes the times that were chosen before doubtful."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dateline.desk.clock import WatchedClock

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Clocks:
    """A wall clock and a steady one, which a test moves."""

    def __init__(self) -> None:
        self.wall, self.steady = NOON, 1000.0
        self.watched = WatchedClock(lambda: self.wall, lambda: self.steady)

    def run(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


def test_a_time_that_came_by_itself_is_certain():
    clocks = Clocks()
    for _ in range(100):
        clocks.run(36)
        # Corrected by a few milliseconds each time.
        clocks.wall += timedelta(milliseconds=5)
        look = clocks.watched.look()
    assert look.has_come(NOON + HOUR)
    assert not look.is_doubtful(NOON + HOUR, chosen_at=NOON)


def test_a_time_that_came_by_a_jump_is_doubtful_until_the_clock_is_set_back():
    clocks = Clocks()
    clocks.run(10)
    clocks.wall += 2 * HOUR
    look = clocks.watched.look()
    assert look.has_come(NOON + HOUR)
    assert look.is_doubtful(NOON + HOUR, chosen_at=NOON)
    # What had come before the jump, and what is chosen after it.
    assert not look.is_doubtful(NOON + timedelta(seconds=9), chosen_at=NOON)
    assert not look.is_doubtful(look.now, chosen_at=look.now)
    clocks.run(HOUR.total_seconds())
    assert not clocks.watched.look().is_doubtful(NOON + HOUR, chosen_at=NOON)
    clocks.wall -= 2 * HOUR
    look = clocks.watched.look()
    assert not look.is_doubtful(NOON + HOUR, chosen_at=NOON)


def test_a_second_jump_makes_what_was_chosen_after_the_first_doubtful():
    clocks = Clocks()
    clocks.wall += HOUR
    clocks.watched.look()
    clocks.run(10)
    chosen_at = clocks.wall
    clocks.wall += HOUR
    look = clocks.watched.look()
    assert look.is_doubtful(chosen_at + timedelta(minutes=30), chosen_at)


def test_a_thread_that_paused_between_its_readings_sees_no_jump():
    clocks = Clocks()
    readings = iter([1000.0, 1000.0, 1030.0, 1030.0, 1030.0])
    watched = WatchedClock(lambda: clocks.wall, lambda: next(readings))
    # The pause came after the wall clock was read.
    assert watched.look().jumped_at is None
    clocks.wall += timedelta(seconds=30)
    assert watched.look().jumped_at is None
