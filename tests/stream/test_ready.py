"""Pages from memory: as Django makes them, in every coding, never older than they may be."""

from __future__ import annotations

import gzip
import http.client
import re
from hashlib import sha256

import brotli
import pytest

from dateline.config.ready import FOR_EVER, STALE_FOR, Key, Ready, best_coding, prepare
from tests.newsroom import PATIENCE, Newsroom, get

KEY = Key(b"live.example", b"/flood/")
HOST = [(b"host", b"live.example")]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def shelf():
    """A shelf with one page, the coverage's cursor, and the clock."""
    cursors = {"flood": "ab-1"}
    clock = Clock()
    ready = Ready(cursors.get, lambda slug: None, clock)
    ready.keep(KEY, prepare("flood", "ab-1", '"e1"', {"Content-Type": "text/html"}, b"<p>" * 99))
    return ready, cursors, clock


def test_a_page_goes_out_in_the_coding_that_was_asked_for(shelf):
    ready, _, _ = shelf
    for accepted, coding, decode in (
        (b"gzip, deflate, br", b"br", brotli.decompress),
        (b"gzip;q=0.5", b"gzip", gzip.decompress),
        (b"br;q=0, gzip;q=0.0", b"", bytes),
        (b"", b"", bytes),
    ):
        answer = ready.answer(b"GET", b"/flood/", [*HOST, (b"accept-encoding", accepted)])
        assert answer.status == b"200 OK"
        assert decode(answer.body) == b"<p>" * 99
        assert (b"content-encoding: " + coding in answer.head) == bool(coding)
        assert b"content-length: %d\r\n" % len(answer.body) in answer.head
        assert b"vary: accept-encoding\r\n" in answer.head
        head = ready.answer(b"HEAD", b"/flood/", [*HOST, (b"accept-encoding", accepted)])
        assert (head.head, head.body) == (answer.head, b"")


def test_an_unchanged_page_is_not_sent_again(shelf):
    ready, _, _ = shelf
    for seen in (b'"e1"', b'W/"e1"', b'"e0", W/"e1"'):
        answer = ready.answer(b"GET", b"/flood/", [*HOST, (b"if-none-match", seen)])
        assert (answer.status, answer.body) == (b"304 Not Modified", b"")
        assert b'etag: W/"e1"\r\n' in answer.head
        assert b"content-length" not in answer.head
    assert ready.answer(b"GET", b"/flood/", [*HOST, (b"if-none-match", b'"e2"')]).body


def test_another_host_or_query_or_somebody_at_the_desk_is_not_answered(shelf):
    ready, _, _ = shelf
    assert ready.answer(b"GET", b"/flood/", [(b"host", b"evil.example")]) is None
    assert ready.answer(b"GET", b"/flood/?a", HOST) is None
    assert ready.answer(b"GET", b"/flood/", [*HOST, (b"cookie", b"sessionid=x")]) is None
    assert ready.answer(b"GET", b"/flood/", [*HOST, (b"cookie", b"other=x")]) is not None


def test_when_a_coverage_moves_one_request_makes_the_page_again_and_others_wait_a_second(shelf):
    ready, cursors, clock = shelf
    cursors["flood"] = "ab-2"
    assert ready.answer(b"GET", b"/flood/", HOST) is None
    assert ready.answer(b"GET", b"/flood/", HOST) is not None
    clock.now += STALE_FOR
    assert ready.answer(b"GET", b"/flood/", HOST) is None
    ready.keep(KEY, prepare("flood", "ab-2", '"e2"', {}, b"new"))
    assert ready.answer(b"GET", b"/flood/", HOST).body == b"new"
    del cursors["flood"]
    assert ready.answer(b"GET", b"/flood/", HOST) is None


def test_what_was_overtaken_leaves_the_memory(shelf):
    ready, cursors, clock = shelf
    cursors["flood"] = "ab-2"
    ready.purge()
    assert ready._size
    clock.now += STALE_FOR
    ready.purge()
    assert (ready._size, ready._kept) == (0, {})


def test_a_coverage_whose_page_is_asked_for_stays_followed(shelf):
    ready, _, _ = shelf
    watched = []
    ready._watch = watched.append
    for _ in range(3):
        ready.answer(b"GET", b"/flood/", HOST)
    ready.purge()
    ready.purge()
    assert watched == ["flood"]


def test_a_file_named_by_its_hash_stands_for_ever(shelf):
    ready, cursors, clock = shelf
    watched = []
    ready._watch = watched.append
    picture = b"".join(sha256(bytes([n])).digest() for n in range(8))
    ready.keep(Key(b"live.example", b"/static/a.png"), prepare(*FOR_EVER, '"e"', {}, picture))
    cursors.clear()
    clock.now += 10 * STALE_FOR
    for _ in range(3):
        ready.purge()
        answer = ready.answer(b"GET", b"/static/a.png", [*HOST, (b"accept-encoding", b"br")])
        # Nothing makes it smaller, so it is not packed.
        assert (answer.body, b"content-encoding" in answer.head) == (picture, False)
    assert watched == []


def test_the_memory_is_bounded(shelf, monkeypatch):
    ready, _, _ = shelf
    monkeypatch.setattr("dateline.config.ready.MOST_BYTES", 10_000)
    for number in range(50):
        page = prepare("flood", "ab-1", '"e"', {}, bytes(range(256)) * 8)
        ready.keep(Key(b"live.example", b"/%d" % number), page)
        assert ready._size <= 10_000
        # What is asked for stays, whatever comes and is never asked for again.
        assert ready.answer(b"GET", b"/flood/", HOST)
    assert ready._size == sum(kept.size for kept in ready._kept.values()) > 0


def test_codings_are_read_as_the_standard_says():
    assert best_coding(b"BR ; q=0.001") == "br"
    assert best_coding(b"deflate") == ""
    assert best_coding(b"\xff\xfe,,;;") == ""


def ask(connection: http.client.HTTPConnection, path: str, **headers: str):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=names)
    response = connection.getresponse()
    return response, response.read()


def test_a_server_answers_from_memory_what_django_answered(newsroom: Newsroom):
    for _ in range(3):
        newsroom.desk().publish("Water at the sanitise.")
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=PATIENCE)
    cursor = newsroom.cursor()
    styles = re.search(r'href="(/static/[^"]+css)"', get(newsroom.address, "/flood/").text)
    assert styles
    for path in (
        "/flood/",
        "/flood/corrections/",
        "/flood/feed.atom",
        f"/flood/changes/?after={cursor[:-1]}1",
        styles[1],
    ):
        made, first = ask(connection, path)
        # Kept when its coverage is followed: asked for until it comes from memory.
        for _ in range(200):
            kept, second = ask(connection, path, Accept_Encoding="br")
            if kept.headers["content-encoding"] == "br":
                break
        assert brotli.decompress(second) == first
        for name in ("content-type", "cache-control", "access-control-allow-origin"):
            assert kept.headers[name] == made.headers[name]
        again, nothing = ask(connection, path, If_None_Match=kept.headers["etag"])
        assert (again.status, nothing) == (304, b"")
        assert made.headers["content-security-policy"] == kept.headers["content-security-policy"]
    connection.close()


def test_an_address_with_anything_behind_it_is_not_kept(newsroom: Newsroom):
    newsroom.desk().publish("Water at the sanitise.")
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=PATIENCE)
    cursor = newsroom.cursor()
    for path in ("/flood/?a=1", f"/flood/changes/?after={cursor}&a=1", "/flood/changes/?after="):
        plain = path.split("?")[0] + (f"?after={cursor}" if "changes" in path else "")
        while ask(connection, plain, Accept_Encoding="br")[0].headers["content-encoding"] != "br":
            pass
        for _ in range(5):
            answer, _ = ask(connection, path, Accept_Encoding="br")
            assert (answer.status, answer.headers["content-encoding"]) == (200, None)
    connection.close()


def test_a_writer_sees_their_post_at_once_and_readers_within_a_second(newsroom: Newsroom):
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=PATIENCE)
    desk = newsroom.desk()
    for number in range(5):
        for _ in range(20):
            ask(connection, "/flood/", Accept_Encoding="br")
        desk.publish(f"Water number {number}.")
        assert f"Water number {number}." in desk.get("/flood/").text
        seen = [ask(connection, "/flood/")[1].decode() for _ in range(400)]
        assert f"Water number {number}." in seen[-1]
    connection.close()
