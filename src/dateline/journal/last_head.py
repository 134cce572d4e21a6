"""The file that names the newest entry of the journal, outside the database.

It is written after each commit. `epochs` reads it at a start, to find out whether the database was
restored from a backup in the meantime.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.db import connection

from .cursor import Cursor
from .database_file import path_of

logger = logging.getLogger(__name__)
# The length of the file, in bytes. Each write replaces all of it.
_LENGTH: Final = 128


class LastHead(NamedTuple):
    """A head of the journal, the SHA-256 of its leaf in hexadecimal digits, and the database file.

    The digest is '-' if the journal has no entry. `inode` is the number of an SQLite database file:
    if a whole data folder is copied back, this file comes with it, but not the number. It is 0 for
    PostgreSQL.
    """

    cursor: Cursor
    digest: str
    inode: int


def path() -> str:
    """Returns the path of the file; '' for a database in memory.

    It is beside an SQLite database, and in the data folder for PostgreSQL.
    """
    if connection.vendor == "sqlite":
        return f"{found}.head" if (found := path_of(connection)) else ""
    return f"{settings.DATELINE_DATA}/postgres-{connection.settings_dict['NAME']}.head"


def inode() -> int:
    """Returns the `inode` of a LastHead for the current database; 0 if its file is gone."""
    if connection.vendor != "sqlite" or not (database := path_of(connection)):
        return 0
    try:
        return os.stat(database).st_ino
    except OSError:
        # A writer is refused by `database_file.require_same`, with a better reason.
        return 0


def read() -> LastHead | None:
    """Returns the content of the file; None if it is missing or malformed."""
    try:
        return _parse(Path(file).read_bytes()) if (file := path()) else None
    except OSError:
        return None


def write(last: LastHead) -> None:
    """Writes a head, unless the file names a newer one of the same epoch.

    An error is logged and not raised, because the commit has already succeeded. The file is not
    synced: after a power cut it may name an older head, which the database has, too.
    """
    if not (file := path()):
        return
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not _has_newer(descriptor, last.cursor):
                line = f"{last.cursor} {last.digest} {last.inode}".ljust(_LENGTH - 1) + "\n"
                os.pwrite(descriptor, line.encode(), 0)
        finally:
            os.close(descriptor)
    except OSError as error:
        logger.error("the head of the journal could not be written to %s: %s", file, error)


def _has_newer(descriptor: int, cursor: Cursor) -> bool:
    """Whether another process has committed later, but has written its head first.

    On SQLite the file lock is held until the head is written.
    """
    if connection.vendor == "sqlite":
        return False
    stored = _parse(os.pread(descriptor, _LENGTH, 0))
    return (
        stored is not None
        and stored.cursor.epoch == cursor.epoch
        and stored.cursor.seq > cursor.seq
    )


def _parse(line: bytes) -> LastHead | None:
    words = line.decode("ascii", "replace").split()
    if len(line) != _LENGTH or len(words) != 3 or not words[2].isdecimal():
        return None
    cursor = Cursor.parse(words[0])
    return LastHead(cursor, words[1], int(words[2])) if cursor else None
