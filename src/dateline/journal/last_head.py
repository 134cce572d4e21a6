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
    """A head of the journal, and the SHA-256 of its leaf in hexadecimal digits.

    The digest is '' if the journal has no entry.
    """

    cursor: Cursor
    digest: str


def path() -> Path | None:
    """Returns the path of the file; None for a database in memory.

    It is beside an SQLite database, and in the data folder for PostgreSQL.
    """
    if connection.vendor == "sqlite":
        return Path(f"{found}.head") if (found := path_of(connection)) else None
    return Path(settings.DATELINE_DATA / f"postgres-{connection.settings_dict['NAME']}.head")


def read() -> LastHead | None:
    """Returns the content of the file; None if it is missing or malformed."""
    file = path()
    try:
        return _parse(file.read_bytes()) if file is not None else None
    except OSError:
        return None


def write(last: LastHead) -> None:
    """Writes a head, unless the file names a newer one of the same epoch.

    An error is logged and not raised, because the commit has already succeeded. The file is not
    synced: after a power cut it may name an older head, which the database has, too.
    """
    if (file := path()) is None:
        return
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # On PostgreSQL another process may have committed later and written earlier.
            stored = _parse(os.pread(descriptor, _LENGTH, 0))
            if stored is None or not _is_newer(stored.cursor, last.cursor):
                line = f"{last.cursor} {last.digest}".ljust(_LENGTH - 1) + "\n"
                os.pwrite(descriptor, line.encode(), 0)
        finally:
            os.close(descriptor)
    except OSError as error:
        logger.error("the head of the journal could not be written to %s: %s", file, error)


def _is_newer(one: Cursor, other: Cursor) -> bool:
    return one.epoch == other.epoch and one.seq > other.seq


def _parse(line: bytes) -> LastHead | None:
    text, _, digest = line.decode("ascii", "replace").strip().partition(" ")
    cursor = Cursor.parse(text)
    return LastHead(cursor, digest) if cursor and len(line) == _LENGTH else None
