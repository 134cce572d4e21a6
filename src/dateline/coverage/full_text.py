"""The databases' own full text over the words of posts: how it is made, asked and cleaned.

SQLite has an FTS5 table beside `coverage_postrow`, which triggers keep in step; a migration that
makes that table anew must call `create` again. PostgreSQL has a generated column with a GIN index.
Both hold the coverage of a post as one more word, so that what is frequent elsewhere costs nothing.
"""

from __future__ import annotations

from typing import Final

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

_INSERT: Final = (
    "INSERT INTO coverage_postwords (rowid, scope, words)"
    " VALUES (NEW.id, 'c' || NEW.coverage_id, NEW.words)"
)
# Without a copy of the text in the index, FTS5 must be told what it is to take out.
_DELETE: Final = (
    "INSERT INTO coverage_postwords (coverage_postwords, rowid, scope, words)"
    " VALUES ('delete', OLD.id, 'c' || OLD.coverage_id, OLD.words)"
)
_SQLITE: Final = (
    "CREATE VIRTUAL TABLE coverage_postwords USING fts5(scope, words, content='',"
    " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M*'\")",
    "INSERT INTO coverage_postwords (rowid, scope, words)"
    " SELECT id, 'c' || coverage_id, words FROM coverage_postrow",
    "CREATE TRIGGER coverage_postwords_insert AFTER INSERT ON coverage_postrow"
    f" BEGIN {_INSERT}; END",
    "CREATE TRIGGER coverage_postwords_delete AFTER DELETE ON coverage_postrow"
    f" BEGIN {_DELETE}; END",
    "CREATE TRIGGER coverage_postwords_update AFTER UPDATE OF words ON coverage_postrow"
    f" WHEN OLD.words <> NEW.words BEGIN {_DELETE}; {_INSERT}; END",
)
_POSTGRES: Final = (
    "ALTER TABLE coverage_postrow ADD COLUMN search tsvector GENERATED ALWAYS AS"
    " (array_to_tsvector(ARRAY['coverage ' || coverage_id::text])"
    " || to_tsvector('simple'::regconfig, words)) STORED",
    "CREATE INDEX coverage_postrow_search ON coverage_postrow USING GIN (search)",
)


def create(on: BaseDatabaseWrapper) -> None:
    """Makes the index, with what `coverage_postrow` holds, and what keeps it in step."""
    with on.cursor() as cursor:
        for statement in _POSTGRES if on.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def condition(coverage: int, phrases: list[list[str]]) -> tuple[str, str, tuple[str, ...]]:
    """How posts of a coverage that have all phrases are selected, and told one by one.

    Gives a query for the keys of such posts, a condition on a row named `post`, and the values that
    each of the two takes.
    """
    if connection.vendor == "postgresql":
        phrase = "phraseto_tsquery('simple', %s)"
        query = " && ".join([f"'''coverage {coverage:d}'''::tsquery", *[phrase] * len(phrases)])
        texts = tuple(" ".join(each) for each in phrases)
        found = f"SELECT id AS key FROM coverage_postrow WHERE search @@ ({query})"
        return found, f"post.search @@ ({query})", texts
    # Words are letters, digits and marks alone, so nothing in them can end the quotation.
    wanted = " AND ".join(f'words : "{" ".join(each)}"' for each in phrases)
    found = "SELECT rowid AS key FROM coverage_postwords WHERE coverage_postwords MATCH %s"
    exists = f"EXISTS ({found.replace('rowid AS key', '1')} AND rowid = post.id)"
    return found, exists, (f'scope : "c{coverage:d}" AND {wanted}',)


def forget_replaced_words() -> None:
    """Takes words that no post has any more out of the index, where they stay until it is merged.

    Reads and writes the whole index. On PostgreSQL it is VACUUM that does this.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO coverage_postwords (coverage_postwords) VALUES ('optimize')"
            )
