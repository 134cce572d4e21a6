"""What the row of a post says of its readers, and what is stored for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dateline.desk import rows
from dateline.desk.commands import front_matter
from dateline.desk.panels.posts import context
from dateline.newsroom import changes, deliveries, presence
from dateline.newsroom.models import CommitTime, Delivery, Presence
from tests.people import BEN, act, copy, publish

SECOND = timedelta(seconds=1)


@pytest.fixture
def attended(coverage):
    """A coverage with Ada at its attended."""
    presence.seen(coverage, "ada", "t", "")
    return coverage


def published(coverage, words: str = "Water at the door.") -> int:
    """Publishes a post; returns the seq of its entry."""
    return int(publish(coverage, words).first_seq)


def brought(coverage, seq: int, readers: int, after: timedelta, since: int | None = None):
    """Stores what a process brought to its readers, so long after the commit of an entry."""
    ended_at = CommitTime.objects.get(seq=seq).at + after
    broadcast = deliveries.Broadcast(
        coverage.pk, seq - 1 if since is None else since, seq, readers, ended_at
    )
    deliveries.store(deliveries.wanted([broadcast]))


@pytest.mark.parametrize(
    ("readers", "seconds", "words"),
    [
        (1, 0.1, "with 1 reader after 0.1 s"),
        (2, 0.2 - 0.1, "with 2 readers after 0.1 s"),
        (8214, 0.1001, "with 8,214 readers after 0.2 s"),
        (3, 0.0, "with 3 readers after 0.1 s"),
        (3, 0.9999, "with 3 readers after 1.0 s"),
        (3, 9.85, "with 3 readers after 9.9 s"),
        (3, 9.95, "with 3 readers after 10 s"),
        (3, 10.0, "with 3 readers after 10 s"),
        (3, 10.01, "with 3 readers after 11 s"),
        (3, 4000.0, "with 3 readers after 4,000 s"),
    ],
)
def test_a_time_is_rounded_up_and_readers_have_a_singular(readers, seconds, words):
    assert rows.words_of_delivery(readers, seconds) == words


def test_processes_are_summed_and_the_last_reader_counts(attended):
    seq = published(attended)
    assert deliveries.delivered(attended, [seq]) == {}
    brought(attended, seq, 3, 2 * SECOND)
    brought(attended, seq, 5, SECOND)
    assert deliveries.delivered(attended, [seq, 99]) == {seq: (8, 2.0)}
    (row,) = context(attended, BEN)["rows"]
    assert row.delivered == "with 8 readers after 2.0 s"


def test_a_figure_tells_the_desks_to_read_the_figures_and_not_the_posts(desk, attended):
    seq = published(attended)
    before = changes.head_of(attended)
    brought(attended, seq, 3, 2 * SECOND)
    assert set(changes.changed_panels(attended.pk, before)) == {"delivered"}
    page = desk.get("/desk/flood/panel/delivered/").content.decode()
    assert f'data-delivery="{seq}"' in page
    assert "with 3 readers after 2.0 s" in page
    assert "Water at the door." not in page
    assert (
        f'data-delivery="{seq}"><details' in desk.get("/desk/flood/panel/posts/").content.decode()
    )


def test_a_row_names_the_day_of_a_post_that_is_not_of_today():
    zone, now = ZoneInfo("Asia/Beirut"), datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert rows.day_of(datetime(2026, 3, 1, 22, 10, tzinfo=UTC), now, zone) == ""
    assert rows.day_of(datetime(2026, 3, 1, 21, 50, tzinfo=UTC), now, zone) == "1 March 2026"


def test_a_row_shows_the_time_of_its_post_once(desk, attended):
    published(attended)
    page = desk.get("/desk/flood/panel/posts/").content.decode()
    row = page[page.index('id="row-1"') :]
    assert row.count("<time") == 1


def test_a_broadcast_of_several_posts_counts_for_each_of_them(attended):
    before, first, second = (published(attended, words) for words in ("Water.", "Sand.", "Boats."))
    brought(attended, second, 4, SECOND, since=before)
    assert set(deliveries.delivered(attended, [before, first, second])) == {first, second}


def test_a_time_before_the_commit_is_not_shown(attended):
    seq = published(attended)
    brought(attended, seq, 3, -SECOND)
    assert deliveries.delivered(attended, [seq]) == {}
    assert [row.delivered for row in context(attended, BEN)["rows"]] == [""]


def test_no_time_is_stored_for_a_desk_at_which_nobody_is(coverage, open_coverage_named):
    presence.seen(open_coverage_named("other"), "ada", "t", "")
    seq = published(coverage)
    assert not CommitTime.objects.exists()
    broadcast = deliveries.Broadcast(coverage.pk, seq - 1, seq, 3, datetime.now(UTC))
    assert deliveries.wanted([broadcast]) == []
    presence.seen(coverage, "ada", "t", "")
    Presence.objects.update(seen_at=datetime.now(UTC) - presence.EXPIRES_AFTER)
    published(coverage)
    assert not CommitTime.objects.exists()


def test_only_entries_about_posts_have_a_time(attended):
    front_matter.set_summary(
        **act(), coverage=attended, expected_seq=0, copy=copy("Water in the old town.")
    )
    seq = published(attended)
    assert list(CommitTime.objects.values_list("coverage", "seq")) == [(attended.pk, seq)]


def test_the_time_of_a_commit_has_fractions_of_a_second(attended):
    before = datetime.now(UTC)
    published(attended)
    assert before <= CommitTime.objects.get().at <= datetime.now(UTC)


def test_what_is_older_than_a_day_is_removed(attended):
    old, new = published(attended), published(attended, "Sand.")
    for seq in (old, new):
        brought(attended, seq, 3, SECOND)
    at = CommitTime.objects.filter(seq=old)
    at.update(at=datetime.now(UTC) - deliveries.KEPT_FOR - SECOND)
    deliveries.sweep()
    assert list(Delivery.objects.values_list("commit__seq", flat=True)) == [new]
    assert list(CommitTime.objects.values_list("seq", flat=True)) == [new]


def test_the_list_takes_as_many_queries_for_many_posts_as_for_one(attended):
    def queries() -> int:
        context(attended, BEN)
        with CaptureQueriesContext(connection) as asked:
            shown = context(attended, BEN)["rows"]
        assert all(row.delivered for row in shown)
        return len(asked)

    brought(attended, published(attended), 3, SECOND)
    one = queries()
    for number in range(10):
        brought(attended, published(attended, f"Boat {number}."), 3, SECOND)
    assert queries() == one
