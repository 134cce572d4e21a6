"""The stream as an ASGI application: GET /live/<coverage>?after=<cursor>.

One task a reader, no queue: a task whose reader is slow waits in its own `send` and then finds all
that it lacks in the channel, each block once, as it then stands.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import parse_qs

from dateline.page.cursor import parse

from . import resume, sse
from .hub import Hub, Reader, Room

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PREFIX: Final = "/live/"
PIECE: Final = 64 * 1024
_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"access-control-allow-origin", b"*"),
]


async def stream(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Answers one request under /live/: 200 and the stream, 204 when it is over, 404, 405."""
    if scope["method"] not in ("GET", "HEAD"):
        return await _plain(send, 405, b"GET only\n", [(b"allow", b"GET, HEAD")])
    reader = Reader(cut=_cutter(scope, asyncio.current_task()))
    entered = await hub.enter(scope["path"].removeprefix(PREFIX).strip("/"), reader)
    if entered is None:
        return await _plain(send, 404, b"There is no such coverage.\n")
    room, standing = entered
    try:
        asked = _asked(scope)
        way = resume.decide(asked, standing)
        if way is resume.Way.DONE:
            return await _plain(send, 204, b"")
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        if scope["method"] == "HEAD":
            return await send({"type": "http.response.body", "body": b""})
        lacks = None if way is resume.Way.RESET else parse(asked or standing.cursor)
        await _until_gone(hub, room, reader, receive, send, lacks[1] if lacks else None)
    finally:
        hub.leave(room, reader)


async def _until_gone(
    hub: Hub, room: Room, reader: Reader, receive: Receive, send: Send, after: int | None
) -> None:
    task = asyncio.current_task()
    assert task is not None
    gone = asyncio.ensure_future(_gone(receive))
    gone.add_done_callback(lambda done: None if done.cancelled() else task.cancel())
    try:
        if after is None:
            await _reset(room, reader, send)
        else:
            await _follow(hub, room, reader, send, after)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except asyncio.CancelledError:
        if not gone.done() and reader.mark is None:
            raise
    finally:
        gone.cancel()


async def _follow(hub: Hub, room: Room, reader: Reader, send: Send, cursor: int) -> None:
    epoch, beats = room.channel.epoch, room.beats
    await _write(room, reader, send, sse.hello(epoch, cursor))
    while not hub.closing:
        woken = room.woken
        if room.channel.epoch != epoch:
            return await _reset(room, reader, send)
        if cursor < room.channel.low:
            missed = await hub.read_since(room, cursor)
            if missed is None:
                return await _reset(room, reader, send)
            cursor = missed.reached
            await _write(room, reader, send, missed.frames)
        elif cursor < room.channel.head:
            news, cursor = room.channel.since(cursor), room.channel.head
            await _write(room, reader, send, news)
        elif beats != room.beats:
            beats = room.beats
            await _write(room, reader, send, sse.BEAT)
        else:
            await woken.wait()
    await _write(room, reader, send, sse.retry(random.randint(500, 3000)))


async def _reset(room: Room, reader: Reader, send: Send) -> None:
    await _write(room, reader, send, sse.reset(room.channel.epoch, room.channel.head))


async def _write(room: Room, reader: Reader, send: Send, data: bytes) -> None:
    loop = asyncio.get_running_loop()
    reader.mark, reader.stalled_at = room.channel.written, loop.time()
    for start in range(0, len(data), PIECE):
        body = data[start : start + PIECE]
        await send({"type": "http.response.body", "body": body, "more_body": True})
    reader.mark = None


def _asked(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"last-event-id":
            return str(value.decode("latin-1"))
    after = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after")
    return after[0] if after else None


def _cutter(scope: Scope, task: asyncio.Task[Any] | None) -> Callable[[], None]:
    """Ends a stalled stream at once: closing it politely would wait for the reader to read."""
    assert task is not None
    transport = scope.get("state", {}).get("transport")

    def cut() -> None:
        if transport is not None:
            transport.abort()
        task.cancel()

    return cut


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _plain(
    send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    fixed = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send(
        {"type": "http.response.start", "status": status, "headers": fixed + (headers or [])}
    )
    await send({"type": "http.response.body", "body": body})
