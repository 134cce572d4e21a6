"""Epochs of the journal, within which cursors can be compared.

A new epoch begins when the same cursor could stand for other bytes than before: after a rebuild,
and after the database was restored from a backup. Such a database ends at an earlier entry, and the
seqs after it are used a second time, for other entries. A reader with a cursor from before would
miss some of them, and would not notice.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.db import connection
from django.db.transaction import on_commit

from . import last_head, read
from .integrity import Damage
from .last_head import LastHead
from .models import Leaf, Newsroom
from .write_lock import write_lock


def begin_epoch() -> None:
    """Begins a new epoch, which makes all earlier cursors invalid."""
    Newsroom.objects.update(epoch=secrets.token_hex(4))
    on_commit(lambda: last_head.write(current()))


def begin_epoch_if_restored() -> bool:
    """Begins a new epoch unless the journal continues from the head that was written last.

    Returns whether it did so. If the file is missing, the journal continues on PostgreSQL, where
    each machine has a file of its own, and not on SQLite: its folder may be a new one, to which a
    backup was copied. An empty journal needs no new epoch.
    """
    if not last_head.path() or _continues(last_head.read()):
        return False
    with write_lock() as transaction:
        # Another process that started at the same time may have begun it.
        last = last_head.read()
        if _continues(last):
            return False
        if transaction.head == 0 or (last is None and connection.vendor == "postgresql"):
            last_head.write(current())
            return False
        begin_epoch()
    return True


def lost_entry() -> Damage | None:
    """Returns the first entry that is missing before the head that was written last.

    Returns None if the journal has that head, or if none was written. It finds what no check of the
    journal can find: entries that are gone from its end, such as after a flipped bit in the
    write-ahead log, at which SQLite stops reading without a word.
    """
    last = last_head.read()
    if last is None or last.digest == _digest(last.cursor.seq):
        return None
    head, seq = read.head().seq, last.cursor.seq
    if seq > head:
        return Damage(head + 1, f"it is missing, though entry {seq} was written here last")
    return Damage(seq, "it is not the entry that was written here last")


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
