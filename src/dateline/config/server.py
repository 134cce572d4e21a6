"""The server: uvicorn, whose connections become streams when that is what they ask for."""

from __future__ import annotations

import asyncio
import gc
import resource
import socket
import sys
from typing import Any, Final
from urllib.parse import parse_qs

import httptools
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dateline.stream.reader import Reader, not_allowed, refusal

from .asgi import application

PREFIX: Final = b"/live/"
HEAD_LIMIT: Final = 32 * 1024
HEAD_WITHIN: Final = 20.0
REFUSED_FOR: Final = 2.0
# The kernel would otherwise hold four megabytes for a reader who does not read.
NOT_SENT_LIMIT: Final = 32 * 1024
SILENT_LIMIT_MS: Final = 60_000
SWITCH_INTERVAL: Final = 0.0005
_TOO_LONG: Final = (b"431 Request Header Fields Too Large", b"The request is too long.\n")
_TOO_SLOW: Final = (b"408 Request Timeout", b"The request took too long.\n")


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
            self._refuse(*_TOO_LONG)
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
            return self._refuse(*_TOO_LONG)
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
            self._head_due = self.loop.call_later(HEAD_WITHIN, self._refuse, *_TOO_SLOW)
        elif not self._head_open and self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _refuse(self, status: bytes, why: bytes) -> None:
        """Answers and lets go; what is still being sent is read away, or the answer is lost."""
        self._head_open = False
        self._watch_head()
        self._handed_over = self._refused = True
        self.transport.write(refusal(status, why))
        self.transport.write_eof()
        self.loop.call_later(REFUSED_FOR, self.transport.abort)

    def _hand_over(self) -> None:
        """Lets the hub have the connection; nothing of this protocol stays."""
        self._handed_over = True
        self.connections.discard(self)
        hub = application.hub
        if hub is None or (self.cycle is not None and not self.cycle.response_complete):
            # The server is stopping; or this was asked for behind a request that is not answered
            # yet, which no browser does.
            return self.transport.abort()
        method = self.parser.get_method()
        if method not in (b"GET", b"HEAD"):
            self.transport.write(not_allowed())
            return self.transport.close()
        url = httptools.parse_url(self.url)
        reader = Reader(self.transport, self._asked(url.query), only_head=method == b"HEAD")
        self._prepare_transport()
        self.transport.set_protocol(reader)
        slug = url.path.removeprefix(PREFIX).strip(b"/").decode("latin-1")
        hub.enter(slug, reader)

    def _asked(self, query: bytes | None) -> str | None:
        for name, value in self.headers:
            if name == b"last-event-id":
                return value.decode("latin-1")
        after = parse_qs((query or b"").decode("latin-1")).get("after")
        return after[0] if after else None

    def _prepare_transport(self) -> None:
        self.transport.set_write_buffer_limits(high=0)
        connection = self.transport.get_extra_info("socket")
        # Linux has both, and macOS the first; elsewhere a stalled reader costs the kernel more.
        for name, value in (
            ("TCP_NOTSENT_LOWAT", NOT_SENT_LIMIT),
            ("TCP_USER_TIMEOUT", SILENT_LIMIT_MS),
        ):
            option = getattr(socket, name, None)
            if option is not None:
                connection.setsockopt(socket.IPPROTO_TCP, option, value)


class Server(uvicorn.Server):
    """Ends the streams before it waits for requests to end; otherwise it waits out its grace."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        # What was loaded stays: the collector need not go over it while readers come and go.
        gc.collect()
        gc.freeze()
        # A thread that comes back from the database waits this long for the loop to let it go on,
        # a hundred times in a publish: at Python's 5 ms an editor waited for every sweep to end.
        sys.setswitchinterval(SWITCH_INTERVAL)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Nobody may come back while the streams are being ended.
        for server in self.servers:
            server.close()
        application.close()
        await super().shutdown(sockets=sockets)


def serve(host: str, port: int, *, streams_only: bool = False, **options: Any) -> None:
    """Serves until SIGINT or SIGTERM, as many readers as the system lets one process have.

    Processes that serve streams alone may share a port; the kernel deals connections out to them.
    """
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    application.streams_only = streams_only
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        http=Protocol,
        log_level="warning",
        access_log=False,
        backlog=4096,
        timeout_graceful_shutdown=5,
        server_header=False,
        **options,
    )
    Server(config).run([_shared(host, port)] if streams_only else None)


def _shared(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    shared = socket.socket(family)
    shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    shared.bind((host, port))
    return shared
