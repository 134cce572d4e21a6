"""After a backup is restored, nothing is missing at any reader."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ON_POSTGRES
from tests.newsroom import Newsroom, get

from .test_damage import empty


@pytest.fixture(params=["dateline restore", "a plain copy"])
def restored(request: pytest.FixtureRequest, newsroom: Newsroom, tmp_path_factory):
    """A newsroom after its backup was restored, and the cursor and ETag of a reader from before."""
    folder = tmp_path_factory.mktemp("backups") / "monday"
    desk = newsroom.desk()
    desk.publish("Before the backup.")
    assert newsroom.run("backup", str(folder)).returncode == 0
    for number in range(5):
        desk.publish(f"Lost {number}.")
    cursor, etag = newsroom.cursor(), get(newsroom.address, "/flood/").headers["etag"]
    newsroom.kill()
    empty(newsroom)
    if request.param == "dateline restore":
        ended = newsroom.run("restore", str(folder))
        assert ended.returncode == 0, ended.stderr
        assert "All 2 entries are undamaged." in ended.stdout
    else:
        copy_back(newsroom, folder)
    newsroom.start()
    return newsroom, cursor, etag


def copy_back(newsroom: Newsroom, folder: Path) -> None:
    """Restores the database as somebody would who has never heard of `dateline restore`."""
    if not ON_POSTGRES:
        shutil.copy(folder / "dateline.sqlite3", newsroom.folder)
        return
    url = newsroom.environment["DATABASE_URL"]
    subprocess.run(["pg_restore", "--dbname", url, folder / "dateline.pgdump"], check=True)


def test_a_reader_from_before_a_restored_backup_is_told_to_load_the_page_again(restored):
    newsroom, cursor, etag = restored
    desk = newsroom.desk()
    # As many entries as were lost, and more: the reader's seq is used again.
    for number in range(8):
        desk.publish(f"New {number}.")
    event = newsroom.reader(after=cursor).read()
    assert event is not None
    assert event.name == "reset"
    assert '"reset": true' in get(newsroom.address, f"/flood/changes/?after={cursor}").text
    again = get(newsroom.address, "/flood/", {"If-None-Match": etag})
    assert again.status == 200
    assert "New 7." in again.text
    assert "Lost" not in again.text


def test_a_server_that_was_killed_goes_on_in_the_same_epoch(newsroom: Newsroom):
    newsroom.desk().publish("Before.")
    epoch = newsroom.cursor().split("-")[0]
    assert epoch_after_kill(newsroom) == epoch
    # A rebuild begins one, and its head is written, too.
    assert newsroom.run("rebuild").returncode == 0
    rebuilt = epoch_after_kill(newsroom)
    assert rebuilt != epoch
    assert epoch_after_kill(newsroom) == rebuilt


def epoch_after_kill(newsroom: Newsroom) -> str:
    newsroom.kill()
    newsroom.start()
    return newsroom.cursor().split("-")[0]


def test_a_backup_is_whole_though_posts_are_published_meanwhile(newsroom: Newsroom, tmp_path):
    folder, elsewhere = tmp_path / "backup", tmp_path / "elsewhere"
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.programs.publish", "flood", "Afloat {}.", "100000"],
        env=newsroom.environment,
    )
    newsroom.until_shown("Afloat")
    made = newsroom.run("backup", str(folder))
    assert writer.poll() is None
    writer.kill()
    writer.wait()
    assert made.returncode == 0, made.stderr
    assert sorted(path.stat().st_mode & 0o077 for path in folder.iterdir()) == [0, 0]
    if not ON_POSTGRES:
        elsewhere.mkdir()
        other = Newsroom(elsewhere, f"sqlite:///{elsewhere}/dateline.sqlite3")
        restored = other.run("restore", str(folder))
        assert restored.returncode == 0, restored.stderr
        assert "are undamaged." in restored.stdout
        assert (elsewhere / "secret.key").read_bytes() == (
            newsroom.folder / "secret.key"
        ).read_bytes()


@pytest.mark.any_database
def test_a_backup_overwrites_nothing(newsroom: Newsroom, tmp_path):
    folder = tmp_path / "backup"
    assert newsroom.run("backup", str(folder)).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    again = newsroom.run("backup", str(folder))
    assert again.returncode == 1
    assert f"{folder} exists." in again.stderr
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    newsroom.desk().publish("After the backup.")
    refused = newsroom.run("restore", str(folder))
    assert refused.returncode == 1
    assert "exists. Move it away before you restore a backup." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "After the backup." in get(newsroom.address, "/flood/").text


@pytest.mark.any_database
def test_a_folder_that_is_no_backup_is_refused(closed_newsroom: Newsroom, tmp_path):
    empty(closed_newsroom)
    refused = closed_newsroom.run("restore", str(tmp_path))
    assert refused.returncode == 1
    assert "is not a backup for this kind of database" in refused.stderr


@pytest.mark.any_database
def test_pictures_are_in_a_backup(filled: Newsroom, tmp_path):
    folder = tmp_path / "backup"
    assert filled.run("backup", str(folder)).returncode == 0
    shown = filled.program("pictures_of_posts").split()
    assert shown
    names = {name for _, _, files in os.walk(folder / "media") for name in files}
    assert all(any(each.partition(":")[2] in name for name in names) for each in shown)


def test_only_the_head_that_was_written_last_continues_a_journal(closed_newsroom: Newsroom):
    """A torn, missing or foreign file begins a new epoch; the right one does not."""
    closed_newsroom.program("publish", "flood", "Water.", "3")
    (path,) = closed_newsroom.folder.glob("*.head")
    assert begins_epoch(closed_newsroom) is False
    whole = path.read_bytes()
    # Without a whole line it is as if there were no file.
    torn = [] if ON_POSTGRES else [b"", whole[:40], whole[:20] + b"x" * 108]
    for damaged in (whole.replace(b"-4 ", b"-3 "), *torn):
        path.write_bytes(damaged)
        assert begins_epoch(closed_newsroom) is True, damaged
        assert begins_epoch(closed_newsroom) is False
    path.unlink()
    # On PostgreSQL it may be a machine that is new.
    assert begins_epoch(closed_newsroom) is not ON_POSTGRES


def begins_epoch(newsroom: Newsroom) -> bool:
    """Whether a command that could append an entry does. This one finds nothing to erase."""
    ended = newsroom.run("erase", "nowhere", "1", "--reason", "copyright")
    assert "there is no coverage “nowhere”" in ended.stderr
    return "The journal does not continue" in ended.stderr


@pytest.mark.sqlite
def test_a_whole_data_folder_that_is_copied_back_begins_a_new_epoch(
    closed_newsroom: Newsroom, tmp_path_factory
):
    elsewhere = tmp_path_factory.mktemp("copies") / "monday"
    closed_newsroom.program("publish", "flood", "Before.", "2")
    assert begins_epoch(closed_newsroom) is False
    shutil.copytree(closed_newsroom.folder, elsewhere)
    closed_newsroom.program("publish", "flood", "Lost.", "3")
    shutil.rmtree(closed_newsroom.folder)
    shutil.copytree(elsewhere, closed_newsroom.folder)
    assert begins_epoch(closed_newsroom) is True


@pytest.mark.postgres
def test_machines_that_share_a_database_share_its_epoch(closed_newsroom: Newsroom, tmp_path):
    other = Newsroom(tmp_path / "other", closed_newsroom.environment["DATABASE_URL"])
    other.folder.mkdir()
    for _ in range(2):
        for machine in (closed_newsroom, other):
            assert begins_epoch(machine) is False
            machine.program("publish", "flood", "Water.", "2")
    # Another machine begins one: this one does not begin another.
    assert other.run("rebuild").returncode == 0
    assert begins_epoch(closed_newsroom) is False


def test_a_command_that_only_reads_leaves_the_new_epoch_to_the_server(closed_newsroom: Newsroom):
    closed_newsroom.program("publish", "flood", "Water.", "3")
    (path,) = closed_newsroom.folder.glob("*.head")
    damaged = path.read_bytes().replace(b"-4 ", b"-9 ")
    path.write_bytes(damaged)
    for command, status in (("check", 1), ("export flood", 0)):
        assert closed_newsroom.run(*command.split()).returncode == status
        assert path.read_bytes() == damaged
    assert begins_epoch(closed_newsroom) is True
    assert closed_newsroom.run("check").returncode == 0
