"""The full-text index over the words of posts, in SQLite or PostgreSQL.

The words are stems already (`search_text.words`), so neither database may stem them again.

SQLite has an FTS5 table, which triggers on `coverage_postrow` keep up to date; a migration that
recreates `coverage_postrow` must call `create` again. PostgreSQL has a generated column with a GIN
index. Both index the coverage of a post as an additional word. Without it, a search would also read
all matches in other coverages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from dateline.journal.write_lock import write_lock

# About a tenth of a second of merging.
MERGE_PAGES: Final = 1000

_INSERT: Final = (
    "INSERT INTO coverage_postwords (rowid, scope, words)"
    " VALUES (NEW.id, 'c' || NEW.coverage_id, NEW.words)"
)
# The index stores no copy of the text, so FTS5 needs the old words to remove their entries.
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
    """Creates the index and its triggers, and adds the rows of `coverage_postrow` to it."""
    with on.cursor() as cursor:
        for statement in _POSTGRES if on.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


@dataclass(frozen=True)
class Match:
    """A query for the posts of a coverage that contain all of some phrases.

    `rows` is SQL that selects their primary keys as `key`, with the parameters `values`. A caller
    may append a condition on `column`, which holds the primary key. There is no condition for a
    single post, because FTS5 needs up to half a millisecond to test one row.
    """

    rows: str
    column: str
    values: tuple[str, ...]


def match(coverage: int, phrases: list[list[str]]) -> Match:
    """Returns a query for the posts that contain all phrases. A phrase is a list of stems."""
    if connection.vendor == "postgresql":
        phrase = "phraseto_tsquery('simple', %s)"
        query = " && ".join([f"'''coverage {coverage:d}'''::tsquery", *[phrase] * len(phrases)])
        # PostgreSQL's parser drops some characters, such as "①" and "²". A query for a phrase of
        # nothing else is empty, and an empty query joined by && would match every post.
        rows = f"SELECT id AS key FROM coverage_postrow WHERE search @@ ({query})"
        rows += f" AND numnode({phrase}) > 0" * len(phrases)
        texts = tuple(" ".join(each) for each in phrases)
        return Match(rows, "id", texts * 2)
    # `search_text.split` leaves only letters, digits and marks in words, so none contains a quote.
    wanted = " AND ".join(f'words : "{" ".join(each)}"' for each in phrases)
    rows = "SELECT rowid AS key FROM coverage_postwords WHERE coverage_postwords MATCH %s"
    return Match(rows, "rowid", (f'scope : "c{coverage:d}" AND {wanted}',))


def forget_deleted_words() -> None:
    """Removes deleted words from SQLite's index, which otherwise keeps them until its next merge.

    It merges the whole index, in steps under the write lock: at once, that took 3.5 s for 100,000
    posts. PostgreSQL does this in VACUUM.
    """
    if connection.vendor != "sqlite":
        return
    # A negative number of pages begins a merge of everything, and positive ones go on with it
    # (SQLite FTS5, section 6.8, the merge command). A step that changes less than two rows is the
    # last.
    pages = -MERGE_PAGES
    while _merge(pages) > 1:
        pages = MERGE_PAGES


def _merge(pages: int) -> int:
    """Does a step of a merge; returns how many rows it changed."""
    with write_lock(), connection.cursor() as cursor:
        before = connection.connection.total_changes
        cursor.execute(
            "INSERT INTO coverage_postwords (coverage_postwords, rank) VALUES ('merge', %s)",
            [pages],
        )
        changed: int = connection.connection.total_changes - before
    return changed
