"""Responses from memory are those of Django, in every coding, within limits, and never outdated."""

from __future__ import annotations

import gc
import gzip
import http.client
import re
import secrets
import threading
import tracemalloc
from hashlib import sha256

import brotli
import pytest

from dateline.server import cache as caches
from dateline.server.cache import STALE_LIMIT, CacheKey, ResponseCache, best_coding, prepare
from tests.content.work import steps
from tests.newsroom import PATIENCE, Newsroom, get

KEY = CacheKey(b"live.example", b"/flood/")
PAGE = b"<p>" * 99


class Scene:
    """A cache with one page, the cursors of coverages, the clock, and the watched coverages."""

    def __init__(self) -> None:
        self.cursors: dict[str, str] = {"flood": "ab-1"}
        self.watched: list[str] = []
        self.now = 100.0
        self.cache = ResponseCache(self.cursors.get, self.watched.append, lambda: self.now)
        headers = {"Content-Type": "text/html", "ETag": '"e1"'}
        self.cache.put(KEY, prepare(headers, PAGE, slug="flood", cursor="ab-1"))
        self.watched.clear()


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_page_goes_out_in_the_coding_that_was_asked_for(scene):
    page = scene.cache.current(KEY)
    for accepted, coding, decode in (
        (b"gzip, deflate, br", b"br", brotli.decompress),
        (b"gzip;q=0.5", b"gzip", gzip.decompress),
        (b"br;q=0, gzip;q=0.0", b"", bytes),
        (b"", b"", bytes),
    ):
        status, head, body = page.answer("GET", {b"accept-encoding": accepted})
        assert status == b"HTTP/1.1 200 OK\r\ndate: "
        assert decode(body) == PAGE
        assert (b"content-encoding: " + coding in head) == bool(coding)
        assert b"content-length: %d\r\n" % len(body) in head
        assert b"vary: accept-encoding\r\n" in head
        assert b"age:" not in head
        assert page.answer("HEAD", {b"accept-encoding": accepted}) == (status, head, b"")


def test_an_unchanged_page_is_not_sent_again(scene):
    page = scene.cache.current(KEY)
    for seen in (b'"e1"', b'W/"e1"', b'"e0", W/"e1"'):
        status, head, body = page.answer("GET", {b"if-none-match": seen})
        assert (status, body) == (b"HTTP/1.1 304 Not Modified\r\ndate: ", b"")
        assert b'etag: W/"e1"\r\n' in head
        assert b"content-length" not in head
    assert page.answer("GET", {b"if-none-match": b'"e2"'})[2]
    # A response without an ETag is always sent.
    assert prepare({}, b"a").answer("GET", {b"if-none-match": b'""'})[2] == b"a"


def test_a_page_that_may_be_out_of_date_says_how_old_it_is(scene):
    page = scene.cache.current(KEY)
    assert b"age: 7\r\n" in page.answer("GET", {}, 7)[1]
    assert b"age: 7\r\n" in page.answer("GET", {b"if-none-match": b'"e1"'}, 7)[1]


def test_another_host_or_query_is_another_page(scene):
    assert scene.cache.current((b"evil.example", b"/flood/")) is None
    assert scene.cache.current((b"live.example", b"/flood/?a")) is None
    assert scene.cache.current(KEY) is not None


def test_a_page_is_current_only_if_its_coverage_is_known_to_be_at_its_cursor(scene):
    scene.cursors["flood"] = "ab-2"
    assert scene.cache.current(KEY) is None
    del scene.cursors["flood"]
    assert scene.cache.current(KEY) is None
    # The page is not dropped: the cursor may be known again a moment later.
    scene.cache.purge()
    scene.cursors["flood"] = "ab-1"
    assert scene.cache.current(KEY) is not None


def test_an_outdated_page_leaves_the_memory_at_once(scene):
    scene.cursors["flood"] = "ab-2"
    scene.cache.purge()
    assert (scene.cache.size, len(scene.cache)) == (0, 0)


def test_pages_are_held_for_a_while_if_the_cursor_of_their_coverage_is_not_known(scene):
    del scene.cursors["flood"]
    scene.now += STALE_LIMIT
    scene.cache.purge()
    assert scene.cache.stale(KEY)[1] == STALE_LIMIT
    scene.now += 1
    assert scene.cache.stale(KEY) is None
    scene.cache.purge()
    assert len(scene.cache) == 0


def test_the_age_counts_from_when_the_page_was_last_known_to_be_current(scene):
    scene.now += 50
    scene.cache.purge()
    del scene.cursors["flood"]
    scene.now += 3
    scene.cache.purge()
    assert scene.cache.stale(KEY)[1] == 3
    scene.cursors["flood"] = "ab-2"
    assert scene.cache.stale(KEY) is None


def test_a_coverage_whose_page_is_asked_for_stays_followed(scene):
    for _ in range(3):
        scene.cache.current(KEY)
    scene.cache.purge()
    scene.cache.purge()
    assert scene.watched == ["flood"]


def test_what_depends_on_no_coverage_stays_for_ever(scene):
    picture = b"".join(sha256(bytes([n])).digest() for n in range(8))
    key = CacheKey(b"live.example", b"/static/a.png")
    scene.cache.put(key, prepare({"ETag": '"e"'}, picture))
    scene.cursors.clear()
    scene.now += 10 * STALE_LIMIT
    for _ in range(3):
        scene.cache.purge()
        _, head, body = scene.cache.current(key).answer("GET", {b"accept-encoding": b"br"})
        # Compression would not make it smaller.
        assert (body, b"content-encoding" in head) == (picture, False)
    assert scene.watched == []


def test_no_cookie_is_held():
    from django.http import HttpResponse

    response = HttpResponse("a")
    response.set_cookie("csrftoken", "secret")
    head = prepare(dict(response.headers), response.content).answer("GET", {})[1]
    assert b"cookie" not in head


@pytest.mark.parametrize("size", [10, 5000], ids=["small", "large"])
def test_the_limit_is_that_of_the_memory_in_fact(scene, monkeypatch, size):
    limit = 4 * 1024 * 1024
    monkeypatch.setattr(caches, "BYTES_LIMIT", limit)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(limit // (size + 1000)):
            headers = {"Content-Type": "text/html", "ETag": f'"{number}"'}
            page = prepare(headers, secrets.token_bytes(size), slug="flood", cursor="ab-1")
            scene.cache.put(CacheKey(b"live.example", b"/%d" % number), page)
            assert scene.cache.size <= limit
            # A page that is requested stays, whatever else comes and is never requested again.
            assert scene.cache.current(KEY)
        del page
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    # The cache is full, and takes no more memory than it counts.
    assert limit * 0.9 < scene.cache.size
    assert taken <= scene.cache.size


def test_the_number_of_responses_is_bounded_so_that_none_waits_for_the_purge(scene, monkeypatch):
    monkeypatch.setattr(caches, "ENTRIES_LIMIT", 10)
    for number in range(50):
        page = prepare({}, b"a", slug="flood", cursor="ab-1")
        scene.cache.put(CacheKey(b"live.example", b"/%d" % number), page)
    assert len(scene.cache) == 10
    # Nor is one counted twice that is made again.
    for _ in range(3):
        scene.cache.put(KEY, prepare({}, b"abc", slug="flood", cursor="ab-1"))
    assert scene.cache.size == sum(each.size for each in scene.cache._held.values())


def test_however_many_cursors_are_asked_for_the_loop_is_held_for_little_work(scene):
    for number in range(45_000):
        page = prepare({}, b"a", slug="flood", cursor="ab-1", codings=("",))
        scene.cache.put(CacheKey(b"live.example", b"/flood/changes/?after=ab-%d" % number), page)
    assert len(scene.cache) == caches.ENTRIES_LIMIT
    # 45,000 responses held the loop for 0.6 s, at about ten lines of code for each.
    assert steps(scene.cache.purge) < 100_000
    # The worst case of an addition: every response was used since the last one.
    for key in list(scene.cache._held):
        assert scene.cache.current(key)
    page = prepare({}, b"a", slug="flood", cursor="ab-1", codings=("",))
    assert steps(scene.cache.put, KEY, page) < 100_000
    assert steps(scene.cache.put, KEY, page) < 100


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
    for number in range(3):
        newsroom.desk().publish(f"Water at door {number}.")
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=PATIENCE)
    cursor = newsroom.cursor()
    styles = re.search(r'href="(/static/[^"]+css)"', get(newsroom.address, "/flood/").text)
    assert styles
    for path in (
        "/flood/",
        "/flood/post/2/",
        "/flood/corrections/",
        "/flood/print/",
        "/flood/feed.atom",
        f"/flood/changes/?after={cursor[:-1]}1",
        styles[1],
    ):
        made, first = ask(connection, path)
        # It is held once its coverage is followed, so it is requested until it comes from memory.
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


def test_a_withdrawn_post_is_gone_at_once_and_is_answered_from_memory_too(
    new_coverage: Newsroom,
):
    desk = new_coverage.desk()
    desk.publish("Water at the door.")
    connection = http.client.HTTPConnection("127.0.0.1", new_coverage.port, timeout=PATIENCE)
    path = f"/{new_coverage.slug}/post/1/"
    etag = from_memory(connection, path).headers["etag"]
    desk.withdraw(1, "It was another door.")
    gone, text = ask(connection, path, If_None_Match=etag)
    assert gone.status == 410
    assert gone.headers["cache-control"] == "no-store"
    assert gone.headers["etag"] is None
    assert b"It was another door." in text
    assert from_memory(connection, path).status == 410
    connection.close()


def from_memory(connection, path: str):
    """Asks until the response comes from memory: only there it is compressed with Brotli."""
    for _ in range(200):
        answer, _ = ask(connection, path, Accept_Encoding="br")
        if answer.headers["content-encoding"] == "br":
            return answer
    raise AssertionError(f"{path} is not held")


def test_wrong_addresses_are_answered_from_memory_in_the_newsrooms_language(
    closed_newsroom: Newsroom,
):
    closed_newsroom.environment["DATELINE_LANGUAGE"] = "de"
    closed_newsroom.start()
    connection = http.client.HTTPConnection("127.0.0.1", closed_newsroom.port, timeout=PATIENCE)
    first, page = ask(connection, "/nothing/x/y")
    assert first.status == 404
    assert '<html lang="de"' in page.decode()
    assert first.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in first.headers["content-security-policy"]
    # From memory each address gets it, in the coding that was asked for.
    for path in ("/flood/x/y", "/desk/x/y/z", "/a.php", "/%00/"):
        answer, text = ask(connection, path, Accept_Encoding="br")
        assert (answer.status, answer.headers["content-encoding"]) == (404, "br"), path
        assert brotli.decompress(text) == page
    assert ask(connection, "/flood/page/1")[0].status == 301
    assert get(closed_newsroom.address, "/x/y", {"Host": "evil.example"}).status == 400
    connection.close()
    closed_newsroom.stop()


def test_an_address_with_another_query_is_not_held(new_coverage: Newsroom):
    new_coverage.desk().publish("Water at the door.")
    connection = http.client.HTTPConnection("127.0.0.1", new_coverage.port, timeout=PATIENCE)
    cursor = new_coverage.cursor()
    for path in (
        f"/{new_coverage.slug}/?a=1",
        f"/{new_coverage.slug}/changes/?after={cursor}&a=1",
        f"/{new_coverage.slug}/changes/?after=",
    ):
        plain = path.split("?")[0] + (f"?after={cursor}" if "changes" in path else "")
        while ask(connection, plain, Accept_Encoding="br")[0].headers["content-encoding"] != "br":
            pass
        for _ in range(5):
            answer, _ = ask(connection, path, Accept_Encoding="br")
            assert (answer.status, answer.headers["content-encoding"]) == (200, None)
    connection.close()


def test_nobody_gets_a_page_older_than_what_was_acknowledged(new_coverage: Newsroom):
    desk = new_coverage.desk()
    acknowledged, older, stop = 0, [], threading.Event()

    def read() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", new_coverage.port, timeout=PATIENCE)
        while not stop.is_set():
            before = acknowledged
            text = ask(connection, f"/{new_coverage.slug}/")[1].decode()
            if f"Water number {before}." not in text:
                older.append(before)
        connection.close()

    desk.publish("Water number 0.")
    readers = [threading.Thread(target=read) for _ in range(4)]
    for each in readers:
        each.start()
    try:
        for number in range(1, 15):
            desk.publish(f"Water number {number}.")
            acknowledged = number
            # Also for the writer, with another connection and a session.
            assert f"Water number {number}." in desk.get(f"/{new_coverage.slug}/").text
    finally:
        stop.set()
        for each in readers:
            each.join()
    assert older == []


def test_members_get_the_same_page_from_memory(shared_newsroom: Newsroom):
    desk = shared_newsroom.desk()
    page = get(shared_newsroom.address, "/flood/")
    for _ in range(3):
        assert desk.get("/flood/").text == page.text
    # With headers that anybody may send.
    for name, value in (
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "evil.example"),
        ("Cookie", "sessionid=a; csrftoken=b"),
        ("Authorization", "Basic abc"),
    ):
        forged = get(shared_newsroom.address, "/flood/?new", {name: value})
        assert forged.text == page.text
        assert "set-cookie" not in forged.headers
        assert get(shared_newsroom.address, "/flood/?new").text == page.text


def test_a_response_for_another_host_is_not_held(newsroom: Newsroom):
    for _ in range(3):
        assert get(newsroom.address, "/flood/", {"Host": "evil.example"}).status == 400
    page = get(newsroom.address, "/flood/")
    assert page.status == 200
    assert "evil.example" not in page.text
