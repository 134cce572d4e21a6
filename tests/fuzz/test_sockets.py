"""A running server answers malformed HTTP or hangs up, in time, and logs no traceback."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.newsroom import PATIENCE, Newsroom, get

from . import hostile
from .addresses import routes

HEAD = b"GET /flood/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
MALFORMED = [
    b"\r\n\r\n",
    b"\x00" * 100,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
    b"GET\r\n\r\n",
    b"GET /\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
    b"GET  /  HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://[::1/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET /%ff%00%E2%82 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET /flood/?\xff=%ff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    b"GET /static//// HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    HEAD + b"Host: b\r\n\r\n",
    HEAD + b"Cookie: sessionid=\x00\r\n\r\n",
    HEAD + b" folded: a\r\n b\r\n\r\n",
    HEAD + b"No colon\r\n\r\n",
    HEAD + b": no name\r\n\r\n",
    HEAD + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
    HEAD + b"X: y\r\n" * 5000 + b"\r\n",
    HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nWater.",
    HEAD + b"Content-Length: -5\r\n\r\n",
    HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 50 + b"\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nWaterX\r\n0\r\n\r\n",
    HEAD + b"Transfer-Encoding: rot13\r\n\r\n",
    HEAD + b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: a\r\n\r\n",
    HEAD + b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n",
    HEAD + b"Expect: 100-continue\r\nContent-Length: 10\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    HEAD.replace(b"\r\n", b"\n") + b"\n",
    b"GET /live/flood?after=" + b"9" * 5000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET /live/%00%ff HTTP/1.1\r\nHost: 127.0.0.1\r\nLast-Event-ID: \xff\r\n\r\n",
    b"POST /live/flood HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\n\r\nx",
    HEAD + b"\r\n" + HEAD + b"\r\n" + b"\x00",
]


def _well_formed(chance: random.Random) -> bytes:
    """A request of random pieces: method, address, query, headers, body."""
    route = chance.choice(routes())
    address = route.address([chance.randrange(30) for _ in range(route.holes)])
    query = chance.choice(hostile.QUERIES)
    body = chance.choice(hostile.BODIES)
    headers = {b"host": b"127.0.0.1", b"content-length": b"%d" % len(body)}
    for name in chance.sample(list(hostile.HEADERS), 4):
        headers[name] = chance.choice(hostile.HEADERS[name])
    lines = b"".join(b"%b: %b\r\n" % line for line in headers.items())
    method = chance.choice(hostile.METHODS).encode()
    target = f"{address[:8000]}?{query[:8000]}".encode(errors="replace")
    return b"%b %b HTTP/1.1\r\n%b\r\n%b" % (method, target, lines, body)


def _requests(chance: random.Random) -> Iterator[bytes]:
    yield from MALFORMED
    while True:
        whole = _well_formed(chance)
        if chance.random() < 0.5:
            put = chance.choice([b"\x00", b"\r\n", b"\xff", b":", b" ", b""])
            whole = hostile.mutated(whole, chance.randrange(len(whole)), put, chance.randrange(9))
        yield whole


def _answer(port: int, whole: bytes) -> bytes:
    """What the server sends until it hangs up, to a client that has sent everything and waits."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        sending = threading.Thread(target=_send, args=(connection, whole))
        sending.start()
        # The server may wait for more of a body, but nothing more comes.
        try:
            while more := connection.recv(65536):
                received += more
                if whole.startswith(b"GET /live/") and b"\r\n\r\n" in received:
                    break  # a stream has no end
        except ConnectionError:
            pass
        sending.join(PATIENCE)
    return received


def _send(connection: socket.socket, whole: bytes) -> None:
    try:
        connection.sendall(whole)
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # the server has hung up


def _attack(newsroom: Newsroom, log: Path, count: int, seed: int) -> None:
    with log.open("w+") as output:
        newsroom.output = output
        newsroom.start()
        failed = []
        for whole in islice(_requests(random.Random(seed)), count):
            response = _answer(newsroom.port, whole)
            status = response[9:12]
            # Intended: an outage, a version of HTTP, and a method or an oEmbed format that is not
            # supported.
            if status.startswith(b"5") and status not in (b"503", b"505", b"501"):
                failed.append((status, whole[:300]))
        began = time.monotonic()
        assert get(newsroom.address, "/flood/").status == 200
        assert time.monotonic() - began < PATIENCE
        newsroom.stop()
        output.seek(0)
        said = output.read()
    assert failed == [], f"seed {seed}"
    trace = said[max(0, said.find("Traceback") - 300) :][:5000]
    assert "Traceback" not in said, f"seed {seed}: {trace}"


def test_malformed_http_is_answered_or_cut_off(closed_newsroom: Newsroom, tmp_path: Path):
    _attack(closed_newsroom, tmp_path / "log", len(MALFORMED) + 60, 1)


@pytest.mark.thorough
def test_thousands_of_malformed_requests_are_answered(closed_newsroom: Newsroom, tmp_path: Path):
    _attack(closed_newsroom, tmp_path / "log", 3000, random.randrange(2**32))
