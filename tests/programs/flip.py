"""Flips bits in a database file, one at a time, and prints those that changed the journal unseen.

PATH COUNT SEED: the file is the newsroom's database, and is unchanged in the end. A bit in free
space changes nothing, and need not be found.
"""

from __future__ import annotations

import random
import sqlite3
import sys
from pathlib import Path

from django.db import DatabaseError, connection

from dateline.journal import integrity

TABLES = ("journal_leaf", "journal_disclosure")


def main(path: str, count: str, seed: str) -> None:
    file = Path(path)
    whole = file.read_bytes()
    before = contents()
    assert not list(integrity.check())
    chosen, found = random.Random(seed), 0
    places = pages(path)
    for _ in range(int(count)):
        page, size = chosen.choice(places)
        place, bit = (page - 1) * size + chosen.randrange(size), chosen.randrange(8)
        connection.close()
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
        if list(integrity.check()) or list(integrity.check_file()):
            found += 1
        elif contents() != before:
            print(f"bit {bit} of byte {place}")
    connection.close()
    file.write_bytes(whole)
    print(f"{found} found")


def pages(path: str) -> list[tuple[int, int]]:
    """The pages of the journal's tables, with their size."""
    with sqlite3.connect(path) as own:
        marks = ", ".join("?" * len(TABLES))
        query = f"SELECT pageno, pgsize FROM dbstat WHERE name IN ({marks}) AND pagetype = 'leaf'"
        return list(own.execute(query, TABLES))


def contents() -> list[object]:
    """All rows of the journal, or why they cannot be read."""
    rows: list[object] = []
    try:
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT * FROM {table}")
                rows += cursor.fetchall()
    except DatabaseError as error:
        return [str(error)]
    return rows


if __name__ == "__main__":
    main(*sys.argv[1:])
