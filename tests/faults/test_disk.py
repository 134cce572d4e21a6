"""If fsync fails, nothing is acknowledged that is not on the disk, and no text is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from PIL import Image

from tests.newsroom import Newsroom, fields_of, get

from .conftest import FaultyDisk


@pytest.mark.sqlite
@pytest.mark.compiler
def test_a_post_is_on_the_disk_before_it_is_acknowledged(closed_newsroom: Newsroom, faulty_disk):
    faulty_disk.under(closed_newsroom)
    closed_newsroom.start()
    desk = closed_newsroom.desk()
    # The first commit of a new WAL waits for the disk in any mode.
    desk.publish("Before.")
    form = desk.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    before = len(faulty_disk.log())
    assert desk.post("/desk/flood/", form).status == 302
    wal = str(closed_newsroom.folder / "dateline.sqlite3-wal")
    # At synchronous=NORMAL no commit waits for the disk.
    assert ("sync", wal) in faulty_disk.log()[before:]
    closed_newsroom.stop()


@pytest.mark.sqlite
def test_sqlite_waits_for_the_disk_at_every_commit(db):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)


@pytest.mark.sqlite
@pytest.mark.compiler
def test_where_fsync_fails_nothing_is_acknowledged_and_no_text_is_lost(
    closed_newsroom: Newsroom, faulty_disk: FaultyDisk
):
    faulty_disk.under(closed_newsroom)
    closed_newsroom.start()
    desk = closed_newsroom.desk()
    desk.publish("Before.")
    form = desk.form("/desk/flood/", "part-0-text")
    faulty_disk.fail()
    for _ in range(3):
        answer = desk.post("/desk/flood/", form | {"part-0-text": "Water.", "do": "publish"})
        assert answer.status == 503
        assert "Water." in answer.text
        assert "could not be stored" in answer.text
    assert "failed" in dict(faulty_disk.log())
    assert get(closed_newsroom.address, "/flood/").text.count("<article") == 1

    faulty_disk.mend()
    assert desk.post("/desk/flood/", fields_of(answer.text, "Water.")).status == 302
    # A refused post may be on the disk after all. After a kill it must not be there twice.
    closed_newsroom.kill()
    closed_newsroom.start()
    assert get(closed_newsroom.address, "/flood/").text.count("<article") == 2
    closed_newsroom.stop()
    checked = closed_newsroom.run("check")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.compiler
def test_a_picture_and_its_name_are_on_the_disk_before_it_is_taken_in(
    closed_newsroom: Newsroom, faulty_disk: FaultyDisk, tmp_path: Path
):
    faulty_disk.under(closed_newsroom)
    Image.effect_mandelbrot((600, 400), (-2, -1.5, 1, 1.5), 20).save(tmp_path / "upload.png")
    made = json.loads(closed_newsroom.program("store_picture", str(tmp_path / "upload.png")))
    log = faulty_disk.log()
    media = closed_newsroom.folder / "media"
    for each in made:
        folder = media / each["sha256"][:2]
        (renamed,) = (
            place
            for place, (what, path) in enumerate(log)
            if what == "rename"
            and path.startswith(str(folder / each["sha256"]))
            and path.endswith(each["media_type"][-4:].replace("jpeg", "jpg").lstrip("/"))
        )
        # The file before its name, then the name, then the name of a new folder.
        assert any(each["sha256"] in path for what, path in log[:renamed] if what == "sync")
        assert ("sync", str(folder)) in log[renamed:]
        assert ("sync", str(media)) in log
    assert ("sync", str(closed_newsroom.folder)) in log
