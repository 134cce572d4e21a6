"""A rebuild blocks no writer, gives the right tables whatever happens, and finds differences."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from dateline.coverage import objects
from dateline.coverage.models import PostRow
from dateline.journal import projections, rebuild
from dateline.journal.models import ProjectionVersion
from dateline.journal.write_lock import write_lock
from dateline.page import projection
from dateline.page.models import BlockRow
from tests.conftest import ON_POSTGRES
from tests.newsroom import PATIENCE, Newsroom, get
from tests.people import act, copy, publish, seq_of

ROOT = Path(__file__).parent.parent.parent
# Enough for several portions of each large table.
POSTS = 250


def program(newsroom: Newsroom, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.journal.rebuilding", *arguments],
        env=newsroom.environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(running: subprocess.Popen[str]) -> str:
    """What a program printed. Fails if the program failed."""
    output, errors = running.communicate(timeout=2 * PATIENCE)
    assert running.returncode == 0, errors
    return output.strip()


def run(newsroom: Newsroom, *arguments: str) -> str:
    return ended(program(newsroom, *arguments))


def test_writers_and_readers_go_on_during_a_rebuild(closed_newsroom):
    run(closed_newsroom, str(POSTS), "spoil")
    writer = program(closed_newsroom, "write")
    assert writer.stdout is not None
    assert writer.stdout.readline() == "writing\n"
    locks, most_rows = map(int, run(closed_newsroom, "watched").split())
    assert int(ended(writer)) > 5
    assert locks > 2 * POSTS / rebuild.PORTION
    assert POSTS / locks < most_rows <= rebuild.PORTION
    assert run(closed_newsroom, "differences") == ""


def test_two_rebuilds_at_once_give_the_right_tables(closed_newsroom):
    run(closed_newsroom, "50", "spoil")
    writer, *both = (program(closed_newsroom, how) for how in ("write", "rebuild", "rebuild"))
    for each in (*both, writer):
        ended(each)
    assert run(closed_newsroom, "differences") == ""


def test_a_rebuild_that_is_killed_anywhere_is_completed_by_the_next(closed_newsroom):
    # Posts, their blocks and the sources of these; then the epoch and the versions. A difference
    # would be another line.
    assert int(run(closed_newsroom, "30", "dying", "differences")) >= 5


def test_tables_of_an_older_version_are_rebuilt_at_start(closed_newsroom):
    run(closed_newsroom, "3")
    closed_newsroom.start()
    epoch = closed_newsroom.cursor().split("-")[0]
    assert "Rebuilt" not in closed_newsroom.stop()
    assert run(closed_newsroom, "spoil", "differences") != ""

    closed_newsroom.start()
    assert closed_newsroom.cursor().split("-")[0] != epoch
    assert "Post 3." in get(closed_newsroom.address, "/flood/").text
    said = closed_newsroom.stop()
    reason = "the code of coverage, media, claims, page has changed"
    assert f"Rebuilt the tables from 4 entries: {reason}." in said
    assert run(closed_newsroom, "differences") == ""

    closed_newsroom.start()
    assert "Rebuilt" not in closed_newsroom.stop()


def test_a_rebuild_by_hand_begins_a_new_epoch_and_folds_once(closed_newsroom):
    run(closed_newsroom, "3", "spoil")
    done = closed_newsroom.run("rebuild")
    assert done.returncode == 0
    assert done.stdout == "Rebuilt the tables from 4 entries.\n"
    assert done.stderr == ""
    assert run(closed_newsroom, "differences") == ""


EDITS = {
    "block": (
        "UPDATE page_blockrow SET html = 'Dry.' WHERE name = 'post-2'",
        "entry 3: the row flood, post-2 of page_blockrow differs from the journal in html",
    ),
    "post": (
        "UPDATE coverage_postrow SET page = 9, words = '' WHERE number = 1",
        "entry 4: the row flood, 1 of coverage_postrow differs from the journal in page, words",
    ),
    "coverage": (
        "UPDATE coverage_coveragerow SET state = '{}'",
        "the row flood of coverage_coveragerow differs from the journal in state",
    ),
    "missing": (
        "DELETE FROM coverage_changerow",
        "entry 4: the row flood, 4 of coverage_changerow is missing",
    ),
    "surplus": (
        "INSERT INTO page_blockdependencyrow (coverage_id, block, object)"
        " SELECT id, 'pin', 'post-9' FROM journal_coverage",
        "the row flood, post-9, pin of page_blockdependencyrow should not be there",
    ),
}

if not ON_POSTGRES:
    # PostgreSQL cannot store an invalid time.
    EDITS["unreadable"] = (
        "UPDATE coverage_coveragerow SET dated = 'in spring'",
        "the row flood of coverage_coveragerow differs from the journal in dated",
    )
    EDITS["impossible"] = (
        "UPDATE coverage_changerow SET at = '2026-13-01 00:00:00'",
        "entry 4: the row flood, 4 of coverage_changerow differs from the journal in at",
    )


@pytest.fixture
def corrected(coverage):
    """Two posts, the first of them corrected: entries 1 to 4."""
    from dateline.desk.commands import posts

    publish(coverage, "Water.")
    publish(coverage, "More water.")
    change = {"coverage": coverage, "number": 1, "expected_seq": seq_of(coverage, "post-1")}
    posts.correct(**act(), **change, copy=copy("Wine."), note="The name is Zoltan.")
    return coverage


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_row_is_found_and_corrected(corrected, edit):
    statement, expected = EDITS[edit]
    assert list(rebuild.differences()) == []
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 1
    assert list(map(str, rebuild.differences())) == [expected]
    rebuild.rebuild()
    assert list(rebuild.differences()) == []


def test_the_first_entry_whose_rows_differ_is_named_first(corrected):
    BlockRow.objects.filter(name="headline").update(page=5)
    PostRow.objects.update(page=5)
    assert [each.seq for each in rebuild.differences()] == [1, 3, 4]


def test_what_is_erased_during_a_rebuild_does_not_come_back(corrected, monkeypatch):
    from dateline.desk.commands import erasure

    seq = seq_of(corrected, "post-1")
    PostRow.objects.update(words="")
    erased = []

    def erase() -> None:
        erasure.erase_entry(
            **act(), coverage=corrected, about=objects.post(1), seq=seq, reason="safety"
        )
        erased.append(seq)

    @contextmanager
    def looked_at():
        with write_lock() as held:
            yield held
        rows = [*PostRow.objects.values(), *BlockRow.objects.values()]
        assert erased
        assert "Zoltan" not in str(rows)

    _between_folding_and_writing(monkeypatch, [erase])
    monkeypatch.setattr(rebuild, "write_lock", looked_at)
    rebuild.rebuild()
    assert list(rebuild.differences()) == []


def test_a_row_that_is_made_from_spoilt_ones_during_a_rebuild_is_corrected(corrected, monkeypatch):
    """A writer folds the stored rows: here a new post follows one that is on the wrong page."""
    PostRow.objects.update(page=7)
    _between_folding_and_writing(
        monkeypatch, [lambda: publish(corrected, "Meanwhile."), lambda: publish(corrected, "Too.")]
    )
    rebuild.rebuild()
    assert set(PostRow.objects.values_list("page", flat=True)) == {1}
    assert list(rebuild.differences()) == []


def test_a_projection_whose_rows_are_not_stored_as_folded_ends_a_rebuild(corrected, monkeypatch):
    made = projection._block_row

    def faulty(*arguments):
        row = made(*arguments)
        row.page = str(row.page)
        return row

    monkeypatch.setattr(projection, "_block_row", faulty)
    with pytest.raises(rebuild.NeverSettled, match="page_blockrow"):
        rebuild.rebuild()


def _between_folding_and_writing(monkeypatch, calls) -> None:
    """Calls a function whenever a rebuild has found differing rows and not yet written them."""
    suspects = rebuild._suspects

    def then_do(*arguments):
        found = suspects(*arguments)
        if found and calls:
            calls.pop(0)()
        return found

    monkeypatch.setattr(rebuild, "_suspects", then_do)


def test_dateline_check_finds_an_edited_row_and_a_rebuild_mends_it(closed_newsroom):
    run(closed_newsroom, "3", "edit")
    found = closed_newsroom.run("check")
    assert found.returncode == 1
    assert "entry 3: the row flood, post-2 of page_blockrow" in found.stdout
    closed_newsroom.run("rebuild")
    assert closed_newsroom.run("check").stdout == "All 4 entries are undamaged.\n"


def test_processes_that_start_together_all_remember_the_versions(closed_newsroom: Newsroom):
    remember = (
        "import django; django.setup()\n"
        "from dateline.journal import projections\n"
        "for _ in range(200): projections.remember_versions()\n"
        "print(projections.outdated())"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", remember],
            env=closed_newsroom.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(3)
    ]
    assert [each.communicate(timeout=PATIENCE)[0] for each in processes] == ["[]\n"] * 3


def test_versions_of_projections_that_were_removed_are_forgotten(db):
    ProjectionVersion.objects.create(name="removed", version=1)
    projections.remember_versions()
    assert not ProjectionVersion.objects.filter(name="removed").exists()
    assert projections.outdated() == []
