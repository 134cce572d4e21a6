"""The hub: one channel for each coverage that has readers, brought up to date when it is nudged.

A nudge carries nothing and may be lost, so the hub also asks for the heads twice a second. All of
it lives on one event loop; the journal is read in threads, by `ask`. No reader has a task, a queue
or a timer: a sweep goes over the readers in slices, writes to each what it lacks, and lets the loop
turn in between, so that an editor's answer waits for a slice and not for ten thousand readers.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import islice
from time import thread_time
from typing import Any, Final

from dateline.journal.read import Tip
from dateline.page import read
from dateline.page.cursor import MOST_BLOCKS, parse

from . import reader as wire
from . import resume, sse
from .channel import Channel
from .reader import Reader

ASK_EVERY: Final = 0.5
BEAT_EVERY: Final = 15.0
LOOK_EVERY: Final = 1.0
WATCHED_FOR: Final = 60.0
BYTE_LIMIT: Final = 256 * 1024
STALL_LIMIT: Final = 45.0
# About half a millisecond of writing: what anything else on the loop waits.
SLICE: Final = 50
# Where posts come faster than sweeps end, a write that waits a little carries more of them, and the
# desk has its share: a room rests as long as its sweep took of the processor's time. A large one
# does not rest beyond ROUND from the sweep's beginning, or its last reader would wait too long, and
# one that sweeps for longer than that rests this little part.
ROUND: Final = 0.19
LEAST_REST: Final = 0.1
# While something is being written at the desk a sweep lets it go first, so long at most: beside the
# sweep the writer took twice as long, and the sweep ends no later.
GIVES_WAY: Final = 0.03
GIVES_WAY_FOR: Final = 0.001

Ask = Callable[..., Awaitable[Any]]


class Room:
    """A channel with the readers in it; without a channel while it is being opened."""

    def __init__(self, loop: asyncio.AbstractEventLoop, writes: Callable[[], bool]) -> None:
        self.coverage = 0
        # Where the journal was when it was asked about this room last.
        self.seen: Tip | None = None
        self.channel: Channel | None = None
        self.readers: dict[Reader, None] = {}
        # Who is to be admitted once the journal was asked, and who is being admitted now.
        self.waiting: dict[Reader, None] = {}
        self.entering: dict[Reader, None] = {}
        self.spoken = loop.time()
        self.watched = float("-inf")
        self._loop = loop
        self._writes = writes
        self._gave_way = 0.0
        self._began = 0.0
        self._stalled: dict[Reader, tuple[int, float]] = {}
        self._swept: int | None = None

    @property
    def empty(self) -> bool:
        return not (self.readers or self.waiting or self.entering)

    @property
    def forsaken(self) -> bool:
        """Whether everybody who asked for it has gone, and no page of it is in memory."""
        return self.empty and self.watched == float("-inf")

    @property
    def everybody(self) -> list[Reader]:
        return [*self.readers, *self.entering, *self.waiting]

    def admit(self, readers: Iterable[Reader]) -> None:
        """Answers these of the waiting in slices, each with what it lacks by then."""
        idle = not self.entering
        for reader in readers:
            if reader in self.waiting:
                del self.waiting[reader]
                self.entering[reader] = None
        if idle and self.entering:
            self._loop.call_soon(self._admit_slice)

    def _admit_slice(self) -> None:
        for reader in list(islice(self.entering, SLICE)):
            del self.entering[reader]
            _admit(self, reader)
        if self.entering:
            self._loop.call_soon(self._admit_slice)

    def sweep(self) -> None:
        """Has everybody written what they lack; one runs at a time, to its end and its rest."""
        if self._swept is None:
            assert self.channel is not None
            self.spoken, self._swept, self._gave_way = self._loop.time(), self.channel.head, 0.0
            self._began = thread_time()
            self._slice([each for each in self.readers if not each.full], 0)

    def _slice(self, readers: list[Reader], at: int) -> None:
        assert self.channel is not None
        if self._gave_way < GIVES_WAY and self._writes():
            self._gave_way += GIVES_WAY_FOR
            self._loop.call_later(GIVES_WAY_FOR, self._slice, readers, at)
            return
        channel, head = self.channel, self.channel.head
        at_cursor, frames, reached = -1, b"", head
        # This loop is what ten thousand readers cost; nearly all are where the one before was.
        for reader in readers[at : at + SLICE]:
            if reader.cursor != at_cursor:
                if reader.full or reader.cursor >= head:
                    continue
                if reader.cursor < channel.low:
                    reader.follow()
                    continue
                at_cursor = reader.cursor
                frames, reached = channel.since(at_cursor)
            if not reader.full:
                reader.cursor = reached
                reader.transport.write(frames)
                if reached != head:
                    reader.follow()
        at += SLICE
        if at < len(readers):
            self._loop.call_soon(self._slice, readers, at)
        else:
            took, ago = thread_time() - self._began, self._loop.time() - self.spoken
            self._loop.call_later(rest(took, ago), self._rested)

    def _rested(self) -> None:
        assert self.channel is not None
        swept, self._swept = self._swept, None
        # Who was swept before the head moved lacks the rest.
        if self.channel.head != swept:
            self.sweep()

    def beat(self) -> None:
        """Says something to everybody, so that whoever is gone is found out, and proxies wait."""
        self.spoken = self._loop.time()
        self._tell(list(self.readers), 0, _beat)

    def dismiss(self, last: bytes) -> None:
        """Ends everybody's stream with `last`, in slices; who does not take it is cut."""
        self._tell(list(self.readers), 0, lambda reader: reader.end(last))
        self.readers.clear()

    def _tell(self, readers: list[Reader], at: int, say: Callable[[Reader], None]) -> None:
        for reader in readers[at : at + SLICE]:
            say(reader)
        if at + SLICE < len(readers):
            self._loop.call_soon(self._tell, readers, at + SLICE, say)

    def stalls(self, reader: Reader) -> None:
        """A write of the reader's has not been taken yet."""
        written = self.channel.written if self.channel else 0
        self._stalled[reader] = (written, self._loop.time())

    def reads_again(self, reader: Reader) -> None:
        self._stalled.pop(reader, None)

    def cut_slow(self) -> None:
        """Cuts whoever has taken nothing for too long, or while too much went by."""
        assert self.channel is not None
        for reader, (written, since) in list(self._stalled.items()):
            behind = self.channel.written - written
            if behind > BYTE_LIMIT or self._loop.time() - since > STALL_LIMIT:
                reader.cut()

    def leave(self, reader: Reader) -> None:
        """Forgets a reader."""
        self.readers.pop(reader, None)
        self.waiting.pop(reader, None)
        self.entering.pop(reader, None)
        self._stalled.pop(reader, None)


class Hub:
    """Keeps the rooms; `ask(function, *arguments)` runs a blocking read off the loop."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._rooms: dict[str, Room] = {}
        self._nudged = asyncio.Event()
        # The last nudge, and the last one that the journal was asked after.
        self._rung = self._heard = object()
        self._failing = False
        self.looks: Callable[[], None] = lambda: None
        self.writes: Callable[[], bool] = lambda: False
        self.caught_up: Callable[[], None] = lambda: None
        self._loop = asyncio.get_running_loop()
        self._read_at = self._loop.time()
        self._opening: set[asyncio.Task[None]] = set()
        # A post does not wait for all who ask, by the thousand, for streams of nothing.
        self._one_opens = asyncio.Lock()
        self._when_caught_up: list[Callable[[], None]] = []
        self._tasks = [
            self._loop.create_task(self._follow(), name="hub follows the journal"),
            self._loop.create_task(self._look(), name="hub looks after its readers"),
        ]

    def nudge(self) -> None:
        """Something was committed; may be called from any thread."""
        self._rung = object()
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._nudged.set)

    def close(self) -> None:
        """Ends every stream with a moment to return at, by chance, so that not all come at once."""
        for task in [*self._tasks, *self._opening]:
            task.cancel()
        for room in self._rooms.values():
            for reader in room.everybody:
                reader.end(sse.retry(random.randint(500, 3000)))
        self._rooms.clear()

    def enter(self, slug: str, reader: Reader) -> None:
        """Answers a reader from memory, or as soon as the coverage's room is open."""
        room = reader.room = self._room(slug)
        if room.channel is None:
            room.waiting[reader] = None
        elif self._behind or _ahead(reader, room.channel):
            # What this process has committed counts from then on, and a page may be newer than the
            # last nudge: both are decided when the journal was asked.
            room.waiting[reader] = None
            self._nudged.set()
        else:
            _admit(room, reader)

    def watch(self, slug: str) -> None:
        """Follows a coverage for a while though nobody reads its stream."""
        self._room(slug).watched = self._loop.time()

    def when_caught_up(self, callback: Callable[[], None]) -> None:
        """Calls back on the loop once the journal was read past the newest notification."""
        if self._behind:
            self._when_caught_up.append(callback)
        else:
            callback()

    def cursor_of(self, slug: str) -> str | None:
        """The cursor of a coverage that is followed; None for another, and after a nudge."""
        room = self._rooms.get(slug)
        if room is None or room.channel is None or self._behind:
            return None
        return room.channel.cursor

    @property
    def _behind(self) -> bool:
        """Whether a nudge came that the journal was not asked after."""
        return self._rung is not self._heard

    def _room(self, slug: str) -> Room:
        room = self._rooms.get(slug)
        if room is None:
            room = self._rooms[slug] = Room(self._loop, self.writes)
            task = self._loop.create_task(self._open(slug, room))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)
        return room

    async def _open(self, slug: str, room: Room) -> None:
        """Reads a coverage's newest blocks once, for all who wait, at whatever cursor they are."""
        try:
            async with self._one_opens:
                if room.forsaken:
                    del self._rooms[slug]
                    return
                news = await self._ask(read.opening, slug, MOST_BLOCKS + 1)
        except Exception as error:
            self._rooms.pop(slug, None)
            for reader in room.everybody:
                reader.cut()
            return self._report(error)
        if news is None:
            self._rooms.pop(slug, None)
            for reader in room.everybody:
                reader.end(wire.unknown())
            return
        room.coverage = news.head.coverage
        room.channel = Channel(news.head.epoch, news.head.seq, closed=news.head.closed)
        room.channel.advance(_fragments(news.blocks), news.head.seq)
        # A page may have been made while this was read.
        room.admit([each for each in room.waiting if not _ahead(each, room.channel)])
        if room.waiting:
            self._nudged.set()

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), ASK_EVERY)
            self._nudged.clear()
            rung = self._rung
            waiting, self._when_caught_up = self._when_caught_up, []
            try:
                await self._catch_up()
                self._heard, self._read_at, self._failing = rung, self._loop.time(), False
                self.caught_up()
                for callback in waiting:
                    callback()
            except Exception as error:
                # The database may be away for a moment; readers keep what they have meanwhile.
                if not self._failing:
                    self._report(error)
                self._failing = True
                self._when_caught_up += waiting
                await asyncio.sleep(ASK_EVERY)

    async def _catch_up(self) -> None:
        rooms = {
            room.coverage: (room, room.channel, list(room.waiting))
            for room in self._rooms.values()
            if room.channel is not None
        }
        if not rooms:
            return
        heads = {coverage: channel.head for coverage, (_, channel, _) in rooms.items()}
        # A room that was opened since has to be asked about whatever the others have seen.
        seen = {room.seen for room, _, _ in rooms.values()}
        since = seen.pop() if len(seen) == 1 else None
        tip, told = await self._ask(read.news, since, heads, MOST_BLOCKS + 1)
        for news in told:
            room, channel, _ = rooms[news.head.coverage]
            if news.head.epoch != channel.epoch:
                room.channel = Channel(
                    news.head.epoch, news.head.seq, closed=news.head.closed, low=news.head.seq
                )
                room.dismiss(sse.reset(news.head.epoch, news.head.seq))
            elif news.head.seq > channel.head or news.blocks:
                channel.advance(_fragments(news.blocks), news.head.seq)
                channel.closed = news.head.closed
                room.sweep()
                room.cut_slow()
        for room, _, waiting in rooms.values():
            room.seen = tip
            # Who came while the journal was asked waits for the next time.
            room.admit(waiting)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self.looks()
            for slug, room in list(self._rooms.items()):
                if room.channel is None:
                    continue
                room.cut_slow()
                if room.empty and self._loop.time() - room.watched > WATCHED_FOR:
                    del self._rooms[slug]
                elif self._is_live and self._loop.time() - room.spoken >= BEAT_EVERY:
                    room.beat()

    @property
    def _is_live(self) -> bool:
        """Whether the journal could be read of late: a beat says that a page is up to date."""
        return self._loop.time() - self._read_at < BEAT_EVERY

    def _report(self, error: Exception) -> None:
        self._loop.call_exception_handler(
            {"message": "the hub could not read the journal", "exception": error}
        )


def rest(took: float, ago: float) -> float:
    """How long a room rests after a sweep that began so long ago; all in seconds."""
    return max(LEAST_REST * took, min(ROUND - ago, took))


def _ahead(reader: Reader, channel: Channel) -> bool:
    cursor = parse(reader.asked) if reader.asked is not None else None
    return cursor is not None and (cursor[0] != channel.epoch or cursor[1] > channel.head)


def _beat(reader: Reader) -> None:
    if not reader.full:
        reader.transport.write(sse.BEAT)


def _admit(room: Room, reader: Reader) -> None:
    """Writes the head of the answer with all that the reader lacks, and lets it in."""
    channel = room.channel
    assert channel is not None
    if reader.transport.is_closing():
        return
    standing = resume.Standing(channel.epoch, channel.head, channel.low, channel.closed)
    way = resume.decide(reader.asked, standing)
    if way is resume.Way.DONE:
        return reader.end(wire.gone())
    if reader.only_head:
        return reader.end(wire.opening())
    if way is resume.Way.RESET:
        return reader.end(wire.opening() + sse.reset(channel.epoch, channel.head))
    cursor = parse(reader.asked) if reader.asked is not None else None
    at = cursor[1] if cursor else channel.head
    reader.asked = None
    frames, reader.cursor = channel.since(at) if at < channel.head else (b"", at)
    room.readers[reader] = None
    reader.transport.write(wire.opening() + sse.hello(channel.epoch, at) + frames)
    reader.follow()


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
