"""Database triggers that keep the journal append-only.

They reject a statement that changes, deletes, overwrites or misnumbers an entry. Inserts are
checked too (seq is head + 1), because SQLite's INSERT OR REPLACE overwrites a row without firing a
DELETE trigger. A disclosure can only be inserted with its leaf and only be erased. A migration that
recreates a table drops its triggers, so `checks` looks for them at every start.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

# By name: the statement, the table, the condition under which it is rejected, and the message.
_REFUSALS: Final = {
    "leaf_update": ("UPDATE", "journal_leaf", "TRUE", "an entry is never changed"),
    "leaf_delete": ("DELETE", "journal_leaf", "TRUE", "an entry is never deleted"),
    "leaf_insert": (
        "INSERT",
        "journal_leaf",
        "NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM journal_leaf)",
        "an entry is numbered head + 1",
    ),
    "disclosure_update": (
        "UPDATE",
        "journal_disclosure",
        "NEW.text IS NOT NULL OR NEW.digest <> OLD.digest OR NEW.leaf_id <> OLD.leaf_id"
        " OR NEW.ordinal <> OLD.ordinal OR NEW.name <> OLD.name",
        "a disclosure may only be erased",
    ),
    "disclosure_delete": (
        "DELETE",
        "journal_disclosure",
        "TRUE",
        "a disclosure keeps its row when it is erased",
    ),
    "disclosure_insert": (
        "INSERT",
        "journal_disclosure",
        "NEW.leaf_id <> (SELECT MAX(seq) FROM journal_leaf)"
        " OR EXISTS (SELECT 1 FROM journal_disclosure WHERE digest = NEW.digest)",
        "a disclosure comes with its leaf",
    ),
}
# For PostgreSQL, where TRUNCATE fires no DELETE triggers.
_TRUNCATES: Final = ("journal_leaf", "journal_disclosure")

NAMES: Final = frozenset(f"journal_{name}" for name in _REFUSALS)
POSTGRES_NAMES: Final = NAMES | {f"{table}_truncate" for table in _TRUNCATES}


def create(connection: BaseDatabaseWrapper) -> None:
    """Creates the triggers that do not exist yet, on SQLite or PostgreSQL."""
    statements = _postgres() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Returns the names of the triggers that are missing or disabled."""
    if connection.vendor == "postgresql":
        # A disabled trigger ('D') protects nothing, so it counts as missing.
        wanted, query = POSTGRES_NAMES, "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    else:
        wanted, query = NAMES, "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return set(wanted) - {row[0] for row in cursor.fetchall()}


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS journal_{name} BEFORE {act} ON {table}"
        f" WHEN {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        for name, (act, table, when, why) in _REFUSALS.items()
    ]


def _postgres() -> list[str]:
    statements = []
    for name, (act, table, when, why) in _REFUSALS.items():
        statements += [
            f"CREATE OR REPLACE FUNCTION journal_{name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF {when} THEN RAISE EXCEPTION '{why}'; END IF;"
            f" RETURN {'OLD' if act == 'DELETE' else 'NEW'}; END $$",
            f"CREATE OR REPLACE TRIGGER journal_{name} BEFORE {act} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION journal_{name}()",
        ]
    statements.append(
        "CREATE OR REPLACE FUNCTION journal_truncate() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the journal is never truncated'; END $$"
    )
    return statements + [
        f"CREATE OR REPLACE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION journal_truncate()"
        for table in _TRUNCATES
    ]
