"""The newsroom's turn: one writer at a time, so that seq order is commit order.

On PostgreSQL the turn is the row lock on `Newsroom`. SQLite has one writer anyway, but lets the
others poll for it, and one of four was seen to starve for four seconds; there writers of all
processes first queue on a file lock. Nobody waits longer than WAIT on either: whoever holds the
lock may hang, and a writer who is told so still has their text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from django.db import connection, transaction

from . import database_file, doorbell, file_lock, nudge, sql

# Seconds. An entry takes milliseconds; a rebuild of a large journal may take longer.
WAIT: Final = 5
# Another process may be making an index on a large table.
MIGRATION_WAIT: Final = 600
MIGRATION_KEY: Final = 0x646174656C696E65  # "dateline"


@dataclass
class Turn:
    """What the holder of the turn knows: the time it was taken at and the newest seq."""

    at: datetime
    head: int
    appended: list[int] = field(default_factory=list)


@contextmanager
def take_turn() -> Iterator[Turn]:
    """Holds the newsroom's lock for one transaction; entries and projections commit together.

    Raises NoLock, DatabaseGone or another OperationalError; then nothing was stored.
    """
    with _file_lock(), transaction.atomic():
        if connection.vendor == "postgresql":
            sql.run(f"SET LOCAL lock_timeout = '{WAIT}s'")
        locked = " FOR UPDATE" if connection.features.has_select_for_update else ""
        ((head,),) = sql.rows(f"SELECT head FROM journal_newsroom{locked}")
        turn = Turn(datetime.now(UTC).replace(microsecond=0), head)
        yield turn
        if turn.appended:
            doorbell.ring()
        # As late as can be: what is written between this and the commit could still be lost.
        database_file.require_same()
    if turn.appended:
        # Behind the lock: what is rung may take its time, and the next writer need not wait for it.
        transaction.on_commit(nudge.ring)


@contextmanager
def migration_lock() -> Iterator[None]:
    """Holds the one lock under which tables are made and changed. Raises NoLock."""
    path = database_file.path_of(connection)
    if path:
        with file_lock.locked(f"{path}.turn", MIGRATION_WAIT):
            yield
        return
    if connection.vendor != "postgresql":
        # In memory it is this process's own.
        yield
        return
    sql.run(f"SET lock_timeout = '{MIGRATION_WAIT}s'")
    sql.run("SELECT pg_advisory_lock(%s)", MIGRATION_KEY)
    try:
        yield
    finally:
        sql.run("SELECT pg_advisory_unlock(%s)", MIGRATION_KEY)
        sql.run("RESET lock_timeout")


@contextmanager
def _file_lock() -> Iterator[None]:
    path = database_file.path_of(connection)
    if not path or connection.in_atomic_block:
        yield
        return
    with file_lock.locked(f"{path}.turn", WAIT):
        yield
