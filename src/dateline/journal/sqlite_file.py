"""Opens an SQLite database, and makes none where one was made before.

SQLite makes a file that is not there. Where the database was deleted under a running server, each
new connection began an empty one in its place. It knows no framework: the settings name it.
"""

from __future__ import annotations

import os
import sqlite3
from typing import Any
from urllib.parse import quote


def marker_of(path: str) -> str:
    """The file beside a database that says that it was made."""
    return f"{path}.made"


class OnlyExisting(sqlite3.Connection):
    """A connection that fails with OperationalError where a database was made and is gone."""

    def __init__(self, database: Any, *args: Any, **more: Any) -> None:
        if os.path.isabs(database) and os.path.exists(marker_of(database)):
            database = f"file:{quote(str(database))}?mode=rw"
        super().__init__(database, *args, **more)
