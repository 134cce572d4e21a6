"""A connection that is answered from memory: what it may ask, how long it stays, what it holds."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from dateline.config import connection
from dateline.config.connection import Asked, Door
from dateline.config.ready import Key, Ready, prepare
from tests.newsroom import PATIENCE, Newsroom

from .scene import Client, on_a_loop

ASK = b"GET /flood/ HTTP/1.1\r\nHost: live.example\r\n\r\n"
BODY = b"<p>" + b"water " * 2000


@pytest.fixture
def doors(monkeypatch):
    """Opens connections to a door behind which one page is in memory."""
    ready = Ready({"flood": "ab-1"}.get, lambda slug: None, lambda: 0.0)
    page = prepare("flood", "ab-1", '"e1"', {"Content-Type": "text/html"}, BODY)
    ready.keep(Key(b"live.example", b"/flood/"), page)
    monkeypatch.setattr(connection, "application", SimpleNamespace(ready=ready, hub=None))
    state = SimpleNamespace(connections=set())

    @asynccontextmanager
    async def come(keep_alive: float = 60) -> AsyncIterator:
        ours, theirs = socket.socketpair()
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        ours.setblocking(False)
        config = SimpleNamespace(timeout_keep_alive=keep_alive)
        transport, _ = await asyncio.get_running_loop().connect_accepted_socket(
            lambda: Door(server_state=state, config=config), theirs
        )
        try:
            yield Client(ours), transport, state.connections
        finally:
            ours.close()
            if not transport.is_closing():
                transport.abort()
            while state.connections:
                await asyncio.sleep(0)

    return come


@pytest.mark.parametrize(
    ("data", "whole", "stays"),
    [
        (ASK, True, True),
        (ASK.replace(b"Host", b"Connection: close\r\nHost"), True, False),
        (ASK.replace(b"Host", b"Content-Length: 2\r\nHost"), False, None),
        (ASK.replace(b"Host", b"Transfer-Encoding: chunked\r\nHost"), False, None),
        (ASK.replace(b"Host", b"Connection: upgrade\r\nUpgrade: h2c\r\nHost"), False, None),
        (ASK.replace(b"1.1", b"1.0"), False, None),
        (ASK.replace(b"GET", b"HEAD"), False, None),
        (ASK.replace(b"Host:", b"Host"), False, None),
        (ASK.replace(b"example", b"example" * 5000), False, None),
        (ASK + ASK, False, None),
        (ASK[:-2], False, None),
    ],
)
def test_only_a_whole_request_and_nothing_else_is_answered_at_the_door(data, whole, stays):
    asked = Asked()
    assert asked.read(data) is whole
    if whole:
        assert asked.stays is stays
        assert asked.read(ASK) is stays
        assert not stays or asked.headers == [(b"host", b"live.example")]


def test_page_after_page_is_answered_and_then_an_idle_connection_is_ended(doors):
    async def act(scene):
        async with doors(keep_alive=1.0) as (client, _, open_now):
            loop = asyncio.get_running_loop()
            for count in range(1, 4):
                await loop.sock_sendall(client.socket, ASK)
                while client.text.count("water ") < 2000 * count:
                    client.text += (await loop.sock_recv(client.socket, 1 << 16)).decode()
            assert len(open_now) == 1
            whole = await client.end()
            assert whole.count("HTTP/1.1 200 OK") == 3
            assert not open_now

    on_a_loop(act)


def test_whoever_wants_the_connection_closed_has_it_closed(doors):
    async def act(scene):
        async with doors() as (client, _, _):
            asked = ASK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
            await asyncio.get_running_loop().sock_sendall(client.socket, asked)
            head, _, body = (await client.end()).partition("\r\n\r\n")
            assert "connection: close" in head
            assert body.encode() == BODY

    on_a_loop(act)


def test_who_takes_no_answer_is_not_asked_for_more(doors):
    async def act(scene):
        async with doors() as (client, transport, _):
            loop = asyncio.get_running_loop()
            held = 0
            while transport.is_reading():
                await loop.sock_sendall(client.socket, ASK)
                for _ in range(5):
                    await asyncio.sleep(0)
                held = max(held, transport.get_write_buffer_size())
            _, high = transport.get_write_buffer_limits()
            assert high < held < high + len(BODY) + 1000
            # And it goes on where it was when they are taken.
            while not transport.is_reading():
                client.text += (await loop.sock_recv(client.socket, 1 << 16)).decode()

    on_a_loop(act)


def test_a_stream_begins_behind_a_page_that_is_not_taken_yet(doors):
    async def act(scene):
        connection.application.hub = scene.hub
        async with doors() as (client, transport, _):
            loop = asyncio.get_running_loop()
            await loop.sock_sendall(client.socket, ASK)
            while not transport.get_write_buffer_size():
                await asyncio.sleep(0)
            await loop.sock_sendall(client.socket, ASK.replace(b"/flood/", b"/live/flood"))
            while not scene.hub._topics or not scene.hub._topics["flood"].subscribers:
                await asyncio.sleep(0.01)
            scene.publish()
            await client.until('"seq":6')
            assert client.text.index("water") < client.text.index("event: hello")
            # Whoever goes is noticed, though nothing is written to them.
            client.socket.close()
            while scene.hub._topics["flood"].subscribers:
                await asyncio.sleep(0.01)

    on_a_loop(act)


def test_a_connection_goes_from_pages_to_a_form_and_to_a_stream(newsroom: Newsroom):
    host = f"Host: 127.0.0.1:{newsroom.port}\r\n"
    page = f"GET /flood/ HTTP/1.1\r\n{host}\r\n".encode()
    with socket.create_connection(("127.0.0.1", newsroom.port), timeout=PATIENCE) as one:
        for asked, answered in (
            (page, b"200"),
            (page, b"200"),
            # A body, which no page has; a head in two pieces; another method.
            (page.replace(b"\r\n\r\n", b"\r\nContent-Length: 2\r\n\r\nab"), b"200"),
            (page[:20] + b"|" + page[20:], b"200"),
            (page.replace(b"GET", b"HEAD"), b"200"),
            (page.replace(b"/flood/", b"/nothing/"), b"404"),
            (page, b"200"),
        ):
            for piece in asked.split(b"|"):
                one.sendall(piece)
            head, body = _answer(one, asked.startswith(b"HEAD"))
            assert head.startswith(b"HTTP/1.1 " + answered)
            assert (b"data-cursor" in body) == (
                answered == b"200" and not asked.startswith(b"HEAD")
            )
        one.sendall(f"GET /live/flood HTTP/1.1\r\n{host}\r\n".encode())
        assert b"text/event-stream" in one.recv(4096)


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


def _answer(connection: socket.socket, only_head: bool = False) -> tuple[bytes, bytes]:
    """The head and the body of the next answer."""
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
