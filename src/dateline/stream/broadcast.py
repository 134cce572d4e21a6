"""Writes the newest events to the subscribers of a topic, in slices.

A broadcast writes to fifty subscribers in each iteration of the loop, so other work, such as the
response to an editor, waits for fifty writes and not for ten thousand.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from time import thread_time
from typing import TYPE_CHECKING, Final, NamedTuple

from .subscriber import Subscriber

if TYPE_CHECKING:
    from .channel import Channel
    from .topic import Topic

# Subscribers written to in one iteration of the loop: about half a millisecond of work.
SLICE: Final = 50
# After a broadcast, the topic pauses for as long as the broadcast took in processor time, so that
# the desk gets its share of the processor. If posts are published faster than broadcasts end, each
# write then carries several posts. So that the last subscriber of a large topic does not wait too
# long, a pause ends this many seconds after the broadcast began, but is never shorter than
# MIN_PAUSE.
MAX_BROADCAST_INTERVAL: Final = 0.19
# The shortest pause, as a fraction of the broadcast's processor time.
MIN_PAUSE: Final = 0.1
# A broadcast waits while a form of the desk is being handled, at most YIELD_LIMIT seconds, in steps
# of YIELD_STEP. When both ran at the same time, the response to the form took twice as long, and
# the broadcast did not end sooner.
YIELD_LIMIT: Final = 0.03
YIELD_STEP: Final = 0.001


def pause_after(processor_time: float, elapsed: float) -> float:
    """Returns how long to pause after a broadcast that began `elapsed` seconds ago, in seconds."""
    return max(MIN_PAUSE * processor_time, min(MAX_BROADCAST_INTERVAL - elapsed, processor_time))


class Delivery(NamedTuple):
    """How many readers a broadcast reached, and when.

    It brought the entries of a coverage after the seq `after`, up to `seq`. `readers` are the
    subscribers whose connections have taken all of them: the operating system has the last byte.
    That is not yet a reader's screen. `ended_at` is when the last of them was written to, in
    seconds of the system time, which other processes have too.
    """

    coverage_id: int
    after: int
    seq: int
    readers: int
    ended_at: float


class Broadcast:
    """One broadcast to the subscribers that a topic has when it starts.

    `seq` is the head at that time. While `is_writing` returns True, a form of the desk is being
    handled. `on_delivered` is called after the last slice, and `on_end` after the pause that
    follows.
    """

    def __init__(
        self,
        topic: Topic,
        loop: asyncio.AbstractEventLoop,
        is_writing: Callable[[], bool],
        on_delivered: Callable[[Delivery], None],
        on_end: Callable[[], None],
    ) -> None:
        assert topic.channel is not None
        self.seq = topic.channel.head.seq
        self._after, topic.channel.broadcast_seq = topic.channel.broadcast_seq, self.seq
        self._readers = 0
        self._topic = topic
        self._loop = loop
        self._is_writing = is_writing
        self._on_delivered = on_delivered
        self._on_end = on_end
        self._yielded = 0.0

    def start(self) -> None:
        """Writes the first slice, and schedules the others."""
        self._began, self._processor_began = self._loop.time(), thread_time()
        self._write_slice([each for each in self._topic.subscribers if not each.paused], 0)

    def _write_slice(self, subscribers: list[Subscriber], first: int) -> None:
        if self._yielded < YIELD_LIMIT and self._is_writing():
            self._yielded += YIELD_STEP
            self._loop.call_later(YIELD_STEP, self._write_slice, subscribers, first)
            return
        assert self._topic.channel is not None
        # Looked up for each slice, because a new epoch replaces the channel.
        self._write(self._topic.channel, subscribers[first : first + SLICE])
        if first + SLICE < len(subscribers):
            self._loop.call_soon(self._write_slice, subscribers, first + SLICE)
        else:
            self._end()

    def _end(self) -> None:
        processor_time = thread_time() - self._processor_began
        elapsed = self._loop.time() - self._began
        self._loop.call_later(pause_after(processor_time, elapsed), self._on_end)
        self._on_delivered(
            Delivery(
                self._topic.coverage_id, self._after, self.seq, self._readers, ended_at=time.time()
            )
        )

    def _write(self, channel: Channel, subscribers: list[Subscriber]) -> None:
        head, low = channel.head.seq, channel.low
        seq, events, reached = -1, b"", head
        # Readers are counted by those whom the events did not reach, who are few.
        stalled, missed = len(self._topic.stalled), 0
        too_far_behind = []
        # This loop takes most of the time of a broadcast. Nearly all subscribers have the same
        # position as the one before, so their events are looked up once.
        for subscriber in subscribers:
            if subscriber.seq != seq:
                if subscriber.paused:
                    missed += 1
                    continue
                if subscriber.seq >= head:
                    continue
                if subscriber.seq < low:
                    too_far_behind.append(subscriber)
                    continue
                seq = subscriber.seq
                events, reached = channel.since(seq)
            if not subscriber.paused:
                subscriber.seq = reached
                subscriber.transport.write(events)
                if reached != head:
                    missed += reached < self.seq
                    self._topic.catch_up_soon(subscriber)
            else:
                missed += 1
        # Writing to a connection that does not take all of it stalls its subscriber at once.
        missed += len(self._topic.stalled) - stalled
        self._readers += len(subscribers) - len(too_far_behind) - missed
        for subscriber in too_far_behind:
            # Ends its stream with a reset.
            subscriber.catch_up()
