"""Followers: positions, failures, and the lock under which one process runs each."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings

from dateline.coverage.kinds.posts import PostPublished
from dateline.desk.commands.front_matter import set_pin
from dateline.journal import followers
from dateline.journal.entry import EntryErased
from dateline.journal.followers import Batch, Follower, Runner, try_exclusive
from dateline.journal.models import FollowerPosition
from tests.newsroom import Newsroom
from tests.people import act, publish


class Notes(Follower):
    """Notes what it gets; it fails as often as a test wants."""

    name = "notes"

    def __init__(self) -> None:
        self.seqs: list[int] = []
        self.failing = 0

    def follow(self, batch: Batch) -> None:
        if self.failing:
            self.failing -= 1
            raise OSError("away")
        self.seqs += [entry.seq for entry, _ in batch]


@pytest.fixture
def runner(coverage, monkeypatch):
    """A runner without its thread, called by the test on the test's own connection."""
    monkeypatch.setattr(Runner, "_run", lambda runner: None)
    monkeypatch.setattr(followers, "close_old_connections", lambda: None)
    return Runner(Notes())


def test_a_follower_gets_every_entry_once_in_order_from_its_position(coverage, runner):
    publish(coverage, "One.")
    runner._catch_up(lambda: True)
    publish(coverage, "Two.")
    runner._catch_up(lambda: True)
    assert runner._follower.seqs == [1, 2, 3]
    assert FollowerPosition.objects.get(name="notes").seq == 3


def test_a_follower_gets_only_its_kinds_and_other_entries_cause_no_write(
    coverage, runner, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(Notes, "kinds", frozenset({PostPublished.kind}))
    runner._catch_up(lambda: True)
    publish(coverage, "One.")
    runner._catch_up(lambda: True)
    assert runner._follower.seqs == [2]
    assert FollowerPosition.objects.get(name="notes").seq == 2
    set_pin(**act(), coverage=coverage, expected_seq=0, post=1)
    with django_assert_num_queries(2) as queries:
        runner._catch_up(lambda: True)
    assert not any("UPDATE" in each["sql"] for each in queries)
    # After a restart it passes the same entries again.
    runner._position = None
    runner._catch_up(lambda: True)
    assert runner._follower.seqs == [2]


def test_a_follower_that_gets_nothing_stores_its_position_now_and_then(
    coverage, runner, monkeypatch
):
    monkeypatch.setattr(Notes, "kinds", frozenset({EntryErased.kind}))
    monkeypatch.setattr(followers, "BATCH", 2)
    runner._catch_up(lambda: True)
    assert FollowerPosition.objects.get(name="notes").seq == 0
    publish(coverage, "One.")
    runner._catch_up(lambda: True)
    assert FollowerPosition.objects.get(name="notes").seq == 2


def test_a_batch_that_failed_comes_again_and_success_ends_the_back_off(coverage, runner):
    runner._follower.failing = 2
    runner._catch_up(lambda: True)
    runner._catch_up(lambda: True)
    assert runner._failures == 2
    runner._catch_up(lambda: True)
    assert runner._follower.seqs == [1]
    assert runner._failures == 0
    # An outage in which there was nothing to do leaves no back-off behind either.
    runner._failures = 6
    runner._catch_up(lambda: True)
    assert runner._failures == 0


def test_a_follower_whose_lock_was_lost_does_nothing_more(coverage, runner, monkeypatch):
    monkeypatch.setattr(followers, "BATCH", 1)
    publish(coverage, "One.")
    # Lost after the first batch.
    runner._catch_up(iter([True, False]).__next__)
    assert runner._follower.seqs == [1]
    runner._catch_up(lambda: True)
    assert runner._follower.seqs == [1, 2]


@pytest.mark.sqlite
def test_processes_with_different_data_folders_share_the_lock_of_their_database(
    closed_newsroom, tmp_path
):
    other = Newsroom(tmp_path / "other", closed_newsroom.environment["DATABASE_URL"])
    other.folder.mkdir()
    holding = (
        "from dateline.journal.followers import try_exclusive\n"
        "with try_exclusive('notes') as is_held: print(is_held(), flush=True); input()"
    )
    code = f"import django; django.setup()\n{holding}"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=closed_newsroom.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "True\n"
        assert other.python(holding.replace("; input()", "")) == "False"
        first.communicate("\n")


def test_one_process_holds_the_lock_of_a_name(coverage, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATELINE_DATA", tmp_path)
    with (
        try_exclusive("notes") as first,
        try_exclusive("notes") as second,
        try_exclusive("other") as third,
    ):
        assert first()
        assert not second()
        assert third()
    with try_exclusive("notes") as again:
        assert again()


@pytest.mark.postgres
def test_a_lock_whose_connection_was_lost_is_not_held(db):
    from django.db import connection

    with try_exclusive("notes") as is_held:
        assert is_held()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        assert not is_held()
