"""Several processes of one newsroom: posts reach the readers of each, and any may be killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.newsroom import Newsroom, get

# A hub that never asks by itself: only the doorbell can wake it.
DEAF = [
    sys.executable,
    "-c",
    "import sys, django; django.setup(); from dateline.stream import hub; hub.ASK_EVERY = 3600.0;"
    " from dateline.__main__ import main; sys.exit(main(sys.argv[1:]))",
]
HANG_UP = """
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
    """How many sockets listen at a port: a shared one answers as soon as the first does."""
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
def test_the_database_rings_for_other_processes(newsroom: Newsroom, beside):
    rex = beside(command=DEAF).reader(after=newsroom.cursor())
    for number in range(1, 4):
        newsroom.desk().publish("Water at the door.")
        assert next(rex.blocks())["name"] == f"post-{number}"


@pytest.mark.postgres
def test_what_rang_while_the_bell_was_cut_is_heard_when_it_is_back(newsroom: Newsroom, beside):
    rex = beside(command=DEAF).reader(after=newsroom.cursor())
    newsroom.desk().publish("Water at the door.")
    assert next(rex.blocks())["name"] == "post-1"
    for number in range(2, 5):
        assert int(newsroom.python(HANG_UP)) >= 1
        newsroom.desk().publish("Water in the hall.")
        assert next(rex.blocks())["name"] == f"post-{number}"


FORM = """
import asyncio
from django.http import HttpResponse
from dateline.server import application as server
from dateline.journal.models import Coverage
from tests.people import publish

application, seen = server.Application(), []
application.handler._sessions.add('x')

def answer(request):
    django, before = application.handler, application.handler.is_writing()
    publish(Coverage.objects.get(slug='flood'), 'Water.')
    swept = application._streams._hub._rooms['flood'].channel.head == Coverage.objects.get().head
    seen.append((before, django.is_writing(), swept))
    return HttpResponse('Published.')

async def send_form():
    async def receive():
        return {{'type': 'http.request', 'body': b''}}
    async def send(message):
        seen.append(message.get('body'))
    scope = {{'type': 'http', 'method': 'POST', 'path': '/desk/flood/', 'raw_path': b'',
              'headers': [(b'cookie', b'sessionid=x')], 'query_string': b''}}
    await application(scope, receive, send)
    seen.append(application.handler.is_writing())

async def main():
    application.open()
    application.handler._middleware_chain = answer
    application._streams.watch('flood')
    while application._streams.cursor_of('flood') is None:
        await asyncio.sleep(0.01)
    {before}
    await send_form()
    application.close()
    print(seen)

asyncio.run(main())
"""


def test_readers_come_before_the_answer_of_a_form_that_is_committed(closed_newsroom):
    told = closed_newsroom.python(FORM.format(before="server.READERS_FIRST = None"))
    assert told == "[(True, False, True), None, b'Published.', False]"


def test_a_writer_is_answered_though_the_hub_says_nothing(closed_newsroom):
    silent = "application._streams._hub.caught_up = lambda: None"
    assert "b'Published.'" in closed_newsroom.python(FORM.format(before=silent))
