"""The ASGI application: Django, the response cache and the streams on one event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module
from typing import Final

from django.conf import settings

from dateline.desk.ended_pins import EndedPins
from dateline.desk.scheduler import Scheduler
from dateline.journal import local_notifier, notifiers
from dateline.journal.followers import Followers
from dateline.routing import StreamRoute

from .cache import CachedResponse, CacheKey, ResponseCache
from .exchange import Receive, Scope, Send
from .handler import SyncHandler, send_plain_text
from .refresher import Refresher, Waiter
from .request_head import RequestHead
from .streams import Streams
from .worker_pools import WorkerPool

# Seconds that the response to a writer waits for the broadcast to begin. When both were written at
# the same time, it took twice as long until the first reader received the post.
READERS_FIRST: Final = 0.003


class Application:
    """The application of one process.

    With `streams_only` it serves no pages and no desk, so that additional processes can serve more
    readers.
    """

    def __init__(self, *, streams_only: bool = False) -> None:
        self.streams_only = streams_only
        self.handler = SyncHandler()
        # This also imports the views, so that the first request does not wait for it.
        urls = import_module(settings.ROOT_URLCONF)
        self._stream_routes: list[tuple[bytes, StreamRoute]] = [
            (each.prefix.encode(), each) for each in urls.stream_routes
        ]
        # One thread, because each thread holds a database connection. With eight threads each,
        # twenty-five stream processes used all hundred connections of a PostgreSQL server.
        self._hub_pool = WorkerPool("hub", 1)
        # A thread of its own, so that a post does not wait until it is known who is at the desks.
        # It has a connection only where a desk is open.
        self._desk_hub_pool = WorkerPool("desk hub", 1)
        # Set by the hub after each read.
        self._hub_has_read = threading.Event()
        self._streams: Streams | None = None
        self._cache: ResponseCache | None = None
        self._refresher: Refresher | None = None
        self._followers: Followers | None = None
        self._scheduler: Scheduler | None = None
        self._ended_pins: EndedPins | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and self.streams_only:
            await send_plain_text(send, HTTPStatus.NOT_FOUND, "Only streams are served here.")
        elif scope["type"] == "http":
            await self.handler(scope, receive, send)

    def open(self) -> None:
        """Starts the hub, the cache and the other threads. Must be called on the event loop."""
        streams = self._streams = Streams(
            self._hub_pool.run,
            self._desk_hub_pool.run,
            on_housekeeping=self._purge,
            is_writing=self.handler.is_writing,
            on_read=self._hub_has_read.set,
        )
        local_notifier.subscribe(self._committed)
        local_notifier.subscribe(self._desk_changed, "desk")
        if not self.streams_only:
            self._followers = Followers()
            self._scheduler = Scheduler()
            self._ended_pins = EndedPins()
        self._stop_listening = notifiers.listen(
            {"journal": self._notified, "desk": self._desk_changed}
        )
        clock = asyncio.get_running_loop().time
        self._cache = ResponseCache(streams.cursor_of, streams.watch, clock)
        self._refresher = Refresher(self._cache, streams.when_caught_up, self._render)

    def close(self) -> None:
        """Ends every stream, so that a restart does not wait for them."""
        streams, self._streams = self._streams, None
        if streams is not None:
            local_notifier.unsubscribe(self._committed)
            local_notifier.unsubscribe(self._desk_changed, "desk")
            self._stop_listening()
            streams.close()
            if self._scheduler is not None:
                self._scheduler.stop()
            if self._followers is not None:
                self._followers.stop()
            if self._ended_pins is not None:
                self._ended_pins.stop()

    def stream_at(self, target: bytes) -> StreamRoute | None:
        """Returns the stream route of a request target, or None."""
        for prefix, stream in self._stream_routes:
            if target.startswith(prefix):
                return stream
        return None

    def hand_to_hub(
        self, transport: asyncio.Transport, head: RequestHead, stream: StreamRoute
    ) -> None:
        """Makes a connection that requested a stream a subscriber of the hub."""
        if self._streams is None:
            # The server is stopping.
            return transport.abort()
        self._streams.subscribe(transport, head, stream)

    async def member_status(self, scope: Scope) -> HTTPStatus:
        """Returns the status for a request by a member: see `SyncHandler.member_status`."""
        return await self.handler.member_status(scope)

    def cached(self, key: tuple[bytes, bytes]) -> CachedResponse | None:
        """Returns a current response from memory, or None."""
        return None if self._cache is None else self._cache.current(key)

    def wait_for(self, key: CacheKey, waiter: Waiter) -> None:
        """Calls the waiter with a shared response as soon as a new enough one exists."""
        assert self._refresher is not None
        self._refresher.wait(key, waiter)

    async def _render(
        self, key: CacheKey, is_unwanted: Callable[[], bool]
    ) -> tuple[CachedResponse, bool] | None:
        is_refresh = self._cache is not None and key in self._cache
        return await self.handler.render(key, is_unwanted, is_refresh=is_refresh)

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
        """Called in a notifier's thread after another process has committed."""
        streams = self._streams
        if streams is not None:
            streams.notify()
        if self._followers is not None:
            self._followers.wake()

    def _desk_changed(self) -> None:
        """Called in any thread after a change that only open desks show was committed."""
        streams = self._streams
        if streams is not None:
            streams.notify_desks()

    def _committed(self) -> None:
        """Called in a writer's thread after each commit.

        Waits for the broadcast to begin, at most READERS_FIRST seconds.
        """
        self.handler.committed()
        # A local variable, because `close` may clear the attribute in another thread.
        streams = self._streams
        if streams is not None:
            self._hub_has_read.clear()
            streams.notify()
            self._hub_has_read.wait(READERS_FIRST)
