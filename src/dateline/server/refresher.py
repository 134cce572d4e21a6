"""Makes the responses that memory lacks, each once for all who ask for it meanwhile.

Nobody gets a response older than what was acknowledged before their request: it is either current
when it is given, or its making began after the request came. So whoever comes while it is being
made may take it only if it is still current then, and otherwise the next one.

Before, the old response went out for a second while one request made the new one, and an editor's
readers could be shown the page from before a change that was already acknowledged.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final, NamedTuple

from .cache import CachedResponse, CacheKey, ResponseCache, prepare

# All requests that may wait at once in this process; each holds its head and its connection.
WAITING_LIMIT: Final = 10_000
# Seconds that a request waits for the journal to be read, usually two milliseconds, and then for
# its page to be made.
CAUGHT_UP_WITHIN: Final = 1.0
MADE_WITHIN: Final = 20.0
# Answers that are written before the loop turns: about half a millisecond of work.
SLICE: Final = 50

logger = logging.getLogger(__name__)


class Waiter(NamedTuple):
    """A request: what to call with the response and its age in seconds, and whether it has gone."""

    answer: Callable[[CachedResponse, int | None], None]
    is_gone: Callable[[], bool]


# Makes the response to GET at a key; None if the caller says that nobody wants it any more.
# The third value is whether it may be held.
Make = Callable[[CacheKey, Callable[[], bool]], Awaitable[tuple[CachedResponse, bool] | None]]


class Refresher:
    """Has responses made for those who wait for them.

    `when_caught_up` calls back on the loop as soon as the journal was read past every commit that
    this process knows of.
    """

    def __init__(
        self,
        cache: ResponseCache,
        when_caught_up: Callable[[Callable[[], None]], None],
        make: Make,
    ) -> None:
        self._cache = cache
        self._when_caught_up = when_caught_up
        self._make = make
        self._waiters: dict[CacheKey, list[Waiter]] = {}
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def wait(self, key: CacheKey, waiter: Waiter) -> None:
        """Answers with the response at a key, as soon as there is one that is new enough."""
        if self._waiting >= WAITING_LIMIT:
            return waiter.answer(_unavailable("Too many ask at once. Try again in a moment."), None)
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
                await self._catch_up()
                response = self._cache.current(key)
                # Whoever comes from here on waits for the next turn.
                waiters, self._waiters[key] = self._waiters[key], []
                age = None
                if response is None:
                    made = await self._made(key, waiters)
                    if made is None:
                        self._waiting -= len(waiters)
                        continue
                    response, age = made
                await self._give(waiters, response, age)
        finally:
            self._waiting -= len(self._waiters.pop(key))

    async def _catch_up(self) -> None:
        caught_up = asyncio.get_running_loop().create_future()

        def wake() -> None:
            if not caught_up.done():
                caught_up.set_result(None)

        self._when_caught_up(wake)
        if not caught_up.done():
            await asyncio.wait([caught_up], timeout=CAUGHT_UP_WITHIN)

    async def _made(
        self, key: CacheKey, waiters: list[Waiter]
    ) -> tuple[CachedResponse, int | None] | None:
        """A new response, or an older one with its age where none can be made."""

        def unwanted() -> bool:
            return all(each.is_gone() for each in waiters)

        try:
            async with asyncio.timeout(MADE_WITHIN):
                made = await self._make(key, unwanted)
        except Exception:
            logger.exception("a page could not be made")
            made = _unavailable("This page cannot be made at the moment. Try again soon."), False
        if made is None:
            return None
        response, may_be_held = made
        if may_be_held:
            self._cache.put(key, response)
        elif response.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._cache.drop(key)
        else:
            return self._cache.stale(key) or (response, None)
        return response, None

    async def _give(self, waiters: list[Waiter], response: CachedResponse, age: int | None) -> None:
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
