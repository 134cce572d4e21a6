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

# Bytes of a body in memory from which reading from the connection is paused.
BODY_WAITS: Final = 64 * 1024

logger = logging.getLogger(__name__)


class Exchange:
    """Passes the body from the protocol to the application, and its response to the transport.

    `can_write` is cleared by the protocol while the transport's buffer is full. `wants_more` is
    called when more of the body can be received. `finished` is called once, when the response is
    complete or cannot be completed. Its argument is whether the connection can be kept alive.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        head: RequestHead,
        can_write: asyncio.Event,
        wants_more: Callable[[], None],
        finished: Callable[[bool], None],
    ) -> None:
        self.keep_alive = head.keep_alive
        self.started = False
        self._transport = transport
        self._head = head
        self._can_write = can_write
        self._wants_more = wants_more
        self._finished = finished
        self._owes_continue = head.expects_continue and head.has_body
        self._body = bytearray()
        self._body_complete = not head.has_body
        self._body_moved = asyncio.Event()
        self._body_moved.set()
        self._complete = self._disconnected = False
        # The number of bytes missing from the response's body. None if it is chunked, or if it ends
        # with the connection.
        self._due: int | None = None
        self._chunked = False

    @property
    def full(self) -> bool:
        """Whether no more of the body should be read until the application has received some."""
        return len(self._body) > BODY_WAITS

    async def run(self, application: Application, scope: Scope) -> None:
        try:
            await application(scope, self._receive, self._send)
        except Exception:
            logger.exception("the application failed")
            if not self.started and not self._disconnected:
                sentence = "Something went wrong on our side."
                self._transport.write(plain_text(HTTPStatus.INTERNAL_SERVER_ERROR, sentence))
        if not self._complete:
            self._complete = True
            self._finished(False)

    def feed(self, body: bytes, *, complete: bool) -> None:
        """Adds a part of the body that was received. `complete` marks its end."""
        self._body += body
        self._body_complete = complete
        self._body_moved.set()

    def disconnect(self) -> None:
        """Reports that the client has disconnected, or that its request is malformed."""
        self._disconnected = True
        self._body_moved.set()

    async def _receive(self) -> Message:
        # Not after the final response has begun: the client would take "100 Continue" for a part of
        # it. After a refusal the sending side is closed, and nothing more can be written.
        if self._owes_continue and not (self.started or self._disconnected):
            self._owes_continue = False
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if not self._complete:
            await self._body_moved.wait()
        self._body_moved.clear()
        if self._disconnected or self._complete:
            self._body_moved.set()
            return {"type": "http.disconnect"}
        body = bytes(self._body)
        self._body.clear()
        self._wants_more()
        return {"type": "http.request", "body": body, "more_body": not self._body_complete}

    async def _send(self, message: Message) -> None:
        if not self._disconnected:
            await self._can_write.wait()
        if self._disconnected or self._complete:
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
                self._due = int(value)
            elif name == b"connection" and value == b"close":
                self.keep_alive = False
                continue
            lines.append(b"%s: %s\r\n" % (name, value))
        has_body = self._head.method != "HEAD" and status not in (204, 304)
        if not has_body:
            self._due = 0
        elif self._due is None and self._head.version == "1.1":
            self._chunked = True
            lines.append(b"transfer-encoding: chunked\r\n")
        elif self._due is None:
            self.keep_alive = False
        if not self.keep_alive:
            lines.append(b"connection: close\r\n")
        self._transport.write(b"".join(lines) + b"\r\n")

    def _write_body(self, body: bytes, *, more: bool) -> None:
        if self._chunked:
            chunk = b"%x\r\n%s\r\n" % (len(body), body) if body else b""
            self._transport.write(chunk if more else chunk + b"0\r\n\r\n")
        elif self._due is None:
            self._transport.write(body)
        else:
            # For HEAD and for status 304 nothing is due, so the application's body is not sent.
            self._transport.write(body[: self._due])
            self._due -= min(len(body), self._due)
        if not more:
            self._complete = True
            self._body_moved.set()
            # If the body was shorter than its Content-Length, the connection must be closed. The
            # client would take the next response for the rest of the body.
            self._finished(self.keep_alive and not self._due)
