"""The newsroom's turn: one writer at a time, so that seq order is commit order.

On PostgreSQL the turn is the row lock on `Newsroom`. SQLite has one writer anyway, but lets the
others poll for it, and one of four was seen to starve for four seconds; there writers of all
processes first queue on a file lock, which the kernel gives up when its holder dies.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection, transaction

from . import doorbell, nudge, sql


@dataclass
class Turn:
    """What the holder of the turn knows: the time it was taken at and the newest seq."""

    at: datetime
    head: int
    appended: list[int] = field(default_factory=list)


@contextmanager
def take_turn() -> Iterator[Turn]:
    """Holds the newsroom's lock for one transaction; entries and projections commit together."""
    with _file_lock(), transaction.atomic():
        locked = " FOR UPDATE" if connection.features.has_select_for_update else ""
        ((head,),) = sql.rows(f"SELECT head FROM journal_newsroom{locked}")
        turn = Turn(datetime.now(UTC).replace(microsecond=0), head)
        yield turn
        if turn.appended:
            doorbell.ring()
    if turn.appended:
        # Behind the lock: what is rung may take its time, and the next writer need not wait for it.
        transaction.on_commit(nudge.ring)


@contextmanager
def _file_lock() -> Iterator[None]:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not os.path.isabs(name) or connection.in_atomic_block:
        yield
        return
    descriptor = os.open(f"{name}.turn", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
