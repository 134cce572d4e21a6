"""A connection: a stream when that is what it asks for, and else HTTP as uvicorn speaks it."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final
from urllib.parse import unquote_to_bytes

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dateline.stream.reader import Reader, not_allowed, refusal

from .asgi import application

PREFIX: Final = b"/live/"
HEAD_LIMIT: Final = 32 * 1024
HEAD_WITHIN: Final = 20.0
REFUSED_FOR: Final = 2.0
_TOO_LONG: Final = (b"431 Request Header Fields Too Large", b"The request is too long.\n")
_TOO_SLOW: Final = (b"408 Request Timeout", b"The request took too long.\n")
_AFTER: Final = re.compile(rb"(?:^|&)after=([^&]*)")


class Door(asyncio.Protocol):
    """What a connection is until it has said something.

    Nearly all that come in a crowd ask for a stream, in one piece; for them uvicorn's protocol is
    never made, which was half of what a reader's coming cost. Everybody else is `Protocol`'s.
    """

    __slots__ = ("_due", "_made_with", "_transport")

    def __init__(self, **made_with: Any) -> None:
        self._made_with = made_with

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        self._due = asyncio.get_running_loop().call_later(HEAD_WITHIN, self._too_slow)

    def connection_lost(self, error: Exception | None) -> None:
        self._due.cancel()

    def data_received(self, data: bytes) -> None:
        self._due.cancel()
        asked = Asked.read(data)
        if asked is None:
            self._become_protocol().data_received(data)
        else:
            hand_over(self._transport, b"GET", asked.url, asked.last)

    def _too_slow(self) -> None:
        self._become_protocol().refuse(*_TOO_SLOW)

    def _become_protocol(self) -> Protocol:
        protocol = Protocol(**self._made_with)
        self._transport.set_protocol(protocol)
        protocol.connection_made(self._transport)
        return protocol


class Asked:
    """A whole request for a stream and nothing else: its URL and its Last-Event-ID."""

    __slots__ = ("last", "url")

    @classmethod
    def read(cls, data: bytes) -> Asked | None:
        """The request in `data`; None for anything that is not exactly that."""
        whole = data.startswith(b"GET " + PREFIX) and data.find(b"\r\n\r\n") == len(data) - 4
        if not whole or len(data) > HEAD_LIMIT:
            return None
        asked = cls()
        parser = httptools.HttpRequestParser(asked)
        try:
            parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            return None
        return asked

    def __init__(self) -> None:
        self.last: str | None = None

    def on_url(self, url: bytes) -> None:
        self.url = url

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"last-event-id":
            self.last = value.decode("latin-1")


def hand_over(transport: asyncio.Transport, method: bytes, url: bytes, last: str | None) -> None:
    """Lets the hub have a connection that asked for a stream; no other protocol stays."""
    if application.hub is None:
        # The server is stopping.
        return transport.abort()
    if method not in (b"GET", b"HEAD"):
        transport.write(not_allowed())
        return transport.close()
    path, _, query = url.partition(b"?")
    if last is None and (found := _AFTER.search(query)):
        last = unquote_to_bytes(found[1]).decode("latin-1")
    reader = Reader(transport, last, only_head=method == b"HEAD")
    transport.set_write_buffer_limits(high=0)
    transport.set_protocol(reader)
    slug = path.removeprefix(PREFIX).strip(b"/").decode("latin-1")
    application.hub.enter(slug, reader)


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, but a stream leaves it, and a head is bounded in size and time.

    A request under /live/ hands its transport over to a `Reader`, as an upgrade would: below ASGI a
    message to ten thousand readers costs half. This overrides callbacks of uvicorn's which it does
    not document; `tests/stream` would tell.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._handed_over = self._answered = self._refused = False
        self._head_open, self._head_size = True, 0
        self._head_due: asyncio.TimerHandle | None = None
        self._watch_head()

    def connection_lost(self, error: Exception | None) -> None:
        self._head_open = False
        self._watch_head()
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        self._head_size += len(data)
        super().data_received(data)
        if self._head_open and self._head_size > HEAD_LIMIT:
            self.refuse(*_TOO_LONG)
        self._watch_head()

    def on_message_begin(self) -> None:
        if not self._handed_over:
            super().on_message_begin()
            self._head_open = True

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._handed_over:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._head_open, self._head_size = False, 0
        if self._handed_over or self.transport.is_closing():
            return
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > HEAD_LIMIT:
            return self.refuse(*_TOO_LONG)
        if self.url.startswith(PREFIX):
            self._hand_over()
        elif not self._answer_ready():
            super().on_headers_complete()

    def _answer_ready(self) -> bool:
        """Answers from memory, where that has it and nothing asked for before is still due."""
        method, ready = self.parser.get_method(), application.ready
        if ready is None or method not in (b"GET", b"HEAD"):
            return False
        if self.cycle is not None and not self.cycle.response_complete:
            return False
        answer = ready.answer(method, self.url, self.headers)
        if answer is None:
            return False
        stays = self.parser.should_keep_alive() and self.parser.get_http_version() == "1.1"
        ((_, date),) = [each for each in self.server_state.default_headers if each[0] == b"date"]
        self.transport.write(
            b"".join(
                (
                    b"HTTP/1.1 %s\r\ndate: %s\r\n" % (answer.status, date),
                    answer.head,
                    b"\r\n" if stays else b"connection: close\r\n\r\n",
                    answer.body,
                )
            )
        )
        self._answered = True
        if not stays:
            self.transport.close()
        return True

    def on_body(self, body: bytes) -> None:
        if not self._handed_over and not self._answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if self._answered:
            self._answered = False
            self._idle()
        elif not self._handed_over:
            super().on_message_complete()

    def _idle(self) -> None:
        """As uvicorn does after an answer of its own."""
        self.server_state.total_requests += 1
        if not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def _watch_head(self) -> None:
        """A head that is still open is waited for, but not for ever; a timer only where it is."""
        if self._head_open and self._head_due is None and not self._handed_over:
            self._head_due = self.loop.call_later(HEAD_WITHIN, self.refuse, *_TOO_SLOW)
        elif not self._head_open and self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def refuse(self, status: bytes, why: bytes) -> None:
        """Answers and lets go; what is still being sent is read away, or the answer is lost."""
        self._head_open = False
        self._watch_head()
        self._handed_over = self._refused = True
        self.transport.write(refusal(status, why))
        self.transport.write_eof()
        self.loop.call_later(REFUSED_FOR, self.transport.abort)

    def _hand_over(self) -> None:
        self._handed_over = True
        self.connections.discard(self)
        if self.cycle is not None and not self.cycle.response_complete:
            # Asked for behind a request that is not answered yet, which no browser does.
            return self.transport.abort()
        last = [value for name, value in self.headers if name == b"last-event-id"]
        hand_over(
            self.transport,
            self.parser.get_method(),
            self.url,
            last[-1].decode("latin-1") if last else None,
        )
