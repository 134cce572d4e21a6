"""Backups: a folder with the database, the pictures and the secret key of a newsroom.

A backup is made while the newsroom runs. The database is copied before the pictures, because the
files of a picture are stored before the entry that shows it: every picture in the copy is there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from dateline.journal.database_file import path_of

SQLITE: Final = "dateline.sqlite3"
# The custom format of pg_dump, which pg_restore reads.
POSTGRES: Final = "dateline.pgdump"


class BackupRefused(Exception):
    """A backup cannot be made or restored. The message is for the person who runs the command."""


def make(folder: Path) -> None:
    """Writes a backup to a new folder, and syncs it. Raises BackupRefused, or OSError."""
    partial = folder.with_name(f"{folder.name}.partial")
    for path in (folder, partial):
        if path.exists():
            raise BackupRefused(f"{path} exists. Name a folder that does not exist yet.")
    partial.mkdir(parents=True, mode=0o700)
    try:
        _copy_all(partial)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    # Only now, so that a backup that was interrupted is never taken for a whole one.
    partial.rename(folder)
    _sync_one(folder.parent)


def _copy_all(target: Path) -> None:
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(path_of(connection)), target / SQLITE)
    else:
        _run("pg_dump", "--format=custom", f"--file={target / POSTGRES}")
        os.chmod(target / POSTGRES, 0o600)
    shutil.copy2(settings.DATELINE_DATA / "secret.key", target)
    if settings.DATELINE_MEDIA.exists():
        shutil.copytree(settings.DATELINE_MEDIA, target / "media")
    _sync(target)


def restore(folder: Path) -> None:
    """Copies a backup to the data folder and the database, which must be empty.

    Raises BackupRefused, or OSError. The caller then checks the journal and begins a new epoch.
    """
    name = SQLITE if connection.vendor == "sqlite" else POSTGRES
    if not (folder / name).is_file():
        raise BackupRefused(f"{folder} is not a backup for this kind of database: no {name} in it.")
    if found := _stored_already():
        raise BackupRefused(f"{found} exists. Move it away before you restore a backup.")
    # The pictures first. If this is interrupted, there is no database that lacks them.
    if (folder / "media").exists():
        shutil.copytree(folder / "media", settings.DATELINE_MEDIA, dirs_exist_ok=True)
    shutil.copy2(folder / "secret.key", settings.DATELINE_DATA)
    _sync(settings.DATELINE_DATA)
    if connection.vendor == "sqlite":
        _copy_sqlite(folder / name, Path(path_of(connection)))
        _sync_one(Path(path_of(connection)).parent)
    else:
        _run(
            "pg_restore",
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--dbname",
            _service()["PGDATABASE"],
            str(folder / name),
        )


def _stored_already() -> str:
    """Names the database if there is one, which must not be overwritten; otherwise ''."""
    if connection.vendor == "sqlite":
        path = path_of(connection)
        # SQLite would apply the WAL of the old database to the new one.
        files = (path, f"{path}-wal", f"{path}-shm")
        return next((each for each in files if os.path.exists(each)), "")
    if "journal_newsroom" in connection.introspection.table_names():
        return f"The database {connection.settings_dict['NAME']} with its tables"
    return ""


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copies a database that may be in use, with what is in its WAL."""
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    old = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    new = sqlite3.connect(partial)
    try:
        os.chmod(partial, 0o600)
        old.backup(new)
        # Not WAL, for which even a reader must be able to create files in the folder.
        new.execute("PRAGMA journal_mode=DELETE")
    finally:
        new.close()
        old.close()
    _sync_one(partial)
    partial.rename(target)


def _run(program: str, *arguments: str) -> None:
    try:
        ended = subprocess.run(
            [program, *arguments],
            env=os.environ | _service(),
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise BackupRefused(
            f"{program} is not installed. Debian: apt install postgresql-client."
        ) from None
    if ended.returncode:
        raise BackupRefused(f"{program} failed: {ended.stderr.strip()}")


def _service() -> dict[str, str]:
    """The database in the environment variables of libpq, where a password is not in `ps`."""
    database: dict[str, Any] = connection.settings_dict
    names = {"NAME": "DATABASE", "HOST": "HOST", "PORT": "PORT", "USER": "USER"}
    names["PASSWORD"] = "PASSWORD"
    return {f"PG{ours}": str(database[key]) for key, ours in names.items() if database.get(key)}


def _sync(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        _sync_one(path)


def _sync_one(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
