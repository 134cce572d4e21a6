"""Several processes of a newsroom: posts reach the readers of each, and any may be killed."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.newsroom import PATIENCE, Newsroom, get

# A hub that never polls, so that only a notification from another process can wake it.
SERVE_WITH = [sys.executable, "-m", "tests.programs.serve_with"]
NEVER_POLLS = [*SERVE_WITH, "dateline.stream.hub.POLL_EVERY=3600.0"]


@pytest.fixture
def beside(newsroom: Newsroom):
    """Starts `dateline stream` beside the newsroom; all of them end with the test."""
    started = []

    def start(port: int = 0, **how):
        other = newsroom.beside(port)
        other.start(serving="stream", **how)
        started.append(other)
        return other

    yield start
    for other in started:
        if other.process.poll() is None:
            other.stop()


def listening(port: int) -> int:
    """Returns how many sockets listen at a port; a shared one answers as soon as one does."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(
        line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A" for line in lines
    )


def test_several_processes_share_a_port_and_any_may_be_killed(newsroom: Newsroom, beside):
    first = beside()
    second = beside(first.port)
    while listening(first.port) < 2:
        time.sleep(0.01)
    cursor = newsroom.cursor()
    readers = [first.reader(after=cursor) for _ in range(40)]
    newsroom.desk().publish("Water at the door.")
    seen = [next(each.blocks()) for each in readers]
    assert {block["name"] for block in seen} == {"post-1"}

    second.kill()

    newsroom.desk().publish("Water in the hall.")
    kept = 0
    for each in readers:
        event = each.read()
        if event is None:
            again = first.reader(after=cursor, last=each.last_id)
            assert [block["name"] for block in again.blocks()] == ["post-2"]
        else:
            kept += 1
            assert [block["name"] for block in event.data["blocks"]] == ["post-2"]
    assert 0 < kept < len(readers)


def test_a_process_for_streams_has_no_pages(newsroom: Newsroom, beside):
    other = beside()
    assert get(other.address, "/flood/").status == 404
    assert get(other.address, "/desk/").status == 404
    assert other.reader("nowhere").status == 404
    assert other.stop()
    assert other.process.returncode == 0


@pytest.mark.postgres
def test_the_database_notifies_other_processes(newsroom: Newsroom, beside):
    rex = beside(command=NEVER_POLLS).reader(after=newsroom.cursor())
    for number in range(1, 4):
        newsroom.desk().publish(f"Water at door {number}.")
        assert next(rex.blocks())["name"] == f"post-{number}"


@pytest.mark.postgres
def test_what_was_missed_while_the_connection_was_cut_is_read_when_it_is_back(
    newsroom: Newsroom, beside
):
    rex = beside(command=NEVER_POLLS).reader(after=newsroom.cursor())
    newsroom.desk().publish("Water at the door.")
    assert next(rex.blocks())["name"] == "post-1"
    for number in range(2, 5):
        assert int(newsroom.program("hang_up")) >= 1
        newsroom.desk().publish(f"Water in hall {number}.")
        assert next(rex.blocks())["name"] == f"post-{number}"


# Heartbeats come ten times a second, and stop if the journal is not read for half a second.
OFTEN = [
    *SERVE_WITH,
    "dateline.stream.hub.HOUSEKEEPING_EVERY=0.1 dateline.stream.hub.HEARTBEAT_EVERY=0.1"
    " dateline.stream.hub.READ_WITHIN=0.5",
]


@pytest.mark.postgres
def test_no_heartbeat_comes_while_the_database_answers_nothing(newsroom: Newsroom, beside):
    rex = beside(command=OFTEN).reader(after=newsroom.cursor())
    for _ in range(3):
        assert rex._event().name in ("hello", "heartbeat")
    with (
        psycopg.connect(newsroom.environment["DATABASE_URL"]) as holder,
        contextlib.closing(rex.socket.dup()) as stream,
    ):
        # A backend that is stopped (SIGSTOP) looks the same to the hub: its read does not return.
        deadline = time.monotonic() + PATIENCE
        holder.execute("LOCK TABLE journal_newsroom IN ACCESS EXCLUSIVE MODE")
        stream.settimeout(2)
        with contextlib.suppress(TimeoutError):
            while stream.recv(1 << 16):
                assert time.monotonic() < deadline, "heartbeats go on"
        holder.rollback()
    rex.socket.settimeout(PATIENCE)
    assert rex._event().name == "heartbeat"
    newsroom.desk().publish("Water at the door.")
    assert next(rex.blocks())["name"] == "post-1"


def test_readers_come_before_the_answer_of_a_form_that_is_committed(closed_newsroom):
    output = closed_newsroom.program("committed_form", "caught up")
    assert output == "[(True, False, True), None, b'Published.', False, True]"


def test_a_writer_is_answered_though_the_hub_never_catches_up(closed_newsroom):
    output = closed_newsroom.program("committed_form", "nothing")
    assert output.endswith("None, b'Published.', False, False]")
