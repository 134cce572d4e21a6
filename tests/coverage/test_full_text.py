"""The full text index follows the posts, and contains nothing that was erased."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connection

from dateline.coverage.models import PostRow
from dateline.journal import rebuild
from tests.people import publish

# On PostgreSQL the index is a column's.
pytestmark = pytest.mark.sqlite

# Words that begin like no other, since an index stores only how a word differs from the last.
BEGIN = """
from tests.people import act, copy, publish
from dateline.coverage import objects
from dateline.desk.commands import erasure, posts
from dateline.journal.models import Coverage
coverage = Coverage.objects.get(slug="flood")
"""
WRITE = """
publish(coverage, "The name is Qzxjvabc.")
for number in range(30):
    publish(coverage, f"Post {number}.")
posts.correct(**act(), coverage=coverage, number=1, expected_seq=2,
              copy=copy("The name is withheld."), note="It is withheld.")
"""
ERASE = """
erasure.erase_entry(**act(), coverage=coverage, about=objects.post(1), seq=2,
                    reason="source_protection")
from dateline.journal.scrub import scrub; scrub()
"""


def test_an_erased_word_is_nowhere_in_the_file_of_the_database(closed_newsroom):
    path = closed_newsroom.folder / "dateline.sqlite3"

    def holds_the_word() -> bool:
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        return b"qzxjvabc" in path.read_bytes().lower()

    closed_newsroom.python(BEGIN + WRITE)
    assert holds_the_word()
    closed_newsroom.python(BEGIN + ERASE)
    assert not holds_the_word()


def test_the_index_is_whole_after_a_rebuild(coverage):
    for number in range(5):
        publish(coverage, f"Water {number}.")
    rebuild.rebuild()
    PostRow.objects.filter(number=5).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM coverage_postwords WHERE words MATCH 'water'")
        assert cursor.fetchall() == [(4,)]
        cursor.execute(
            "INSERT INTO coverage_postwords (coverage_postwords) VALUES ('integrity-check')"
        )
