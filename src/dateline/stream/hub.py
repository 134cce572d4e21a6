"""The hub reads the changed blocks after each notification, and passes them to its topics.

There is one topic for each coverage that has subscribers or whose pages are cached. A notification
carries no data and may be lost, so the hub also polls the database twice a second. Everything runs
on one event loop, except the reads, which run in a thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from dateline.journal.cursor import NEWSROOM, Cursor
from dateline.page import read
from dateline.page.limits import MAX_BLOCKS_BEHIND

from . import sse
from .broadcast import Delivery
from .channel import Channel
from .resume import Resume
from .subscriber import Subscriber, not_found
from .topic import Topic

# In seconds of the loop's monotonic clock, since the system time may jump.
POLL_EVERY: Final = 0.5
HOUSEKEEPING_EVERY: Final = 1.0
HEARTBEAT_EVERY: Final = 15.0
# A heartbeat tells a page that it is up to date. No heartbeat is sent if the database could not be
# read for this long.
READ_WITHIN: Final = 5.0
# How long a topic without subscribers is kept up to date after the last call of `watch`.
WATCH_FOR: Final = 60.0

RunInThread = Callable[..., Awaitable[Any]]


class Hub:
    """Keeps the topics up to date. `run_in_thread(function, *args)` runs a blocking function.

    `on_housekeeping` is called once a second. `on_read` is called after each read, also if a topic
    was opened meanwhile and is still behind: `when_caught_up` waits for that topic, too.
    `is_writing` returns whether a form of the desk is being handled and not committed yet.
    `on_delivered` is called on the loop once for each broadcast, after its last slice.

    Each notification is represented by a new object. A topic stores, as `read_after`, the newest
    notification at the time when its last read began. The topic is current, and its cursor is
    known, as long as no newer notification exists.

    Each topic has its own `read_after`. With one shared value, a topic opened during a read was
    regarded as current, although it lacked its newest changes.
    """

    def __init__(
        self,
        run_in_thread: RunInThread,
        *,
        on_housekeeping: Callable[[], None],
        on_read: Callable[[], None],
        is_writing: Callable[[], bool],
        on_delivered: Callable[[Delivery], None],
    ) -> None:
        self.on_housekeeping = on_housekeeping
        self.on_read = on_read
        self.is_writing = is_writing
        self.on_delivered = on_delivered
        self._run_in_thread = run_in_thread
        self._topics: dict[str, Topic] = {}
        # The head of the journal, and the newest notification when its read began.
        self._newsroom: tuple[str, object] = "", None
        self._newsroom_watched_at = -WATCH_FOR
        self._wake = asyncio.Event()
        # The newest notification, and the one after which every topic was read. They are the same
        # object unless the hub is behind.
        self._notification = self._all_read_after = object()
        self._when_caught_up: list[Callable[[], None]] = []
        self._failing = False
        self._loop = asyncio.get_running_loop()
        self._read_at = self._loop.time()
        self._opening: set[asyncio.Task[None]] = set()
        # Topics are opened one at a time. Otherwise the reads for a thousand requests for missing
        # coverages would run before the read of a new post.
        self._open_lock = asyncio.Lock()
        self._tasks = [
            self._loop.create_task(self._poll(), name="hub polls the database"),
            self._loop.create_task(self._run_housekeeping(), name="hub housekeeping"),
        ]

    def notify(self) -> None:
        """Tells the hub that something was committed. Thread-safe."""
        self._notification = object()
        # At shutdown the loop may be closed while a thread still handles a last request.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._wake.set)

    def close(self) -> None:
        """Ends every stream with a random delay for reconnecting, to spread the load.

        Pending callbacks of `when_caught_up` are called.
        """
        for task in [*self._tasks, *self._opening]:
            task.cancel()
        for topic in self._topics.values():
            for subscriber in topic.all:
                subscriber.end(sse.retry(random.randint(500, 3000)))
        self._topics.clear()
        self._call_back(len(self._when_caught_up))

    def subscribe(self, slug: str, subscriber: Subscriber) -> None:
        """Begins a stream, at once if its topic is current, otherwise after the next read."""
        topic = subscriber.topic = self._topic(slug)
        if topic.channel is not None:
            # A stream must not begin with content that a commit of this process has replaced, so
            # it waits if the topic is not current. It also waits before a reset: another process
            # may have committed, and the page of this client may be newer than the channel.
            if self._is_current(topic):
                start = topic.start_of(subscriber)
                if start.resume is not Resume.RESET:
                    return topic.begin(subscriber, start)
            self._wake.set()
        topic.waiting[subscriber] = None

    def watch(self, slug: str) -> None:
        """Keeps a topic up to date for WATCH_FOR seconds, even without subscribers.

        For NEWSROOM it is the head of the journal.
        """
        if slug == NEWSROOM:
            if not self._is_newsroom_watched():
                self._wake.set()
            self._newsroom_watched_at = self._loop.time()
        else:
            self._topic(slug).watched_at = self._loop.time()

    def cursor_of(self, slug: str) -> str | None:
        """Returns the current cursor of a coverage; for NEWSROOM the head of the journal.

        Returns None if the coverage has no topic, or was not read after the newest notification.
        Also returns None if the database could not be read for READ_WITHIN: another process may
        have changed the coverage since.
        """
        if self._loop.time() - self._read_at > READ_WITHIN:
            return None
        if slug == NEWSROOM:
            head, read_after = self._newsroom
            return head if read_after is self._notification else None
        topic = self._topics.get(slug)
        if topic is None or topic.channel is None or not self._is_current(topic):
            return None
        return topic.channel.cursor

    def when_caught_up(self, callback: Callable[[], None]) -> None:
        """Calls `callback` as soon as all topics were read after the newest notification.

        It is called at once if they are already. Must be called on the event loop. While the
        database cannot be read, the callback is not called.
        """
        if self._all_read_after is self._notification:
            callback()
        else:
            self._when_caught_up.append(callback)

    def _is_current(self, topic: Topic) -> bool:
        return topic.read_after is self._notification

    def _topic(self, slug: str) -> Topic:
        topic = self._topics.get(slug)
        if topic is None:
            topic = self._topics[slug] = Topic(self._loop, self.is_writing, self.on_delivered)
            task = self._loop.create_task(self._open(slug, topic))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)
        return topic

    async def _open(self, slug: str, topic: Topic) -> None:
        """Reads the newest blocks of a coverage once, for all waiting subscribers."""
        try:
            async with self._open_lock:
                if topic.is_unused:
                    del self._topics[slug]
                    return
                notification = self._notification
                update = await self._run_in_thread(read.first_update, slug, MAX_BLOCKS_BEHIND + 1)
        except Exception as error:
            del self._topics[slug]
            topic.cut_all()
            return self._report(error)
        if update is None:
            del self._topics[slug]
            return topic.refuse_all(not_found())
        self._add_channel(topic, update, notification)

    def _add_channel(self, topic: Topic, update: read.Update, notification: object) -> None:
        """Completes a topic with the result of its first read, which began after `notification`."""
        head = update.head.cursor
        topic.coverage_id = update.head.coverage_id
        topic.channel = Channel(head, closed=update.head.closed)
        topic.channel.advance(_fragments(update.blocks), head.seq)
        topic.channel.broadcast_seq = topic.channel.head.seq
        topic.read_after = notification
        if self._is_current(topic):
            topic.admit(
                [each for each in topic.waiting if topic.start_of(each).resume is not Resume.RESET]
            )
        else:
            # A notification arrived during the read, and `_poll` may have handled it without this
            # topic. Marks the hub as behind, so that all topics are read again.
            self._all_read_after = notification
            self._wake.set()
        if topic.waiting:
            # The remaining subscribers would have to reset. The topic is read again first, since
            # their pages may be newer than this read.
            self._wake.set()

    async def _poll(self) -> None:
        """Reads the changes of all topics after each notification, and every POLL_EVERY seconds."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL_EVERY)
            self._wake.clear()
            try:
                await self._read_topics()
            except Exception as error:
                # The database may be unavailable for a moment. The streams stay open.
                if not self._failing:
                    self._report(error)
                self._failing = True
                await asyncio.sleep(POLL_EVERY)

    async def _read_topics(self) -> None:
        """Reads the changes of all topics together, and broadcasts them."""
        notification, callbacks = self._notification, len(self._when_caught_up)
        topics = {
            each.coverage_id: each for each in self._topics.values() if each.channel is not None
        }
        # Subscribers and callbacks that arrive during the read wait for the next one: this read may
        # have begun before the commit that they know of.
        waiting = [list(topic.waiting) for topic in topics.values()]
        watched = self._is_newsroom_watched()
        head = await self._read_changes(topics) if topics or watched else None
        self._newsroom = (str(head), notification) if watched else ("", None)
        for topic, subscribers in zip(topics.values(), waiting, strict=True):
            topic.read_after = notification
            topic.admit(subscribers)
        self._read_at, self._failing = self._loop.time(), False
        self.on_read()
        opened = [each for each in self._topics.values() if each.channel is not None]
        if all(each.read_after is notification for each in opened):
            self._all_read_after = notification
            self._call_back(callbacks)
        else:
            # A topic was opened during the read, and may lack changes.
            self._wake.set()

    def _is_newsroom_watched(self) -> bool:
        return self._loop.time() - self._newsroom_watched_at < WATCH_FOR

    async def _read_changes(self, topics: dict[int, Topic]) -> Cursor:
        """Brings topics up to date, and returns the head of the journal."""
        seqs = {pk: topic.channel.head.seq for pk, topic in topics.items() if topic.channel}
        # A topic that was opened since the last read has not seen the journal at the same head as
        # the others. Then all topics are read, not only those that changed after that head.
        heads = {topic.journal_head for topic in topics.values()}
        since = heads.pop() if len(heads) == 1 else None
        now: Cursor
        now, updates = await self._run_in_thread(read.updates, since, seqs, MAX_BLOCKS_BEHIND + 1)
        for update in updates:
            _advance(topics[update.head.coverage_id], update)
        for topic in topics.values():
            topic.journal_head = now
        return now

    def _call_back(self, count: int) -> None:
        """Calls the oldest `count` callbacks of `when_caught_up`."""
        due, self._when_caught_up = self._when_caught_up[:count], self._when_caught_up[count:]
        for callback in due:
            self._loop.call_soon(callback)

    async def _run_housekeeping(self) -> None:
        while True:
            await asyncio.sleep(HOUSEKEEPING_EVERY)
            # Called by the loop, so that an exception in it cannot end this task.
            self._loop.call_soon(self.on_housekeeping)
            now = self._loop.time()
            can_read = now - self._read_at < READ_WITHIN
            for slug, topic in list(self._topics.items()):
                if topic.channel is None:
                    continue
                topic.run_housekeeping()
                if topic.is_empty and now - topic.watched_at > WATCH_FOR:
                    del self._topics[slug]
                elif can_read and now - topic.last_write >= HEARTBEAT_EVERY:
                    topic.heartbeat()

    def _report(self, error: Exception) -> None:
        self._loop.call_exception_handler(
            {"message": "the hub could not read the database", "exception": error}
        )


def _advance(topic: Topic, update: read.Update) -> None:
    """Brings a topic up to date, or ends its streams with a reset if the epoch changed."""
    channel, head = topic.channel, update.head.cursor
    assert channel is not None
    if head.epoch != channel.head.epoch:
        topic.channel = Channel(head, closed=update.head.closed, low=head.seq)
        topic.end_all(sse.reset(head))
        return
    # Set even if the head has not moved: an earlier read may have returned blocks that were newer
    # than its head, and that head said that the coverage was not closed.
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
