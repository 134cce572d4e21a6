"""A connection: streams and pages from memory, and for all else HTTP as uvicorn speaks it."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final
from urllib.parse import unquote_to_bytes

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dateline.stream.subscriber import Subscriber, date, not_allowed, refusal

from .asgi import application
from .ready import Answer

PREFIX: Final = b"/live/"
HEAD_LIMIT: Final = 32 * 1024
HEAD_WITHIN: Final = 20.0
REFUSED_FOR: Final = 2.0
# Requests that may wait on one connection behind the one that is being answered.
MOST_BEHIND: Final = 8
_TOO_LONG: Final = (b"431 Request Header Fields Too Large", b"The request is too long.\n")
_TOO_SLOW: Final = (b"408 Request Timeout", b"The request took too long.\n")
_AFTER: Final = re.compile(rb"(?:^|&)after=([^&]*)")


class Door(asyncio.Protocol):
    """What a connection is as long as it asks for streams, or for pages that are in memory.

    Nearly all that come in a crowd do, each request in one piece; for them uvicorn's protocol is
    never made, which was half of what a reader's coming cost, and of a page. Everything else is
    `Protocol`'s, from the first request on that is not such a one.
    """

    __slots__ = ("_answered_at", "_asked", "_due", "_made_with", "_transport")

    def __init__(self, **made_with: Any) -> None:
        self._made_with = made_with
        self._asked = Asked()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        self._answered_at = 0.0
        self._made_with["server_state"].connections.add(self)
        self._due = asyncio.get_running_loop().call_later(HEAD_WITHIN, self._too_slow)

    def connection_lost(self, error: Exception | None) -> None:
        self._leave()

    def shutdown(self) -> None:
        """What uvicorn asks of its connections when it ends."""
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        asked = self._asked
        if not asked.read(data):
            self._become_protocol().data_received(data)
        elif asked.url.startswith(PREFIX):
            self._leave()
            hand_over(self._transport, b"GET", asked.url, asked.last)
        elif not self._answer(asked):
            protocol = self._become_protocol()
            protocol.asked_memory = True
            protocol.data_received(data)

    def pause_writing(self) -> None:
        # Who takes no answer is asked for nothing more, or the answers would fill the memory.
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        self._transport.resume_reading()

    def _answer(self, asked: Asked) -> bool:
        """Answers from memory; says whether that had it."""
        ready = application.ready
        answer = ready.answer(b"GET", asked.url, asked.headers) if ready is not None else None
        if answer is None:
            return False
        write(self._transport, answer, stays=asked.stays)
        loop = asyncio.get_running_loop()
        if not self._answered_at:
            self._due.cancel()
            self._due = loop.call_later(self._made_with["config"].timeout_keep_alive, self._idle)
        self._answered_at = loop.time()
        return True

    def _idle(self) -> None:
        """Ends a connection that nothing was asked on for a while; one timer, not one a request."""
        loop = asyncio.get_running_loop()
        left = self._answered_at + self._made_with["config"].timeout_keep_alive - loop.time()
        if left > 0:
            self._due = loop.call_later(left, self._idle)
        else:
            self._transport.close()

    def _too_slow(self) -> None:
        self._become_protocol().refuse(*_TOO_SLOW)

    def _become_protocol(self) -> Protocol:
        self._leave()
        protocol = Protocol(**self._made_with)
        self._transport.set_protocol(protocol)
        protocol.connection_made(self._transport)
        return protocol

    def _leave(self) -> None:
        self._asked.forget()
        self._due.cancel()
        self._made_with["server_state"].connections.discard(self)


class Asked:
    """A whole GET of HTTP/1.1 without a body, and whether the connection stays after it."""

    __slots__ = ("_parser", "headers", "stays", "url", "whole")

    def __init__(self) -> None:
        self._parser: httptools.HttpRequestParser | None = None
        self.stays = False

    def read(self, data: bytes) -> bool:
        """Reads the next request; False where `data` is not exactly one, and this is over."""
        in_one_piece = data.startswith(b"GET /") and data.find(b"\r\n\r\n") == len(data) - 4
        if not in_one_piece or len(data) > HEAD_LIMIT:
            return False
        self.headers: list[tuple[bytes, bytes]] = []
        self.whole = False
        if self._parser is None:
            self._parser = httptools.HttpRequestParser(self)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            return False
        return self.whole and self._parser.get_http_version() == "1.1"

    def forget(self) -> None:
        """Lets go of the parser, which knows this by its callbacks."""
        self._parser = None

    @property
    def last(self) -> str | None:
        """The Last-Event-ID."""
        last = [value for name, value in self.headers if name == b"last-event-id"]
        return last[-1].decode("latin-1") if last else None

    def on_url(self, url: bytes) -> None:
        self.url = url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_message_complete(self) -> None:
        self.whole = True
        # Only now: afterwards it says yes to everything.
        assert self._parser is not None
        self.stays = self._parser.should_keep_alive()


def write(transport: asyncio.Transport, answer: Answer, *, stays: bool) -> None:
    """Writes an answer that is kept, and ends the connection unless it stays."""
    end = b"\r\n" if stays else b"connection: close\r\n\r\n"
    head = b"HTTP/1.1 %s\r\ndate: %s\r\n" % (answer.status, date())
    transport.write(b"".join((head, answer.head, end, answer.body)))
    if not stays:
        transport.close()


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
    reader = Subscriber(transport, last, head_only=method == b"HEAD")
    # In this order: what is not taken yet of a page before it is the reader's to wait for.
    transport.set_protocol(reader)
    transport.set_write_buffer_limits(high=0)
    slug = path.removeprefix(PREFIX).strip(b"/").decode("latin-1")
    application.hub.subscribe(slug, reader)


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, but a stream leaves it, and a head is bounded in size and time.

    A request under /live/ hands its transport over to a `Reader`, as an upgrade would: below ASGI a
    message to ten thousand readers costs half. This overrides callbacks of uvicorn's which it does
    not document; `tests/stream` would tell.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._handed_over = self._answered = self._refused = False
        # Whether the first request is one that memory had not: asked again it would be given a page
        # that is stale, as everybody is beside the one whose request makes it.
        self.asked_memory = False
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
            # By which Django's lanes know who has gone.
            self.scope["transport"] = self.transport  # type: ignore[typeddict-unknown-key]
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
        if self.flow.write_paused or len(self.pipeline) >= MOST_BEHIND:
            return self._asks_too_much()
        if self.url.startswith(PREFIX):
            self._hand_over()
        elif self.asked_memory or not self._answer_ready():
            self.asked_memory = False
            super().on_headers_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self.flow.pause_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        self.flow.resume_reading()

    def _asks_too_much(self) -> None:
        """Ends a connection that asks on and on, in one piece, and takes no answer.

        What it was answered so far still goes out. A megabyte of requests had a third of
        a gigabyte of answers wait in memory.
        """
        self._handed_over = self._refused = True
        self.transport.close()

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
        write(self.transport, answer, stays=stays)
        self._answered = True
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
