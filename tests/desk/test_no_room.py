"""A full disk: signing in and publishing are refused with a reason, and the text is kept."""

from __future__ import annotations

import http.client
import resource
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import OperationalError

from dateline.accounts.people import add_person
from dateline.accounts.sessions import SessionStore
from tests.conftest import ON_POSTGRES
from tests.newsroom import PATIENCE, Newsroom, fields_of, get
from tests.people import PASSWORD

pytestmark = pytest.mark.any_database


def test_signing_in_on_a_full_disk_is_refused_with_a_reason(db, client, monkeypatch, caplog):
    add_person("ben", PASSWORD, "editor")

    def fails(self, must_create=False):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(SessionStore, "save", fails)
    answer = client.post(settings.LOGIN_URL, {"username": "ben", "password": PASSWORD})
    assert answer.status_code == 503
    assert answer["Retry-After"]
    page = answer.content.decode()
    assert "cannot store anything at the moment" in page
    assert 'value="ben"' in page
    assert PASSWORD not in page
    assert "Traceback" not in caplog.text


def test_no_text_is_lost_when_the_lock_file_cannot_be_opened(newsroom: Newsroom):
    """As in a read-only folder, or when no file descriptor is left."""
    if ON_POSTGRES:
        return
    desk = newsroom.desk()
    desk.publish("Before.")
    form = desk.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    locks = [*newsroom.folder.glob("dateline.sqlite3.*")]
    assert locks
    for lock in locks:
        lock.unlink()
        lock.mkdir()
    answer = desk.post("/desk/flood/", form)
    assert answer.status == 503
    assert "Water." in answer.text
    assert "could not be stored" in answer.text
    for lock in locks:
        lock.rmdir()
    assert desk.post("/desk/flood/", fields_of(answer.text, "Water.")).status == 302
    assert get(newsroom.address, "/flood/").text.count("<article") == 2


def test_no_text_is_lost_when_no_file_descriptor_is_left(newsroom: Newsroom):
    desk = newsroom.desk()
    desk.publish("Before.")
    form = desk.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=PATIENCE)
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in desk.cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": newsroom.address,
    }
    connection.request("GET", "/healthz")
    connection.getresponse().read()
    assert newsroom.process is not None
    pid, kind = newsroom.process.pid, resource.RLIMIT_NOFILE
    before = resource.prlimit(pid, kind)
    # The connection is open already, and nothing more can be opened.
    resource.prlimit(pid, kind, (3, before[1]))
    try:
        connection.request("POST", "/desk/flood/", urlencode(form), headers)
        refused = connection.getresponse()
        text = refused.read().decode()
    finally:
        resource.prlimit(pid, kind, before)
        connection.close()
    # On PostgreSQL a publish opens no file.
    if not ON_POSTGRES:
        assert refused.status == 503
        assert "Water." in text
        assert "could not be stored" in text
        assert desk.post("/desk/flood/", fields_of(text, "Water.")).status == 302
    assert desk.post("/desk/flood/", form).status == 302
    assert get(newsroom.address, "/flood/").text.count("<article") == 2


def test_an_empty_secret_key_stops_the_start_with_a_reason(closed_newsroom: Newsroom):
    (closed_newsroom.folder / "secret.key").write_text("")
    ended = closed_newsroom.run("serve", "--port", str(closed_newsroom.port))
    assert ended.returncode == 1
    assert "secret.key is empty" in ended.stderr
    assert "Traceback" not in ended.stderr
