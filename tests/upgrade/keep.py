"""Keeps a data folder of this version, which later versions must open: FOLDER.

`.venv/bin/python -m tests.upgrade.keep tests/upgrade/0.1.0` makes the folder, with both databases
as SQL. It needs the programs of PostgreSQL, and its server as DATELINE_TEST_DATABASE.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from tests.newsroom import Newsroom

# pg_dump of late 2025 writes these for psql, and an older psql does not know them.
_FOR_PSQL = ("\\restrict", "\\unrestrict")


def main(folder: str) -> None:
    target = Path(folder)
    target.mkdir()
    with tempfile.TemporaryDirectory() as made:
        keep_sqlite(Path(made), target)
    with tempfile.TemporaryDirectory() as made:
        # The key and the pictures are those of the other database.
        shutil.copy(target / "secret.key", made)
        keep_postgres(Path(made), target)


def keep_sqlite(data: Path, target: Path) -> None:
    path = data / "dateline.sqlite3"
    fill(Newsroom(data, f"sqlite:///{path}"))
    with sqlite3.connect(path) as own:
        query = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
        # The rows of a virtual table are in tables of its own, which are dumped, too.
        twice = tuple(f'INSERT INTO "{name}" ' for (name,) in own.execute(query))
        lines = [line for line in own.iterdump() if not line.startswith(twice)]
        (target / "sqlite.sql").write_text("\n".join(lines) + "\n")
    own.close()
    shutil.copy(data / "secret.key", target)
    shutil.copytree(data / "media", target / "media")


def keep_postgres(data: Path, target: Path) -> None:
    server, _, _ = os.environ["DATELINE_TEST_DATABASE"].rpartition("/")
    name = "dateline_kept"
    with psycopg.connect(f"{server}/template1", autocommit=True) as own:
        own.execute(f"CREATE DATABASE {name}")
        try:
            fill(Newsroom(data, f"{server}/{name}"))
            command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", f"{server}/{name}"]
            dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        finally:
            own.execute(f"DROP DATABASE {name}")
    lines = [line for line in dumped.splitlines() if not line.startswith(_FOR_PSQL)]
    (target / "postgres.sql").write_text("\n".join(lines) + "\n")


def fill(newsroom: Newsroom) -> None:
    newsroom.found()
    newsroom.program("every_kind")
    checked = newsroom.run("check")
    assert checked.returncode == 0, checked.stderr


if __name__ == "__main__":
    main(*sys.argv[1:])
