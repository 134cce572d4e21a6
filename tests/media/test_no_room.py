"""A full disk leaves no half-written picture, and the form keeps its text."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dateline.accounts.models import Member
from dateline.media import pictures, uploads
from dateline.media.models import Picture

pytestmark = pytest.mark.any_database


@pytest.fixture
def upload(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> SimpleUploadedFile:
    settings.DATELINE_MEDIA = tmp_path / "media"
    folder = tmp_path / "uploads"
    folder.mkdir()
    monkeypatch.setattr(uploads, "folder", lambda: folder)
    Image.effect_mandelbrot((600, 400), (-2, -1.5, 1, 1.5), 20).save(tmp_path / "picture.png")
    return SimpleUploadedFile("picture.png", (tmp_path / "picture.png").read_bytes())


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("step", range(1, 5))
def test_a_picture_is_stored_whole_or_not_at_all(
    db, upload: SimpleUploadedFile, settings, monkeypatch: pytest.MonkeyPatch, step: int
):
    moved = []
    really_move = pictures._move

    def move(made: Path, placed: list[Path]) -> None:
        moved.append(made)
        if len(moved) == step:
            raise OSError(errno.ENOSPC, "No space left on device")
        really_move(made, placed)

    monkeypatch.setattr(pictures, "_move", move)
    with pytest.raises(pictures.PictureRefused, match="could not be stored"):
        pictures.store(upload)
    assert files(settings.DATELINE_MEDIA) == []
    assert files(uploads.folder()) == []
    assert not Picture.objects.exists()


def test_a_picture_that_was_stored_before_survives_a_refusal(
    db, upload: SimpleUploadedFile, settings, monkeypatch: pytest.MonkeyPatch
):
    pictures.store(upload)
    before = files(settings.DATELINE_MEDIA)
    assert before
    monkeypatch.setattr(Picture.objects, "create", _fails)
    with pytest.raises(pictures.PictureRefused):
        pictures.store(upload)
    assert files(settings.DATELINE_MEDIA) == before


def _fails(**fields: object) -> None:
    raise OSError(errno.EROFS, "Read-only file system")


def test_an_upload_that_cannot_be_written_is_refused_beside_its_field(
    coverage, admin_client, monkeypatch: pytest.MonkeyPatch
):
    Member.objects.create(user=User.objects.get(username="admin"), role="editor", undo_seconds=0)
    monkeypatch.setattr(uploads, "folder", _fails)
    # Larger than what is kept in memory.
    picture = SimpleUploadedFile("large.png", b"x" * 100_000)
    fields = {
        "idempotency_key": "k",
        "expected_seq": "0",
        "headline": "Water at the door",
        "part-0-kind": "photograph",
        "part-0-caption": "The door",
        "part-0-file": picture,
    }
    answer = admin_client.post("/desk/flood/", fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The picture could not be stored" in page
    assert 'value="Water at the door"' in page
    assert 'value="The door"' in page
