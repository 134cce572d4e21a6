"""An open stream: a transport and a position. A server can have ten thousand of these."""

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
    from .topic import Topic

_STREAM_HEADERS: Final = (
    b"content-type: text/event-stream; charset=utf-8\r\n"
    b"cache-control: no-cache, no-transform\r\n"
    b"x-accel-buffering: no\r\n"
    b"x-content-type-options: nosniff\r\n"
)
# A frame on another site may read what is public.
_PUBLIC: Final = b"access-control-allow-origin: *\r\n"
# struct linger (socket(7)): on, for 0 seconds.
_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)


def response_head() -> bytes:
    """Returns the response head of a stream, which ends with its connection and is not chunked."""
    return _format_head(b"200 OK", _STREAM_HEADERS + _PUBLIC)


def private_response_head() -> bytes:
    """Returns the response head of a stream that no other site may read."""
    return _format_head(b"200 OK", _STREAM_HEADERS)


def no_content() -> bytes:
    """Returns the response for a closed coverage. After a 204, browsers do not reconnect."""
    return _format_head(b"204 No Content", b"cache-control: no-store\r\n")


def not_found() -> bytes:
    """Returns the response if there is no such coverage."""
    return plain(b"404 Not Found", b"There is no such coverage.\n")


def plain(status: bytes, body: bytes) -> bytes:
    """Returns a whole response with a sentence instead of a stream."""
    headers = (
        b"content-type: text/plain; charset=utf-8\r\ncache-control: no-store\r\n"
        b"x-content-type-options: nosniff\r\ncontent-length: %d\r\n"
    )
    return _format_head(status, headers % len(body)) + body


def _format_head(status: bytes, headers: bytes) -> bytes:
    return b"HTTP/1.1 %s\r\ndate: %s\r\n%sconnection: close\r\n\r\n" % (status, date(), headers)


def date() -> bytes:
    """Returns the value of a Date header (RFC 9110, 6.6.1), formatted once a second."""
    return _date(int(time.time()))


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()


class Subscriber(asyncio.Protocol):
    """The protocol of a connection that requested a stream, after its request was read.

    `client_cursor` is the cursor that the client sent; it is None after the stream has begun. For a
    HEAD request (`is_head_request`) the stream ends after the response head. `seq` is the position
    up to which events were written. While the stream is `paused`, the transport's buffer is not
    empty, and nothing is written; missing events are written afterwards. A stream that has ended
    stays paused.
    """

    __slots__ = ("client_cursor", "is_head_request", "paused", "seq", "topic", "transport")

    def __init__(
        self, transport: asyncio.Transport, client_cursor: str | None, *, is_head_request: bool
    ) -> None:
        self.transport = transport
        self.client_cursor = client_cursor
        self.is_head_request = is_head_request
        self.seq = 0
        self.paused = False
        self.topic: Topic | None = None

    def catch_up(self) -> None:
        """Writes the missing events, one chunk in each iteration of the loop, unless paused.

        Ends the stream with a reset if the channel does not have all of them any more.
        """
        topic = self.topic
        if topic is None or self.paused or self not in topic.subscribers:
            # The stream has ended or has not begun.
            return
        channel = topic.channel
        assert channel is not None
        if self.seq < channel.low:
            return self.end(sse.reset(channel.head))
        if self.seq < channel.head.seq:
            events, self.seq = channel.since(self.seq)
            self.transport.write(events)
            if self.seq < channel.head.seq and not self.paused:
                topic.catch_up_soon(self)

    def end(self, last: bytes) -> None:
        """Writes `last` and closes the connection after it was sent. Cuts a paused stream."""
        if self.paused:
            self.cut()
        else:
            self.transport.write(last)
            self.paused = True
            self.transport.close()

    def cut(self) -> None:
        """Closes the connection at once."""
        self.paused = True
        if self.topic is None:
            # The connection is lost, and its file descriptor may have been used again by now.
            return
        reset_connection(self.transport)

    def data_received(self, data: bytes) -> None:
        # Clients send nothing on a stream. One that does could keep the server busy for ever.
        self.cut()

    def pause_writing(self) -> None:
        self.paused = True
        if self.topic is not None:
            self.topic.mark_stalled(self)

    def resume_writing(self) -> None:
        if self.topic is not None and not self.transport.is_closing():
            self.paused = False
            self.topic.stalled.discard(self)
            self.catch_up()

    def connection_lost(self, error: Exception | None) -> None:
        self.paused = True
        topic, self.topic = self.topic, None
        if topic is not None:
            topic.remove(self)


def reset_connection(transport: asyncio.Transport) -> None:
    """Closes a connection at once, with a TCP reset. It must not be lost yet.

    `transport.close()` would wait until the client reads, and without a reset the kernel would keep
    the bytes it holds for this client for many minutes.
    """
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    transport.abort()
