"""The hub: one channel for each coverage that has readers, brought up to date when it is nudged.

A nudge carries nothing and may be lost, so the hub also asks for the heads twice a second. All of
it lives on one event loop; the journal is read in threads, by `ask`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from dateline.page import read
from dateline.page.cursor import MOST_BLOCKS

from . import resume, sse
from .channel import MOST_JOINED, Channel

ASK_EVERY: Final = 0.5
BEAT_EVERY: Final = 15.0
BYTE_LIMIT: Final = 256 * 1024
STALL_LIMIT: Final = 60.0

Ask = Callable[..., Awaitable[Any]]


@dataclass(eq=False)
class Reader:
    """One open stream. While `mark` is set, a write of its has not been taken yet."""

    cut: Callable[[], None]
    mark: int | None = None
    stalled_at: float = 0.0


class Missed(NamedTuple):
    """Frames read from the journal, and the seq that they reach."""

    frames: bytes
    reached: int


@dataclass(eq=False)
class Room:
    """A channel with the readers in it, and what wakes them."""

    channel: Channel
    readers: set[Reader] = field(default_factory=set)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    reading: dict[int, asyncio.Future[Missed | None]] = field(default_factory=dict)
    beats: int = 0

    def wake(self) -> None:
        self.woken.set()
        self.woken = asyncio.Event()


class Hub:
    """Keeps the channels; `ask(function, *arguments)` runs a blocking read off the loop."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._rooms: dict[int, Room] = {}
        self._nudged = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self.closing = False
        self._tasks = [
            self._loop.create_task(self._follow(), name="hub follows the journal"),
            self._loop.create_task(self._beat(), name="hub keeps streams awake"),
        ]

    def nudge(self) -> None:
        """Something was committed; may be called from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._nudged.set)

    def close(self) -> None:
        """Wakes every reader to say goodbye, and stops following."""
        self.closing = True
        for task in self._tasks:
            task.cancel()
        for room in self._rooms.values():
            room.wake()

    async def enter(self, slug: str, reader: Reader) -> tuple[Room, resume.Standing] | None:
        """Lets a reader into the room of a coverage; says where the journal stood a moment ago.

        The channel may be behind that head: a page can be newer than the last nudge. The reader is
        in before anything else is awaited, or the room could be given up between.
        """
        head = await self._ask(read.head, slug)
        if head is None:
            return None
        room = self._rooms.get(head.coverage)
        if room is None:
            channel = Channel(head.epoch, head.seq, closed=head.closed)
            room = self._rooms[head.coverage] = Room(channel)
        elif room.channel.epoch != head.epoch:
            self._replace(room, head)
        room.readers.add(reader)
        channel = room.channel
        newest = max(channel.head, head.seq)
        return room, resume.Standing(channel.epoch, newest, channel.low, head.closed)

    def leave(self, room: Room, reader: Reader) -> None:
        """Forgets a reader, and the room of the last one."""
        room.readers.discard(reader)
        if not room.readers:
            for coverage, each in list(self._rooms.items()):
                if each is room:
                    del self._rooms[coverage]

    async def read_since(self, room: Room, seq: int) -> Missed | None:
        """Frames after `seq` from the journal, None for too many; one read serves all at `seq`."""
        if seq not in room.reading:
            if len(room.reading) >= MOST_JOINED:
                room.reading.clear()
            room.reading[seq] = asyncio.ensure_future(self._read_since(room, seq))
        return await asyncio.shield(room.reading[seq])

    async def _read_since(self, room: Room, seq: int) -> Missed | None:
        coverage = next(key for key, each in self._rooms.items() if each is room)
        blocks = await self._ask(read.since, coverage, seq, MOST_BLOCKS + 1)
        if len(blocks) > MOST_BLOCKS:
            return None
        frames = sse.frames(room.channel.epoch, [each for _, each in _fragments(blocks)])
        return Missed(frames, blocks[-1].seq if blocks else seq)

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), ASK_EVERY)
            self._nudged.clear()
            try:
                await self._catch_up()
            except Exception as error:
                # The database may be away for a moment; readers keep what they have meanwhile.
                self._loop.call_exception_handler(
                    {"message": "the hub could not read the journal", "exception": error}
                )
                await asyncio.sleep(ASK_EVERY)

    async def _catch_up(self) -> None:
        if not self._rooms:
            return
        heads = await self._ask(read.heads, list(self._rooms))
        for coverage, head in heads.items():
            room = self._rooms.get(coverage)
            if room is None:
                continue
            if head.epoch != room.channel.epoch:
                self._replace(room, head)
            elif head.seq > room.channel.head:
                await self._advance(coverage, room, head)

    async def _advance(self, coverage: int, room: Room, head: read.Head) -> None:
        channel = room.channel
        limit = MOST_BLOCKS + 1
        blocks = await self._ask(read.since, coverage, channel.head, limit)
        if len(blocks) == limit:
            channel.forget(head.seq)
        else:
            channel.advance(_fragments(blocks), head.seq)
        channel.closed = head.closed
        room.reading.clear()
        self._cut_slow(room)
        room.wake()

    def _replace(self, room: Room, head: read.Head) -> None:
        room.channel = Channel(head.epoch, head.seq, closed=head.closed)
        room.reading.clear()
        room.wake()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_EVERY)
            for room in list(self._rooms.values()):
                room.beats += 1
                self._cut_slow(room)
                room.wake()

    def _cut_slow(self, room: Room) -> None:
        now = self._loop.time()
        for reader in list(room.readers):
            if reader.mark is None:
                continue
            behind = room.channel.written - reader.mark
            if behind > BYTE_LIMIT or now - reader.stalled_at > STALL_LIMIT:
                reader.cut()


def _fragments(blocks: Sequence[read.BlockNow]) -> list[tuple[str, sse.Fragment]]:
    return [
        (
            each.name,
            sse.fragment(
                name=each.name, seq=each.seq, place=each.place, page=each.page, html=each.html
            ),
        )
        for each in blocks
    ]
