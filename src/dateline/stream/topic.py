"""The subscribers of one coverage, and the broadcasts to them.

Everything runs on the event loop, and no subscriber has a task, a queue or a timer. A broadcast
writes to fifty subscribers in each iteration of the loop, so other work, such as the response to an
editor, waits for fifty writes and not for ten thousand.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from itertools import islice
from time import thread_time
from typing import Final

from dateline.journal.cursor import Cursor

from . import sse
from .channel import Channel
from .resume import Resume, Start, decide
from .subscriber import Subscriber, no_content, stream_head

# A stalled subscriber is cut after this many bytes of changes, or after STALL_LIMIT.
MAX_BYTES_BEHIND: Final = 256 * 1024
# In rounds of housekeeping, which take a second each. It is not in seconds because after a process
# was stopped (SIGSTOP, a suspended laptop), its subscribers have not had the time to read.
STALL_LIMIT: Final = 45
# Subscribers written to in one iteration of the loop: about half a millisecond of work.
SLICE: Final = 50
# After a broadcast, a topic backs off for as long as the broadcast took in processor time. The desk
# then gets its share of the processor, and if posts are published faster than broadcasts end, each
# write carries several posts. But the next broadcast begins at most this many seconds after the
# last one began. Otherwise the last subscriber of a large topic would wait too long.
BROADCAST_EVERY: Final = 0.19
# The backoff after a broadcast that took longer than BROADCAST_EVERY, as a fraction of its
# processor time.
MIN_BACKOFF: Final = 0.1
# A broadcast waits while a form of the desk is being handled, at most YIELD_LIMIT seconds, in steps
# of YIELD_STEP. When both ran at the same time, the writer took twice as long and the broadcast
# did not end sooner.
YIELD_LIMIT: Final = 0.03
YIELD_STEP: Final = 0.001


def backoff(processor_time: float, elapsed: float) -> float:
    """Returns the backoff after a broadcast that began `elapsed` seconds ago, in seconds."""
    return max(MIN_BACKOFF * processor_time, min(BROADCAST_EVERY - elapsed, processor_time))


class Topic:
    """A channel and its subscribers. The channel is None until the coverage was read."""

    def __init__(self, loop: asyncio.AbstractEventLoop, is_writing: Callable[[], bool]) -> None:
        self.coverage = 0
        self.channel: Channel | None = None
        # The head of the journal when this topic was read last.
        self.seen: Cursor | None = None
        # The newest notification when the last read began. The read returned everything that was
        # committed before this notification, but perhaps nothing that was committed after it.
        self.read_after: object | None = None
        self.subscribers: dict[Subscriber, None] = {}
        # Subscribers that must wait for the next read, and subscribers that are about to begin.
        self.waiting: dict[Subscriber, None] = {}
        self.admitted: dict[Subscriber, None] = {}
        self.last_write = loop.time()
        self.watched_at = float("-inf")
        self._loop = loop
        self._is_writing = is_writing
        self._yielded = 0.0
        self._began = 0.0
        # The seq of the head when the current broadcast began. None after its backoff has ended.
        self._broadcasting: int | None = None
        # For each paused subscriber, `Channel.bytes_added` and the round when it was paused.
        self._stalled: dict[Subscriber, tuple[int, int]] = {}
        self._round = 0

    @property
    def all(self) -> list[Subscriber]:
        return [*self.subscribers, *self.admitted, *self.waiting]

    @property
    def is_empty(self) -> bool:
        # A stalled stream that has ended stays in `_stalled` until its last bytes are sent.
        # Without this, the topic could be deleted first, and nothing would cut such a client.
        return not (self.subscribers or self.admitted or self.waiting or self._stalled)

    @property
    def orphaned(self) -> bool:
        """Whether all subscribers have left and the coverage is not watched."""
        return self.is_empty and self.watched_at == float("-inf")

    def admit(self, subscribers: Iterable[Subscriber]) -> None:
        """Begins the streams of those subscribers that still wait, in slices."""
        idle = not self.admitted
        for subscriber in subscribers:
            if subscriber in self.waiting:
                del self.waiting[subscriber]
                self.admitted[subscriber] = None
        if idle and self.admitted:
            self._loop.call_soon(self._admit_slice)

    def _admit_slice(self) -> None:
        for subscriber in list(islice(self.admitted, SLICE)):
            del self.admitted[subscriber]
            self.begin(subscriber, self.start_of(subscriber))
        if self.admitted:
            self._loop.call_soon(self._admit_slice)

    def start_of(self, subscriber: Subscriber) -> Start:
        """Decides how the stream of a subscriber begins."""
        channel = self.channel
        assert channel is not None
        return decide(subscriber.asked, head=channel.head, low=channel.low, closed=channel.closed)

    def begin(self, subscriber: Subscriber, start: Start) -> None:
        """Writes the response head with the first events, and adds the subscriber."""
        channel, (how, seq) = self.channel, start
        assert channel is not None
        if subscriber.transport.is_closing():
            return
        if how is Resume.CLOSED:
            return subscriber.end(no_content())
        if subscriber.head_only:
            return subscriber.end(stream_head())
        if how is Resume.RESET:
            return subscriber.end(stream_head() + sse.reset(channel.head))
        events, reached = channel.since(seq) if how is Resume.REPLAY else (b"", seq)
        subscriber.asked, subscriber.seq = None, reached
        self.subscribers[subscriber] = None
        if subscriber.paused:
            # An earlier response on the connection is still buffered. The stall limit begins now.
            self.mark_stalled(subscriber)
        hello = sse.hello(Cursor(channel.head.epoch, seq))
        subscriber.transport.write(stream_head() + hello + events)
        if reached != channel.head.seq:
            self.catch_up_soon(subscriber)

    def catch_up_soon(self, subscriber: Subscriber) -> None:
        """Writes more missing events to a subscriber in the next iteration of the loop."""
        self._loop.call_soon(subscriber.catch_up)

    def broadcast(self) -> None:
        """Writes the missing events to all subscribers, unless a broadcast is running."""
        if self._broadcasting is None:
            assert self.channel is not None
            self.last_write = self._loop.time()
            self._broadcasting, self._yielded = self.channel.head.seq, 0.0
            self._began = thread_time()
            self._broadcast_slice([each for each in self.subscribers if not each.paused], 0)

    def _broadcast_slice(self, subscribers: list[Subscriber], start: int) -> None:
        if self._yielded < YIELD_LIMIT and self._is_writing():
            self._yielded += YIELD_STEP
            self._loop.call_later(YIELD_STEP, self._broadcast_slice, subscribers, start)
            return
        channel = self.channel
        assert channel is not None
        head, low = channel.head.seq, channel.low
        seq, events, reached = -1, b"", head
        # This loop takes most of the time of a broadcast. Nearly all subscribers have the same
        # position as the one before, so their events are looked up once.
        for subscriber in subscribers[start : start + SLICE]:
            if subscriber.seq != seq:
                if subscriber.paused or subscriber.seq >= head:
                    continue
                if subscriber.seq < low:
                    subscriber.catch_up()
                    continue
                seq = subscriber.seq
                events, reached = channel.since(seq)
            if not subscriber.paused:
                subscriber.seq = reached
                subscriber.transport.write(events)
                if reached != head:
                    self.catch_up_soon(subscriber)
        start += SLICE
        if start < len(subscribers):
            self._loop.call_soon(self._broadcast_slice, subscribers, start)
        else:
            processor_time = thread_time() - self._began
            elapsed = self._loop.time() - self.last_write
            self._loop.call_later(backoff(processor_time, elapsed), self._end_broadcast)

    def _end_broadcast(self) -> None:
        assert self.channel is not None
        began_at, self._broadcasting = self._broadcasting, None
        # The head has moved since the broadcast began, and subscribers in its first slices lack
        # the newest events.
        if self.channel.head.seq != began_at:
            self.broadcast()

    def heartbeat(self) -> None:
        """Writes a heartbeat to all subscribers.

        It detects lost connections, and prevents proxies from closing idle ones.
        """
        self.last_write = self._loop.time()
        self._in_slices(list(self.subscribers), _heartbeat)

    def dismiss(self, last: bytes) -> None:
        """Ends all streams that have begun, with the event `last`."""
        self._in_slices(list(self.subscribers), lambda each: each.end(last))
        self.subscribers.clear()

    def refuse(self, response: bytes) -> None:
        """Sends a response to all subscribers of a topic that does not exist."""
        self._in_slices(self.all, lambda each: each.end(response))

    def cut(self) -> None:
        """Cuts all connections."""
        self._in_slices(self.all, Subscriber.cut)

    def _in_slices(
        self, subscribers: list[Subscriber], act: Callable[[Subscriber], None], start: int = 0
    ) -> None:
        for subscriber in subscribers[start : start + SLICE]:
            act(subscriber)
        if start + SLICE < len(subscribers):
            self._loop.call_soon(self._in_slices, subscribers, act, start + SLICE)

    def mark_stalled(self, subscriber: Subscriber) -> None:
        """Records the time from which a subscriber has not read what was written to it."""
        bytes_added = self.channel.bytes_added if self.channel else 0
        self._stalled[subscriber] = (bytes_added, self._round)

    def unmark_stalled(self, subscriber: Subscriber) -> None:
        self._stalled.pop(subscriber, None)

    def run_housekeeping(self) -> None:
        """Cuts stalled subscribers. Called once a second."""
        self._round += 1
        self.cut_stalled()

    def cut_stalled(self) -> None:
        """Cuts the subscribers that are stalled beyond STALL_LIMIT or MAX_BYTES_BEHIND."""
        assert self.channel is not None
        bytes_added = self.channel.bytes_added
        overdue = [
            subscriber
            for subscriber, (at_bytes, at_round) in self._stalled.items()
            if bytes_added - at_bytes > MAX_BYTES_BEHIND or self._round - at_round > STALL_LIMIT
        ]
        self._in_slices(overdue, Subscriber.cut)

    def remove(self, subscriber: Subscriber) -> None:
        """Removes a subscriber whose connection is lost."""
        self.subscribers.pop(subscriber, None)
        self.waiting.pop(subscriber, None)
        self.admitted.pop(subscriber, None)
        self._stalled.pop(subscriber, None)


def _heartbeat(subscriber: Subscriber) -> None:
    if not subscriber.paused:
        subscriber.transport.write(sse.HEARTBEAT)
