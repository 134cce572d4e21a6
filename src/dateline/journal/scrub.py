"""Overwrites what an erasure has deleted from the database, where the database keeps old bytes.

SQLite overwrites deleted rows (`secure_delete`), but the write-ahead log holds earlier pages until
it is truncated. PostgreSQL keeps dead rows until a vacuum; the bytes of a page that is vacuumed are
overwritten when the page is used again. Backups are not reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.apps import apps
from django.db import connection

from . import projections, sql
from .entry import EntryErased
from .followers import Batch, Follower

# Whether a transaction, a prepared one or a replication slot can still see what was deleted before
# this one. VACUUM leaves such rows, and does not say so. Like VACUUM, it counts no transaction
# in another database of the server: before, a long one there delayed an erasure until its end. The
# connection of a standby belongs to no database and counts.
_OLDER_SNAPSHOTS: Final = """
SELECT (SELECT COUNT(*) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid()
          AND (datname IS NULL OR datname = current_database())
          AND (age(backend_xmin) >= age(now_at) OR age(backend_xid) >= age(now_at)))
     + (SELECT COUNT(*) FROM pg_prepared_xacts
        WHERE database = current_database() AND age(transaction) >= age(now_at))
     + (SELECT COUNT(*) FROM pg_replication_slots WHERE age(xmin) >= age(now_at))
FROM (SELECT pg_current_xact_id()::xid AS now_at) AS this
"""


class StillRead(RuntimeError):
    """A transaction that began before the erasure still reads what was deleted."""


def scrub() -> None:
    """Overwrites or releases deleted rows. Raises StillRead; call it again later then."""
    for projection in projections.registered():
        projection.scrub()
    if connection.vendor == "sqlite":
        _truncate_log()
    else:
        _vacuum()


def _truncate_log() -> None:
    with _without_waiting():
        ((busy, _, _),) = sql.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        raise StillRead


@contextmanager
def _without_waiting() -> Iterator[None]:
    """While a checkpoint waits for a reader, SQLite lets no writer in: writers failed for that."""
    ((milliseconds,),) = sql.rows("PRAGMA busy_timeout")
    sql.rows("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        sql.rows(f"PRAGMA busy_timeout = {milliseconds}")


def _vacuum() -> None:
    ((older,),) = sql.rows(_OLDER_SNAPSHOTS)
    if older:
        raise StillRead
    disclosures = apps.get_model("journal", "Disclosure")
    folded = [table for each in projections.registered() for table in each.tables]
    for table in (disclosures, *folded):
        sql.run(f"VACUUM {table._meta.db_table}")


class ScrubFollower(Follower):
    """Scrubs the database after each erasure, and again until it has succeeded."""

    name = "scrub"
    kinds = frozenset({EntryErased.kind})

    def follow(self, batch: Batch) -> None:
        scrub()
