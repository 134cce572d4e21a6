"""Opens an SQLite database, but does not create one if the database existed before.

SQLite creates a missing file. After the database of a running server was deleted, each new
connection created an empty one. This module imports no Django, because the settings import it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import Any
from urllib.parse import quote


def marker_of(path: str) -> str:
    """The path of the marker file, which records that the database at `path` was created."""
    return f"{path}.made"


class OnlyExisting(sqlite3.Connection):
    """A connection that raises OperationalError if the marker exists but the database does not.

    A new file can be read by its owner only. SQLite gives its other files the same mode.
    """

    def __init__(self, database: Any, *args: Any, **more: Any) -> None:
        if os.path.isabs(database):
            if os.path.exists(marker_of(database)):
                database = f"file:{quote(str(database))}?mode=rw"
            else:
                # It contains the hashes of passwords, and SQLite would create it with mode 0644.
                with contextlib.suppress(FileExistsError):
                    os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        super().__init__(database, *args, **more)
