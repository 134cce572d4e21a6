"""A request to the ASGI application and its response (ASGI 3.0, HTTP specification 2.3)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any, Final

from dateline.stream.subscriber import date

from .plain_text import plain_text
from .request_head import RequestHead

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# While more bytes of a body than this are in memory, reading from the connection is paused.
BODY_BUFFER_LIMIT: Final = 64 * 1024

logger = logging.getLogger(__name__)


class Exchange:
    """Passes the body from the protocol to the application, and its response to the transport.

    `can_write` is cleared by the protocol while the transport's buffer is full. `on_body_taken` is
    called after the application has received a part of the body, so that more can be read.
    `on_finished` is called once, when the response is complete or cannot be completed. Its argument
    is whether the connection can be kept alive.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        head: RequestHead,
        can_write: asyncio.Event,
        on_body_taken: Callable[[], None],
        on_finished: Callable[[bool], None],
    ) -> None:
        self.keep_alive = head.keep_alive
        self.started = False
        self._transport = transport
        self._head = head
        self._can_write = can_write
        self._on_body_taken = on_body_taken
        self._on_finished = on_finished
        self._continue_expected = head.expects_continue and head.has_body
        self._request_body = bytearray()
        self._request_complete = not head.has_body
        self._receive_ready = asyncio.Event()
        self._receive_ready.set()
        self._response_complete = self._disconnected = False
        # The bytes of the response's body that are not written yet. None if it is chunked, or if it
        # ends with the connection.
        self._bytes_left: int | None = None
        self._chunked = False

    @property
    def full(self) -> bool:
        """Whether no more of the body should be read until the application has received some."""
        return len(self._request_body) > BODY_BUFFER_LIMIT

    async def run(self, application: Application, scope: Scope) -> None:
        try:
            await application(scope, self._receive, self._send)
        except Exception:
            logger.exception("the application failed")
            if not self.started and not self._disconnected:
                sentence = "Something went wrong on our side."
                self._transport.write(plain_text(HTTPStatus.INTERNAL_SERVER_ERROR, sentence))
        if not self._response_complete:
            self._response_complete = True
            self._on_finished(False)

    def feed(self, body: bytes, *, complete: bool) -> None:
        """Adds a part of the body that was received. `complete` marks its end."""
        self._request_body += body
        self._request_complete = complete
        self._receive_ready.set()

    def disconnect(self) -> None:
        """Reports that the client has disconnected, or that its request is malformed."""
        self._disconnected = True
        self._receive_ready.set()

    async def _receive(self) -> Message:
        # "100 Continue" is not written after the final response has begun, because the client would
        # take it for a part of that response. After a refusal the sending side is closed, and
        # nothing more can be written.
        if self._continue_expected and not (self.started or self._disconnected):
            self._continue_expected = False
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if not self._response_complete:
            await self._receive_ready.wait()
        self._receive_ready.clear()
        if self._disconnected or self._response_complete:
            self._receive_ready.set()
            return {"type": "http.disconnect"}
        body = bytes(self._request_body)
        self._request_body.clear()
        self._on_body_taken()
        return {"type": "http.request", "body": body, "more_body": not self._request_complete}

    async def _send(self, message: Message) -> None:
        if not self._disconnected:
            await self._can_write.wait()
        if self._disconnected or self._response_complete:
            return
        if message["type"] == "http.response.start":
            self.started = True
            self._write_head(HTTPStatus(message["status"]), message.get("headers", ()))
        else:
            self._write_body(message.get("body", b""), more=message.get("more_body", False))

    def _write_head(self, status: HTTPStatus, headers: Any) -> None:
        lines = [b"HTTP/1.1 %d %s\r\ndate: %s\r\n" % (status, status.phrase.encode(), date())]
        for name, value in headers:
            if b"\n" in value or b"\r" in value:
                raise ValueError(f"the header {name!r} has a line break")
            name = name.lower()
            if name == b"content-length":
                self._bytes_left = int(value)
            elif name == b"connection" and value == b"close":
                self.keep_alive = False
                continue
            lines.append(b"%s: %s\r\n" % (name, value))
        has_body = self._head.method != "HEAD" and status not in (204, 304)
        if not has_body:
            self._bytes_left = 0
        elif self._bytes_left is None and self._head.version == "1.1":
            self._chunked = True
            lines.append(b"transfer-encoding: chunked\r\n")
        elif self._bytes_left is None:
            self.keep_alive = False
        if not self.keep_alive:
            lines.append(b"connection: close\r\n")
        self._transport.write(b"".join(lines) + b"\r\n")

    def _write_body(self, body: bytes, *, more: bool) -> None:
        if self._chunked:
            chunk = b"%x\r\n%s\r\n" % (len(body), body) if body else b""
            self._transport.write(chunk if more else chunk + b"0\r\n\r\n")
        elif self._bytes_left is None:
            self._transport.write(body)
        else:
            # For HEAD and for status 304 no bytes are left, so the application's body is not sent.
            self._transport.write(body[: self._bytes_left])
            self._bytes_left -= min(len(body), self._bytes_left)
        if not more:
            self._response_complete = True
            self._receive_ready.set()
            # If the body was shorter than its Content-Length, the connection must be closed. The
            # client would take the next response for the rest of the body.
            self._on_finished(self.keep_alive and not self._bytes_left)
