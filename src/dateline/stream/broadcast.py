"""Writes the newest events to the subscribers of a topic, in slices.

A broadcast writes to fifty subscribers in each iteration of the loop, so other work, such as the
response to an editor, waits for fifty writes and not for ten thousand.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import thread_time
from typing import TYPE_CHECKING, Final

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


class Broadcast:
    """One broadcast to the subscribers that a topic has when it starts.

    `seq` is the head at that time. While `is_writing` returns True, a form of the desk is being
    handled. `on_end` is called after the pause that follows the broadcast.
    """

    def __init__(
        self,
        topic: Topic,
        loop: asyncio.AbstractEventLoop,
        is_writing: Callable[[], bool],
        on_end: Callable[[], None],
    ) -> None:
        assert topic.channel is not None
        self.seq = topic.channel.head.seq
        self._topic = topic
        self._loop = loop
        self._is_writing = is_writing
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
            processor_time = thread_time() - self._processor_began
            elapsed = self._loop.time() - self._began
            self._loop.call_later(pause_after(processor_time, elapsed), self._on_end)

    def _write(self, channel: Channel, subscribers: list[Subscriber]) -> None:
        head, low = channel.head.seq, channel.low
        seq, events, reached = -1, b"", head
        # This loop takes most of the time of a broadcast. Nearly all subscribers have the same
        # position as the one before, so their events are looked up once.
        for subscriber in subscribers:
            if subscriber.seq != seq:
                if subscriber.paused or subscriber.seq >= head:
                    continue
                if subscriber.seq < low:
                    # It is too far behind. `catch_up` ends its stream with a reset.
                    subscriber.catch_up()
                    continue
                seq = subscriber.seq
                events, reached = channel.since(seq)
            if not subscriber.paused:
                subscriber.seq = reached
                subscriber.transport.write(events)
                if reached != head:
                    self._topic.catch_up_soon(subscriber)
