"""Overwrites what an erasure has deleted from the database, where the database keeps old bytes.

SQLite overwrites deleted rows (`secure_delete`), but the write-ahead log holds earlier pages until
it is truncated. PostgreSQL keeps dead rows until a vacuum; the bytes of a page that is vacuumed are
overwritten when the page is used again. Backups are not reached.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from . import projections, read, sql
from .entry import EntryErased
from .followers import Batch, Follower


class StillRead(RuntimeError):
    """A reader holds the write-ahead log, so it could not be truncated yet."""


def scrub() -> None:
    """Truncates SQLite's write-ahead log, or vacuums PostgreSQL's tables. Raises StillRead."""
    if connection.vendor == "sqlite":
        ((busy, _, _),) = sql.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise StillRead
        return
    disclosures = apps.get_model("journal", "Disclosure")
    folded = [table for each in projections.registered() for table in each.tables]
    for table in (disclosures, *folded):
        sql.run(f"VACUUM {table._meta.db_table}")


class ScrubFollower(Follower):
    """Scrubs the database after each erasure, and again until it has succeeded."""

    name = "scrub"

    def first_position(self) -> int:
        return read.head().seq

    def follow(self, batch: Batch) -> None:
        if any(isinstance(entry.payload, EntryErased) for entry, _ in batch):
            scrub()
