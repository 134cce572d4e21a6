"""The stream of a running server: resume, reset, closed coverages, slow readers, stops."""

from __future__ import annotations

import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

import pytest

from tests.newsroom import PATIENCE, Newsroom, Reader, get


@pytest.fixture
def newsroom(new_coverage: Newsroom) -> Newsroom:
    """The tests of this module share a server. Each has a coverage of its own."""
    return new_coverage


def test_a_post_from_another_process_reaches_the_stream_without_a_notification(newsroom: Newsroom):
    rex = newsroom.reader(after=newsroom.cursor())
    newsroom.program("publish", newsroom.slug, "From elsewhere.")
    (block,) = rex.blocks()
    assert "From elsewhere." in block["html"]


def test_a_foreign_cursor_gets_a_reset_and_never_a_silent_gap(newsroom: Newsroom):
    cursor = newsroom.cursor()
    for after in ("0000-1", cursor + "9", "nonsense", cursor.replace("-", "-9")):
        event = newsroom.reader(after=after).read()
        assert event is not None
        assert (event.name, event.id) == ("reset", cursor)


@pytest.mark.any_database
def test_every_answer_says_when_it_was_given(newsroom: Newsroom):
    # RFC 9110, 6.6.1: browsers and caches need it.
    for slug in (newsroom.slug, "nowhere"):
        date = newsroom.reader(slug).response.headers["date"]
        given = parsedate_to_datetime(date)
        assert abs(time.time() - given.timestamp()) < 60
        assert date.endswith(" GMT")


def test_a_rebuild_resets_the_pages_that_are_open(newsroom: Newsroom):
    rex = newsroom.reader(after=newsroom.cursor())
    assert newsroom.run("rebuild").returncode == 0
    event = rex.read()
    assert event is not None
    assert (event.name, event.id) == ("reset", newsroom.cursor())


def test_more_than_two_hundred_blocks_are_a_reset(newsroom: Newsroom):
    cursor = newsroom.cursor()
    newsroom.program("publish", newsroom.slug, "Post.", "200")
    rex = newsroom.reader(after=cursor)
    seqs = [rex.read().data["seq"] for _ in range(200)]
    assert seqs == sorted(set(seqs))

    newsroom.program("publish", newsroom.slug, "One more.")
    assert rex.read().data["seq"] == seqs[-1] + 1
    assert newsroom.reader(after=cursor).read().name == "reset"


def test_a_closed_coverage_sends_what_is_missing_and_then_ends(newsroom: Newsroom):
    before = newsroom.cursor()
    newsroom.desk().front("state", state="closed")
    (block,) = newsroom.reader(after=before).blocks()
    assert "– as it happened" in block["html"]
    assert newsroom.reader(after=newsroom.cursor()).status == 204


@pytest.mark.any_database
def test_an_unknown_coverage_or_method_is_answered(newsroom: Newsroom):
    assert newsroom.reader("nowhere").status == 404
    from tests.newsroom import request

    assert request(newsroom.address, "POST", f"/live/{newsroom.slug}", {}, b"").status == 405


def test_readers_of_one_coverage_receive_nothing_of_another(newsroom: Newsroom):
    rex = newsroom.reader(after=newsroom.cursor())
    newsroom.program("open_coverage", "fire")
    newsroom.program("publish", newsroom.slug, "Water.")
    (block,) = rex.blocks()
    assert "Water." in block["html"]


@pytest.mark.any_database
def test_a_reader_who_stops_reading_is_cut_and_resumes_whole(newsroom: Newsroom):
    cursor = newsroom.cursor()
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect(("127.0.0.1", newsroom.port))
    slow.sendall(
        f"GET /live/{newsroom.slug}?after={cursor} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    )
    rex = newsroom.reader(after=cursor)

    # Two megabytes, since the kernel would hold four. Meanwhile a quick reader is not delayed. The
    # first posts make the slow reader stall, and bytes count from then on.
    seen = set()
    for count in (20, 100):
        with ThreadPoolExecutor(1) as thread:
            reading = thread.submit(names_of, rex, count)
            newsroom.program("publish", newsroom.slug, "Water at the door. " * 900, str(count))
            seen |= reading.result()
    assert len(seen) == 120
    assert reads_to_its_end(slow)

    again = newsroom.reader(after=cursor)
    assert names_of(again, 120) == seen


def names_of(reader: Reader, count: int) -> set[str]:
    """The names of the blocks of the next events."""
    return {block["name"] for _ in range(count) for block in reader.blocks()}


def reads_to_its_end(stalled: socket.socket) -> bool:
    """Reads what the server has sent. Returns whether the connection has ended."""
    stalled.settimeout(PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if stalled.recv(1 << 20) == b"":
                break
        except ConnectionError:
            break
    else:
        return False
    stalled.close()
    return True


@pytest.mark.any_database
def test_a_server_that_is_stopped_and_continued_loses_nothing(newsroom: Newsroom):
    readers = [newsroom.reader(after=newsroom.cursor()) for _ in range(20)]
    newsroom.program("publish", newsroom.slug, "Before.")
    assert [name for each in readers for name in names_of(each, 1)] == ["post-1"] * 20
    assert newsroom.process is not None
    newsroom.process.send_signal(signal.SIGSTOP)
    try:
        # Meanwhile another process publishes, which takes a second or more to start.
        newsroom.program("publish", newsroom.slug, "Meanwhile.", "30")
    finally:
        newsroom.process.send_signal(signal.SIGCONT)
    newsroom.program("publish", newsroom.slug, "After.")
    for rex in readers:
        seen = [name for _ in range(31) for name in names_of(rex, 1)]
        assert seen == [f"post-{number}" for number in range(2, 33)]
    # No reader had to reconnect.
    newsroom.program("publish", newsroom.slug, "Now.")
    assert {name for each in readers for name in names_of(each, 1)} == {"post-33"}


@pytest.mark.any_database
def test_a_stop_ends_every_stream_at_once_and_says_when_to_return(newsroom: Newsroom):
    readers = [newsroom.reader(after=newsroom.cursor()) for _ in range(50)]
    for rex in readers:
        rex.response.readline()
    newsroom.process.terminate()
    for rex in readers:
        rest = rex.response.read()
        assert b"retry: " in rest.split(b"data: {}\n\n")[-1]
    output, _ = newsroom.process.communicate(timeout=PATIENCE)
    assert newsroom.process.returncode == 0, output
    assert "Traceback" not in output
    newsroom.start()
    assert get(newsroom.address, f"/{newsroom.slug}/").status == 200
