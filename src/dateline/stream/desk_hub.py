"""Tells open desks which of their panels have changed.

It is apart from the hub of readers: another address, other reads, other threads. No subscriber of
one can become one of the other. A newsroom has hundreds of these streams at most.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dateline.journal.cursor import DeskCursor

from . import sse
from .desk_channel import HEARTBEAT, REFUSED, DeskChannel, DeskUpdate
from .desk_subscriber import DeskSubscriber
from .subscriber import no_content, not_found, plain, private_response_head

# Seconds of the loop's monotonic clock. Changes between two reads become one event.
POLL_EVERY: Final = 0.5
READ_INTERVAL: Final = 0.05
CHECK_EVERY: Final = 2.0
HOUSEKEEPING_EVERY: Final = 1.0
HEARTBEAT_EVERY: Final = 10.0
# A heartbeat tells a desk that it is up to date, so none is sent if nothing could be read.
READ_WITHIN: Final = 5.0
MAX_SUBSCRIBERS: Final = 1000
# Subscribers written to in one iteration of the loop.
SLICE: Final = 50

RunInThread = Callable[..., Awaitable[Any]]


class DeskReads(NamedTuple):
    """The blocking functions of the hub, which run in a thread.

    `first` returns the desk of a coverage by its slug, and `changes` what changed at desks since
    known positions, without those that are gone. `roles` returns what people may be at a desk, for
    pairs of a session and a slug: None for somebody who does not belong to it. `sweep` removes
    people who have left.
    """

    first: Callable[[str], DeskUpdate | None]
    changes: Callable[[Mapping[int, DeskCursor]], Sequence[DeskUpdate]]
    roles: Callable[[Sequence[tuple[str, str]]], Sequence[str | None]]
    sweep: Callable[[], None]


class _Desk:
    """The channel of a coverage, None until it was read, and its subscribers."""

    def __init__(self) -> None:
        self.channel: DeskChannel | None = None
        self.subscribers: dict[DeskSubscriber, None] = {}
        # Those whose streams have not begun: each waits for a read that begins after it came.
        self.waiting: dict[DeskSubscriber, None] = {}


class DeskHub:
    """Keeps open desks up to date. `run_in_thread(function, *args)` runs a blocking function."""

    def __init__(
        self, run_in_thread: RunInThread, reads: DeskReads, panels: tuple[str, ...]
    ) -> None:
        self._run_in_thread = run_in_thread
        self._reads = reads
        self._panels = panels
        self._desks: dict[str, _Desk] = {}
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._failing = False
        self._read_at = self._beat_at = self._loop.time()
        self._tasks = [
            self._loop.create_task(self._poll(), name="desk hub polls the database"),
            self._loop.create_task(self._run_checks(), name="desk hub checks its subscribers"),
            self._loop.create_task(self._run_housekeeping(), name="desk hub housekeeping"),
        ]

    def notify(self) -> None:
        """Tells the hub that something was committed. Thread-safe."""
        # At shutdown the loop may be closed while a thread still handles a last request.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._wake.set)

    def close(self) -> None:
        """Ends every stream with a random delay for reconnecting."""
        for task in self._tasks:
            task.cancel()
        for desk in self._desks.values():
            for subscriber in [*desk.subscribers, *desk.waiting]:
                subscriber.end(sse.retry(random.randint(200, 2000)))
        self._desks.clear()

    def subscribe(self, slug: str, subscriber: DeskSubscriber) -> None:
        """Begins a stream after the next read, if its person belongs to this desk."""
        if sum(len(each.subscribers) + len(each.waiting) for each in self._desks.values()) >= (
            MAX_SUBSCRIBERS
        ):
            return subscriber.end(plain(b"503 Service Unavailable", b"Too many desks are open.\n"))
        self._desks.setdefault(slug, _Desk()).waiting[subscriber] = None
        subscriber.when_lost(lambda lost: self._remove(slug, lost))
        self._wake.set()

    def _remove(self, slug: str, subscriber: DeskSubscriber) -> None:
        desk = self._desks.get(slug)
        if desk is not None:
            desk.subscribers.pop(subscriber, None)
            desk.waiting.pop(subscriber, None)
            if not desk.subscribers and not desk.waiting:
                del self._desks[slug]

    async def _poll(self) -> None:
        """Reads after each notification and every POLL_EVERY seconds, while a desk is open."""
        while True:
            with contextlib.suppress(TimeoutError):
                within = POLL_EVERY if self._desks else None
                await asyncio.wait_for(self._wake.wait(), within)
            self._wake.clear()
            try:
                await self._read()
                self._failing = False
            except Exception as error:
                # The database may be unavailable for a moment. The streams stay open.
                self._report(error)
                await asyncio.sleep(POLL_EVERY)
            await asyncio.sleep(READ_INTERVAL)

    async def _read(self) -> None:
        waiting = {slug: list(desk.waiting) for slug, desk in self._desks.items() if desk.waiting}
        roles = await self._roles(
            [(slug, each) for slug, found in waiting.items() for each in found]
        )
        for slug, desk in list(self._desks.items()):
            if desk.channel is None:
                await self._open(slug, desk)
        await self._advance()
        self._read_at = self._loop.time()
        for slug, found in waiting.items():
            desk = self._desks.get(slug, _Desk())
            for subscriber in found:
                if subscriber in desk.waiting:
                    del desk.waiting[subscriber]
                    self._begin(desk, subscriber, roles[slug, subscriber.session])

    async def _open(self, slug: str, desk: _Desk) -> None:
        update = await self._run_in_thread(self._reads.first, slug)
        if update is not None:
            desk.channel = DeskChannel(update, self._panels)
        else:
            self._end(desk, not_found())

    async def _advance(self) -> None:
        """Brings all channels up to date, and tells their subscribers."""
        opened = {each.channel.coverage_id: each for each in self._desks.values() if each.channel}
        if not opened:
            return
        known = {pk: each.channel.cursor for pk, each in opened.items() if each.channel}
        updates = await self._run_in_thread(self._reads.changes, known)
        for update in updates:
            desk = opened.pop(update.coverage_id)
            assert desk.channel is not None
            if update.cursor != desk.channel.cursor:
                desk.channel.advance(update)
                self._in_slices(list(desk.subscribers), DeskSubscriber.catch_up)
        for desk in opened.values():
            self._end(desk, REFUSED)

    def _begin(self, desk: _Desk, subscriber: DeskSubscriber, role: str | None) -> None:
        if subscriber.is_gone:
            return
        if role is None:
            return subscriber.end(plain(b"403 Forbidden", b"You do not belong to this desk.\n"))
        if subscriber.is_head_request:
            return subscriber.end(private_response_head())
        if desk.channel is None:
            return subscriber.end(no_content())
        subscriber.role = role
        desk.subscribers[subscriber] = None
        subscriber.begin(private_response_head(), desk.channel)

    async def _run_checks(self) -> None:
        """Looks every CHECK_EVERY seconds for who does not belong to a desk any more."""
        while True:
            await asyncio.sleep(CHECK_EVERY)
            if not self._desks:
                continue
            try:
                await self._check()
                await self._run_in_thread(self._reads.sweep)
            except Exception as error:
                self._report(error)

    async def _check(self) -> None:
        here = [(slug, each) for slug, desk in self._desks.items() for each in desk.subscribers]
        roles = await self._roles(here)
        for slug, subscriber in here:
            role = roles[slug, subscriber.session]
            if role is None:
                subscriber.end(REFUSED)
            elif role != subscriber.role and subscriber.channel is not None:
                subscriber.role = role
                subscriber.write(subscriber.channel.event(["people", "rules"]))

    async def _roles(
        self, found: Sequence[tuple[str, DeskSubscriber]]
    ) -> dict[tuple[str, str], str | None]:
        """Returns what the people of some subscribers are, by slug and session."""
        pairs = list({(each.session, slug): None for slug, each in found})
        roles = await self._run_in_thread(self._reads.roles, pairs) if pairs else ()
        return {(slug, key): role for (key, slug), role in zip(pairs, roles, strict=True)}

    async def _run_housekeeping(self) -> None:
        while True:
            await asyncio.sleep(HOUSEKEEPING_EVERY)
            subscribers = [each for desk in self._desks.values() for each in desk.subscribers]
            for each in subscribers:
                each.count_round()
            now = self._loop.time()
            if now - self._beat_at >= HEARTBEAT_EVERY and now - self._read_at < READ_WITHIN:
                self._beat_at = now
                self._in_slices(subscribers, lambda each: each.write(HEARTBEAT))

    def _end(self, desk: _Desk, last: bytes) -> None:
        for subscriber in [*desk.subscribers, *desk.waiting]:
            subscriber.end(last)

    def _in_slices(
        self,
        subscribers: list[DeskSubscriber],
        act: Callable[[DeskSubscriber], None],
        first: int = 0,
    ) -> None:
        for subscriber in subscribers[first : first + SLICE]:
            act(subscriber)
        if first + SLICE < len(subscribers):
            self._loop.call_soon(self._in_slices, subscribers, act, first + SLICE)

    def _report(self, error: Exception) -> None:
        """Reports the first of several failures."""
        if not self._failing:
            self._loop.call_exception_handler(
                {"message": "the desk hub could not read the database", "exception": error}
            )
        self._failing = True
