"""A hub on an event loop, with a journal that the test controls and readers on real sockets."""

from __future__ import annotations

import asyncio
import re
import socket
import weakref
from concurrent.futures import ThreadPoolExecutor

from dateline.journal.cursor import Cursor
from dateline.page import read
from dateline.stream.broadcast import Delivery
from dateline.stream.hub import Hub
from dateline.stream.subscriber import Subscriber
from dateline.stream.topic import Topic
from tests.newsroom import PATIENCE


class Journal:
    """Answers the hub's reads. With a closed gate, a read is made and its answer is delayed."""

    def __init__(self) -> None:
        self.epoch = "ab"
        self.seq = 0
        self.blocks: dict[str, read.Block] = {}
        self.closed = False
        # How far the head that is read is behind the blocks that are read after it.
        self.lag = 0
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.opening_gate = asyncio.Event()
        self.opening_gate.set()
        self.publish(5)

    def publish(self, count: int = 1, html: str = "<p>") -> None:
        for _ in range(count):
            self.put(f"post-{self.seq + 1}", html)

    def put(self, name: str, html: str = "<p>") -> None:
        self.seq += 1
        self.blocks.pop(name, None)
        self.blocks[name] = read.Block(name, self.seq, "p", 1, f"{html}{self.seq}")

    async def run(self, question, *arguments):
        self.asked.append(question.__name__)
        heads = {
            slug: read.CoverageHead(
                number, Cursor(self.epoch, self.seq - self.lag), closed=self._is_closed
            )
            for slug, number in (("flood", 1), ("storm", 2))
        }
        blocks = list(self.blocks.values())
        await self.gate.wait()
        if question is read.first_update:
            await self.opening_gate.wait()
            slug, most = arguments
            return read.Update(heads[slug], blocks[-most:]) if slug in heads else None
        seen, after, most = arguments
        tip = heads["flood"].cursor
        if seen == tip:
            return tip, []
        return tip, [
            read.Update(
                head, [each for each in blocks if each.seq > after[head.coverage_id]][-most:]
            )
            for head in heads.values()
            if head.coverage_id in after
        ]

    @property
    def _is_closed(self) -> bool:
        return self.closed and not self.lag


class TracedSubscriber(Subscriber):
    """A subscriber with weak references, so that a test sees whether anything refers to it."""

    __slots__ = ("__weakref__",)


class Client:
    """The client's end of a reader's connection."""

    def __init__(self, ours: socket.socket) -> None:
        self.socket = ours
        self.text = ""

    async def receive(self, most: int = 1 << 16) -> None:
        """Reads what has arrived."""
        more = await asyncio.get_running_loop().sock_recv(self.socket, most)
        assert more, f"the stream ended: {self.text[-300:]!r}"
        self.text += more.decode()

    async def until(self, words: str) -> str:
        """Reads until `words` has arrived; returns everything so far."""
        while words not in self.text:
            await self.receive()
        return self.text

    async def end(self) -> str:
        """Reads to the end of the stream."""
        loop = asyncio.get_running_loop()
        while more := await loop.sock_recv(self.socket, 1 << 16):
            self.text += more.decode()
        return self.text

    @property
    def ids(self) -> list[int]:
        """The seqs of the blocks that have arrived, in order."""
        return [int(each) for each in re.findall(r'data: {"seq":(\d+)', self.text)]


class Scene:
    """A journal, a hub, and readers."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.delivered: list[Delivery] = []
        self.hub = Hub(
            self.journal.run,
            on_housekeeping=lambda: None,
            on_read=lambda: None,
            is_writing=lambda: False,
            on_delivered=self.delivered.append,
        )
        self.subscribers: list[weakref.ref[Subscriber]] = []
        self._sockets: list[socket.socket] = []

    async def subscribe(
        self, asked: str | None = None, slug: str = "flood", buffer: int = 0, page: bytes = b""
    ) -> Client:
        """A reader who requests a stream, on a connection on which `page` was sent before."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self._sockets.append(ours)
        for each in (ours, theirs):
            if buffer:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
                each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_accepted_socket(asyncio.Protocol, theirs)
        transport.write(page)
        subscriber = TracedSubscriber(transport, asked, is_head_request=False)
        transport.set_protocol(subscriber)
        transport.set_write_buffer_limits(high=0)
        self.subscribers.append(weakref.ref(subscriber))
        self.hub.subscribe(slug, subscriber)
        return Client(ours)

    @property
    def topic(self) -> Topic:
        """The only topic."""
        (topic,) = self.hub._topics.values()
        return topic

    async def until_read(self) -> None:
        """Waits for a read of the journal that begins after this call."""
        read = asyncio.Event()
        self.hub.notify()
        self.hub.when_caught_up(read.set)
        await read.wait()

    async def until_stalled(self, quick: Client) -> None:
        """Publishes posts of 12 KB until a reader does not take them; `quick` reads them."""
        while not self.topic.stalled:
            self.publish(1, "<p>" + "water " * 2000)
            await quick.until(f'"seq":{self.journal.seq}')

    def publish(self, count: int = 1, html: str = "<p>") -> None:
        self.journal.publish(count, html)
        self.hub.notify()

    def close(self) -> None:
        self.hub.close()
        for each in self._sockets:
            each.close()


def on_a_loop(act, within: float = PATIENCE):
    """Runs `act` with a new scene."""

    async def run():
        scene = Scene()
        try:
            await asyncio.wait_for(act(scene), within)
        finally:
            scene.close()

    # In a new thread, since Playwright keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()
