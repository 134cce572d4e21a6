"""The hub against a journal that moves under it, with readers on real sockets, on its own loop."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from dateline.journal.read import Tip
from dateline.page import read
from dateline.page.cursor import MOST_BLOCKS
from dateline.server.cache import CacheKey, ResponseCache, prepare
from dateline.stream import hub as hubs
from dateline.stream.hub import Hub
from dateline.stream.reader import Reader
from tests.newsroom import PATIENCE


class Journal:
    """Answers the hub's questions from a head and blocks that a test moves on."""

    def __init__(self) -> None:
        self.epoch = "ab"
        self.seq = 0
        self.blocks: dict[str, read.BlockNow] = {}
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.publish(5)

    def publish(self, count: int = 1, html: str = "<p>") -> None:
        for _ in range(count):
            self.put(f"post-{self.seq + 1}", html)

    def put(self, name: str, html: str = "<p>") -> None:
        self.seq += 1
        self.blocks.pop(name, None)
        self.blocks[name] = read.BlockNow(name, self.seq, "p", 1, f"{html}{self.seq}")

    async def ask(self, question, *arguments):
        self.asked.append(question.__name__)
        heads = {
            slug: read.Head(number, self.epoch, self.seq, closed=False)
            for slug, number in (("flood", 1), ("storm", 2))
        }
        blocks = list(self.blocks.values())
        await self.gate.wait()
        if question is read.opening:
            slug, most = arguments
            return read.News(heads[slug], blocks[-most:]) if slug in heads else None
        seen, after, most = arguments
        tip = Tip(heads["flood"].epoch, heads["flood"].seq)
        if seen == tip:
            return tip, []
        return tip, [
            read.News(head, [each for each in blocks if each.seq > after[head.coverage]][-most:])
            for head in heads.values()
            if head.coverage in after
        ]


class Client:
    """The other end of a reader's connection."""

    def __init__(self, ours: socket.socket) -> None:
        self.socket = ours
        self.text = ""

    async def until(self, words: str) -> str:
        """Reads until `words` has come; returns everything so far."""
        loop = asyncio.get_running_loop()
        while words not in self.text:
            more = await loop.sock_recv(self.socket, 1 << 16)
            assert more, f"the stream ended without {words!r}: {self.text[-300:]!r}"
            self.text += more.decode()
        return self.text

    async def end(self) -> str:
        """Reads to the end of the stream."""
        loop = asyncio.get_running_loop()
        while more := await loop.sock_recv(self.socket, 1 << 16):
            self.text += more.decode()
        return self.text

    @property
    def ids(self) -> list[int]:
        """The seqs of the blocks that came, in the order in which they came."""
        return [int(each) for each in re.findall(r'data: {"seq":(\d+)', self.text)]


class Scene:
    """A journal, a hub, and readers who come in."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.hub = Hub(self.journal.ask)
        self._sockets: list[socket.socket] = []

    async def enter(self, asked: str | None = None, slug: str = "flood", buffer: int = 0) -> Client:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self._sockets.append(ours)
        for each in (ours, theirs):
            if buffer:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
                each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_accepted_socket(asyncio.Protocol, theirs)
        transport.set_write_buffer_limits(high=0)
        reader = Reader(transport, asked, only_head=False)
        transport.set_protocol(reader)
        self.hub.enter(slug, reader)
        return Client(ours)

    def publish(self, count: int = 1, html: str = "<p>") -> None:
        self.journal.publish(count, html)
        self.hub.nudge()

    def close(self) -> None:
        self.hub.close()
        for each in self._sockets:
            each.close()


def on_a_loop(act):
    """Plays `act` with a scene of its own."""

    async def run():
        scene = Scene()
        try:
            await asyncio.wait_for(act(scene), PATIENCE)
        finally:
            scene.close()

    # In a thread of its own: in the browser's tests Playwright keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()


def test_a_nudge_reaches_everybody_in_order_and_once():
    async def act(scene):
        readers = [await scene.enter() for _ in range(120)]
        for reader in readers:
            await reader.until("hello")
        for _ in range(5):
            scene.publish()
            await readers[0].until(f'"seq":{scene.journal.seq}')
        for reader in readers:
            await reader.until('"seq":10')
            assert reader.ids == [6, 7, 8, 9, 10]

    on_a_loop(act)


def test_what_was_overtaken_before_a_sweep_came_to_a_reader_is_never_sent():
    async def act(scene):
        readers = [await scene.enter() for _ in range(3 * hubs.SLICE)]
        await readers[-1].until("hello")
        scene.journal.put("post-1", "<p>wrong ")
        scene.journal.put("post-1", "<p>right ")
        scene.hub.nudge()
        for reader in readers:
            text = await reader.until("right")
            assert "wrong" not in text

    on_a_loop(act)


def test_a_crowd_that_comes_back_after_a_restart_costs_one_read():
    async def act(scene):
        scene.journal.publish(40)
        scene.journal.gate.clear()
        crowd = [await scene.enter(f"ab-{5 + index % 40}") for index in range(200)]
        assert scene.journal.asked.count("opening") == 1
        scene.journal.gate.set()
        for index, reader in enumerate(crowd):
            await reader.until('"seq":45')
            assert reader.ids == list(range(6 + index % 40, 46))
        assert scene.journal.asked.count("opening") == 1

    on_a_loop(act)


def test_a_post_does_not_wait_for_all_who_ask_for_what_is_not_there():
    async def act(scene):
        reader = await scene.enter()
        await reader.until("hello")
        asked = scene.journal.asked
        asked.clear()
        scene.journal.gate.clear()
        lost = [await scene.enter(slug=f"nothing-{number}") for number in range(20)]
        scene.publish()
        while "news" not in asked:
            await asyncio.sleep(0)
        assert asked == ["opening", "news"]
        # Nor is anything asked for those who have left again.
        for each in lost[10:]:
            each.socket.close()
        while sum(room.empty for room in scene.hub._rooms.values()) < 10:
            await asyncio.sleep(0)
        scene.journal.gate.set()
        await reader.until('"seq":6')
        for each in lost[:10]:
            assert "HTTP/1.1 404" in await each.end()
        while len(scene.hub._rooms) > 1:
            await asyncio.sleep(0)
        assert asked.count("opening") == 10

    on_a_loop(act)


def test_a_page_may_be_newer_than_the_last_nudge():
    async def act(scene):
        await (await scene.enter()).until("hello")
        scene.journal.publish(2)
        reader = await scene.enter("ab-7")
        assert "id: ab-7\nevent: hello" in await reader.until("hello")
        scene.publish()
        await reader.until('"seq":8')
        assert reader.ids == [8]

    on_a_loop(act)


def test_who_comes_while_a_commit_is_not_read_yet_waits_for_it():
    async def act(scene):
        await (await scene.enter()).until("hello")
        scene.journal.gate.clear()
        scene.journal.put("post-5", "<p>right ")
        scene.hub.nudge()
        reader = await scene.enter("ab-4")
        while scene.journal.asked[-1] != "news":
            await asyncio.sleep(0)
        scene.journal.gate.set()
        assert "<p>5" not in await reader.until("right")
        assert reader.ids == [6]

    on_a_loop(act)


def test_a_nudge_counts_before_the_loop_has_heard_of_it():
    async def act(scene):
        await (await scene.enter()).until("hello")
        scene.journal.gate.clear()
        scene.hub.nudge()
        while scene.journal.asked[-1] != "news":
            await asyncio.sleep(0)
        # The answer to the first nudge is taken in between the second and the loop's hearing of it.
        standing: list[str | None] = []
        scene.journal.gate.set()
        asyncio.get_running_loop().call_soon(
            lambda: standing.append(scene.hub.cursor_of("flood")),
        )
        scene.hub.nudge()
        while scene.hub.cursor_of("flood") is None:
            await asyncio.sleep(0)
        assert standing == [None]

    on_a_loop(act)


def test_a_stop_misses_nobody_who_is_being_let_in():
    async def act(scene):
        scene.journal.gate.clear()
        crowd = [await scene.enter() for _ in range(4 * hubs.SLICE)]
        (room,) = scene.hub._rooms.values()
        scene.journal.gate.set()
        while room.channel is None:
            await asyncio.sleep(0)
        assert not room.readers
        assert not room.empty
        scene.hub.close()
        for reader in crowd:
            assert (await reader.end()).startswith("retry: ")

    on_a_loop(act)


def test_a_room_that_opens_while_others_are_asked_about_misses_nothing():
    async def act(scene):
        await (await scene.enter(slug="flood")).until("hello")
        scene.journal.gate.clear()
        late = await scene.enter(slug="storm")
        while scene.journal.asked.count("opening") < 2:
            await asyncio.sleep(0)
        # The flood is asked about after a commit that the storm's opening has not seen.
        scene.publish()
        while scene.journal.asked[-1] != "news":
            await asyncio.sleep(0)
        scene.journal.gate.set()
        await late.until('"seq":6')
        assert late.ids == [6]

    on_a_loop(act)


def test_a_page_may_be_made_while_its_room_is_being_opened():
    async def act(scene):
        scene.journal.gate.clear()
        reader = await scene.enter("ab-6")
        while "opening" not in scene.journal.asked:
            await asyncio.sleep(0)
        scene.journal.publish()
        scene.journal.gate.set()
        assert "id: ab-6\nevent: hello" in await reader.until("data: {}")

    on_a_loop(act)


@pytest.mark.parametrize("asked", ["ffff-5", "ab-6", "ab-999999", "nonsense", ""])
def test_a_cursor_of_another_history_is_reset_and_let_go(asked):
    async def act(scene):
        for _ in range(2):
            text = await (await scene.enter(asked)).end()
            assert text.endswith("id: ab-5\nevent: reset\ndata: {}\n\n")

    on_a_loop(act)


def test_two_hundred_blocks_are_made_up_for_and_one_more_is_a_reset():
    async def act(scene):
        scene.journal.publish(MOST_BLOCKS)
        reader = await scene.enter("ab-5")
        await reader.until(f'"seq":{scene.journal.seq}')
        assert reader.ids == list(range(6, 206))
        assert "event: reset" in await (await scene.enter("ab-4")).end()
        # The same when it all comes in one go to a room that is open.
        scene.publish(MOST_BLOCKS + 1)
        assert "event: reset" in await reader.end()
        assert "event: reset" in await (await scene.enter("ab-205")).end()

    on_a_loop(act)


def test_a_new_epoch_resets_everybody():
    async def act(scene):
        readers = [await scene.enter() for _ in range(2 * hubs.SLICE)]
        for reader in readers:
            await reader.until("hello")
        scene.journal.epoch = "cd"
        scene.hub.nudge()
        for reader in readers:
            assert "id: cd-5\nevent: reset" in await reader.end()
        assert "event: reset" in await (await scene.enter("cd-4")).end()
        assert "id: cd-5\nevent: hello" in await (await scene.enter("cd-5")).until("hello")

    on_a_loop(act)


def test_a_new_epoch_cuts_who_does_not_take_the_reset():
    async def act(scene):
        quick, slow = await scene.enter(), await scene.enter(buffer=4096)
        await quick.until("hello")
        (room,) = scene.hub._rooms.values()
        while not room._stalled:
            scene.publish(1, "<p>" + "water " * 2000)
            await quick.until(f'"seq":{scene.journal.seq}')
        scene.journal.epoch = "cd"
        scene.hub.nudge()
        assert "event: reset" in await quick.end()
        assert "event: reset" not in await slow.end()

    on_a_loop(act)


def test_a_reader_who_stops_reading_holds_a_piece_and_is_cut():
    async def act(scene):
        quick, slow = await scene.enter(), await scene.enter(buffer=4096)
        await quick.until("hello")
        (room,) = scene.hub._rooms.values()
        for _ in range(40):
            scene.publish(1, "<p>" + "water " * 2000)
            await quick.until(f'"seq":{scene.journal.seq}')
        assert len(room.readers) == 1
        assert "hello" in await slow.end()
        assert quick.ids == list(range(6, 46))

    on_a_loop(act)


def test_a_reader_who_pauses_goes_on_where_it_was():
    async def act(scene):
        slow = await scene.enter(buffer=4096)
        quick = await scene.enter()
        await quick.until("hello")
        for _ in range(15):
            scene.publish(1, "<p>" + "water " * 2000)
            await quick.until(f'"seq":{scene.journal.seq}')
        await slow.until('"seq":20')
        scene.publish()
        await slow.until('"seq":21')
        assert slow.ids == list(range(6, 22))

    on_a_loop(act)


@pytest.mark.parametrize("times", [3, 10**9])
def test_a_sweep_lets_a_writer_go_first_but_not_for_ever(times):
    async def act(scene):
        asked = []

        def writes() -> bool:
            asked.append(bool(reader.ids))
            return len(asked) <= times

        scene.hub.writes = writes
        reader = await scene.enter()
        await reader.until("hello")
        scene.publish()
        await reader.until('"seq":6')
        assert asked[:4] == [False] * 4
        assert len(asked) <= 1 + hubs.GIVES_WAY / hubs.GIVES_WAY_FOR

    on_a_loop(act)


def test_who_says_anything_on_a_stream_is_cut():
    async def act(scene):
        reader = await scene.enter()
        await reader.until("hello")
        await asyncio.get_running_loop().sock_sendall(reader.socket, b"GET / HTTP/1.1\r\n\r\n")
        await reader.end()

    on_a_loop(act)


def test_the_room_of_the_last_reader_is_given_up(monkeypatch):
    monkeypatch.setattr(hubs, "LOOK_EVERY", 0.01)

    async def act(scene):
        reader = await scene.enter()
        await reader.until("hello")
        reader.socket.close()
        while scene.hub._rooms:
            await asyncio.sleep(0.01)
        assert "HTTP/1.1 404" in await (await scene.enter(slug="nowhere")).end()
        assert not scene.hub._rooms

    on_a_loop(act)


def test_a_page_that_nobody_asks_for_any_more_does_not_keep_its_room(monkeypatch):
    monkeypatch.setattr(hubs, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(hubs, "WATCHED_FOR", 0.1)

    async def act(scene):
        cache = ResponseCache(scene.hub.cursor_of, scene.hub.watch, asyncio.get_running_loop().time)
        scene.hub.looks = cache.purge
        page = CacheKey(b"", b"/flood/")
        cache.put(page, prepare({}, b"<p>", slug="flood", cursor="ab-5"))
        while cache.current(page) is None:
            await asyncio.sleep(0.01)
        while scene.hub._rooms:
            await asyncio.sleep(0.01)
        assert scene.journal.asked.count("opening") == 1

    on_a_loop(act)


def test_a_journal_that_cannot_be_read_holds_nobody_for_ever():
    async def act(scene):
        errors = []
        asyncio.get_running_loop().set_exception_handler(lambda _, told: errors.append(told))

        async def broken(*_):
            raise OSError("no database")

        scene.hub._ask = broken
        with pytest.raises((ConnectionError, AssertionError)):
            await (await scene.enter()).until("hello")
        assert [str(each["exception"]) for each in errors] == ["no database"]
        scene.hub._ask = scene.journal.ask
        await (await scene.enter()).until("hello")

    on_a_loop(act)


def test_a_hub_that_cannot_read_does_not_say_that_its_pages_are_live(monkeypatch):
    monkeypatch.setattr(hubs, "ASK_EVERY", 0.01)
    monkeypatch.setattr(hubs, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(hubs, "BEAT_EVERY", 0.05)

    async def act(scene):
        told, tries = [], []
        asyncio.get_running_loop().set_exception_handler(lambda _, error: told.append(error))
        reader = await scene.enter()
        await reader.until("event: beat")

        async def broken(*_):
            tries.append(1)
            raise OSError("no database")

        scene.hub._ask = broken
        while scene.hub._is_live:
            await asyncio.sleep(0.01)
        reader.socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while reader.socket.recv(1 << 16):
                pass
        before = len(tries)
        while len(tries) < before + 20:
            await asyncio.sleep(0.01)
        with pytest.raises(BlockingIOError):
            reader.socket.recv(1 << 16)
        assert len(told) == 1
        scene.hub._ask = scene.journal.ask
        reader.text = ""
        await reader.until("event: beat")

    on_a_loop(act)


def test_a_stop_tells_everybody_another_moment_to_return():
    async def act(scene):
        readers = [await scene.enter() for _ in range(40)]
        for reader in readers:
            await reader.until("hello")
        scene.hub.close()
        ends = [await reader.end() for reader in readers]
        moments = {int(re.findall(r"retry: (\d+)\n\n$", text)[0]) for text in ends}
        assert len(moments) > 20
        assert all(500 <= each <= 3000 for each in moments)

    on_a_loop(act)
