"""Scheduled posts come out once and not early, although servers are killed at random.

How late they come out depends on the machine: `bench.schedules` measures that.
"""

from __future__ import annotations

import pytest

from tests.conftest import ON_POSTGRES
from tests.newsroom import Newsroom

from .schedules import scheduled_and_killed


def test_scheduled_posts_come_out_once_although_the_server_is_killed(closed_newsroom: Newsroom):
    scheduled_and_killed(closed_newsroom, posts=30, within=6, kills=2, processes=1)


@pytest.mark.thorough
@pytest.mark.timeout(300)
def test_five_hundred_posts_in_twenty_seconds_with_ten_kills(closed_newsroom: Newsroom):
    processes = 3 if ON_POSTGRES else 1
    scheduled_and_killed(closed_newsroom, posts=500, within=20, kills=10, processes=processes)
