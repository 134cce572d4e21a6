"""Renders responses that are not in the cache, once for all requests that wait for the same one.

A response is never older than a change that was acknowledged before the request: it is either
current when it is sent, or its rendering began after the request arrived. A request that arrives
during a rendering therefore receives the result only if it is still current at the end. Otherwise
the request waits for the next rendering. Before this rule, readers could receive a page without a
change that was already acknowledged to its editor.

There is one exception. If rendering fails and the hub cannot read the database, a response that was
current at most STALE_LIMIT seconds ago is sent with its age, unless it is known to be out of date.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final, NamedTuple

from .cache import CachedResponse, CacheKey, ResponseCache, prepare

# The largest number of waiting requests in this process.
WAITING_LIMIT: Final = 10_000
# Time limits in seconds: for the hub to catch up, which usually takes two milliseconds, and for the
# rendering.
CATCH_UP_WITHIN: Final = 1.0
RENDER_WITHIN: Final = 20.0
# Responses written in one iteration of the event loop: about half a millisecond of work.
SLICE: Final = 50

logger = logging.getLogger(__name__)


class Waiter(NamedTuple):
    """A waiting request.

    `answer` is called with the response and its age in seconds (None if it is current). `is_gone`
    returns whether the client has disconnected.
    """

    answer: Callable[[CachedResponse, int | None], None]
    is_gone: Callable[[], bool]


# Renders the response to GET for a key, and returns it with whether it may be held. Its second
# argument returns whether all waiting clients have disconnected; the result may then be None.
Render = Callable[[CacheKey, Callable[[], bool]], Awaitable[tuple[CachedResponse, bool] | None]]


class Refresher:
    """Renders responses for the requests that wait for them.

    `when_caught_up` calls its argument on the event loop as soon as the hub has read every commit
    that this process knows of.
    """

    def __init__(
        self,
        cache: ResponseCache,
        when_caught_up: Callable[[Callable[[], None]], None],
        render: Render,
    ) -> None:
        self._cache = cache
        self._when_caught_up = when_caught_up
        self._render = render
        self._waiters: dict[CacheKey, list[Waiter]] = {}
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def wait(self, key: CacheKey, waiter: Waiter) -> None:
        """Answers a waiter with the response for a key, as soon as a new enough one exists."""
        if self._waiting >= WAITING_LIMIT:
            return waiter.answer(_unavailable("The server is busy. Try again in a moment."), None)
        self._waiting += 1
        if key in self._waiters:
            self._waiters[key].append(waiter)
        else:
            self._waiters[key] = [waiter]
            task = asyncio.get_running_loop().create_task(self._refresh(key), name="refresh")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _refresh(self, key: CacheKey) -> None:
        try:
            while self._waiters[key]:
                await self._wait_for_hub()
                response = self._cache.current(key)
                # A request that arrives from here on is answered in the next iteration.
                waiters, self._waiters[key] = self._waiters[key], []
                age = None
                if response is None:
                    rendered = await self._render_or_stale(key, waiters)
                    if rendered is None:
                        self._waiting -= len(waiters)
                        continue
                    response, age = rendered
                await self._answer_all(waiters, response, age)
        finally:
            self._waiting -= len(self._waiters.pop(key))

    async def _wait_for_hub(self) -> None:
        caught_up = asyncio.get_running_loop().create_future()

        def wake() -> None:
            if not caught_up.done():
                caught_up.set_result(None)

        self._when_caught_up(wake)
        if not caught_up.done():
            await asyncio.wait([caught_up], timeout=CATCH_UP_WITHIN)

    async def _render_or_stale(
        self, key: CacheKey, waiters: list[Waiter]
    ) -> tuple[CachedResponse, int | None] | None:
        """Renders a response. If that fails, returns an older one with its age, or an error page.

        Returns None if all waiting clients have disconnected.
        """

        def is_unwanted() -> bool:
            return all(each.is_gone() for each in waiters)

        try:
            async with asyncio.timeout(RENDER_WITHIN):
                rendered = await self._render(key, is_unwanted)
        except Exception:
            logger.exception("a page could not be rendered")
            sentence = "This page is not available at the moment. Try again in a moment."
            rendered = _unavailable(sentence), False
        if rendered is None:
            return None
        response, may_be_held = rendered
        if may_be_held:
            self._cache.put(key, response)
        elif response.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._cache.drop(key)
        else:
            return self._cache.stale(key) or (response, None)
        return response, None

    async def _answer_all(
        self, waiters: list[Waiter], response: CachedResponse, age: int | None
    ) -> None:
        for start in range(0, len(waiters), SLICE):
            if start:
                await asyncio.sleep(0)
            for waiter in waiters[start : start + SLICE]:
                self._waiting -= 1
                waiter.answer(response, age)


def _unavailable(sentence: str) -> CachedResponse:
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Retry-After": "2",
    }
    return prepare(
        headers, f"{sentence}\n".encode(), status=HTTPStatus.SERVICE_UNAVAILABLE, codings=()
    )
