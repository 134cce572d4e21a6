"""A bell at NATS between processes: killed, wiped, slow, or not there when they start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.nats_server import NatsServer
from tests.newsroom import Newsroom

from .test_growth import DEAF

pytestmark = pytest.mark.nats


@pytest.fixture
def bell(tmp_path):
    server = NatsServer(tmp_path / "nats")
    server.start()
    yield server
    server.go_on()
    server.kill()


@pytest.fixture
def rung(closed_newsroom: Newsroom, bell):
    """A newsroom whose processes are woken through NATS, served."""
    closed_newsroom.environment["DATELINE_NATS"] = bell.address
    closed_newsroom.start()
    yield closed_newsroom
    closed_newsroom.stop()


@pytest.fixture
def deaf(rung: Newsroom):
    """`dateline stream` beside it, which never asks by itself."""
    other = rung.beside()
    other.start(serving="stream", command=DEAF)
    yield other
    other.stop()


def test_a_post_reaches_the_readers_of_another_process(rung: Newsroom, deaf: Newsroom):
    rex = deaf.reader(after=rung.cursor())
    for number in range(1, 4):
        rung.desk().publish("Water at the door.")
        assert next(rex.blocks())["name"] == f"post-{number}"


def test_what_was_missed_while_the_bell_was_gone_is_read_when_it_is_back(
    rung: Newsroom, deaf: Newsroom, bell
):
    rex = deaf.reader(after=rung.cursor())
    for number in range(1, 4):
        bell.kill(wiped=True)
        rung.desk().publish("Water at the door.")
        bell.start()
        assert next(rex.blocks())["name"] == f"post-{number}"


def test_a_bell_that_is_held_up_holds_up_nobody(rung: Newsroom, deaf: Newsroom, bell):
    asks = rung.beside()
    asks.start(serving="stream")
    try:
        rex, late = asks.reader(after=rung.cursor()), deaf.reader(after=rung.cursor())
        bell.hold_up()
        for number in range(1, 4):
            rung.desk().publish("Water at the door.")
            assert next(rex.blocks())["name"] == f"post-{number}"
        bell.go_on()
        assert {block["name"] for _ in range(3) for block in late.blocks()} == {
            "post-1",
            "post-2",
            "post-3",
        }
    finally:
        asks.stop()


@pytest.mark.parametrize("locked", [False, True], ids=["gone", "locked"])
def test_processes_start_without_the_bell_and_hear_it_when_it_comes(
    closed_newsroom: Newsroom, bell, locked
):
    bell.kill()
    if locked:
        bell.start("--user", "somebody", "--pass", "else")
    closed_newsroom.environment["DATELINE_NATS"] = bell.address
    closed_newsroom.start()
    other = closed_newsroom.beside()
    other.start(serving="stream", command=DEAF)
    try:
        rex = other.reader(after=closed_newsroom.cursor())
        closed_newsroom.desk().publish("Water at the door.")
        if locked:
            bell.kill()
        bell.start()
        assert next(rex.blocks())["name"] == "post-1"
    finally:
        output = other.stop()
        closed_newsroom.stop()
    assert "The doorbell at NATS is silent" in output
    assert "Traceback" not in output


def test_newsrooms_that_share_a_server_do_not_wake_one_another(settings):
    from dateline.journal import doorbell

    settings.SECRET_KEY = "one"
    first = doorbell.subject()
    settings.SECRET_KEY = "another"
    assert doorbell.subject() != first
    assert "one" not in first


@pytest.mark.parametrize("address", ["127.0.0.1:4222", "nats://", "nats://:4222", "nats://host:x"])
def test_an_address_that_is_none_stops_the_start(address):
    started = subprocess.run(
        [sys.executable, "-m", "dateline.config.settings"],
        env=os.environ | {"DATELINE_NATS": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert "an address such as nats://127.0.0.1:4222 is meant" in started.stderr
