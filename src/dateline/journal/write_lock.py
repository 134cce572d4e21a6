"""The write lock: one writer at a time, so that the order of seq is the order of commits.

On PostgreSQL it is the row lock on `Newsroom`. SQLite has one writer at a time anyway, but lets the
others poll for it, and one of four was seen to starve for four seconds. There the writers of all
processes first queue on a file lock. Nobody waits longer than WAIT on either: the holder of a lock
may hang, and a writer who is told so still has their text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from django.db import connection, transaction

from . import database_file, file_lock, local_notifier, notifiers, sql

# Seconds. An entry takes milliseconds.
WAIT: Final = 5
# Another process may be making an index on a large table.
MIGRATION_WAIT: Final = 600
MIGRATION_KEY: Final = 0x646174656C696E65  # "dateline"


@dataclass
class WriteTransaction:
    """What the holder of the write lock knows: when it was taken, and the newest seq."""

    at: datetime
    head: int
    appended: list[int] = field(default_factory=list)


@contextmanager
def write_lock() -> Iterator[WriteTransaction]:
    """Holds the newsroom's lock for one transaction: entries and projections commit together.

    Raises NoLock, DatabaseGone or another OperationalError; then nothing was stored.
    """
    with _file_lock(), transaction.atomic():
        if connection.vendor == "postgresql":
            sql.run(f"SET LOCAL lock_timeout = '{WAIT}s'")
        locked = " FOR UPDATE" if connection.features.has_select_for_update else ""
        ((head,),) = sql.rows(f"SELECT head FROM journal_newsroom{locked}")
        held = WriteTransaction(datetime.now(UTC).replace(microsecond=0), head)
        yield held
        if held.appended:
            notifiers.notify()
        # As late as possible: what is written between this and the commit could still be lost.
        database_file.require_same()
    if held.appended:
        # After the lock is released: listeners may take their time, and the next writer does not
        # have to wait for them.
        transaction.on_commit(local_notifier.notify)


@contextmanager
def migration_lock() -> Iterator[None]:
    """Holds the one lock under which tables are made and changed. Raises NoLock."""
    path = database_file.path_of(connection)
    if path:
        with file_lock.locked(f"{path}.lock", MIGRATION_WAIT):
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
    with file_lock.locked(f"{path}.lock", WAIT):
        yield
