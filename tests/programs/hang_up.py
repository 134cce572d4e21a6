"""Terminates the connections that listen for PostgreSQL's NOTIFY; prints how many there were."""

from __future__ import annotations

from dateline.journal import sql


def main() -> None:
    ended = sql.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE %s",
        "LISTEN%",
    )
    print(len(ended))


if __name__ == "__main__":
    main()
