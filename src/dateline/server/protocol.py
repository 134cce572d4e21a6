"""The protocol of a connection: HTTP/1.1 in front of ASGI, cached responses and streams.

FastPathProtocol handles every connection. It answers cacheable pages and streams itself, and passes
the rest to ASGI. Under load nearly all requests are for a cached page, which takes about ten
microseconds, or for a stream, which takes a few tens.
"""

from __future__ import annotations

import asyncio
from enum import Enum
from http import HTTPStatus
from typing import Any, Final

from dateline.routing import (
    NO_ROUTE,
    Audience,
    Held,
    RoutePolicy,
    StreamRoute,
    is_nowhere,
    policy_at,
)
from dateline.stream.subscriber import date

from .application import Application
from .cache import CachedResponse, CacheKey
from .exchange import Exchange
from .plain_text import plain_text
from .refresher import Waiter
from .request_head import HEAD_LIMIT, RequestHead, RequestParser, RequestRefused
from .scopes import NOWHERE, path_of, request_scope

# Time limits in seconds: for the head of a request, for a body that is discarded, between two
# requests, and for reading after the last response before the connection is aborted.
HEAD_WITHIN: Final = 20.0
DISCARDED_WITHIN: Final = 20.0
KEEP_ALIVE: Final = 5.0
LINGER: Final = 2.0
# The largest number of bytes read after the last response.
LINGER_LIMIT: Final = 4 * 1024 * 1024
# While more bytes of pipelined requests than this are in memory, reading is paused.
UNREAD_LIMIT: Final = 64 * 1024
_END: Final = b"\r\n\r\n"


class Phase(Enum):
    """The phases of a connection."""

    HEAD = "waits for the first request, or reads the head of a request"
    IDLE = "has written a response, and waits for the next request"
    DISCARDING = "reads a body and discards it, because the response does not depend on it"
    RECEIVING = "reads a body for the application"
    ANSWERING = "has read a request, and has not completed the response"
    LINGERING = "has written its last response, and discards what is still received"
    OVER = "is closed, or belongs to a stream"


# Module constants, because Python 3.11 needs a fifth of a microsecond to access an Enum member.
HEAD, IDLE, DISCARDING, RECEIVING, ANSWERING, LINGERING, OVER = Phase


class FastPathProtocol(asyncio.Protocol):
    """The protocol of a connection, until it requests a stream.

    `server_state` is uvicorn's. When uvicorn stops, it calls `shutdown` of each of its
    `connections`, and waits for them and its `tasks`. This interface is not documented;
    `tests/server/test_uvicorn.py` tests it with the locked version.

    `_bytes_left` is how many bytes may still be received while a body or what follows the last
    response is discarded.
    """

    __slots__ = (
        "_application",
        "_bytes_left",
        "_can_write",
        "_deadline",
        "_exchange",
        "_head",
        "_loop",
        "_parser",
        "_phase",
        "_server_state",
        "_stopping",
        "_timer",
        "_timer_fires_at",
        "_transport",
        "_unread",
    )

    def __init__(self, application: Application, server_state: Any) -> None:
        self._application = application
        self._server_state = server_state
        self._phase = HEAD
        self._parser = RequestParser()
        self._can_write: asyncio.Event | None = None
        self._exchange: Exchange | None = None
        self._head: RequestHead | None = None
        self._bytes_left = 0
        self._unread = b""
        self._stopping = False
        self._deadline = self._timer_fires_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    # Called by the event loop and by uvicorn.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._server_state.connections.add(self)
        self._set_deadline(HEAD_WITHIN)

    def connection_lost(self, error: Exception | None) -> None:
        self._end()
        self._server_state.connections.discard(self)
        if self._exchange is not None:
            self._exchange.disconnect()
            self._exchange = None
        if self._can_write is not None:
            self._can_write.set()

    def shutdown(self) -> None:
        """Closes the connection, after the response to the current request if there is one."""
        self._stopping = True
        if self._exchange is not None:
            self._exchange.keep_alive = False
        if self._phase is HEAD or self._phase is IDLE:
            self._close()

    def data_received(self, data: bytes) -> None:
        self._unread = self._unread + data if self._unread else data
        self._read()

    def pause_writing(self) -> None:
        # No more requests are read while the client does not read responses. Otherwise one megabyte
        # of pipelined requests caused a third of a gigabyte of responses in memory.
        self._writable.clear()
        self._apply_flow_control()

    def resume_writing(self) -> None:
        self._writable.set()
        self._read()
        self._apply_flow_control()

    @property
    def _writable(self) -> asyncio.Event:
        # Created on demand, because most connections request one page only.
        if self._can_write is None:
            self._can_write = asyncio.Event()
            self._can_write.set()
        return self._can_write

    # Reading.

    def _read(self) -> None:
        """Handles the received bytes, as far as the phase and the write buffer allow."""
        try:
            while self._unread and self._read_some():
                pass
        except RequestRefused as error:
            self._refuse(error)
        if self._unread or self._phase is not IDLE:
            self._apply_flow_control()

    def _read_some(self) -> bool:
        """Handles some bytes in the current phase. Returns False if it has to wait."""
        phase = self._phase
        if phase is IDLE or phase is HEAD:
            return self._read_head()
        if phase is DISCARDING or phase is RECEIVING:
            return self._read_body()
        if phase is LINGERING:
            self._discard()
        return False

    def _discard(self) -> None:
        """Discards bytes received after the last response, up to a limit; see `_linger`."""
        self._bytes_left -= len(self._unread)
        self._unread = b""
        if self._bytes_left < 0:
            self._abort()

    def _apply_flow_control(self) -> None:
        """Pauses reading while too much is buffered, and resumes it afterwards."""
        can_read = len(self._unread) <= UNREAD_LIMIT
        if self._phase is HEAD or self._phase is IDLE:
            can_read = self._can_write is None or self._can_write.is_set()
        elif self._phase is RECEIVING:
            can_read = self._exchange is not None and not self._exchange.full
        transport = self._transport
        if transport.is_closing() or self._phase is OVER:
            return
        if can_read and not transport.is_reading():
            transport.resume_reading()
        elif not can_read and transport.is_reading():
            transport.pause_reading()

    def _read_head(self) -> bool:
        if self._can_write is not None and not self._can_write.is_set():
            return False
        data = self._unread
        if data[0] in b"\r\n":
            # An empty line before a request is ignored (RFC 9112, 2.2).
            data = self._unread = data.lstrip(b"\r\n")
        end = data.find(_END) + len(_END)
        if end < len(_END):
            return self._wait_for_head()
        if end > HEAD_LIMIT:
            raise _too_long()
        if end == len(data):
            self._unread = b""
        else:
            data, self._unread = data[:end], data[end:]
        self._answer(self._parser.read_head(data))
        return True

    def _wait_for_head(self) -> bool:
        """Waits for the rest of a head. Raises RequestRefused if the beginning is invalid."""
        if len(self._unread) > HEAD_LIMIT:
            raise _too_long()
        if self._unread and (not self._unread[:1].isupper() or b"\n\n" in self._unread):
            raise RequestRefused(HTTPStatus.BAD_REQUEST, "This is not an HTTP/1.1 request.")
        if self._phase is IDLE:
            self._phase = HEAD
            self._set_deadline(HEAD_WITHIN)
        return False

    def _read_body(self) -> bool:
        body, self._unread = self._parser.read_body(self._unread)
        complete = self._parser.complete
        if self._phase is DISCARDING:
            self._bytes_left -= len(body)
            if self._bytes_left < 0:
                raise RequestRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is too large.")
            if complete:
                assert self._head is not None
                self._answer_held(CacheKey(self._head.host, self._head.target))
            return True
        assert self._exchange is not None
        self._exchange.feed(body, complete=complete)
        if complete:
            self._phase = ANSWERING
        return not complete and not self._exchange.full

    # Answering.

    def _answer(self, head: RequestHead) -> None:
        """Chooses how to answer a request, after its head was read."""
        self._head = head
        stream = self._application.stream_at(head.target)
        if stream is not None:
            return self._answer_stream(head, stream)
        if head.method != "POST" and head.length == 0:
            found = self._application.cached((head.host, head.target))
            if found is not None:
                return self._write(found, None)
        if head.method == "POST" or self._application.streams_only:
            return self._start_exchange(head)
        path = path_of(head.target)
        policy = policy_at(path)
        if policy is NO_ROUTE and not head.has_body and is_nowhere(path):
            self._answer_held(CacheKey(head.host, NOWHERE))
        elif policy.held is Held.NEVER:
            self._start_exchange(head)
        elif head.has_body:
            self._discard_body(head, policy)
        else:
            self._answer_held(CacheKey(head.host, head.target))

    def _discard_body(self, head: RequestHead, policy: RoutePolicy) -> None:
        self._phase, self._bytes_left = DISCARDING, policy.body_limit
        if head.length is not None and head.length > policy.body_limit:
            raise RequestRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is too large.")
        if head.expects_continue:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._set_deadline(DISCARDED_WITHIN)

    def _answer_held(self, key: CacheKey) -> None:
        """Answers with a shared response, from memory or after it was rendered."""
        found = self._application.cached(key)
        if found is not None:
            return self._write(found, None)
        self._phase = ANSWERING
        waiter = Waiter(self._write_held, self._transport.is_closing)
        self._application.wait_for(key, waiter)

    def _write_held(self, response: CachedResponse, age: int | None) -> None:
        if self._phase is ANSWERING:
            self._write(response, age)
            self._read()

    def _write(self, response: CachedResponse, age: int | None) -> None:
        head = self._head
        assert head is not None
        status, lines, body = response.answer(head.method, head.fields, age)
        keep_alive = head.keep_alive and not self._stopping
        end = b"\r\n" if keep_alive else b"connection: close\r\n\r\n"
        self._transport.write(b"".join((status, date(), b"\r\n", lines, end, body)))
        self._finish_response(keep_alive)

    def _start_exchange(self, head: RequestHead) -> None:
        exchange = self._exchange = Exchange(
            self._transport, head, self._writable, self._read, self._exchange_finished
        )
        self._phase = RECEIVING if head.has_body else ANSWERING
        self._cancel_deadline()
        scope = request_scope(head, self._transport)
        task = self._loop.create_task(exchange.run(self._application, scope))
        self._server_state.tasks.add(task)
        task.add_done_callback(self._server_state.tasks.discard)

    def _exchange_finished(self, keep_alive: bool) -> None:
        self._exchange = None
        if self._phase is RECEIVING:
            # The client is still sending the body.
            self._linger()
        elif self._phase is ANSWERING:
            self._finish_response(keep_alive and not self._stopping)
            self._read()

    def _finish_response(self, keep_alive: bool) -> None:
        """After a response, waits for the next request, or closes the connection."""
        if keep_alive:
            self._phase = IDLE
            self._set_deadline(KEEP_ALIVE)
        else:
            self._close()

    # Streams.

    def _answer_stream(self, head: RequestHead, stream: StreamRoute) -> None:
        if head.method == "POST":
            sentence = "Request a stream with GET."
            raise RequestRefused(HTTPStatus.METHOD_NOT_ALLOWED, sentence, b"allow: GET, HEAD\r\n")
        if head.has_body:
            raise RequestRefused(HTTPStatus.BAD_REQUEST, "Request a stream without a body.")
        if stream.audience is Audience.ANYONE:
            return self._begin_stream(head, stream)
        self._phase = ANSWERING
        task = self._loop.create_task(self._begin_member_stream(head, stream))
        self._server_state.tasks.add(task)
        task.add_done_callback(self._server_state.tasks.discard)

    async def _begin_member_stream(self, head: RequestHead, stream: StreamRoute) -> None:
        status = await self._application.member_status(request_scope(head, self._transport))
        if self._phase is not ANSWERING:
            return
        if status is HTTPStatus.OK:
            self._begin_stream(head, stream)
        else:
            self._refuse(RequestRefused(status, "Sign in to read this stream."))

    def _begin_stream(self, head: RequestHead, stream: StreamRoute) -> None:
        """Passes the connection to the hub, which writes to it directly.

        A message to ten thousand subscribers takes half as long as through ASGI.
        """
        self._end()
        self._server_state.connections.discard(self)
        self._application.hand_to_hub(self._transport, head, stream)

    # Closing.

    def _refuse(self, error: RequestRefused) -> None:
        """Responds to a malformed request, and closes the connection."""
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.disconnect()
        if exchange is None or not exchange.started:
            self._transport.write(plain_text(error.status, error.sentence, error.headers))
        self._linger()

    def _linger(self) -> None:
        """Closes the sending side, and discards what is still received.

        If the connection were closed at once, the kernel would reset it when more bytes arrive, and
        the client could lose the response (RFC 9112, 9.6).
        """
        self._phase, self._bytes_left, self._unread = LINGERING, LINGER_LIMIT, b""
        self._set_deadline(LINGER)
        self._apply_flow_control()
        if self._transport.can_write_eof() and not self._transport.is_closing():
            self._transport.write_eof()

    def _close(self) -> None:
        """Closes the connection after everything that was written has been sent."""
        self._end()
        self._transport.close()

    def _abort(self) -> None:
        self._end()
        self._transport.abort()

    def _end(self) -> None:
        self._phase, self._unread, self._head = OVER, b"", None
        self._parser.close()
        self._cancel_deadline()

    # Deadlines. There is one timer for each connection, which checks the current deadline when it
    # fires, so most changes of the deadline need no new timer. Setting a timer for each response
    # took a tenth of the time of a response.

    def _set_deadline(self, seconds: float) -> None:
        self._deadline = self._loop.time() + seconds
        if self._timer is None or self._timer_fires_at > self._deadline:
            self._cancel_deadline()
            self._timer_fires_at = self._deadline
            self._timer = self._loop.call_later(seconds, self._check_deadline)

    def _cancel_deadline(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _check_deadline(self) -> None:
        self._timer = None
        seconds = self._deadline - self._loop.time()
        if seconds > 0:
            self._timer_fires_at = self._deadline
            self._timer = self._loop.call_later(seconds, self._check_deadline)
        elif self._phase is LINGERING:
            self._abort()
        elif self._phase is IDLE:
            self._close()
        elif self._phase is HEAD or self._phase is DISCARDING:
            self._refuse(RequestRefused(HTTPStatus.REQUEST_TIMEOUT, "The request took too long."))


def _too_long() -> RequestRefused:
    status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    return RequestRefused(status, "The request is too long.")
