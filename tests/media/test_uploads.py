"""Uploads are private, are deleted after a kill, and are refused with a reason on a full disk."""

from __future__ import annotations

import shutil
import socket
import stat
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.http.multipartparser import MultiPartParserError
from PIL import Image

from dateline.media import uploads
from dateline.server.bad_input import Request
from tests.newsroom import PATIENCE, Desk, Newsroom, request

pytestmark = pytest.mark.any_database

SECRET = b"GPS 51.5 N"


def form_with(desk: Desk, picture: bytes) -> tuple[dict[str, str], bytes]:
    """Headers and body of a form that publishes a picture."""
    fields = desk.form("/desk/flood/", "part-0-text")
    fields |= {
        "do": "publish",
        # Not the same text twice, about which the desk would ask.
        "headline": f"Water at the door {fields['idempotency_key']}",
        "part-0-kind": "photograph",
        "part-0-alt_text": "A door in the water",
        "part-0-caption": "The door",
        "part-0-credit": "Ada",
    }
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = '--b\r\nContent-Disposition: form-data; name="part-0-file"; filename="a.jpg"\r\n\r\n'
    body = b"".join(parts) + head.encode() + picture + b"\r\n--b--\r\n"
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in desk.cookies.items()),
        "Content-Type": "multipart/form-data; boundary=b",
        "Content-Length": str(len(body)),
        "Host": "127.0.0.1",
    }
    return headers, body


def large_picture(folder: Path) -> bytes:
    """A picture that takes a while to encode, with a secret in its metadata."""
    path = folder / "large.jpg"
    Image.effect_noise((5000, 5000), 90).save(path, quality=70, comment=SECRET)
    return path.read_bytes()


def holding_the_secret(folder: Path) -> list[Path]:
    found = []
    for path in folder.rglob("*"):
        try:
            if path.is_file() and SECRET in path.read_bytes():
                found.append(path)
        except FileNotFoundError:
            continue
    return found


def test_what_a_kill_leaves_of_an_upload_is_gone_after_the_next_start(
    closed_newsroom: Newsroom, tmp_path: Path, tmp_path_factory
):
    temporary = tmp_path_factory.mktemp("tmp")
    closed_newsroom.environment = closed_newsroom.environment | {"TMPDIR": str(temporary)}
    closed_newsroom.start()
    headers, body = form_with(closed_newsroom.desk(), large_picture(tmp_path_factory.mktemp("in")))
    with socket.create_connection(("127.0.0.1", closed_newsroom.port), PATIENCE) as connection:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        connection.sendall(f"POST /desk/flood/ HTTP/1.1\r\n{lines}\r\n".encode() + body)
        folder = closed_newsroom.folder / "uploads"
        deadline = time.monotonic() + PATIENCE
        while not holding_the_secret(closed_newsroom.folder) and time.monotonic() < deadline:
            time.sleep(0.005)
        closed_newsroom.kill()
    left = holding_the_secret(closed_newsroom.folder)
    assert left
    assert all(path.is_relative_to(folder) for path in left)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not holding_the_secret(temporary)
    closed_newsroom.start()
    assert not holding_the_secret(closed_newsroom.folder)
    closed_newsroom.stop()


def test_a_start_leaves_the_uploads_of_a_process_that_runs(newsroom: Newsroom):
    code = (
        "from dateline.media import uploads; import pathlib, sys, time\n"
        "path = uploads.folder() / 'upload'; path.write_text('x'); uploads.delete_leftovers()\n"
        "print(path.exists())"
    )
    assert newsroom.python(code) == "True"
    folder = newsroom.folder / "uploads"
    assert len(list(folder.iterdir())) >= 1
    # That process has ended.
    assert newsroom.python("from dateline.media import uploads; uploads.delete_leftovers()") == ""
    assert not list(folder.rglob("upload"))


def test_nothing_keeps_a_start_from_deleting_the_other_leftovers(
    tmp_path: Path, settings, monkeypatch, caplog
):
    root, elsewhere = tmp_path / "uploads", tmp_path / "elsewhere"
    settings.DATELINE_UPLOADS = root
    elsewhere.mkdir()
    (elsewhere / "file").touch()
    root.mkdir()
    for number in range(20):
        (root / f"{number}-dead").mkdir()
        (root / f"{number}-dead" / "a.upload").write_bytes(SECRET)
    (root / ".DS_Store").touch()
    (root / "link").symlink_to(elsewhere)
    really_delete = shutil.rmtree

    def rmtree(path: Path) -> None:
        if path.name == "7-dead":
            raise PermissionError(f"not permitted: {path.name}")
        really_delete(path)

    monkeypatch.setattr(shutil, "rmtree", rmtree)
    uploads.delete_leftovers()
    assert [path.name for path in root.iterdir()] == ["7-dead"]
    assert (elsewhere / "file").exists()
    assert "not permitted: 7-dead" in caplog.text


def test_an_upload_in_a_malformed_form_is_deleted_at_once():
    # 64 KB, so that it is written to disk before its end turns out not to be Base64.
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + b"R1BT" * 16_000 + b"A\r\n--b--\r\n"
    )
    headers = [
        (b"content-type", b"multipart/form-data; boundary=b"),
        (b"content-length", b"%d" % len(body)),
    ]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    request = Request(scope, BytesIO(body))
    with pytest.raises(MultiPartParserError) as refused:
        request.parse_file_upload(request.META, request)
    # The traceback keeps the parser alive, so only closing the file can have deleted it.
    assert refused.traceback
    assert list(uploads.folder().iterdir()) == []


def test_on_a_full_disk_an_upload_is_refused_and_nothing_of_it_stays(
    closed_newsroom: Newsroom, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("in")
    picture = large_picture(folder)
    Image.linear_gradient("L").resize((40, 40)).save(folder / "small.png")
    with (folder / "log").open("w+") as log:
        closed_newsroom.output = log
        # No file may grow to the size of the upload.
        closed_newsroom.start(file_limit=2_000_000)
        desk = closed_newsroom.desk()
        assert len(picture) > 4_000_000
        headers, body = form_with(desk, picture)
        answer = request(closed_newsroom.address, "POST", "/desk/flood/", headers, body)
        # The body is stored on the disk, too, before it is read.
        assert answer.status in (422, 503)
        assert "no disk space" in answer.text or "could not be stored" in answer.text
        headers, body = form_with(desk, (folder / "small.png").read_bytes())
        sent = request(closed_newsroom.address, "POST", "/desk/flood/", headers, body)
        assert sent.status == 302
        closed_newsroom.stop()
        log.seek(0)
        assert "Traceback" not in log.read()
    assert not [path for path in closed_newsroom.folder.glob("uploads/*/*") if path.is_file()]
