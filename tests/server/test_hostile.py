"""Hostile clients are answered or cut, and use bounded memory."""

from __future__ import annotations

import ctypes
import re
import socket
import struct
import sys
import time
from http.client import HTTPException
from operator import itemgetter
from pathlib import Path

import pytest

from tests.newsroom import PATIENCE, Newsroom, get

SERVE = [sys.executable, "-m", "tests.programs.serve_with", "{}"]
IMPATIENT = [each.format("dateline.server.protocol.HEAD_WITHIN=1.0") for each in SERVE]
# It is sixty seconds by default.
FORGETFUL = [each.format("dateline.server.run.SILENT_LIMIT_MS=300") for each in SERVE]


def connect(newsroom: Newsroom) -> socket.socket:
    return socket.create_connection(("127.0.0.1", newsroom.port), timeout=PATIENCE)


def said(connection: socket.socket) -> bytes:
    """All that the server sends until it closes the connection."""
    whole = b""
    try:
        while more := connection.recv(1 << 16):
            whole += more
    except ConnectionError:
        return whole
    return whole


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-A: b\r\n" * 9000 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 40_000, b"431"),
        (b"GET /" + b"a" * 40_000, b"431"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS greeting\r\n\r\n", b"400"),
        (b"GET /live/flood HTTP/9.9\r\n\r\n", b"400"),
        (b"DELETE /live/flood HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"405"),
        (b"GET /live/%00%ff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"404"),
        (b"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"404"),
        (b"GET /live/flood HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n", b"400"),
        (b"TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"405"),
        (b"CONNECT a:1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"405"),
        (b"FROB / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"501"),
        (b"GET /flood/ HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /flood/ HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n\r\n", b"400"),
        (b"GET /flood/ HTTP/2.0\r\nHost: 127.0.0.1\r\n\r\n", b"505"),
        (b"GET /flood/ HTTP/1.1\nHost: 127.0.0.1\n\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00 a greeting of which more is to come", b"400"),
    ],
    ids=[
        "headers",
        "header",
        "address",
        "garbage",
        "version",
        "method",
        "bytes",
        "nothing",
        "header line",
        "trace",
        "connect",
        "unknown method",
        "no host",
        "two hosts",
        "HTTP/2.0",
        "bare line feeds",
        "garbage without an end",
    ],
)
def test_an_invalid_request_is_refused(shared_newsroom: Newsroom, request_, status):
    with connect(shared_newsroom) as connection:
        connection.sendall(request_)
        answer = said(connection)
        assert answer.startswith(b"HTTP/1.1 " + status)
        head, _, body = answer.partition(b"\r\n\r\n")
        assert body
        assert b"cache-control: no-store\r\n" in head
        assert b"nosniff" in head
    assert get(shared_newsroom.address, "/healthz").status == 200


@pytest.mark.parametrize("pieces", [1, 2, 40])
def test_a_stream_is_asked_for_in_any_pieces_and_with_any_headers(new_coverage: Newsroom, pieces):
    new_coverage.desk().publish("Water.")
    cursor = new_coverage.cursor()
    before = f"{cursor.rsplit('-', 1)[0]}-{int(cursor.rsplit('-', 1)[1]) - 1}"
    request_ = (
        f"GET /live/{new_coverage.slug}/?x=1&after={before.replace('-', '%2D')} HTTP/1.1\r\n"
        "Host: 127.0.0.1\r\n"
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n"
    ).encode()
    size = -(-len(request_) // pieces)
    with connect(new_coverage) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(request_), size):
            connection.sendall(request_[start : start + size])
        text = b""
        while b"Water." not in text:
            more = connection.recv(1 << 16)
            assert more, text
            text += more
        assert text.startswith(b"HTTP/1.1 200")
        assert f"id: {before}\nevent: hello".encode() in text


def test_requests_behind_a_stream_are_never_answered(shared_newsroom: Newsroom):
    one = b"GET /live/flood HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with connect(shared_newsroom) as connection:
        connection.sendall(one)
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200")
        connection.sendall(one)
        assert b"HTTP/1.1" not in said(connection)
    with connect(shared_newsroom) as connection:
        connection.sendall(one * 50)
        assert connection.recv(12) == b"HTTP/1.1 200"
    with connect(shared_newsroom) as connection:
        connection.sendall(one + one.replace(b"flood", b"nowhere"))
        assert connection.recv(12) == b"HTTP/1.1 200"


def test_a_stream_asked_for_behind_a_page_begins_after_it(shared_newsroom: Newsroom):
    with connect(shared_newsroom) as connection:
        for path in ("/flood/", "/live/flood"):
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        text = b""
        while b"event: hello" not in text:
            more = connection.recv(1 << 16)
            assert more, text
            text += more
        assert text.index(b"</html>") < text.index(b"text/event-stream")


def test_a_request_head_that_never_ends_is_cut(newsroom: Newsroom):
    newsroom.stop()
    newsroom.start(command=IMPATIENT)
    with connect(newsroom) as silent, connect(newsroom) as slow, connect(newsroom) as second:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        second.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HT")
        assert said(silent).startswith(b"HTTP/1.1 408")
        assert said(slow).startswith(b"HTTP/1.1 408")
        assert b"HTTP/1.1 408" in said(second)
    # A stream and a form may take longer than a request head.
    rex = newsroom.reader(after=newsroom.cursor())
    with connect(newsroom) as writer:
        writer.sendall(
            b"POST /desk/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\na"
        )
        end = time.monotonic() + 1.5
        writer.settimeout(1.5)
        with pytest.raises(TimeoutError):
            writer.recv(1)
        assert time.monotonic() >= end - 0.1
        newsroom.desk().publish("Water.")
        assert "Water." in next(rex.blocks())["html"]


def test_a_thousand_silent_connections_delay_nobody(new_coverage: Newsroom):
    idle = [connect(new_coverage) for _ in range(1000)]
    rex = new_coverage.reader(after=new_coverage.cursor())
    new_coverage.desk().publish("Water.")
    assert "Water." in next(rex.blocks())["html"]
    for each in idle:
        each.close()


@pytest.mark.skipif(sys.platform != "linux", reason="cuts a cable with Linux's socket filters")
def test_readers_whose_cable_is_cut_are_forgotten(closed_newsroom: Newsroom):
    closed_newsroom.start(command=FORGETFUL)
    try:
        desk, cursor = closed_newsroom.desk(), closed_newsroom.cursor()
        rex = closed_newsroom.reader(after=cursor)
        before = connections(closed_newsroom)
        gone = [closed_newsroom.reader(after=cursor) for _ in range(50)]
        assert connections(closed_newsroom) >= before + 50
        for each in gone:
            cut_cable(each.socket)
        desk.publish("Water.")
        assert "Water." in next(rex.blocks())["html"]
        deadline = time.monotonic() + PATIENCE
        while connections(closed_newsroom) > before:
            assert time.monotonic() < deadline, "the server still holds readers that are gone"
            time.sleep(0.05)
        desk.publish("More water.")
        assert "More water." in next(rex.blocks())["html"]
    finally:
        closed_newsroom.stop()


def until_served(newsroom: Newsroom) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            assert get(newsroom.address, "/healthz").status == 200
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nobody is served after the flood")


def cut_cable(connection: socket.socket) -> None:
    """Drops all packets to this end from now on, so that nothing is acknowledged.

    A BPF program of one instruction, "take 0 bytes of it" (Linux, networking/filter.rst).
    """
    attach_filter = 26  # SO_ATTACH_FILTER
    program = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))
    connection.setsockopt(
        socket.SOL_SOCKET, attach_filter, struct.pack("HP", 1, ctypes.addressof(program))
    )


def connections(newsroom: Newsroom) -> int:
    """The number of connections at the server's port, without those to its database.

    From /proc/net/tcp (proc_pid_net(5)); a socket that no process holds any more has no inode.
    """
    port, listening, count = f":{newsroom.port:04X}", "0A", 0
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        local, state, inode = itemgetter(1, 3, 9)(line.split())
        count += local.endswith(port) and state != listening and inode != "0"
    return count


def test_a_flood_past_the_last_descriptor_is_closed_and_over_when_it_ends(
    closed_newsroom: Newsroom,
):
    few = ["sh", "-c", 'ulimit -n 256; exec "$@"', "sh", *IMPATIENT]
    closed_newsroom.start(command=few)
    flood = []
    try:
        desk = closed_newsroom.desk()
        rex = closed_newsroom.reader(after=closed_newsroom.cursor())
        for _ in range(400):
            flood.append(connect(closed_newsroom))
        assert connections(closed_newsroom) < 256
        # Each is answered or closed, and none is left waiting.
        assert all(said(each)[:12] in (b"", b"HTTP/1.1 408") for each in flood)
        until_served(closed_newsroom)
        desk.publish("Water.")
        assert "Water." in next(rex.blocks())["html"]
    finally:
        for each in flood:
            each.close()
        closed_newsroom.stop()


@pytest.mark.parametrize("path", ["/flood/", "/nothing/", "/static/page/live.js"])
def test_requests_whose_responses_are_not_read_do_not_grow_the_memory(
    shared_newsroom: Newsroom, path
):
    for _ in range(3):
        get(shared_newsroom.address, path)
    before = memory(shared_newsroom)
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{shared_newsroom.port}\r\n\r\n".encode()
    with connect(shared_newsroom) as greedy:
        greedy.setblocking(False)
        sent = 0
        try:
            while sent < 20_000_000:
                sent += greedy.send(request * 500)
        except BlockingIOError:
            # The server has stopped reading them.
            assert sent
        assert get(shared_newsroom.address, "/healthz").status == 200
        assert memory(shared_newsroom) - before < 20_000


ENDLESS = {
    "trailers": ("Transfer-Encoding: chunked", "0\r\n", "X-Trailer: " + "a" * 100 + "\r\n"),
    "one trailer": ("Transfer-Encoding: chunked", "0\r\nX-Trailer: ", "a" * 113),
    "chunks": ("Transfer-Encoding: chunked", "", "64\r\n" + "a" * 100 + "\r\n"),
    "extensions": ("Transfer-Encoding: chunked", "5;", "a=b;" * 28),
    "length": ("Content-Length: 900000000", "", "a" * 113),
}


@pytest.mark.parametrize("endless", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("asked", ["GET /flood/", "GET /flood/find/", "POST /desk/sign-in/"])
def test_an_endless_request_is_cut_and_memory_does_not_grow(
    shared_newsroom: Newsroom, asked, endless
):
    for _ in range(3):
        get(shared_newsroom.address, "/flood/")
    before = memory(shared_newsroom)
    framing, begun, more = endless
    head = f"{asked} HTTP/1.1\r\nHost: 127.0.0.1:{shared_newsroom.port}\r\n{framing}\r\n\r\n{begun}"
    piece, sent = (more * 1000).encode(), 0
    with connect(shared_newsroom) as attacker:
        try:
            attacker.sendall(head.encode())
            while sent < 300_000_000:
                attacker.sendall(piece)
                sent += len(piece)
        except OSError:
            # The server cut it while it was still sending.
            assert sent < 300_000_000
        else:
            raise AssertionError("the server read all of it")
    assert memory(shared_newsroom) - before < 20_000
    assert get(shared_newsroom.address, "/healthz").status == 200


def test_a_body_that_is_never_sent_is_cut_though_the_page_is_in_memory(
    closed_newsroom: Newsroom,
):
    closed_newsroom.start(
        command=[each.format("dateline.server.protocol.DISCARDED_WITHIN=0.5") for each in SERVE]
    )
    try:
        for _ in range(3):
            get(closed_newsroom.address, "/flood/")
        with connect(closed_newsroom) as silent:
            head = f"GET /flood/ HTTP/1.1\r\nHost: 127.0.0.1:{closed_newsroom.port}\r\n"
            silent.sendall(f"{head}Content-Length: 10\r\n\r\na".encode())
            assert said(silent).startswith(b"HTTP/1.1 408")
    finally:
        closed_newsroom.stop()


def test_a_trailer_is_no_header(shared_newsroom: Newsroom):
    form = b"csrfmiddlewaretoken=" + b"a" * 32 + b"&username=ben&password=wrong"
    head = (
        f"POST /desk/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1:{shared_newsroom.port}\r\n"
        f"Origin: {shared_newsroom.address}\r\nTransfer-Encoding: chunked\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
    ).encode()
    cookie = b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n"
    chunks = b"%x\r\n%s\r\n0\r\n" % (len(form), form)
    for request, status in (
        (head + cookie + b"\r\n" + chunks + b"\r\n", b"200"),
        (head + b"\r\n" + chunks + cookie + b"\r\n", b"403"),
    ):
        with connect(shared_newsroom) as connection:
            connection.sendall(request)
            assert said(connection).startswith(b"HTTP/1.1 " + status)


def memory(newsroom: Newsroom) -> int:
    """The memory of the server's process in kilobytes."""
    assert newsroom.process is not None
    status = Path(f"/proc/{newsroom.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found
    return int(found[1])
