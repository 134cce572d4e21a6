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


def path_of(database: BaseDatabaseWrapper) -> str:
    """The file of an SQLite database; '' for one in memory and for PostgreSQL."""
    name = str(database.settings_dict["NAME"])
    return name if database.vendor == "sqlite" and os.path.isabs(name) else ""


def remember(sender: Any, connection: BaseDatabaseWrapper, **more: Any) -> None:
    """Keeps which file a new connection has opened."""
    if path := path_of(connection):
        connection.opened_file = _identity(path)  # type: ignore[attr-defined]


def require_same() -> None:
    """Raises DatabaseGone where the connection's file no longer stands at its path."""
    path = path_of(connection)
    if path and _identity(path) != getattr(connection, "opened_file", None):
        raise DatabaseGone(path)


def marker() -> Path:
    """The file that says that a database was made: beside it, or in the data folder."""
    path = path_of(connection)
    name = connection.settings_dict["NAME"]
    return Path(f"{path}.made" if path else settings.DATELINE_DATA / f"postgres-{name}.made")


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
