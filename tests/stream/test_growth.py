"""Several processes of one newsroom: posts reach the readers of each, and any may be killed."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.newsroom import PATIENCE, Newsroom, get

# A hub that never polls: only a notification from another process can wake it.
NEVER_POLLS = [
    sys.executable,
    "-c",
    "import sys, dateline.config.asgi; from dateline.stream import hub; hub.POLL_EVERY = 3600.0;"
    " from dateline.__main__ import main; sys.exit(main(sys.argv[1:]))",
]
CUT_LISTENERS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                   " WHERE datname = current_database() AND query LIKE 'LISTEN%'")
    print(len(cursor.fetchall()))
"""


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
    newsroom.desk().publish("Water at the sanitise.")
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
        newsroom.desk().publish("Water at the sanitise.")
        assert next(rex.blocks())["name"] == f"post-{number}"


@pytest.mark.postgres
def test_what_was_missed_while_the_connection_was_cut_is_read_when_it_is_back(
    newsroom: Newsroom, beside
):
    rex = beside(command=NEVER_POLLS).reader(after=newsroom.cursor())
    newsroom.desk().publish("Water at the sanitise.")
    assert next(rex.blocks())["name"] == "post-1"
    for number in range(2, 5):
        assert int(newsroom.python(CUT_LISTENERS)) >= 1
        newsroom.desk().publish("Water in the hall.")
        assert next(rex.blocks())["name"] == f"post-{number}"


# Heartbeats come ten times a second, and none once the journal was not read for half a second.
OFTEN = [
    sys.executable,
    "-c",
    "import sys, dateline.config.asgi; from dateline.stream import hub;"
    " hub.HOUSEKEEPING_EVERY = hub.HEARTBEAT_EVERY = 0.1; hub.READ_WITHIN = 0.5;"
    " from dateline.__main__ import main; sys.exit(main(sys.argv[1:]))",
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
    newsroom.desk().publish("Water at the sanitise.")
    assert next(rex.blocks())["name"] == "post-1"


FORM = """
import asyncio
from django.http import HttpResponse
from dateline.config import asgi
from dateline.journal.models import Coverage
from tests.people import publish

application, seen = asgi.application, []

def answer(request):
    django, before = application._django, application._django.writes()
    publish(Coverage.objects.get(slug='flood'), 'Water.')
    broadcast = application.hub._topics['flood'].channel.head.seq == Coverage.objects.get().head
    seen.append((before, django.writes(), broadcast))
    return HttpResponse('Published.')

async def send_form():
    async def receive():
        return {{'type': 'http.request', 'body': b''}}
    async def send(message):
        seen.append(message.get('body'))
    scope = {{'type': 'http', 'method': 'POST', 'path': '/desk/flood/', 'raw_path': b'',
              'headers': [(b'cookie', b'sessionid=x')], 'query_string': b''}}
    await application(scope, receive, send)
    seen.append(application._django.writes())

async def main():
    application._open()
    application._django._middleware_chain = answer
    application.hub.watch('flood')
    while application.hub.cursor_of('flood') is None:
        await asyncio.sleep(0.01)
    {before}
    await send_form()
    application.close()
    print(seen)

asyncio.run(main())
"""


def test_readers_come_before_the_answer_of_a_form_that_is_committed(closed_newsroom):
    told = closed_newsroom.python(FORM.format(before="asgi.GOES_AHEAD = None"))
    assert told == "[(True, False, True), None, b'Published.', False]"


def test_a_writer_is_answered_though_the_hub_never_catches_up(closed_newsroom):
    never = "application.hub.on_caught_up = lambda: None"
    assert "b'Published.'" in closed_newsroom.python(FORM.format(before=never))
