"""Old bytes are overwritten after an erasure, and nobody waits for it."""

from __future__ import annotations

import os
import sqlite3
import time

import pytest

from tests.conftest import ON_POSTGRES
from tests.newsroom import Newsroom

SCRUB = "from dateline.journal.scrub import StillRead, scrub\n"
TRY = f"{SCRUB}try: scrub(); print('scrubbed')\nexcept StillRead: print('still read')"


@pytest.mark.sqlite
def test_a_scrub_does_not_wait_for_a_reader_and_keeps_no_writer_waiting(newsroom: Newsroom):
    desk = newsroom.desk()
    desk.publish("One.")
    reader = sqlite3.connect(newsroom.folder / "dateline.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM journal_leaf").fetchall()
    desk.publish("Two.")
    assert newsroom.python(TRY) == "still read"
    desk.publish("Three.")
    reader.execute("COMMIT")
    reader.close()
    deadline = time.monotonic() + 60
    while newsroom.python(TRY) != "scrubbed":
        assert time.monotonic() < deadline
    assert (newsroom.folder / "dateline.sqlite3-wal").stat().st_size == 0


@pytest.mark.postgres
def test_a_scrub_waits_for_every_transaction_that_can_see_what_was_erased(newsroom: Newsroom):
    import psycopg

    assert ON_POSTGRES
    newsroom.desk().publish("One.")
    with psycopg.connect(newsroom.environment["DATABASE_URL"]) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT COUNT(*) FROM journal_leaf")
        assert newsroom.python(TRY) == "still read"
    deadline = time.monotonic() + 60
    while newsroom.python(TRY) != "scrubbed":
        assert time.monotonic() < deadline


@pytest.mark.postgres
def test_a_scrub_does_not_wait_for_transactions_in_other_databases(newsroom: Newsroom):
    import psycopg

    newsroom.desk().publish("One.")
    with psycopg.connect(os.environ["DATELINE_TEST_DATABASE"]) as other:
        other.execute("SELECT pg_current_xact_id()")
        deadline = time.monotonic() + 60
        while newsroom.python(TRY) != "scrubbed":
            assert time.monotonic() < deadline
