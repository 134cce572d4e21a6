"""A connection: its requests, its time limits, and how much memory it can make the server use."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from dateline.server import protocol
from dateline.server.application import Application
from dateline.server.cache import CacheKey, ResponseCache, prepare
from dateline.server.protocol import FastPathProtocol
from dateline.server.refresher import Refresher
from dateline.server.streams import Streams
from tests.newsroom import PATIENCE, Newsroom
from tests.stream.scene import Client, on_a_loop

GET = b"GET /flood/ HTTP/1.1\r\nHost: live.example\r\n\r\n"
BODY = b"<p>" + b"water " * 2000


class Connections:
    """Opens connections to an application that has one page in memory and must make all others."""

    def __init__(self) -> None:
        self.application = Application()
        cache = ResponseCache({"flood": "ab-1"}.get, lambda slug: None, lambda: 0.0)
        page = prepare({"Content-Type": "text/html"}, BODY, slug="flood", cursor="ab-1")
        cache.put(CacheKey(b"live.example", b"/flood/"), page)
        self.application._cache = cache
        self.made: list[bytes] = []
        self.gate = asyncio.Event()
        self.application._refresher = Refresher(cache, lambda callback: callback(), self.render)
        self.state = SimpleNamespace(connections=set(), tasks=set())

    async def render(self, key, is_unwanted):
        self.made.append(key.target)
        await self.gate.wait()
        return prepare({}, b"made " + key.target), False

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Client, asyncio.Transport]]:
        ours, theirs = socket.socketpair()
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        ours.setblocking(False)
        transport, _ = await asyncio.get_running_loop().connect_accepted_socket(
            lambda: FastPathProtocol(self.application, self.state), theirs
        )
        try:
            yield Client(ours), transport
        finally:
            ours.close()
            if not transport.is_closing():
                transport.abort()
            while self.state.connections:
                await asyncio.sleep(0)


async def send(client: Client, data: bytes) -> None:
    await asyncio.get_running_loop().sock_sendall(client.socket, data)


async def all_answered(client: Client, requests: int) -> None:
    """Reads until so many pages have arrived."""
    loop, left = asyncio.get_running_loop(), requests * BODY.count(b"w")
    left -= client.text.partition("made /nowhere/")[2].count("w")
    while left:
        piece = await loop.sock_recv(client.socket, 1 << 16)
        assert piece
        left -= piece.count(b"w")


def test_page_after_page_is_answered_and_then_an_idle_connection_is_ended(monkeypatch):
    monkeypatch.setattr(protocol, "KEEP_ALIVE", 1.0)

    async def act(scene):
        connections = Connections()
        async with connections.open() as (client, _):
            for count in range(1, 4):
                await send(client, GET)
                while client.text.count("water ") < 2000 * count:
                    await client.until("water ")
                    client.text += (
                        await asyncio.get_running_loop().sock_recv(client.socket, 1 << 16)
                    ).decode()
            assert len(connections.state.connections) == 1
            whole = await client.end()
            assert whole.count("HTTP/1.1 200 OK") == 3
            assert "408" not in whole
            assert not connections.state.connections

    on_a_loop(act)


@pytest.mark.parametrize("closing", [b"Connection: close", b""], ids=["asked for", "HTTP/1.0"])
def test_a_connection_is_closed_when_the_client_asks_for_it(closing):
    async def act(scene):
        async with Connections().open() as (client, _):
            request = GET.replace(b"\r\n\r\n", b"\r\n" + closing + b"\r\n\r\n")
            if not closing:
                request = GET.replace(b"HTTP/1.1", b"HTTP/1.0")
            await send(client, request)
            head, _, body = (await client.end()).partition("\r\n\r\n")
            assert "connection: close" in head
            assert body.encode() == BODY

    on_a_loop(act)


def test_requests_in_one_piece_are_answered_in_their_order():
    async def act(scene):
        connections = Connections()
        connections.gate.set()
        async with connections.open() as (client, _):
            other = GET.replace(b"/flood/", b"/nowhere/")
            await send(client, GET + other + b"\r\n" + GET + other.replace(b"GET", b"HEAD"))
            last = GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
            await send(client, last)
            text = await client.end()
            bodies = re.findall(r"\r\n\r\n(<p>|made /nowhere/|HTTP)", text)
            assert bodies == ["<p>", "made /nowhere/", "<p>", "HTTP", "<p>"]
            assert text.count("HTTP/1.1 200 OK") == 5

    on_a_loop(act)


@pytest.mark.parametrize(
    ("framing", "body"),
    [
        (b"Content-Length: 3", b"abc"),
        (b"Transfer-Encoding: chunked", b"3;x=y\r\nabc\r\n0\r\nCookie: a=b\r\n\r\n"),
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_a_page_is_answered_after_a_body_that_it_does_not_depend_on(framing, body, whole):
    async def act(scene):
        async with Connections().open() as (client, _):
            head = GET.replace(b"\r\n\r\n", b"\r\n" + framing + b"\r\n\r\n")
            pieces = [head + body] if whole else [head, body[:2], body[2:]]
            for piece in pieces:
                assert client.text == ""
                await send(client, piece)
                await asyncio.sleep(0)
            assert (await client.until("water")).startswith("HTTP/1.1 200")

    on_a_loop(act)


@pytest.mark.parametrize("framing", [b"Content-Length: 3", b"Transfer-Encoding: chunked"])
def test_a_stream_is_not_asked_for_with_a_body(framing):
    async def act(scene):
        async with Connections().open() as (client, _):
            head = GET.replace(b"/flood/", b"/live/flood")
            await send(client, head.replace(b"\r\n\r\n", b"\r\n" + framing + b"\r\n\r\n"))
            assert (await client.end()).startswith("HTTP/1.1 400 ")

    on_a_loop(act)


def test_nothing_more_is_read_from_a_client_that_reads_no_response():
    async def act(scene):
        async with Connections().open() as (client, transport):
            sent = held = 0
            while transport.is_reading():
                # Many in one piece: none may be answered once the transport is full.
                await send(client, GET * 8)
                sent += 8
                for _ in range(5):
                    await asyncio.sleep(0)
                held = max(held, transport.get_write_buffer_size())
            _, high = transport.get_write_buffer_limits()
            assert high < held < high + len(BODY) + 1000
            # The server continues once the responses are read.
            await all_answered(client, sent)
            assert transport.is_reading()

    on_a_loop(act)


def test_what_comes_behind_a_request_waits_and_is_bounded():
    async def act(scene):
        connections = Connections()
        async with connections.open() as (client, transport):
            await send(client, GET.replace(b"/flood/", b"/nowhere/"))
            while not connections.made:
                await asyncio.sleep(0)
            sent = 0
            while transport.is_reading():
                await send(client, GET * 100)
                sent += 100
                for _ in range(5):
                    await asyncio.sleep(0)
            assert client.text == ""
            connections.gate.set()
            await client.until("made /nowhere/")
            assert "water" not in client.text.partition("made /nowhere/")[0]
            await all_answered(client, sent)

    on_a_loop(act)


def test_a_stream_begins_behind_a_page_that_is_not_taken_yet():
    async def act(scene):
        connections = Connections()
        streams = connections.application._streams = Streams(
            scene.journal.run,
            scene.journal.run,
            on_housekeeping=lambda: None,
            is_writing=lambda: False,
            on_read=lambda: None,
        )
        try:
            async with connections.open() as (client, transport):
                await send(client, GET)
                while not transport.get_write_buffer_size():
                    await asyncio.sleep(0)
                await send(client, GET.replace(b"/flood/", b"/live/flood"))
                topics = streams._hub._topics
                while not topics or not topics["flood"].subscribers:
                    await asyncio.sleep(0.01)
                # Nothing more is written until the page is taken, however little it is.
                (subscriber,) = topics["flood"].subscribers
                assert subscriber.paused
                scene.journal.publish()
                streams.notify()
                await client.until('"seq":6')
                assert client.text.index("water") < client.text.index("event: hello")
                # A client that leaves is noticed, though nothing is written to it.
                client.socket.close()
                while topics["flood"].subscribers:
                    await asyncio.sleep(0.01)
        finally:
            streams.close()

    on_a_loop(act)


def test_a_connection_goes_from_pages_to_a_form_and_to_a_stream(shared_newsroom: Newsroom):
    host = f"Host: 127.0.0.1:{shared_newsroom.port}\r\n"
    page = f"GET /flood/ HTTP/1.1\r\n{host}\r\n".encode()
    with socket.create_connection(("127.0.0.1", shared_newsroom.port), timeout=PATIENCE) as one:
        for asked, answered in (
            (page, b"200"),
            (page, b"200"),
            # A request with a body; a head in two pieces; another method.
            (page.replace(b"\r\n\r\n", b"\r\nContent-Length: 2\r\n\r\nab"), b"200"),
            (page[:20] + b"|" + page[20:], b"200"),
            (page.replace(b"GET", b"HEAD"), b"200"),
            (page.replace(b"/flood/", b"/nothing/"), b"404"),
            (page.replace(b"/flood/", b"/flood/find/"), b"200"),
            (page.replace(b"GET /flood/", b"HEAD /flood/find/"), b"200"),
            (
                page.replace(b"GET", b"POST")
                .replace(b"\r\n\r\n", b"\r\nContent-Length: 2\r\n\r\nab")
                .replace(b"/flood/", b"/desk/sign-in/"),
                b"403",
            ),
            (page, b"200"),
        ):
            for piece in asked.split(b"|"):
                one.sendall(piece)
            head, body = _answer(one, asked.startswith(b"HEAD"))
            assert head.startswith(b"HTTP/1.1 " + answered)
            assert bool(body) == (not asked.startswith(b"HEAD"))
        one.sendall(f"GET /live/flood HTTP/1.1\r\n{host}\r\n".encode())
        assert b"text/event-stream" in one.recv(4096)


def test_a_client_that_expects_100_continue_gets_it(shared_newsroom: Newsroom):
    head = f"POST /desk/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1:{shared_newsroom.port}\r\n"
    with socket.create_connection(("127.0.0.1", shared_newsroom.port), timeout=PATIENCE) as one:
        one.sendall(f"{head}Expect: 100-continue\r\nContent-Length: 3\r\n\r\n".encode())
        assert one.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        one.sendall(b"a=b")
        assert _answer(one)[0].startswith(b"HTTP/1.1 403")


def test_a_server_that_ends_does_not_wait_for_idle_connections(newsroom: Newsroom):
    page = f"GET /flood/ HTTP/1.1\r\nHost: 127.0.0.1:{newsroom.port}\r\n\r\n".encode()
    assert newsroom.process is not None
    with (
        socket.create_connection(("127.0.0.1", newsroom.port), timeout=PATIENCE) as silent,
        socket.create_connection(("127.0.0.1", newsroom.port), timeout=PATIENCE) as idle,
    ):
        for _ in range(2):
            idle.sendall(page)
            _answer(idle)
        newsroom.process.send_signal(signal.SIGTERM)
        assert idle.recv(1) == b""
        assert silent.recv(1) == b""
        assert "timeout" not in newsroom.process.communicate(timeout=PATIENCE)[0]


def test_a_request_that_was_read_is_answered_though_the_server_ends(newsroom: Newsroom):
    assert newsroom.process is not None
    with socket.create_connection(("127.0.0.1", newsroom.port), timeout=PATIENCE) as one:
        head = f"POST /desk/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1:{newsroom.port}\r\n"
        one.sendall(f"{head}Expect: 100-continue\r\nContent-Length: 3\r\n\r\n".encode())
        assert one.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        newsroom.process.send_signal(signal.SIGTERM)
        # It accepts no new connection, so it has begun to stop.
        while _accepts(newsroom):
            pass
        one.sendall(b"a=b")
        assert _answer(one)[0].startswith(b"HTTP/1.1 403")
        assert one.recv(1) == b""
        assert newsroom.process.wait(PATIENCE) == 0


def _accepts(newsroom: Newsroom) -> bool:
    try:
        socket.create_connection(("127.0.0.1", newsroom.port), timeout=PATIENCE).close()
    except OSError:
        return False
    return True


def _answer(connection: socket.socket, only_head: bool = False) -> tuple[bytes, bytes]:
    """The head and the body of the next response."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = connection.recv(1 << 16)
        assert more, got
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head)
    while length and not only_head and len(body) < int(length[1]):
        body += connection.recv(1 << 16)
    return head, body
