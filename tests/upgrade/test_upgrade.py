"""Data folders of earlier versions are opened by this one, and migrations are only added."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.conftest import ON_POSTGRES
from tests.newsroom import Desk, Newsroom, get, sign_in

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src" / "dateline"
KEPT = sorted(path.parent for path in HERE.glob("*/secret.key"))
LEAVES = (
    "from dateline.journal import sql; from hashlib import sha256\n"
    "for seq, leaf in sql.rows('SELECT seq, leaf FROM journal_leaf ORDER BY seq'):\n"
    "    print(seq, sha256(leaf).hexdigest())"
)


@pytest.fixture(params=KEPT, ids=lambda path: path.name)
def kept(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom with a data folder as an earlier version has left it."""
    for name in ("secret.key", "media"):
        copy = shutil.copytree if name == "media" else shutil.copy
        copy(request.param / name, tmp_path / name)
    if ON_POSTGRES:
        script = request.param / "postgres.sql"
        command = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={script}", database_url]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    else:
        with sqlite3.connect(database_url.removeprefix("sqlite:///")) as own:
            own.executescript((request.param / "sqlite.sql").read_text())
        own.close()
    newsroom = Newsroom(tmp_path, database_url)
    yield newsroom
    if newsroom.process is not None and newsroom.process.poll() is None:
        newsroom.stop()


def signed_in(newsroom: Newsroom) -> Desk:
    """Ben signs in with the password that he had."""
    answer = sign_in(newsroom)
    assert answer.status == 302, answer.text
    found = re.search(r"sessionid=(\w+)", answer.headers["set-cookie"])
    assert found
    return Desk(newsroom.address, found[1], "flood")


def test_a_data_folder_of_an_earlier_version_goes_on(kept: Newsroom):
    before = kept.python(LEAVES).splitlines()
    assert len(before) > 20
    kept.start()
    page = get(kept.address, "/flood/").text
    for part in "Text Quotation Question Bullets Photograph Embed MapMarks Lost".split():
        assert f"A post with a {part}" in page
    picture = re.search(r"/media/\w+\.jpg", page)
    assert picture
    paths = ["/", "/east/", "/north/", "/north/post/1/history/", "/north/corrections/", picture[0]]
    for path in [*paths, "/flood/find/?q=dam", "/flood/feed.atom", "/flood/changes/?after=x"]:
        assert get(kept.address, path).status == 200, path
    assert "The <mark>dam</mark> holds." in get(kept.address, "/flood/find/?q=dam").text

    desk = signed_in(kept)
    desk.publish("The water falls.")
    desk.change(1, "The water stands at 2.4 m.", "correct", "A figure was wrong.")
    # It waits for as long as it can be undone.
    kept.until_shown("The water falls.")
    page = get(kept.address, "/flood/").text
    assert "The water falls." in page
    assert "A figure was wrong." in page
    kept.stop()
    checked = kept.run("check")
    assert checked.returncode == 0, checked.stderr
    # Old entries have the bytes that they had.
    after = kept.python(LEAVES).splitlines()
    assert after[: len(before)] == before
    assert len(after) == len(before) + 2


def test_an_upgraded_database_is_like_a_new_one(kept: Newsroom, founded: Newsroom):
    assert kept.run("check").returncode in (0, 1)  # which migrates
    new, upgraded = (each.program("schema").splitlines() for each in (founded, kept))
    assert len(new) > 50
    assert sorted(set(upgraded) ^ set(new)) == []


def test_a_migration_is_never_edited():
    """A folder that has run it would not run it again: CONTRIBUTING.md, Changing the tables."""
    lines = (HERE / "migrations.sha256").read_text().splitlines()
    committed = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    files = {str(each.relative_to(SOURCE)): each for each in SOURCE.glob("*/migrations/0*.py")}
    assert committed.keys() == files.keys()
    for name, path in files.items():
        assert sha256(path.read_bytes()).hexdigest() == committed[name], name


def test_no_model_lacks_a_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
