"""The sort key of a post, in which times of all zones are comparable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from dateline.coverage.ordering import sort_key_of


def test_sort_keys_order_times_of_different_zones():
    east = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=9)))
    later = datetime(2026, 2, 28, 17, 0, tzinfo=UTC)
    assert east < later
    assert sort_key_of(east, 1) == "20260228T163000-000001"
    assert sort_key_of(east, 2) < sort_key_of(later, 1)


def test_posts_of_the_same_time_are_ordered_by_number():
    at = datetime(2026, 2, 28, 17, 0, tzinfo=UTC)
    assert sort_key_of(at, 9) < sort_key_of(at, 10) < sort_key_of(at, 100)
