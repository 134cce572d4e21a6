"""The database itself refuses to change, delete, overwrite, misnumber or truncate an entry."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from dateline.journal import checks, triggers
from dateline.journal.errors import JournalDamaged
from dateline.journal.models import Disclosure, Leaf
from tests.people import publish


def refused(action) -> bool:
    try:
        with transaction.atomic():
            action()
    except DatabaseError:
        return True
    return False


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def leaf(coverage) -> Leaf:
    publish(coverage, "Water at the door.")
    return Leaf.objects.get(seq=2)


def test_an_entry_cannot_be_changed(leaf):
    assert refused(lambda: Leaf.objects.filter(seq=2).update(kind="post.revised"))
    assert refused(lambda: execute("UPDATE journal_leaf SET leaf = %s", b"{}"))


def test_an_entry_cannot_be_deleted(leaf):
    assert refused(lambda: execute("DELETE FROM journal_leaf WHERE seq = 2"))
    assert refused(lambda: execute("DELETE FROM journal_disclosure WHERE leaf_id = 2"))


COLUMNS = "(seq, kind, at, coverage_id, object, revision, previous, leaf)"
SELECT = "SELECT {}, kind, at, coverage_id, object, revision, previous, leaf FROM journal_leaf"


@pytest.mark.parametrize("seq", [1, 2, 4, -1])
def test_an_entry_cannot_be_misnumbered(leaf, seq):
    sql = f"INSERT INTO journal_leaf {COLUMNS} {SELECT.format(seq)} WHERE seq = 2"
    assert refused(lambda: execute(sql))
    assert not refused(lambda: execute(sql.replace(f"SELECT {seq}", "SELECT 3")))


WAYS_ROUND = {
    "sqlite": [
        f"INSERT OR REPLACE INTO journal_leaf {COLUMNS} {SELECT.format(2)} WHERE seq = 2",
        "INSERT OR REPLACE INTO journal_disclosure (digest, leaf_id, ordinal, name, text)"
        " SELECT digest, leaf_id, ordinal, name, 'other' FROM journal_disclosure",
    ],
    "postgresql": ["TRUNCATE journal_leaf CASCADE", "TRUNCATE journal_disclosure"],
}


def test_no_statement_gets_round_the_triggers(leaf):
    for statement in WAYS_ROUND[connection.vendor]:
        assert refused(lambda sql=statement: execute(sql)), statement


def test_a_disclosure_can_be_erased_and_nothing_else(leaf):
    rows = Disclosure.objects.filter(leaf=leaf, name="headline")
    assert refused(lambda: rows.update(text="something else"))
    assert refused(lambda: rows.update(name="standfirst"))
    # Nor may anything else change with its erasure.
    for change in ({"name": "standfirst"}, {"ordinal": 7}, {"digest": "x"}, {"leaf_id": 1}):
        assert refused(lambda change=change: rows.update(text=None, **change)), change
    assert not refused(lambda: rows.update(text=None))
    assert refused(lambda: rows.update(text="back again"))


def test_a_disclosure_cannot_be_added_to_an_old_entry(leaf):
    assert refused(
        lambda: Disclosure.objects.create(digest="x", leaf_id=1, ordinal=9, name="more", text="y")
    )


@pytest.mark.parametrize("name", sorted(triggers.NAMES))
def test_a_missing_trigger_is_found_at_the_start(coverage, name):
    checks.require_triggers()
    table = "journal_leaf" if "leaf" in name else "journal_disclosure"
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER {name}{on}")
    with pytest.raises(JournalDamaged, match=name):
        checks.require_triggers()
