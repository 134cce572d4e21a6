"""Prints the tables, columns, indexes, constraints and triggers of the database, a line each."""

from __future__ import annotations

from django.db import connection

from dateline.journal import sql

SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
POSTGRES = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def main() -> None:
    for query in POSTGRES if connection.vendor == "postgresql" else [SQLITE]:
        for row in sql.rows(query):
            print(" ".join(" ".join(map(str, row)).split()))


if __name__ == "__main__":
    main()
