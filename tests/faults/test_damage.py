"""Damage to the journal is found: a flipped bit, an edited row, a truncated or missing file."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from dateline.journal import checks, integrity, triggers
from dateline.journal.canonical import LeafFields, leaf_bytes
from dateline.journal.errors import JournalWrong
from dateline.journal.models import Leaf
from tests.conftest import ON_POSTGRES
from tests.newsroom import Newsroom, get
from tests.people import publish


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def unguarded(coverage, open_coverage_named):
    """A journal of six entries without triggers: 1 and 2 open coverages, 3 to 6 are posts."""
    open_coverage_named("fire")
    for number in range(4):
        publish(coverage, f"Water at door {number}.\n\nAnd more.")
    on = {
        name: "journal_leaf" if "leaf" in name else "journal_disclosure"
        for name in triggers.POSTGRES_NAMES
    }
    for name in triggers.POSTGRES_NAMES if ON_POSTGRES else triggers.NAMES:
        execute(f"DROP TRIGGER {name}" + (f" ON {on[name]}" if ON_POSTGRES else ""))
    return coverage


DISCLOSED = "(SELECT {} FROM journal_disclosure WHERE leaf_id = 5 AND name = 'parts.0')"
EDITS = {
    "kind": ("UPDATE journal_leaf SET kind = 'post.updated' WHERE seq = 4", 4),
    "time": ("UPDATE journal_leaf SET at = '2026-01-01 00:00:00+00:00' WHERE seq = 4", 4),
    "coverage": (
        "UPDATE journal_leaf SET coverage_id = (SELECT id FROM journal_coverage"
        " WHERE slug = 'fire') WHERE seq = 4",
        4,
    ),
    "object": ("UPDATE journal_leaf SET object = 'post-9' WHERE seq = 4", 4),
    "revision": ("UPDATE journal_leaf SET revision = 2 WHERE seq = 4", 4),
    "previous": ("UPDATE journal_leaf SET previous = 3 WHERE seq = 4", 4),
    "leaf": (
        "UPDATE journal_leaf SET leaf = (SELECT leaf FROM journal_leaf WHERE seq = 3)"
        " WHERE seq = 4",
        4,
    ),
    "text": (
        f"UPDATE journal_disclosure SET text = {DISCLOSED.format('text')}"
        " WHERE leaf_id = 4 AND name = 'parts.0'",
        4,
    ),
    "no base64": ("UPDATE journal_disclosure SET text = 'é' WHERE leaf_id = 4 AND ordinal = 0", 4),
    "name": ("UPDATE journal_disclosure SET name = 'note' WHERE leaf_id = 4 AND ordinal = 0", 4),
    "digest": ("UPDATE journal_disclosure SET digest = 'x' WHERE leaf_id = 4 AND ordinal = 0", 4),
    "ordinal": ("UPDATE journal_disclosure SET ordinal = 7 WHERE leaf_id = 4 AND ordinal = 0", 4),
    "disclosure gone": ("DELETE FROM journal_disclosure WHERE leaf_id = 4 AND ordinal = 0", 4),
    "disclosure moved": (
        "UPDATE journal_disclosure SET leaf_id = 5, ordinal = 9 WHERE leaf_id = 4 AND ordinal = 0",
        4,
    ),
    "entry gone": (
        "DELETE FROM journal_disclosure WHERE leaf_id = 4;DELETE FROM journal_leaf WHERE seq = 4",
        4,
    ),
    "last entry gone": (
        "DELETE FROM journal_disclosure WHERE leaf_id = 6;DELETE FROM journal_leaf WHERE seq = 6",
        0,
    ),
    "head": ("UPDATE journal_newsroom SET head = 7", 0),
    "head of a coverage": ("UPDATE journal_coverage SET head = 5 WHERE slug = 'flood'", 0),
    "head of a coverage, ahead": ("UPDATE journal_coverage SET head = 9 WHERE slug = 'flood'", 0),
    "kind of the last entry": (
        "UPDATE journal_leaf SET kind = 'post.updated' WHERE seq = 6",
        6,
    ),
    "no newsroom": ("DELETE FROM journal_newsroom", 0),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_row_is_found_and_named(unguarded, name):
    assert list(integrity.check()) == []
    statements, seq = EDITS[name]
    for statement in statements.split(";"):
        execute(statement)
    first = next(integrity.check())
    assert first.seq == seq, first
    # A start reads only the newest entries, which here are all.
    if name != "no newsroom":
        with pytest.raises(JournalWrong, match=str(first).split(":")[0]):
            checks.require_sound()


def test_an_entry_that_was_rewritten_breaks_its_link(unguarded):
    row = Leaf.objects.select_related("coverage").get(seq=4)
    digests = list(row.disclosures.values_list("digest", flat=True))
    head = LeafFields(row.kind, row.at, row.coverage.uid, row.object, row.revision, 3)
    # It fits its columns and disclosures, but not the entry before it.
    Leaf.objects.filter(seq=4).update(previous=3, leaf=leaf_bytes(head, digests))
    assert [each.seq for each in integrity.check()] == [4]


def test_what_was_erased_is_no_damage(unguarded):
    execute("UPDATE journal_disclosure SET text = NULL WHERE leaf_id = 4")
    assert list(integrity.check()) == []


def test_a_start_that_reads_only_the_newest_entries_knows_what_they_follow(coverage):
    from dateline.desk.commands import posts
    from tests.people import act, copy, seq_of

    publish(coverage, "The water stands at 4.2 m.")
    change = {"coverage": coverage, "number": 1, "note": "It was wrong."}
    for words in ("The water stands at 2.4 m.", "The water stands at 2.5 m."):
        posts.correct(**act(), **change, expected_seq=seq_of(coverage, "post-1"), copy=copy(words))
    for after in range(5):
        assert list(integrity.check(after)) == []


def database(newsroom: Newsroom) -> Path:
    """The database file after a checkpoint, so that no WAL is beside it."""
    path = newsroom.folder / "dateline.sqlite3"
    with sqlite3.connect(path) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    own.close()
    return path


def flip(path: Path, what: bytes) -> None:
    """Flips the lowest bit of the byte in the middle of the first `what` in a file."""
    whole = bytearray(path.read_bytes())
    places = [place for place in range(len(whole)) if whole.startswith(what, place)]
    assert places
    for place in places:
        whole[place + len(what) // 2] ^= 1
    path.write_bytes(whole)


@pytest.mark.sqlite
@pytest.mark.parametrize("where", ["text", "leaf"])
def test_a_flipped_bit_stops_the_start_and_is_named(closed_newsroom: Newsroom, where):
    closed_newsroom.program("publish", "flood", "Water at the door.", "4")
    path = database(closed_newsroom)
    with sqlite3.connect(path) as own:
        query = {
            "text": "SELECT text FROM journal_disclosure WHERE leaf_id = 3 AND name = 'parts.0'",
            "leaf": "SELECT leaf FROM journal_leaf WHERE seq = 3",
        }[where]
        ((stored,),) = own.execute(query)
    own.close()
    assert closed_newsroom.run("check").stdout == "All 5 entries are undamaged.\n"

    flip(path, stored if isinstance(stored, bytes) else stored.encode())
    checked = closed_newsroom.run("check")
    assert checked.returncode == 1
    assert "the journal is damaged, first at entry 3: " in checked.stderr
    assert "Traceback" not in checked.stderr
    with pytest.raises(AssertionError, match="The first damage is at entry 3: "):
        closed_newsroom.start()


@pytest.mark.sqlite
@pytest.mark.parametrize("how", ["flipped", "deleted", "truncated"])
def test_what_is_lost_with_the_write_ahead_log_is_named(newsroom: Newsroom, how):
    desk = newsroom.desk()
    for number in range(12):
        desk.publish(f"Water at door {number}.")
    newsroom.kill()
    wal = newsroom.folder / "dateline.sqlite3-wal"
    whole = wal.read_bytes()
    assert len(whole) > 100_000
    if how == "flipped":
        place = len(whole) // 2
        wal.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    elif how == "truncated":
        wal.write_bytes(whole[: len(whole) // 2])
    else:
        wal.unlink()
    checked = newsroom.run("check")
    assert checked.returncode == 1
    # SQLite says nothing, and reads what is before it.
    found = re.search(r"first at entry (\d+): it is missing, though entry 13 was", checked.stderr)
    assert found, checked.stderr
    assert 1 < int(found[1]) <= 13
    # A check changes nothing, so the next one says it again.
    assert newsroom.run("check").stderr == checked.stderr
    with (newsroom.folder / "log").open("w+") as log:
        newsroom.output = log
        newsroom.start()
        assert get(newsroom.address, "/flood/").text.count("<article") == int(found[1]) - 2
        newsroom.stop()
        log.seek(0)
        assert f"entry {found[1]}: it is missing" in log.read()


@pytest.mark.sqlite
@pytest.mark.thorough
def test_no_flipped_bit_changes_the_journal_unseen(closed_newsroom: Newsroom):
    closed_newsroom.program("publish", "flood", "Water at the door. " * 20, "30")
    path = str(database(closed_newsroom))
    lines = closed_newsroom.program("flip", path, "300", "1").splitlines()
    assert len(lines) == 1, lines
    assert int(lines[0].split()[0]) > 150


@pytest.mark.sqlite
def test_a_truncated_file_stops_the_start_with_a_reason(closed_newsroom: Newsroom):
    path = database(closed_newsroom)
    whole = path.read_bytes()
    serve = ["serve", "--port", str(closed_newsroom.port)]
    for size, arguments in ((len(whole) // 2, serve), (len(whole) // 2, ["check"]), (90, serve)):
        path.write_bytes(whole[:size])
        ended = closed_newsroom.run(*arguments)
        assert ended.returncode == 1
        assert ended.stderr.startswith("dateline: "), ended.stderr
        assert ended.stderr.count("\n") == 1


def test_a_database_that_is_gone_or_empty_stops_the_start(closed_newsroom: Newsroom):
    # The first start of this copy writes the marker file.
    assert closed_newsroom.run("check").returncode == 0
    empty(closed_newsroom)
    ended = closed_newsroom.run("serve", "--port", str(closed_newsroom.port))
    assert ended.returncode == 1
    assert "The database that belongs to this data folder is missing or empty." in ended.stderr
    assert "Traceback" not in ended.stderr
    if not ON_POSTGRES:
        assert not (closed_newsroom.folder / "dateline.sqlite3").exists()
    (marker,) = closed_newsroom.folder.glob("*.made")
    marker.unlink()
    # Without the marker it is a folder for a new newsroom.
    assert "there is no newsroom" in closed_newsroom.run("check").stderr
    closed_newsroom.start()
    closed_newsroom.stop()
    assert closed_newsroom.run("check").stdout == "All 0 entries are undamaged.\n"


def empty(newsroom: Newsroom) -> None:
    if not ON_POSTGRES:
        for path in newsroom.folder.glob("dateline.sqlite3*"):
            if path.suffix not in (".made", ".head"):
                path.unlink()
        return
    import psycopg

    server, _, name = newsroom.environment["DATABASE_URL"].rpartition("/")
    with psycopg.connect(f"{server}/template1", autocommit=True) as own:
        own.execute(f"DROP DATABASE {name} WITH (FORCE)")
        own.execute(f"CREATE DATABASE {name}")


@pytest.mark.sqlite
@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_database_file_that_is_gone_while_the_server_runs_takes_no_post(newsroom: Newsroom, how):
    desk = newsroom.desk()
    desk.publish("Before.")
    form = desk.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    path = newsroom.folder / "dateline.sqlite3"
    copied = shutil.copy(database(newsroom), newsroom.folder / "copy")
    if how == "deleted":
        path.rename(newsroom.folder / "deleted")
    else:
        Path(copied).rename(path)
    for _ in range(8):  # more than there are threads, since each has its own connection
        answer = desk.post("/desk/flood/", form)
        assert answer.status == 503
        assert "Water." in answer.text
    for page in ("/", "/flood/", "/flood/find/?q=water"):
        # Other threads, which open their connections only now, make no empty file; they answer 503.
        assert get(newsroom.address, page).status in (200, 500, 503)
    newsroom.stop()
    if how == "deleted":
        # Nor was an empty file made in its place.
        assert not path.exists()
        assert newsroom.run("check").returncode == 1
        (newsroom.folder / "deleted").replace(path)
    newsroom.start()
    assert desk.post("/desk/flood/", form).status == 302
    assert get(newsroom.address, "/flood/").text.count("<article") == 2
