"""Epochs of the journal, within which cursors can be compared.

A new epoch begins when the same cursor could stand for other bytes than before: after a rebuild,
and after the database was restored from a backup. Such a database ends at an earlier entry, and the
seqs after it are used a second time, for other entries. A reader with a cursor from before would
miss some of them, and would not notice.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.db import connection, transaction

from . import last_head, read
from .last_head import LastHead
from .models import Leaf, Newsroom
from .write_lock import write_lock


def begin_epoch() -> None:
    """Begins a new epoch, which makes all earlier cursors invalid."""
    Newsroom.objects.update(epoch=secrets.token_hex(4))
    transaction.on_commit(lambda: last_head.write(current()))


def begin_epoch_if_restored() -> bool:
    """Begins a new epoch unless the journal continues from the head that was written last.

    Returns whether it did so. If the file is missing, the journal continues on PostgreSQL, where
    each machine has a file of its own, and not on SQLite: its folder may be a new one, to which a
    backup was copied. An empty journal needs no new epoch.
    """
    if not last_head.path() or _continues(last_head.read()):
        return False
    with write_lock() as held:
        # Another process that started at the same time may have begun it.
        last = last_head.read()
        if _continues(last):
            return False
        if held.head == 0 or (last is None and connection.vendor == "postgresql"):
            last_head.write(current())
            return False
        begin_epoch()
    return True


def current() -> LastHead:
    """Returns the head of the journal, as it is written to the file."""
    cursor = read.head()
    return LastHead(cursor, _digest(cursor.seq), last_head.inode())


def _continues(last: LastHead | None) -> bool:
    """Whether the journal has this entry, in the same file.

    The epoch is not compared: another machine, with a file of its own, may have begun a new one.
    """
    if last is None or last.inode != last_head.inode():
        return False
    return last.digest == _digest(last.cursor.seq)


def _digest(seq: int) -> str:
    leaf = Leaf.objects.filter(seq=seq).values_list("leaf", flat=True).first()
    return "-" if leaf is None else sha256(leaf).hexdigest()
