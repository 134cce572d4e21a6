"""The application behind the server: pages and desk through Django, and the hub beside it.

Django's synchronous chain runs whole, in one hop to a thread: its stock ASGI handler hops once for
each middleware, which was measured at four times the cost of a page.
"""

from __future__ import annotations

import asyncio
import contextvars
import gzip
import os
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")

import django

django.setup()

from django.core.exceptions import RequestAborted  # noqa: E402
from django.core.handlers.asgi import ASGIHandler, get_script_prefix  # noqa: E402
from django.core.handlers.base import BaseHandler  # noqa: E402
from django.db import close_old_connections  # noqa: E402
from django.http.response import HttpResponse, HttpResponseBase  # noqa: E402
from django.urls import set_script_prefix  # noqa: E402

from dateline.journal import doorbell, nudge  # noqa: E402
from dateline.stream.hub import Hub  # noqa: E402

from .ready import Kept, Key, Ready, prepare  # noqa: E402

T = TypeVar("T")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# A picture is 20 MB at most; a form around it is small.
BODY_LIMIT: Final = 22 * 1024 * 1024
THREADS: Final = 8
# What was committed goes out before its writer is answered, if it does so within this long. Beside
# the answer the first reader waited twice as long.
GOES_AHEAD: Final = 0.003


class TooLarge(Exception):
    """The body is over its limit."""


class Application:
    """Django's pages and desk, and the hub that streams are handed to, on one event loop.

    With `streams_only` there are no pages and no desk: a process beside others, for more readers.
    """

    def __init__(self) -> None:
        self.hub: Hub | None = None
        self.ready: Ready | None = None
        self.streams_only = False
        self._pool = ThreadPoolExecutor(THREADS, "django")
        # The hub reads one thing at a time: each thread holds a connection, of which a database has
        # a hundred, and with eight threads twenty-five processes for streams took all of them.
        self._hubs_thread = ThreadPoolExecutor(1, "hub")
        self._django = OneHop(self._pool, self._keep)
        self._caught_up = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and self.streams_only:
            await _not_here(send)
        elif scope["type"] == "http":
            await self._django(dict(scope), receive, send)  # type: ignore[arg-type]

    def close(self) -> None:
        """Ends every stream politely, so that a restart does not wait for them."""
        if self.hub is not None:
            nudge.deaf(self._committed)
            self._stop_bell()
            self.hub.close()
            self.hub = self.ready = None

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] != "lifespan.shutdown":
            if message["type"] == "lifespan.startup":
                self._open()
                await send({"type": "lifespan.startup.complete"})
        self.close()
        await send({"type": "lifespan.shutdown.complete"})

    def _open(self) -> None:
        self.hub = Hub(self._ask)
        nudge.listen(self._committed)
        self._stop_bell = doorbell.answer(self.hub.nudge)
        self.ready = Ready(self.hub.standing, self.hub.watch, asyncio.get_running_loop().time)
        self.hub.looks = self.ready.purge
        self.hub.writes = self._django.writes
        self.hub.caught_up = self._caught_up.set

    def _committed(self) -> None:
        """In a writer's thread, after each commit: readers come before the writer's answer."""
        self._django.committed()
        # The server may be stopping: then there is none from one line to the next.
        hub = self.hub
        if hub is not None:
            self._caught_up.clear()
            hub.nudge()
            self._caught_up.wait(GOES_AHEAD)

    def _keep(self, key: Key, kept: Kept | None) -> None:
        """Keeps an answer; None where there is none any more."""
        if self.ready is None:
            return
        if kept is None:
            self.ready.drop(key)
        else:
            self.ready.keep(key, kept)

    async def _ask(self, function: Callable[..., T], *arguments: Any) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._hubs_thread, _with_connection, function, arguments)


class OneHop(ASGIHandler):
    """Django's handler with its whole chain in one thread hop, and a limit to the body."""

    def __init__(self, pool: ThreadPoolExecutor, keep: Callable[[Key, Kept | None], None]) -> None:
        BaseHandler.__init__(self)
        self._pool = pool
        self._keep = keep
        # The forms that are being worked on and not committed, and which of them is this thread's.
        self._writing: set[object] = set()
        self._mine = threading.local()
        self.load_middleware(is_async=False)

    def writes(self) -> bool:
        """Whether somebody's form is being worked on, up to its commit."""
        return bool(self._writing)

    def committed(self) -> None:
        """This thread's form is in the journal: nothing gives way to the rest of the work on it."""
        self._writing.discard(getattr(self._mine, "form", None))

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(_limited(scope, receive))
        except RequestAborted:
            return
        except TooLarge:
            await _refuse_body(receive, send)
            return
        set_script_prefix(get_script_prefix(scope))
        request, error = self.create_request(scope, body)
        if request is None:
            body.close()
            assert error is not None
            await self.send_response(error, send)
            return
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        form = object()
        if request.method == "POST":
            self._writing.add(form)
        try:
            response: HttpResponseBase
            response, kept = await loop.run_in_executor(
                self._pool, context.run, _with_connection, self._respond, (request, form)
            )
        finally:
            self._writing.discard(form)
            body.close()
        if request.method == "GET":
            host = request.META.get("HTTP_HOST", "").encode("latin-1")
            query = scope["query_string"]
            self._keep(Key(host, scope["raw_path"] + (b"?" + query if query else b"")), kept)
        await self.send_response(response, send)

    def _respond(self, request: Any, form: object) -> tuple[HttpResponseBase, Kept | None]:
        self._mine.form = form
        response = self.get_response(request)
        slug, cursor = getattr(response, "standing", (None, ""))
        if slug is None or response.status_code != 200 or request.method != "GET":
            return response, None
        assert isinstance(response, HttpResponse)
        packed = response.headers.get("Content-Encoding") == "gzip"
        whole = gzip.decompress(response.content) if packed else response.content
        etag = response.headers["ETag"]
        return response, prepare(slug, cursor, etag, dict(response.headers), whole)


def _with_connection(function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    close_old_connections()
    try:
        return function(*arguments)
    finally:
        close_old_connections()


async def _not_here(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"Only streams are served here.\n"})


def _limited(scope: Scope, receive: Receive) -> Receive:
    """The same messages, counted: raises TooLarge past the limit, by the header or by the bytes."""
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        if declared.isdigit() and int(declared) > BODY_LIMIT:
            raise TooLarge
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > BODY_LIMIT:
            raise TooLarge
        return message

    return counted


async def _refuse_body(receive: Receive, send: Send) -> None:
    # A browser that is cut off while it sends shows a broken connection and never reads the answer.
    left = 10 * BODY_LIMIT
    while left > 0 and (piece := await receive()).get("more_body"):
        left -= len(piece.get("body", b""))
    message = b"This is too large: 22 MB is the most that one form may send. Nothing was changed.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": message})


application = Application()
