"""One open stream: a transport and a cursor. Ten thousand of them are what the memory goes to."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from email.utils import formatdate
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from . import sse

if TYPE_CHECKING:
    from .hub import Room

_FIXED: Final = (
    b"content-type: text/event-stream; charset=utf-8\r\n"
    b"cache-control: no-cache, no-transform\r\n"
    b"x-accel-buffering: no\r\n"
    b"x-content-type-options: nosniff\r\n"
    b"access-control-allow-origin: *\r\n"
)
_AT_ONCE: Final = struct.pack("ii", 1, 0)


def opening() -> bytes:
    """The head of a stream; the end of the connection ends it: no chunk lines around a frame."""
    return _head(b"200 OK", _FIXED)


def refusal(status: bytes, body: bytes, headers: bytes = b"") -> bytes:
    """A whole answer that is no stream, and ends the connection."""
    fixed = b"content-type: text/plain; charset=utf-8\r\ncache-control: no-store\r\n"
    return _head(status, b"%s%scontent-length: %d\r\n" % (fixed, headers, len(body))) + body


def gone() -> bytes:
    """The coverage is closed and nothing is missing: a browser then stops to ask."""
    return _head(b"204 No Content", b"cache-control: no-store\r\n")


def unknown() -> bytes:
    return refusal(b"404 Not Found", b"There is no such coverage.\n")


def not_allowed() -> bytes:
    return refusal(b"405 Method Not Allowed", b"GET only\n", b"allow: GET, HEAD\r\n")


def _head(status: bytes, headers: bytes) -> bytes:
    return b"HTTP/1.1 %s\r\ndate: %s\r\n%sconnection: close\r\n\r\n" % (status, date(), headers)


def date() -> bytes:
    """The value of a Date header (RFC 9110, 6.6.1), worked out once a second."""
    return _date(int(time.time()))


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()


class Reader(asyncio.Protocol):
    """The protocol of a connection whose request was for a stream, after its head was read.

    `full` is set while the transport holds something that the kernel has not taken: such a reader
    is passed over, and lacks what it lacks. It is also set once the connection is over.
    """

    __slots__ = ("asked", "cursor", "full", "only_head", "room", "transport")

    def __init__(self, transport: asyncio.Transport, asked: str | None, *, only_head: bool) -> None:
        self.transport = transport
        self.asked = asked
        self.only_head = only_head
        self.cursor = 0
        self.full = False
        self.room: Room | None = None

    def follow(self) -> None:
        """Writes what the reader lacks, until it lacks nothing or the transport is full."""
        assert self.room is not None
        channel = self.room.channel
        assert channel is not None
        if self.cursor < channel.low:
            return self.end(sse.reset(channel.epoch, channel.head))
        while self.cursor < channel.head and not self.full:
            frames, self.cursor = channel.since(self.cursor)
            self.transport.write(frames)

    def end(self, last: bytes) -> None:
        """Writes `last`, if the reader takes it, and ends the connection when it is out."""
        if self.full:
            self.cut()
        else:
            self.transport.write(last)
            self.full = True
            self.transport.close()

    def cut(self) -> None:
        """Ends the connection at once: closing it politely would wait for the reader to read.

        With a reset, or the kernel would keep what it holds for this reader for many minutes.
        """
        self.full = True
        if self.room is None:
            # It is over; the number of its socket may be somebody else's by now.
            return
        connection = self.transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        # Nobody has anything to say on a stream; whoever does would be read for ever.
        self.cut()

    def pause_writing(self) -> None:
        self.full = True
        if self.room is not None:
            self.room.stalls(self)

    def resume_writing(self) -> None:
        if self.room is not None and not self.transport.is_closing():
            self.full = False
            self.room.reads_again(self)
            self.follow()

    def connection_lost(self, error: Exception | None) -> None:
        self.full = True
        room, self.room = self.room, None
        if room is not None:
            room.leave(self)
