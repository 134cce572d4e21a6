"""The subscribers of one coverage, and how each of them receives what it lacks.

All of this runs on the event loop. No subscriber has a task, a queue or a timer: a broadcast writes
to fifty of them, lets the loop turn, and goes on with the next fifty. So the answer to an editor
waits for fifty writes and not for ten thousand.
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

MAX_BYTES_BEHIND: Final = 256 * 1024
# In rounds of housekeeping, of one second each, and not in time that passes: when a server that was
# stopped (SIGSTOP, a suspended laptop) goes on, its subscribers have not had their chance to read.
STALL_LIMIT: Final = 45
# About half a millisecond of writing: what anything else on the loop waits.
SLICE: Final = 50
# Where posts come faster than broadcasts end, each write should carry more of them, and the desk
# needs its share of the processor. So a topic backs off after a broadcast for as long as that took
# of the processor, but begins the next one at most this long after the last began: otherwise the
# last subscriber of a large topic would wait too long.
BROADCAST_EVERY: Final = 0.19
# Part of a broadcast's processor time: the backoff when a broadcast takes longer than that.
MIN_BACKOFF: Final = 0.1
# A broadcast lets a form that is being written to the journal go first, for at most YIELD_LIMIT
# seconds in steps of YIELD_STEP. Beside a broadcast the writer took twice as long, and the
# broadcast did not end sooner.
YIELD_LIMIT: Final = 0.03
YIELD_STEP: Final = 0.001


def backoff(processor_time: float, elapsed: float) -> float:
    """Returns how long to wait after a broadcast that began `elapsed` ago; all in seconds."""
    return max(MIN_BACKOFF * processor_time, min(BROADCAST_EVERY - elapsed, processor_time))


class Topic:
    """A channel and its subscribers; the channel is None until the coverage was read once."""

    def __init__(self, loop: asyncio.AbstractEventLoop, is_writing: Callable[[], bool]) -> None:
        self.coverage = 0
        self.channel: Channel | None = None
        # Where the journal was when this topic was read last.
        self.seen: Cursor | None = None
        # The newest notification when that read began. The read shows everything committed before
        # this notification, and perhaps nothing that was committed after it.
        self.read_after: object | None = None
        self.subscribers: dict[Subscriber, None] = {}
        # Those who may only begin once the journal was read, and those who are about to begin.
        self.waiting: dict[Subscriber, None] = {}
        self.admitted: dict[Subscriber, None] = {}
        self.last_write = loop.time()
        self.watched_at = float("-inf")
        self._loop = loop
        self._is_writing = is_writing
        self._yielded = 0.0
        self._began = 0.0
        # Of a broadcast, until its backoff ends: the seq of the head when it began.
        self._broadcasting: int | None = None
        # For each subscriber that is paused: how many bytes had gone by, and the round.
        self._stalled: dict[Subscriber, tuple[int, int]] = {}
        self._round = 0

    @property
    def all(self) -> list[Subscriber]:
        return [*self.subscribers, *self.admitted, *self.waiting]

    @property
    def is_empty(self) -> bool:
        # A stream that was ended stays among the stalled until the client has taken its last
        # bytes. A topic that was forgotten before that never cut such a client.
        return not (self.subscribers or self.admitted or self.waiting or self._stalled)

    @property
    def orphaned(self) -> bool:
        """Whether all subscribers have left, and no page of the coverage is cached."""
        return self.is_empty and self.watched_at == float("-inf")

    def admit(self, subscribers: Iterable[Subscriber]) -> None:
        """Begins the streams of those who still wait, in slices."""
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
        """Decides how the stream of a subscriber begins, from what was read so far."""
        channel = self.channel
        assert channel is not None
        return decide(subscriber.asked, head=channel.head, low=channel.low, closed=channel.closed)

    def begin(self, subscriber: Subscriber, start: Start) -> None:
        """Writes the head of the response with all that is missing, and adds the subscriber."""
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
            # It has not taken what was written before, such as a page; its time begins now.
            self.mark_stalled(subscriber)
        hello = sse.hello(Cursor(channel.head.epoch, seq))
        subscriber.transport.write(stream_head() + hello + events)
        if reached != channel.head.seq:
            self.catch_up_soon(subscriber)

    def catch_up_soon(self, subscriber: Subscriber) -> None:
        """Has the rest of what a subscriber lacks written in later turns of the loop."""
        self._loop.call_soon(subscriber.catch_up)

    def broadcast(self) -> None:
        """Writes to all subscribers what they lack. One broadcast runs at a time."""
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
        # This loop is most of what ten thousand subscribers cost. Nearly all of them are at the
        # position of the one before.
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
        # Subscribers whose turn came before the head moved lack the rest.
        if self.channel.head.seq != began_at:
            self.broadcast()

    def heartbeat(self) -> None:
        """Writes to all subscribers: it finds connections that are gone, and keeps proxies open."""
        self.last_write = self._loop.time()
        self._in_slices(list(self.subscribers), _heartbeat)

    def dismiss(self, last: bytes) -> None:
        """Ends all streams that have begun."""
        self._in_slices(list(self.subscribers), lambda each: each.end(last))
        self.subscribers.clear()

    def refuse(self, response: bytes) -> None:
        """Answers all subscribers of a topic that could not be opened."""
        self._in_slices(self.all, lambda each: each.end(response))

    def cut(self) -> None:
        self._in_slices(self.all, Subscriber.cut)

    def _in_slices(
        self, subscribers: list[Subscriber], act: Callable[[Subscriber], None], start: int = 0
    ) -> None:
        for subscriber in subscribers[start : start + SLICE]:
            act(subscriber)
        if start + SLICE < len(subscribers):
            self._loop.call_soon(self._in_slices, subscribers, act, start + SLICE)

    def mark_stalled(self, subscriber: Subscriber) -> None:
        """Remembers since when a subscriber has not taken what was written to it."""
        bytes_added = self.channel.bytes_added if self.channel else 0
        self._stalled[subscriber] = (bytes_added, self._round)

    def unmark_stalled(self, subscriber: Subscriber) -> None:
        self._stalled.pop(subscriber, None)

    def keep_house(self) -> None:
        """Counts a round of housekeeping, about one second, and cuts those who stall too long."""
        self._round += 1
        self.cut_stalled()

    def cut_stalled(self) -> None:
        """Cuts whoever has taken nothing for too long, or while too much has gone by."""
        assert self.channel is not None
        bytes_added = self.channel.bytes_added
        overdue = [
            subscriber
            for subscriber, (at_bytes, at_round) in self._stalled.items()
            if bytes_added - at_bytes > MAX_BYTES_BEHIND or self._round - at_round > STALL_LIMIT
        ]
        self._in_slices(overdue, Subscriber.cut)

    def remove(self, subscriber: Subscriber) -> None:
        """Forgets a subscriber whose connection is lost."""
        self.subscribers.pop(subscriber, None)
        self.waiting.pop(subscriber, None)
        self.admitted.pop(subscriber, None)
        self._stalled.pop(subscriber, None)


def _heartbeat(subscriber: Subscriber) -> None:
    if not subscriber.paused:
        subscriber.transport.write(sse.HEARTBEAT)
