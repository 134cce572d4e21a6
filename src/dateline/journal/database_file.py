"""Whether the database is still the one that was opened, and whether there was one before.

An SQLite file that is deleted while it is open takes writes until it is closed, and then they are
gone. A database that is gone at a start would be made anew, empty, without a word.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from .errors import DatabaseGone, DatabaseLost
from .sqlite_file import marker_of


def path_of(database: BaseDatabaseWrapper) -> str:
    """The file of an SQLite database; '' for one in memory and for PostgreSQL."""
    name = str(database.settings_dict["NAME"])
    return name if database.vendor == "sqlite" and os.path.isabs(name) else ""


# The file of the first connection of this process to each path.
_first: dict[str, tuple[int, int] | None] = {}


def remember(sender: Any, connection: BaseDatabaseWrapper, **more: Any) -> None:
    """Keeps which file a new connection has opened."""
    if path := path_of(connection):
        opened = _identity(path)
        connection.opened_file = opened  # type: ignore[attr-defined]
        _first.setdefault(path, opened)


def require_same() -> None:
    """Raises DatabaseGone where the file at the path is not the one that this process opened.

    Nor may it be one that only this connection opened, after the others: readers would not see what
    is written to it.
    """
    if path := path_of(connection):
        opened = getattr(connection, "opened_file", None)
        if opened is None or not _identity(path) == opened == _first.get(path):
            raise DatabaseGone(path)


def marker() -> Path:
    """The file that says that a database was made: beside it, or in the data folder."""
    path = path_of(connection)
    name = connection.settings_dict["NAME"]
    return Path(marker_of(path) if path else settings.DATELINE_DATA / f"postgres-{name}.made")


def require_found() -> None:
    """Raises DatabaseLost where the marker says that there was a database and there is none."""
    if not marker().exists():
        return
    path = path_of(connection)
    # Asking SQLite would make the file.
    there = os.path.exists(path) if path else True
    if not there or "journal_newsroom" not in connection.introspection.table_names():
        raise DatabaseLost(path or str(connection.settings_dict["NAME"]), str(marker()))


def mark() -> None:
    """Writes the marker, where it is not there yet, so that it outlasts a power cut."""
    path = marker()
    if path.exists():
        return
    with path.open("w") as file:
        file.write(f"A database was made here on {datetime.now(UTC):%Y-%m-%d}.\n")
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
