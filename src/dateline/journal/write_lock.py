"""The write lock: one writer at a time, so that the order of seq is the order of commits.

On PostgreSQL it is the row lock on `Newsroom`. SQLite has one writer at a time anyway, but lets the
others poll for it, and one of four was seen to starve for four seconds. There the writers of all
processes first queue on a file lock, which the kernel releases when its holder dies.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection, transaction

from . import local_notifier, notifiers, sql


@dataclass
class WriteTransaction:
    """What the holder of the write lock knows: when it was taken, and the newest seq."""

    at: datetime
    head: int
    appended: list[int] = field(default_factory=list)


@contextmanager
def write_lock() -> Iterator[WriteTransaction]:
    """Holds the newsroom's lock for one transaction: entries and projections commit together."""
    with _file_lock(), transaction.atomic():
        locked = " FOR UPDATE" if connection.features.has_select_for_update else ""
        ((head,),) = sql.rows(f"SELECT head FROM journal_newsroom{locked}")
        held = WriteTransaction(datetime.now(UTC).replace(microsecond=0), head)
        yield held
        if held.appended:
            notifiers.notify()
    if held.appended:
        # After the lock is released: listeners may take their time, and the next writer does not
        # have to wait for them.
        transaction.on_commit(local_notifier.notify)


@contextmanager
def _file_lock() -> Iterator[None]:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not os.path.isabs(name) or connection.in_atomic_block:
        yield
        return
    descriptor = os.open(f"{name}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
