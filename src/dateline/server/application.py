"""The ASGI application: Django's pages and desk, with the response cache and the streams."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module
from typing import Final

from django.conf import settings

from dateline.journal import local_notifier, notifiers
from dateline.journal.followers import Followers
from dateline.routing import StreamRoute

from .cache import CachedResponse, CacheKey, ResponseCache
from .exchange import Receive, Scope, Send
from .handler import SyncHandler, say
from .refresher import Refresher, Waiter
from .request_head import RequestHead
from .streams import Streams
from .worker_pools import WorkerPool

# Seconds that a writer's answer waits for the readers to have the post. Both at once took the first
# reader twice as long.
READERS_FIRST: Final = 0.003


class Application:
    """Pages and desk, and the streams, on one event loop.

    With `streams_only` there are no pages and no desk: a process beside others, for more readers.
    """

    def __init__(self, *, streams_only: bool = False) -> None:
        self.streams_only = streams_only
        self.handler = SyncHandler()
        # This imports the views as well, which otherwise the first reader would wait for.
        urls = import_module(settings.ROOT_URLCONF)
        self._stream_routes: list[tuple[bytes, StreamRoute]] = [
            (each.prefix.encode(), each) for each in urls.stream_routes
        ]
        # One thread: each holds a connection, of which a database has a hundred. With eight
        # threads, twenty-five processes for streams took all of them.
        self._hub_pool = WorkerPool("hub", 1)
        self._caught_up = threading.Event()
        self._streams: Streams | None = None
        self._cache: ResponseCache | None = None
        self._refresher: Refresher | None = None
        self._followers: Followers | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and self.streams_only:
            await say(send, HTTPStatus.NOT_FOUND, "Only streams are served here.")
        elif scope["type"] == "http":
            await self.handler(scope, receive, send)

    def open(self) -> None:
        """Follows the journal; to be called on the event loop."""
        streams = self._streams = Streams(
            self._hub_pool.run,
            on_housekeeping=self._purge,
            is_writing=self.handler.is_writing,
            on_caught_up=self._caught_up.set,
        )
        local_notifier.subscribe(self._committed)
        if not self.streams_only:
            self._followers = Followers()
        self._stop_listening = notifiers.listen(self._notified)
        clock = asyncio.get_running_loop().time
        self._cache = ResponseCache(streams.cursor_of, streams.watch, clock)
        self._refresher = Refresher(self._cache, streams.when_caught_up, self._make)

    def close(self) -> None:
        """Ends every stream politely, so that a restart does not wait for them."""
        streams, self._streams = self._streams, None
        if streams is not None:
            local_notifier.unsubscribe(self._committed)
            self._stop_listening()
            if self._followers is not None:
                self._followers.stop()
            streams.close()

    def stream_at(self, target: bytes) -> StreamRoute | None:
        """The stream route that a request target belongs to."""
        for prefix, stream in self._stream_routes:
            if target.startswith(prefix):
                return stream
        return None

    def upgrade_to_stream(
        self, transport: asyncio.Transport, head: RequestHead, stream: StreamRoute
    ) -> None:
        """Makes a subscriber of a connection that asked for a stream."""
        if self._streams is None:
            # The server is stopping.
            return transport.abort()
        self._streams.subscribe(transport, head, stream)

    async def member_status(self, scope: Scope) -> HTTPStatus:
        """200 where a request comes from a member, 401 where nobody is signed in, else 403."""
        return await self.handler.member_status(scope)

    def cached(self, head: RequestHead) -> CachedResponse | None:
        """A response from memory that is current."""
        if self._cache is None:
            return None
        return self._cache.current((head.host, head.target))

    def wait_for(self, key: CacheKey, waiter: Waiter) -> None:
        """Answers with a response for everybody, as soon as there is one that is new enough."""
        assert self._refresher is not None
        self._refresher.wait(key, waiter)

    async def _make(
        self, key: CacheKey, unwanted: Callable[[], bool]
    ) -> tuple[CachedResponse, bool] | None:
        again = self._cache is not None and key in self._cache
        return await self.handler.make(key, unwanted, again=again)

    def _purge(self) -> None:
        if self._cache is not None:
            self._cache.purge()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] != "lifespan.shutdown":
            if message["type"] == "lifespan.startup":
                self.open()
                await send({"type": "lifespan.startup.complete"})
        self.close()
        await send({"type": "lifespan.shutdown.complete"})

    def _notified(self) -> None:
        """In the notifier's thread: another process has committed something."""
        streams = self._streams
        if streams is not None:
            streams.notify()
        if self._followers is not None:
            self._followers.wake()

    def _committed(self) -> None:
        """In a writer's thread, after each commit: readers come before the writer's answer."""
        self.handler.committed()
        # The server may be stopping: then there are no streams from one line to the next.
        streams = self._streams
        if streams is not None:
            self._caught_up.clear()
            streams.notify()
            self._caught_up.wait(READERS_FIRST)
