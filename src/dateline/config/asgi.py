"""The application behind the server: pages and desk through Django, and the hub beside it.

Django's synchronous chain runs whole, in one hop to a thread: its stock ASGI handler hops once for
each middleware, which was measured at four times the cost of a page.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import IO, Any, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.exceptions import RequestAborted  # noqa: E402
from django.core.handlers.asgi import ASGIHandler, get_script_prefix  # noqa: E402
from django.core.handlers.base import BaseHandler  # noqa: E402
from django.http.response import HttpResponse, HttpResponseBase  # noqa: E402
from django.urls import set_script_prefix  # noqa: E402

from dateline.journal import local_notifier, notifiers  # noqa: E402
from dateline.stream.hub import Hub  # noqa: E402

from .bad_input import Request  # noqa: E402
from .body import Bodies, Receive, Refused  # noqa: E402
from .lane import Lane  # noqa: E402
from .ready import SIGNED_IN, WHO, Kept, Key, Ready, prepare  # noqa: E402

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

# Threads for the desk, for pages in memory that are to be made again, for all others, and for
# passwords: no crowd stands before an editor or before everybody's page, and no guesser before
# anybody. Each may hold a connection to the database, as do the hub's and the bell's.
DESK, AGAIN, OTHERS, PASSWORDS = 5, 1, 2, 1
# A password takes a third of a second of a processor. Who would be behind so many is told to come
# again, and not at once: a guesser would ask as quickly as we answer.
MOST_PASSWORDS: Final = 20
REFUSED_AFTER: Final = 1.0
# What was committed goes out before its writer is answered, if it does so within this long. Beside
# the answer the first reader waited twice as long.
GOES_AHEAD: Final = 0.003


class Application:
    """Django's pages and desk, and the hub that streams are handed to, on one event loop.

    With `streams_only` there are no pages and no desk: a process beside others, for more readers.
    """

    def __init__(self) -> None:
        self.hub: Hub | None = None
        self.ready: Ready | None = None
        self.streams_only = False
        # The hub reads one thing at a time: each thread holds a connection, of which a database has
        # a hundred, and with eight threads twenty-five processes for streams took all of them.
        self._hubs_lane = Lane("hub", 1)
        self._django = OneHop(self._keep, self._is_kept)
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
            local_notifier.unsubscribe(self._committed)
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
        self.hub = Hub(self._hubs_lane.run)
        local_notifier.subscribe(self._committed)
        self._stop_bell = notifiers.listen(self.hub.nudge)
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

    def _is_kept(self, key: Key) -> bool:
        return self.ready is not None and key in self.ready


class OneHop(ASGIHandler):
    """Django's handler with its whole chain in one thread hop, and a limit to the body."""

    request_class = Request

    def __init__(
        self, keep: Callable[[Key, Kept | None], None], is_kept: Callable[[Key], bool]
    ) -> None:
        BaseHandler.__init__(self)
        self._keep = keep
        self._is_kept = is_kept
        self._bodies = Bodies()
        self._desk = Lane("desk", DESK)
        self._again = Lane("again", AGAIN)
        self._others = Lane("others", OTHERS)
        self._passwords = Lane("passwords", PASSWORDS, MOST_PASSWORDS)
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
            async with self._bodies.taken(scope, receive) as body:
                await self._take(scope, body, send)
        except RequestAborted:
            return
        except Refused as refused:
            words = refused.words.encode()
            await _say(send, refused.status, words, (b"connection", b"close"))

    async def _take(self, scope: Any, body: IO[bytes], send: Any) -> None:
        set_script_prefix(get_script_prefix(scope))
        request, error = self.create_request(scope, body)
        if request is not None:
            await self._answer(request, send)
        elif error is not None:
            await self.send_response(error, send)

    async def _answer(self, request: Any, send: Any) -> None:
        lane = self._lane(request)
        if lane.full:
            await asyncio.sleep(REFUSED_AFTER)
            return await _busy(send)
        form = object()
        if lane is self._desk and request.method == "POST":
            self._writing.add(form)
        try:
            answered = await lane.run(self._respond, request, form)
        finally:
            self._writing.discard(form)
        if answered is None:
            return
        response, kept = answered
        if request.method == "GET":
            self._keep(_key(request), kept)
        await self.send_response(response, send)

    def _lane(self, request: Any) -> Lane:
        if request.method == "POST" and request.path_info == settings.LOGIN_URL:
            return self._passwords
        if request.path_info.startswith("/desk/"):
            works = settings.SESSION_COOKIE_NAME in request.COOKIES
            return self._desk if works else self._others
        # Whoever watches over the process must not take a crowd for its end.
        if request.path_info == "/healthz":
            return self._desk
        anybodys = request.method == "GET" and not any(
            name in WHO and SIGNED_IN in value for name, value in request.scope["headers"]
        )
        return self._again if anybodys and self._is_kept(_key(request)) else self._others

    def _respond(self, request: Any, form: object) -> tuple[HttpResponseBase, Kept | None] | None:
        """The answer, and what may be kept of it; None for who asked for a page and has gone."""
        if request.method == "GET" and request.scope["transport"].is_closing():
            return None
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


def _key(request: Any) -> Key:
    query = request.scope["query_string"]
    target = request.scope["raw_path"] + (b"?" + query if query else b"")
    return Key(request.META.get("HTTP_HOST", "").encode("latin-1"), target)


async def _not_here(send: Send) -> None:
    await _say(send, 404, b"Only streams are served here.\n")


async def _busy(send: Send) -> None:
    await _say(send, 503, b"Too many ask at once. Try again in a moment.\n", (b"retry-after", b"2"))


async def _say(send: Send, status: int, words: bytes, *more: tuple[bytes, bytes]) -> None:
    """A short answer that needs no Django."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *more]})
    await send({"type": "http.response.body", "body": words})


application = Application()
