"""A topic: what its subscribers receive, when slow ones are cut, and which ones it forgets."""

from __future__ import annotations

import asyncio
import gc
import time
from collections import Counter

import pytest

from dateline.page.limits import MAX_BLOCKS_BEHIND
from dateline.stream import broadcast as broadcasts
from dateline.stream import hub as hubs
from dateline.stream import sse, stalled
from dateline.stream.channel import CHUNK_BYTES, Channel
from tests.newsroom import PATIENCE

from .scene import Scene, on_a_loop


def test_a_version_that_was_replaced_before_its_broadcast_is_never_sent():
    async def act(scene):
        readers = [await scene.subscribe() for _ in range(3 * broadcasts.SLICE)]
        await readers[-1].until("hello")
        scene.journal.put("post-1", "<p>wrong ")
        scene.journal.put("post-1", "<p>right ")
        scene.hub.notify()
        for reader in readers:
            text = await reader.until("right")
            assert "wrong" not in text

    on_a_loop(act)


@pytest.mark.parametrize("times", [3, 10**9])
def test_a_broadcast_lets_a_writer_go_first_but_not_for_ever(times):
    async def act(scene):
        asked = []

        def is_writing() -> bool:
            asked.append(bool(reader.ids))
            return len(asked) <= times

        scene.hub.is_writing = is_writing
        reader = await scene.subscribe()
        await reader.until("hello")
        scene.publish()
        await reader.until('"seq":6')
        assert asked[:4] == [False] * 4
        assert len(asked) <= 1 + broadcasts.YIELD_LIMIT / broadcasts.YIELD_STEP

    on_a_loop(act)


def test_a_broadcast_to_all_positions_encodes_each_event_once(monkeypatch):
    async def act(scene):
        encoded = []
        blocks = sse.blocks
        monkeypatch.setattr(
            sse, "blocks", lambda at, fragments: encoded.append(at.seq) or blocks(at, fragments)
        )
        scene.journal.publish(MAX_BLOCKS_BEHIND - 5)
        crowd = [await scene.subscribe(f"ab-{seq}") for seq in range(1, MAX_BLOCKS_BEHIND)]
        for seq, reader in enumerate(crowd, 1):
            await reader.until(f'"seq":{MAX_BLOCKS_BEHIND}')
            assert reader.ids == list(range(seq + 1, MAX_BLOCKS_BEHIND + 1))
        assert sorted(encoded) == list(range(2, MAX_BLOCKS_BEHIND + 1))

    on_a_loop(act)


def test_a_new_epoch_cuts_a_subscriber_that_does_not_take_the_reset():
    async def act(scene):
        quick, slow = await scene.subscribe(), await scene.subscribe(buffer=4096)
        await quick.until("hello")
        await scene.until_stalled(quick)
        scene.journal.epoch = "cd"
        scene.hub.notify()
        assert "event: reset" in await quick.end()
        assert "event: reset" not in await slow.end()

    on_a_loop(act)


def test_a_reader_who_stops_reading_holds_one_chunk_and_is_cut():
    async def act(scene):
        quick, slow = await scene.subscribe(), await scene.subscribe(buffer=4096)
        await quick.until("hello")
        topic = scene.topic
        for _ in range(40):
            scene.publish(1, "<p>" + "water " * 2000)
            await quick.until(f'"seq":{scene.journal.seq}')
        assert len(topic.subscribers) == 1
        assert "hello" in await slow.end()
        assert quick.ids == list(range(6, 46))

    on_a_loop(act)


def test_a_reader_who_pauses_goes_on_where_it_was():
    async def act(scene):
        slow = await scene.subscribe(buffer=4096)
        quick = await scene.subscribe()
        await quick.until("hello")
        for _ in range(15):
            scene.publish(1, "<p>" + "water " * 2000)
            await quick.until(f'"seq":{scene.journal.seq}')
        await slow.until('"seq":20')
        scene.publish()
        await slow.until('"seq":21')
        assert slow.ids == list(range(6, 22))

    on_a_loop(act)


def test_a_reader_who_paused_once_and_reads_on_stays():
    async def act(scene):
        quick, slow = await scene.subscribe(), await scene.subscribe(buffer=4096)
        await quick.until("hello")
        await scene.until_stalled(quick)
        await slow.until(f'"seq":{scene.journal.seq}')
        while any(each.paused for each in scene.topic.subscribers):
            await asyncio.sleep(0)
        for _ in range(stalled.STALL_LIMIT + 2):
            scene.topic.run_housekeeping()
        scene.publish()
        await slow.until(f'"seq":{scene.journal.seq}')

    on_a_loop(act)


def test_a_subscriber_that_takes_nothing_for_too_long_is_cut_and_forgotten(monkeypatch):
    monkeypatch.setattr(hubs, "HOUSEKEEPING_EVERY", 0.01)
    monkeypatch.setattr(stalled, "STALL_LIMIT", 5)

    async def act(scene):
        quick, slow = await scene.subscribe(), await scene.subscribe(buffer=4096)
        await quick.until("hello")
        await scene.until_stalled(quick)
        # Nothing is published from now on, so only the rounds of housekeeping count.
        await until_forgotten(scene, 1)
        assert list(scene.topic.subscribers) == [scene.subscribers[0]()]
        assert "hello" in await slow.end()

    on_a_loop(act)


def test_a_stalled_subscriber_that_leaves_is_forgotten_everywhere():
    async def act(scene):
        quick, slow = await scene.subscribe(), await scene.subscribe(buffer=4096)
        await quick.until("hello")
        await scene.until_stalled(quick)
        slow.socket.close()
        await until_forgotten(scene, 1)
        assert not scene.topic.stalled
        scene.publish()
        await quick.until(f'"seq":{scene.journal.seq}')

    on_a_loop(act)


def test_a_client_that_does_not_take_the_end_of_its_stream_is_cut(monkeypatch):
    monkeypatch.setattr(hubs, "HOUSEKEEPING_EVERY", 0.01)
    monkeypatch.setattr(stalled, "STALL_LIMIT", 5)

    async def act(scene):
        slow = await scene.subscribe(buffer=4096)
        await slow.until("hello")
        subscriber = scene.subscribers[0]()
        # Its stream ends with more bytes than the kernel takes, and the topic has no other
        # subscriber.
        subscriber.end(b"retry: 500\n\n" * 20_000)
        scene.topic.subscribers.clear()
        del subscriber
        await until_forgotten(scene, 0)
        while scene.hub._topics:
            await asyncio.sleep(0.01)

    on_a_loop(act)


def test_a_reader_who_takes_neither_the_page_before_nor_the_stream_is_cut(monkeypatch):
    monkeypatch.setattr(hubs, "HOUSEKEEPING_EVERY", 0.01)
    monkeypatch.setattr(stalled, "STALL_LIMIT", 5)

    async def act(scene):
        await scene.subscribe(buffer=4096, page=b"page " * 6000)
        await until_forgotten(scene, 0)

    on_a_loop(act)


def test_nothing_is_written_before_a_stream_begins():
    async def act(scene):
        await (await scene.subscribe()).until("hello")
        scene.journal.gate.clear()
        scene.journal.publish()
        # The page is read while the stream waits for a read of the journal.
        reader = await scene.subscribe("ab-6", buffer=4096, page=b"page " * 6000)
        (late,) = scene.topic.waiting
        while late.paused:
            await reader.receive(999)
        scene.journal.gate.set()
        text = await reader.until("hello")
        assert text.replace("page ", "").startswith("HTTP/1.1 200 OK")
        scene.publish()
        await reader.until('"seq":7')
        assert reader.ids == [7]

    on_a_loop(act)


def test_a_client_that_sends_anything_on_a_stream_is_cut():
    async def act(scene):
        reader = await scene.subscribe()
        await reader.until("hello")
        await asyncio.get_running_loop().sock_sendall(reader.socket, b"GET / HTTP/1.1\r\n\r\n")
        await reader.end()

    on_a_loop(act)


def test_a_server_that_was_stopped_cuts_nobody_when_it_goes_on():
    async def act(scene):
        quick, slow = await scene.subscribe(), await scene.subscribe(buffer=4096)
        await quick.until("hello")
        await scene.until_stalled(quick)
        # As after SIGSTOP and SIGCONT: ten minutes have passed, and every timer is due before the
        # loop sees what clients have read.
        rounds = asyncio.Event()
        scene.hub.on_housekeeping = rounds.set
        loop = asyncio.get_running_loop()
        loop.time = lambda: time.monotonic() + 600
        await rounds.wait()
        await slow.until(f'"seq":{scene.journal.seq}')
        scene.publish()
        await slow.until(f'"seq":{scene.journal.seq}')
        assert slow.ids == list(range(6, scene.journal.seq + 1))

    on_a_loop(act, 600 + PATIENCE)


@pytest.mark.parametrize("seconds", [-(10**8), 10**8])
def test_a_clock_that_jumps_changes_nothing(monkeypatch, seconds):
    monkeypatch.setattr(hubs, "HOUSEKEEPING_EVERY", 0.01)

    async def act(scene):
        quick, slow = await scene.subscribe(), await scene.subscribe(buffer=4096)
        await quick.until("hello")
        await scene.until_stalled(quick)
        idle = await scene.subscribe(slug="storm")
        await idle.until("hello")
        jumped = time.time() + seconds
        monkeypatch.setattr(time, "time", lambda: jumped)
        rounds: list[None] = []
        scene.hub.on_housekeeping = lambda: rounds.append(None)
        while len(rounds) < 5:
            await asyncio.sleep(0.01)
        assert set(scene.hub._topics) == {"flood", "storm"}
        assert "heartbeat" not in quick.text + idle.text
        # Heartbeats and posts still arrive when they are due.
        monkeypatch.setattr(hubs, "HEARTBEAT_EVERY", 0.02)
        await idle.until("event: heartbeat")
        scene.publish()
        for reader in (quick, slow):
            await reader.until(f'"seq":{scene.journal.seq}')
            assert reader.ids == list(range(6, scene.journal.seq + 1))

    on_a_loop(act)


def test_what_a_reader_lacks_is_written_one_chunk_in_each_turn_of_the_loop(monkeypatch):
    async def act(scene):
        scene.journal.publish(150, "<p>" + "water " * 2000)
        turn, chunks = 0, []
        since = Channel.since
        monkeypatch.setattr(
            Channel, "since", lambda channel, seq: chunks.append(turn) or since(channel, seq)
        )

        async def count_turns():
            nonlocal turn
            while True:
                turn += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count_turns())
        reader = await scene.subscribe("ab-5")
        await reader.until(f'"seq":{scene.journal.seq}')
        counting.cancel()
        assert reader.ids == list(range(6, scene.journal.seq + 1))
        assert len(chunks) >= 150 * 12_000 // CHUNK_BYTES
        # A turn that the task counts may contain the end of one turn and the beginning of the next.
        assert max(Counter(chunks).values()) <= 2

    on_a_loop(act)


async def until_forgotten(scene: Scene, number: int) -> None:
    """Waits until nothing refers to this subscriber any more."""
    while scene.subscribers[number]() is not None:
        gc.collect()
        await asyncio.sleep(0.01)
