"""The databases' own full text over the words of posts: how it is made, asked and cleaned.

SQLite has an FTS5 table beside `coverage_postrow`, which triggers keep in step; a migration that
makes that table anew must call `create` again. PostgreSQL has a generated column with a GIN index.
Both hold the coverage of a post as one more word, so that what is frequent elsewhere costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Match:
    """Posts of a coverage that have all of some phrases.

    `rows` selects their keys as `key`, and takes `values`; a condition on `column`, which holds the
    key, may be added to it. FTS5 needs up to half a millisecond to tell whether a single row
    matches, so there is no condition to put to posts one by one.
    """

    rows: str
    column: str
    values: tuple[str, ...]


def match(coverage: int, phrases: list[list[str]]) -> Match:
    """The posts of a coverage that have all of these phrases, each of which is words in a row."""
    if connection.vendor == "postgresql":
        phrase = "phraseto_tsquery('simple', %s)"
        query = " && ".join([f"'''coverage {coverage:d}'''::tsquery", *[phrase] * len(phrases)])
        texts = tuple(" ".join(each) for each in phrases)
        rows = f"SELECT id AS key FROM coverage_postrow WHERE search @@ ({query})"
        return Match(rows, "id", texts)
    # Words are letters, digits and marks alone, so nothing in them can end the quotation.
    wanted = " AND ".join(f'words : "{" ".join(each)}"' for each in phrases)
    rows = "SELECT rowid AS key FROM coverage_postwords WHERE coverage_postwords MATCH %s"
    return Match(rows, "rowid", (f'scope : "c{coverage:d}" AND {wanted}',))


def forget_replaced_words() -> None:
    """Takes words that no post has any more out of the index, where they stay until it is merged.

    Reads and writes the whole index. On PostgreSQL it is VACUUM that does this.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO coverage_postwords (coverage_postwords) VALUES ('optimize')"
            )
