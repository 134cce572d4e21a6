"""The subscribers of one coverage, from their arrival to their end.

Everything runs on the event loop, and no subscriber has a task, a queue or a timer. Whatever is
done for all subscribers is done in slices.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from itertools import islice

from dateline.journal.cursor import Cursor

from . import sse
from .broadcast import SLICE, Broadcast, Delivery
from .channel import Channel
from .resume import Resume, Start, decide
from .stalled import StalledSubscribers
from .subscriber import Subscriber, no_content, response_head


class Topic:
    """A channel and its subscribers. The channel is None until the coverage was read."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        is_writing: Callable[[], bool],
        on_delivered: Callable[[Delivery], None],
    ) -> None:
        # Its primary key, once it was read.
        self.coverage_id = 0
        self.channel: Channel | None = None
        # The head of the journal when this topic was read last.
        self.journal_head: Cursor | None = None
        # The newest notification when the last read began. The read returned everything that was
        # committed before this notification, but perhaps nothing that was committed after it.
        self.read_after: object | None = None
        self.subscribers: dict[Subscriber, None] = {}
        # Subscribers whose streams have not begun. They are in `waiting` until the next read, and
        # then in `admitted` until their slice.
        self.waiting: dict[Subscriber, None] = {}
        self.admitted: dict[Subscriber, None] = {}
        self.stalled = StalledSubscribers()
        self.last_write = loop.time()
        self.watched_at = float("-inf")
        self._loop = loop
        self._is_writing = is_writing
        self._on_delivered = on_delivered
        # None unless a broadcast is running, or the pause after it.
        self._broadcast: Broadcast | None = None

    @property
    def all(self) -> list[Subscriber]:
        return [*self.subscribers, *self.admitted, *self.waiting]

    @property
    def is_empty(self) -> bool:
        # A stalled stream that has ended is not among the subscribers any more. Without this, the
        # topic could be deleted before its last bytes are sent, and nothing would cut the client.
        return not (self.subscribers or self.admitted or self.waiting or self.stalled)

    @property
    def is_unused(self) -> bool:
        """Whether all subscribers have left and the coverage was never watched."""
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
        return decide(
            subscriber.client_cursor, head=channel.head, low=channel.low, closed=channel.closed
        )

    def begin(self, subscriber: Subscriber, start: Start) -> None:
        """Begins the stream, or ends the connection if there is nothing to stream."""
        channel, (resume, seq) = self.channel, start
        assert channel is not None
        if subscriber.transport.is_closing():
            return
        if resume is Resume.CLOSED:
            return subscriber.end(no_content())
        if subscriber.is_head_request:
            return subscriber.end(response_head())
        if resume is Resume.RESET:
            return subscriber.end(response_head() + sse.reset(channel.head))
        events, reached = channel.since(seq) if resume is Resume.REPLAY else (b"", seq)
        subscriber.client_cursor, subscriber.seq = None, reached
        self.subscribers[subscriber] = None
        if subscriber.paused:
            # An earlier response on the connection is still buffered. The stall limit begins now.
            self.mark_stalled(subscriber)
        hello = sse.hello(Cursor(channel.head.epoch, seq))
        subscriber.transport.write(response_head() + hello + events)
        if reached != channel.head.seq:
            self.catch_up_soon(subscriber)

    def catch_up_soon(self, subscriber: Subscriber) -> None:
        """Writes more missing events to a subscriber in the next iteration of the loop."""
        self._loop.call_soon(subscriber.catch_up)

    def broadcast(self) -> None:
        """Writes the missing events to all subscribers.

        If a broadcast is running, the next one starts after it and its pause.
        """
        if self._broadcast is None:
            self.last_write = self._loop.time()
            self._broadcast = Broadcast(
                self,
                self._loop,
                self._is_writing,
                on_delivered=self._on_delivered,
                on_end=self._end_broadcast,
            )
            self._broadcast.start()

    def _end_broadcast(self) -> None:
        assert self.channel is not None
        assert self._broadcast is not None
        ended, self._broadcast = self._broadcast, None
        # The head has moved since the broadcast began, and subscribers in its first slices lack
        # the newest events.
        if self.channel.head.seq != ended.seq:
            self.broadcast()

    def heartbeat(self) -> None:
        """Writes a heartbeat to all subscribers.

        It detects lost connections, and prevents proxies from closing idle ones.
        """
        self.last_write = self._loop.time()
        self._in_slices(list(self.subscribers), _heartbeat)

    def end_all(self, last: bytes) -> None:
        """Ends all streams that have begun, with the event `last`."""
        self._in_slices(list(self.subscribers), lambda each: each.end(last))
        self.subscribers.clear()

    def refuse_all(self, response: bytes) -> None:
        """Sends a response to all subscribers and closes their connections.

        Used if there is no such coverage.
        """
        self._in_slices(self.all, lambda each: each.end(response))

    def cut_all(self) -> None:
        """Cuts all connections."""
        self._in_slices(self.all, Subscriber.cut)

    def _in_slices(
        self, subscribers: list[Subscriber], act: Callable[[Subscriber], None], first: int = 0
    ) -> None:
        for subscriber in subscribers[first : first + SLICE]:
            act(subscriber)
        if first + SLICE < len(subscribers):
            self._loop.call_soon(self._in_slices, subscribers, act, first + SLICE)

    def mark_stalled(self, subscriber: Subscriber) -> None:
        """Records the time from which a subscriber has not read what was written to it."""
        self.stalled.add(subscriber, self.channel.bytes_added if self.channel else 0)

    def run_housekeeping(self) -> None:
        """Cuts stalled subscribers. Called once a second."""
        self.stalled.next_round()
        self.cut_stalled()

    def cut_stalled(self) -> None:
        """Cuts the subscribers that have been stalled for too long."""
        assert self.channel is not None
        self._in_slices(self.stalled.overdue(self.channel.bytes_added), Subscriber.cut)

    def remove(self, subscriber: Subscriber) -> None:
        """Removes a subscriber whose connection is lost."""
        self.subscribers.pop(subscriber, None)
        self.waiting.pop(subscriber, None)
        self.admitted.pop(subscriber, None)
        self.stalled.discard(subscriber)


def _heartbeat(subscriber: Subscriber) -> None:
    if not subscriber.paused:
        subscriber.transport.write(sse.HEARTBEAT)
