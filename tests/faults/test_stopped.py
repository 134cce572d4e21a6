"""If the database is stopped in the middle of a publish, nothing is lost or doubled."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.newsroom import PATIENCE, Answer, Newsroom, get

pytestmark = pytest.mark.postgres


@contextmanager
def stopped(newsroom: Newsroom) -> Iterator[None]:
    """Stops the PostgreSQL processes that serve this newsroom."""
    import psycopg

    url = newsroom.environment["DATABASE_URL"]
    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/template1", autocommit=True) as own:
        query = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = %s"
        pids = [pid for (pid,) in own.execute(query, (name, "client backend"))]
    assert pids
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        for pid in pids:
            while state(pid) != "T":
                pass
        yield
    except PermissionError:
        pytest.skip("only root may stop another user's processes")
    finally:
        for pid in pids:
            with contextlib.suppress(PermissionError, ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_while_the_database_is_stopped_a_post_waits_and_is_published_once(newsroom: Newsroom):
    desk, rex = newsroom.desk(), newsroom.reader(after=newsroom.cursor())
    desk.publish("Before.")
    assert "Before." in next(rex.blocks())["html"]
    fields = desk.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    answers: list[Answer] = []
    writer = threading.Thread(target=lambda: answers.append(desk.post("/desk/flood/", fields)))
    with stopped(newsroom):
        writer.start()
        # The server still runs, and serves pages from memory.
        assert get(newsroom.address, "/healthz").status == 200
        assert answers == []
    writer.join(PATIENCE)
    assert [answer.status for answer in answers] == [302]
    assert "Water." in next(rex.blocks())["html"]
    # The writer got no answer for a long time, and sent the form again.
    assert desk.post("/desk/flood/", fields).status == 302
    assert get(newsroom.address, "/flood/").text.count("<article") == 2


def test_a_stopped_lock_holder_keeps_nobody_waiting_for_ever(newsroom: Newsroom):
    import psycopg

    desk = newsroom.desk()
    form = desk.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    with psycopg.connect(newsroom.environment["DATABASE_URL"]) as held:
        held.execute("SELECT head FROM journal_newsroom FOR UPDATE")
        ((pid,),) = held.execute("SELECT pg_backend_pid()")
        try:
            os.kill(pid, signal.SIGSTOP)
            refused = desk.post("/desk/flood/", form)
        except PermissionError:
            pytest.skip("only root may stop another user's processes")
        finally:
            with contextlib.suppress(PermissionError):
                os.kill(pid, signal.SIGCONT)
    assert refused.status == 503
    assert "Water." in refused.text
    assert desk.post("/desk/flood/", form).status == 302
