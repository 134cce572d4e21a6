"""The hub: one topic for each coverage that has subscribers, brought up to date by notifications.

A notification carries nothing and may be lost, so the hub also polls the journal twice a second.
All of it runs on one event loop; only the reads of the journal run in a thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from dateline.page import read
from dateline.page.limits import MAX_BLOCKS_BEHIND

from . import sse
from .channel import Channel
from .resume import Resume
from .subscriber import Subscriber, not_found
from .topic import Topic

# All of these are seconds, of the loop's monotonic clock: the server's time of day may jump.
POLL_EVERY: Final = 0.5
HOUSEKEEPING_EVERY: Final = 1.0
HEARTBEAT_EVERY: Final = 15.0
# A heartbeat tells a page that it is up to date, so the journal must have been read this lately.
READ_WITHIN: Final = 5.0
WATCH_FOR: Final = 60.0

RunInThread = Callable[..., Awaitable[Any]]


class Hub:
    """Keeps the topics up to date; `run_in_thread(function, *args)` runs a blocking read.

    A notification is an object of its own, and each topic remembers the newest one that its last
    read began after. A topic is current while that is still the newest: only then does the hub know
    its cursor. It is not enough to remember this once for all topics. A topic that was opened while
    the others were read has not seen what they have seen, and its old cursor was taken for the
    newest until the next poll.
    """

    def __init__(self, run_in_thread: RunInThread) -> None:
        self.on_housekeeping: Callable[[], None] = lambda: None
        self.on_caught_up: Callable[[], None] = lambda: None
        self.is_writing: Callable[[], bool] = lambda: False
        self._run_in_thread = run_in_thread
        self._topics: dict[str, Topic] = {}
        self._wake = asyncio.Event()
        # The newest notification, and the one that the last read of the journal began after.
        self._notification = self._read_after = object()
        self._when_caught_up: list[Callable[[], None]] = []
        self._failing = False
        self._loop = asyncio.get_running_loop()
        self._read_at = self._loop.time()
        self._opening: set[asyncio.Task[None]] = set()
        # Topics are opened one at a time. Otherwise a thousand requests for coverages that do not
        # exist are read before a post is.
        self._open_lock = asyncio.Lock()
        self._tasks = [
            self._loop.create_task(self._follow(), name="hub follows the journal"),
            self._loop.create_task(self._keep_house(), name="hub keeps house"),
        ]

    def notify(self) -> None:
        """Tells the hub that something was committed. May be called from any thread."""
        self._notification = object()
        # The loop may be closed while a last request is answered in its thread.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._wake.set)

    def close(self) -> None:
        """Ends every stream, and tells each another moment to return, so that not all come at once.

        Callbacks that still wait in `when_caught_up` are called.
        """
        for task in [*self._tasks, *self._opening]:
            task.cancel()
        for topic in self._topics.values():
            for subscriber in topic.all:
                subscriber.end(sse.retry(random.randint(500, 3000)))
        self._topics.clear()
        self._call_back(len(self._when_caught_up))

    def subscribe(self, slug: str, subscriber: Subscriber) -> None:
        """Begins a stream: from memory, or as soon as the coverage has been read."""
        topic = subscriber.topic = self._topic(slug)
        if topic.channel is not None:
            # Nobody may begin with what a commit of this process has replaced. And a page may be
            # newer than the last notification, if another process wrote it: before a reset, the
            # journal is read again.
            if self._is_current(topic):
                start = topic.start_of(subscriber)
                if start.resume is not Resume.RESET:
                    return topic.begin(subscriber, start)
            self._wake.set()
        topic.waiting[subscriber] = None

    def watch(self, slug: str) -> None:
        """Keeps following a coverage for WATCH_FOR seconds, though nobody reads its stream."""
        self._topic(slug).watched_at = self._loop.time()

    def cursor_of(self, slug: str) -> str | None:
        """Returns the newest cursor of a coverage.

        Returns None for a coverage that is not followed, and for one that has not been read since
        the newest notification.
        """
        topic = self._topics.get(slug)
        if topic is None or topic.channel is None or not self._is_current(topic):
            return None
        return topic.channel.cursor

    def when_caught_up(self, callback: Callable[[], None]) -> None:
        """Calls back once the journal was read past the newest notification: at once if it was.

        To be called on the loop. While the journal cannot be read there is no call.
        """
        if self._read_after is self._notification:
            callback()
        else:
            self._when_caught_up.append(callback)

    def _is_current(self, topic: Topic) -> bool:
        return topic.read_after is self._notification

    def _topic(self, slug: str) -> Topic:
        topic = self._topics.get(slug)
        if topic is None:
            topic = self._topics[slug] = Topic(self._loop, lambda: self.is_writing())
            task = self._loop.create_task(self._open(slug, topic))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)
        return topic

    async def _open(self, slug: str, topic: Topic) -> None:
        """Reads a coverage's newest blocks once, for all subscribers that wait, at any cursor."""
        try:
            async with self._open_lock:
                if topic.orphaned:
                    del self._topics[slug]
                    return
                notification = self._notification
                update = await self._run_in_thread(read.first_update, slug, MAX_BLOCKS_BEHIND + 1)
        except Exception as error:
            del self._topics[slug]
            topic.cut()
            return self._report(error)
        if update is None:
            del self._topics[slug]
            return topic.refuse(not_found())
        head = update.head.cursor
        topic.coverage = update.head.coverage
        topic.channel = Channel(head, closed=update.head.closed)
        topic.channel.advance(_fragments(update.blocks), head.seq)
        topic.read_after = notification
        if self._is_current(topic):
            topic.admit(
                [each for each in topic.waiting if topic.start_of(each).resume is not Resume.RESET]
            )
        else:
            # _follow may have dealt with the notification that came meanwhile, without this topic.
            self._read_after = notification
            self._wake.set()
        if topic.waiting:
            # Before a reset the journal is read again: a page may have been made meanwhile.
            self._wake.set()

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL_EVERY)
            self._wake.clear()
            try:
                await self._catch_up()
            except Exception as error:
                # The database may be away for a moment; streams stay open meanwhile.
                if not self._failing:
                    self._report(error)
                self._failing = True
                await asyncio.sleep(POLL_EVERY)

    async def _catch_up(self) -> None:
        """Reads what changed in all topics at once, and has it broadcast."""
        notification, callbacks = self._notification, len(self._when_caught_up)
        topics = {each.coverage: each for each in self._topics.values() if each.channel is not None}
        # Those who subscribe while the journal is read wait for the next read.
        waiting = [list(topic.waiting) for topic in topics.values()]
        if topics:
            await self._read_news(topics)
        for topic, subscribers in zip(topics.values(), waiting, strict=True):
            topic.read_after = notification
            topic.admit(subscribers)
        self._read_at, self._failing = self._loop.time(), False
        self.on_caught_up()
        opened = [each for each in self._topics.values() if each.channel is not None]
        if all(each.read_after is notification for each in opened):
            self._read_after = notification
            self._call_back(callbacks)
        else:
            # A topic was opened meanwhile, and may not have seen what the others have.
            self._wake.set()

    async def _read_news(self, topics: dict[int, Topic]) -> None:
        seqs = {pk: topic.channel.head.seq for pk, topic in topics.items() if topic.channel}
        # A topic that was opened since the last read must be asked about whatever the others saw.
        seen = {topic.seen for topic in topics.values()}
        since = seen.pop() if len(seen) == 1 else None
        now, told = await self._run_in_thread(read.updates, since, seqs, MAX_BLOCKS_BEHIND + 1)
        for update in told:
            _advance(topics[update.head.coverage], update)
        for topic in topics.values():
            topic.seen = now

    def _call_back(self, count: int) -> None:
        due, self._when_caught_up = self._when_caught_up[:count], self._when_caught_up[count:]
        for callback in due:
            self._loop.call_soon(callback)

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(HOUSEKEEPING_EVERY)
            # By the loop: an error in it must not end this task.
            self._loop.call_soon(self.on_housekeeping)
            now = self._loop.time()
            is_live = now - self._read_at < READ_WITHIN
            for slug, topic in list(self._topics.items()):
                if topic.channel is None:
                    continue
                topic.keep_house()
                if topic.is_empty and now - topic.watched_at > WATCH_FOR:
                    del self._topics[slug]
                elif is_live and now - topic.last_write >= HEARTBEAT_EVERY:
                    topic.heartbeat()

    def _report(self, error: Exception) -> None:
        self._loop.call_exception_handler(
            {"message": "the hub could not read the journal", "exception": error}
        )


def _advance(topic: Topic, update: read.Update) -> None:
    """Brings a topic up to date, or ends its streams if the journal has begun another epoch."""
    channel, head = topic.channel, update.head.cursor
    assert channel is not None
    if head.epoch != channel.head.epoch:
        topic.channel = Channel(head, closed=update.head.closed, low=head.seq)
        topic.dismiss(sse.reset(head))
        return
    # Even if the head has not moved: blocks may have been read past a head that was still open.
    channel.closed = update.head.closed
    if head.seq > channel.head.seq or update.blocks:
        channel.advance(_fragments(update.blocks), head.seq)
        topic.broadcast()
        topic.cut_stalled()


def _fragments(blocks: Sequence[read.Block]) -> list[tuple[str, sse.Fragment]]:
    return [
        (
            each.name,
            sse.fragment(
                name=each.name, seq=each.seq, sort_key=each.sort_key, page=each.page, html=each.html
            ),
        )
        for each in blocks
    ]
