"""Without the database, pages come from memory, and other requests are refused with a reason."""

from __future__ import annotations

import logging
import sys
import time

import pytest

from dateline.server.bad_input import RefusalsInOneLine
from dateline.server.log_limits import OncePerMinute
from tests.newsroom import PATIENCE, Newsroom, get

# Every query fails once a file exists, as if the database had gone away, also those of the hub.
AWAY = [
    sys.executable,
    "-c",
    """
import os, sys, django
django.setup()
from django.db import OperationalError, connections
from django.db.backends.utils import CursorWrapper
away = os.environ['DATELINE_DATA'] + '/away'
def unless_away(method):
    def called(self, *arguments):
        if os.path.exists(away):
            raise OperationalError('the connection is closed')
        return method(self, *arguments)
    return called
for name in ('execute', 'executemany'):
    setattr(CursorWrapper, name, unless_away(getattr(CursorWrapper, name)))
from dateline.__main__ import main
sys.exit(main(sys.argv[1:]))
""",
]


@pytest.fixture
def failing(closed_newsroom: Newsroom):
    closed_newsroom.start(command=AWAY)
    yield closed_newsroom
    if closed_newsroom.process.poll() is None:
        closed_newsroom.stop()


def test_without_the_database_pages_come_from_memory_or_a_sentence_says_why_not(failing):
    page = get(failing.address, "/flood/")
    assert page.status == 200
    get(failing.address, "/flood/")
    (failing.folder / "away").touch()
    for _ in range(20):
        # The page in memory is not known to be outdated.
        assert get(failing.address, "/flood/").text == page.text
        for path in ("/flood/corrections/", "/flood/find/?q=water", "/", "/flood/feed.atom"):
            answer = get(failing.address, path)
            assert answer.status == 503, path
            assert "Traceback" not in answer.text
            assert "<h1>" in answer.text
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["retry-after"]
        desk = get(failing.address, "/desk/", {"Cookie": f"sessionid={failing.session('ben')}"})
        assert desk.status == 503
        assert get(failing.address, "/healthz").status == 200
    (failing.folder / "away").unlink()
    deadline = time.monotonic() + PATIENCE
    while get(failing.address, "/flood/corrections/").status != 200:
        assert time.monotonic() < deadline
    failing.desk().publish("Water.")
    assert "Water." in get(failing.address, "/flood/").text
    output = failing.stop()
    # There were 100 failures with few causes.
    assert 1 <= output.count("Traceback (most recent call last)") < 30
    assert output.count("\n") < 1500


def test_a_page_that_another_process_may_have_changed_is_sent_with_its_age(failing):
    failing.desk().publish("Water.")
    for _ in range(3):  # the last ones come from memory
        page = get(failing.address, "/flood/").text
    (failing.folder / "away").touch()
    failing.program("publish", "flood", "From elsewhere.")
    deadline = time.monotonic() + PATIENCE
    while "age" not in (answer := get(failing.address, "/flood/")).headers:
        assert time.monotonic() < deadline, "the page is taken for the newest one"
        time.sleep(0.05)
    assert (answer.status, answer.text) == (200, page)
    (failing.folder / "away").unlink()
    failing.until_shown("From elsewhere.")
    assert "age" not in get(failing.address, "/flood/").headers


def record(error: BaseException | None, name: str = "a") -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, "failed", (), info)


def raised(kind: type[Exception]) -> Exception:
    try:
        raise kind("away")
    except Exception as error:
        return error


def test_each_cause_is_logged_once_a_minute(monkeypatch):
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    once = OncePerMinute()
    first = [once.filter(record(raised(OSError))) for _ in range(3)]
    assert first == [True, False, False]
    assert once.filter(record(raised(ValueError)))
    assert once.filter(record(raised(OSError), "b"))
    assert all(once.filter(record(None)) for _ in range(3))
    now = 60.0
    assert once.filter(record(raised(OSError)))


@pytest.mark.parametrize("status", [404, 500])
def test_a_log_line_about_a_response_is_short_however_long_the_path_is(status):
    path = "/100%/" + "a" * 32_000
    line = logging.LogRecord("django.request", logging.WARNING, "", 1, "Gone: %s", (path,), None)
    line.status_code = status
    assert RefusalsInOneLine().filter(line)
    assert line.getMessage().startswith("Gone: /100%/aaa")
    assert len(line.getMessage()) == 201


def test_an_error_that_is_no_response_keeps_its_traceback():
    try:
        raise ValueError("a broken follower")
    except ValueError:
        line = logging.LogRecord("dateline", logging.ERROR, "", 1, "failed", (), sys.exc_info())
    assert RefusalsInOneLine().filter(line)
    assert line.exc_info is not None
