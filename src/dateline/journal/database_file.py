"""Detects that the database was deleted or replaced, while the server runs or before it starts.

SQLite goes on writing to a deleted file that is still open, and those writes are lost when it is
closed. If the file is missing at the start, SQLite silently creates an empty one.
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
    """The path of an SQLite database; '' for a database in memory and for PostgreSQL."""
    name = str(database.settings_dict["NAME"])
    return name if database.vendor == "sqlite" and os.path.isabs(name) else ""


# The identity of the file that this process opened first at each path.
_first: dict[str, tuple[int, int] | None] = {}


def remember(sender: Any, connection: BaseDatabaseWrapper, **more: Any) -> None:
    """Records which file a new connection has opened. A receiver of `connection_created`."""
    if path := path_of(connection):
        opened = _identity(path)
        connection.opened_file = opened  # type: ignore[attr-defined]
        _first.setdefault(path, opened)


def require_same() -> None:
    """Raises DatabaseGone unless the file at the path is the one that this process opened first.

    A connection opened after a replacement is refused too: the other connections of the process
    still read the old file and would not see what this one writes.
    """
    if path := path_of(connection):
        opened = getattr(connection, "opened_file", None)
        if opened is None or not _identity(path) == opened == _first.get(path):
            raise DatabaseGone(path)


def marker() -> Path:
    """The marker file, which records that a database was created.

    It is next to an SQLite database, and in the data folder for PostgreSQL.
    """
    path = path_of(connection)
    name = connection.settings_dict["NAME"]
    return Path(marker_of(path) if path else settings.DATELINE_DATA / f"postgres-{name}.made")


def require_found() -> None:
    """Raises DatabaseLost if the marker exists but the database is missing or empty."""
    if not marker().exists():
        return
    if not exists():
        name = path_of(connection) or str(connection.settings_dict["NAME"])
        raise DatabaseLost(name, str(marker()))


def exists() -> bool:
    """Whether there is a database with a journal."""
    path = path_of(connection)
    # The path is checked first, because a query would make SQLite create the file.
    if path and not os.path.exists(path):
        return False
    return "journal_newsroom" in connection.introspection.table_names()


def mark() -> None:
    """Writes the marker durably (file and folder are synced), unless it exists."""
    path = marker()
    if path.exists():
        return
    with path.open("w") as file:
        file.write(f"A database was created here on {datetime.now(UTC):%Y-%m-%d}.\n")
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _identity(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
