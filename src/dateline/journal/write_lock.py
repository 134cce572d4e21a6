"""The write lock: one writer at a time, so that the order of seq is the order of commits.

On PostgreSQL it is a row lock on `Newsroom`. SQLite allows one writer at a time anyway, but waiting
writers poll, and one of four was seen to starve for four seconds. With SQLite the writers of all
processes therefore queue on a file lock first. Waiting for either lock is limited to WAIT, because
its holder may hang; the desk then shows the writer an error with their text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Final

from django.db import connection
from django.db.transaction import atomic, on_commit

from . import database_file, file_lock, last_head, local_notifier, notifiers, sql
from .cursor import Cursor
from .last_head import LastHead

# Seconds. An entry takes milliseconds.
WAIT: Final = 5
# Another process may be creating an index on a large table.
MIGRATION_WAIT: Final = 600
MIGRATION_KEY: Final = 0x646174656C696E65  # "dateline"


@dataclass
class WriteTransaction:
    """The transaction of a writer.

    `at` is the time when the lock was taken, and `head` the newest seq. `appended` has the seqs of
    the entries that were appended in this transaction, and `leaf` is the leaf of the last of them.
    """

    at: datetime
    epoch: str
    head: int
    leaf: bytes = b""
    appended: list[int] = field(default_factory=list)


@contextmanager
def write_lock() -> Iterator[WriteTransaction]:
    """Holds the write lock for one transaction, in which entries and projections are stored.

    Raises NoLock, DatabaseGone or another OperationalError; nothing was stored then.
    """
    with _file_lock(), atomic():
        if connection.vendor == "postgresql":
            sql.run(f"SET LOCAL lock_timeout = '{WAIT}s'")
        locked = " FOR UPDATE" if connection.features.has_select_for_update else ""
        ((epoch, head),) = sql.rows(f"SELECT epoch, head FROM journal_newsroom{locked}")
        transaction = WriteTransaction(datetime.now(UTC).replace(microsecond=0), epoch, head)
        yield transaction
        if transaction.appended:
            digest = sha256(transaction.leaf).hexdigest()
            last = LastHead(Cursor(epoch, transaction.head), digest, last_head.inode())
            # After the commit, because the file must not name an entry that was rolled back, but
            # before the file lock is released, so that heads are written in order.
            on_commit(partial(last_head.write, last))
            notifiers.notify_other_processes()
        # As late as possible, because the file could still be deleted before the commit.
        database_file.require_same()
    if transaction.appended:
        # After the lock is released, so that the next writer does not wait for the callbacks. With
        # `on_commit`, because nothing is committed yet if the caller began a transaction before.
        on_commit(local_notifier.notify)


@contextmanager
def row_transaction() -> Iterator[None]:
    """A transaction that appends nothing, such as the save of a draft.

    On PostgreSQL it does not wait for writers, only for others who change the same rows. SQLite has
    one writer at a time, so there it waits with the others for its turn. Raises as `write_lock`.
    """
    with _file_lock(), atomic():
        if connection.vendor == "postgresql":
            sql.run(f"SET LOCAL lock_timeout = '{WAIT}s'")
        yield
        database_file.require_same()


@contextmanager
def migration_lock() -> Iterator[None]:
    """Holds the lock under which tables are created and changed. Raises NoLock."""
    path = database_file.path_of(connection)
    if path:
        with file_lock.locked(f"{path}.lock", MIGRATION_WAIT):
            yield
        return
    if connection.vendor != "postgresql":
        # No other process can open a database in memory.
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
