"""The hub against a journal that moves under it, on a loop of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from dateline.page import read
from dateline.stream import resume
from dateline.stream.hub import Hub, Reader


class Journal:
    """Answers the hub's questions from a head and blocks that a test moves on."""

    def __init__(self) -> None:
        self.seq = 5
        self.epoch = "ab"
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def ask(self, question, *arguments):
        self.asked.append(question.__name__)
        head = read.Head(1, self.epoch, self.seq, closed=False)
        blocks = [
            read.BlockNow(f"post-{seq}", seq, "p", 1, f"<p>{seq}") for seq in range(1, self.seq + 1)
        ]
        await self.gate.wait()
        if question is read.head:
            return head if arguments[0] == "flood" else None
        if question is read.heads:
            return {1: head}
        return [block for block in blocks if block.seq > arguments[1]][: arguments[2]]


def on_a_loop(scene):
    """Runs a scene with a journal and a hub, and ends the hub."""

    async def run():
        journal = Journal()
        hub = Hub(journal.ask)
        try:
            await asyncio.wait_for(scene(journal, hub), 10)
        finally:
            hub.close()

    # In a thread of its own: in the browser's tests Playwright keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()


def reader() -> Reader:
    return Reader(cut=lambda: None)


def test_a_page_may_be_newer_than_the_last_nudge():
    async def scene(journal, hub):
        room, _ = await hub.enter("flood", reader())
        journal.seq = 7
        same, standing = await hub.enter("flood", reader())
        assert same is room
        assert room.channel.head == 5
        assert resume.decide("ab-7", standing) is resume.Way.LIVE
        assert resume.decide("ab-8", standing) is resume.Way.RESET

    on_a_loop(scene)


def test_a_nudge_is_answered_without_waiting_for_the_next_question():
    async def scene(journal, hub):
        room, _ = await hub.enter("flood", reader())
        journal.seq = 6
        woken = room.woken
        hub.nudge()
        await woken.wait()
        assert b"<p>6" in room.channel.since(5)

    on_a_loop(scene)


def test_many_readers_who_come_back_at_one_cursor_cost_one_read():
    async def scene(journal, hub):
        room, _ = await hub.enter("flood", reader())
        journal.asked.clear()
        journal.gate.clear()
        waiting = [asyncio.ensure_future(hub.read_since(room, 2)) for _ in range(50)]
        await asyncio.sleep(0)
        journal.gate.set()
        found = await asyncio.gather(*waiting)
        assert journal.asked.count("since") == 1
        assert {missed.reached for missed in found} == {5}

    on_a_loop(scene)


def test_the_room_of_the_last_reader_is_given_up():
    async def scene(journal, hub):
        first, second = reader(), reader()
        room, _ = await hub.enter("flood", first)
        await hub.enter("flood", second)
        hub.leave(room, first)
        again, _ = await hub.enter("flood", first)
        assert again is room
        hub.leave(room, first)
        hub.leave(room, second)
        other, _ = await hub.enter("flood", first)
        assert other is not room
        assert await hub.enter("nowhere", second) is None

    on_a_loop(scene)
