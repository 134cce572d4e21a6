"""The NATS notifier between processes, with a server that is killed, wiped, stopped or absent."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.nats_server import NatsServer
from tests.newsroom import Newsroom

from .test_growth import NEVER_POLLS

pytestmark = pytest.mark.nats


@pytest.fixture
def nats(tmp_path):
    server = NatsServer(tmp_path / "nats")
    server.start()
    yield server
    server.go_on()
    server.kill()


@pytest.fixture
def notified(closed_newsroom: Newsroom, nats):
    """A served newsroom whose processes are notified through NATS."""
    closed_newsroom.environment["DATELINE_NATS"] = nats.address
    closed_newsroom.start()
    yield closed_newsroom
    closed_newsroom.stop()


@pytest.fixture
def listener(notified: Newsroom):
    """A `dateline stream` that never polls."""
    other = notified.beside()
    other.start(serving="stream", command=NEVER_POLLS)
    yield other
    other.stop()


def test_a_post_reaches_the_readers_of_another_process(notified: Newsroom, listener: Newsroom):
    rex = listener.reader(after=notified.cursor())
    for number in range(1, 4):
        notified.desk().publish(f"Water at door {number}.")
        assert next(rex.blocks())["name"] == f"post-{number}"


def test_what_was_missed_while_nats_was_gone_is_read_when_it_is_back(
    notified: Newsroom, listener: Newsroom, nats
):
    rex = listener.reader(after=notified.cursor())
    for number in range(1, 4):
        nats.kill(wiped=True)
        notified.desk().publish(f"Water at door {number}.")
        nats.start()
        assert next(rex.blocks())["name"] == f"post-{number}"


def test_a_stopped_nats_server_delays_nobody(notified: Newsroom, listener: Newsroom, nats):
    polls = notified.beside()
    polls.start(serving="stream")
    try:
        rex, late = polls.reader(after=notified.cursor()), listener.reader(after=notified.cursor())
        nats.hold_up()
        for number in range(1, 4):
            notified.desk().publish(f"Water at door {number}.")
            assert next(rex.blocks())["name"] == f"post-{number}"
        nats.go_on()
        assert {block["name"] for _ in range(3) for block in late.blocks()} == {
            "post-1",
            "post-2",
            "post-3",
        }
    finally:
        polls.stop()


@pytest.mark.parametrize("locked", [False, True], ids=["gone", "locked"])
def test_processes_start_without_nats_and_use_it_once_it_runs(
    closed_newsroom: Newsroom, nats, locked
):
    nats.kill()
    if locked:
        nats.start("--user", "somebody", "--pass", "else")
    closed_newsroom.environment["DATELINE_NATS"] = nats.address
    closed_newsroom.start()
    other = closed_newsroom.beside()
    other.start(serving="stream", command=NEVER_POLLS)
    try:
        rex = other.reader(after=closed_newsroom.cursor())
        closed_newsroom.desk().publish("Water at the door.")
        if locked:
            nats.kill()
        nats.start()
        assert next(rex.blocks())["name"] == "post-1"
    finally:
        output = other.stop()
        closed_newsroom.stop()
    assert "NATS notifications are interrupted" in output
    assert "Traceback" not in output


def test_newsrooms_that_share_a_server_do_not_wake_one_another(settings):
    from dateline.journal import notifiers

    settings.SECRET_KEY = "one"
    first = notifiers.subject()
    settings.SECRET_KEY = "another"
    assert notifiers.subject() != first
    assert "one" not in first


@pytest.mark.parametrize("address", ["127.0.0.1:4222", "nats://", "nats://:4222", "nats://host:x"])
def test_an_invalid_address_stops_the_start(address):
    started = subprocess.run(
        [sys.executable, "-m", "dateline.config.settings"],
        env=os.environ | {"DATELINE_NATS": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert "must be a URL such as nats://127.0.0.1:4222" in started.stderr
