"""A desk hub on an event loop, with desks that the test controls, and its subscribers."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import weakref
from concurrent.futures import ThreadPoolExecutor

from dateline.journal.cursor import DeskCursor
from dateline.stream.desk_channel import DeskUpdate
from dateline.stream.desk_hub import DeskHub, DeskReads
from dateline.stream.desk_subscriber import DeskSubscriber
from tests.newsroom import PATIENCE

from .scene import Client

PANELS = ("drafts", "head", "notes", "people", "posts", "rules")


class Desks:
    """Answers the hub's reads. `away` is a database that cannot be read."""

    def __init__(self) -> None:
        self.cursors = {"flood": DeskCursor("ab", 7, 100), "storm": DeskCursor("ab", 3, 0)}
        self.changed = {"flood": {"drafts": 100}, "storm": {}}
        self.ids = {"flood": 1, "storm": 2}
        self.members: dict[tuple[str, str], str] = {}
        self.kept = 500
        self.swept = self.reads = 0
        self.away = False

    def mark(self, panel: str, slug: str = "flood") -> None:
        here = self.cursors[slug] = self.cursors[slug]._replace(
            change=self.cursors[slug].change + 1
        )
        self.changed[slug][panel] = here.change

    def commit(self, slug: str = "flood") -> None:
        self.cursors[slug] = self.cursors[slug]._replace(seq=self.cursors[slug].seq + 1)

    def first(self, slug: str) -> DeskUpdate | None:
        self._require()
        return self._update(slug, 0) if slug in self.cursors else None

    def since(self, known: dict[int, DeskCursor]) -> list[DeskUpdate]:
        self._require()
        self.reads += 1
        return [
            self._update(slug, known[pk].change)
            for slug, pk in self.ids.items()
            if pk in known and slug in self.cursors
        ]

    def roles(self, pairs: list[tuple[str, str]]) -> list[str | None]:
        self._require()
        return [self.members.get((session, slug)) for session, slug in pairs]

    def sweep(self) -> None:
        self.swept += 1

    def _require(self) -> None:
        if self.away:
            raise OSError("the database is away")

    def _update(self, slug: str, after: int) -> DeskUpdate:
        here = self.cursors[slug]
        changed = {panel: at for panel, at in self.changed[slug].items() if at > after}
        low = max(min(after, here.change), here.change - self.kept)
        return DeskUpdate(self.ids[slug], here, changed, low)


class TracedSubscriber(DeskSubscriber):
    """A subscriber with weak references, so that a test sees whether anything refers to it."""

    __slots__ = ("__weakref__",)


class DeskClient(Client):
    """The client's end of a desk's stream."""

    @property
    def panels(self) -> list[list[str]]:
        """The panels of each event that has arrived."""
        return [
            json.loads(each)["panels"]
            for each in re.findall(r"event: changed\ndata: (.*)\n\n", self.text)
        ]

    @property
    def last_id(self) -> str:
        return re.findall(r"id: (\S+)\n", self.text)[-1]


class DeskScene:
    """Desks, a hub, and subscribers. Ben edits the flood; Cleo belongs to the storm alone."""

    def __init__(self) -> None:
        self.desks = Desks()
        self.desks.members = {("ben", "flood"): "editor", ("cleo", "storm"): "editor"}
        reads = DeskReads(self.desks.first, self.desks.since, self.desks.roles, self.desks.sweep)
        self.errors: list[dict] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self.errors.append(context))
        self.hub = DeskHub(self._run, reads, PANELS)
        self.subscribers: list[weakref.ref[DeskSubscriber]] = []
        self._sockets: list[socket.socket] = []

    @staticmethod
    async def _run(function, *arguments):
        return function(*arguments)

    async def subscribe(
        self, position: str | None = None, session: str = "ben", slug: str = "flood", buffer=0
    ) -> DeskClient:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self._sockets.append(ours)
        for each in (ours, theirs):
            if buffer:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
                each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_accepted_socket(asyncio.Protocol, theirs)
        subscriber = TracedSubscriber(transport, session, position, is_head_request=False)
        transport.set_protocol(subscriber)
        transport.set_write_buffer_limits(high=0)
        self.subscribers.append(weakref.ref(subscriber))
        self.hub.subscribe(slug, subscriber)
        return DeskClient(ours)

    def mark(self, panel: str, slug: str = "flood") -> None:
        self.desks.mark(panel, slug)
        self.hub.notify()

    def close(self) -> None:
        self.hub.close()
        for each in self._sockets:
            each.close()


def at_desks(act, within: float = PATIENCE):
    """Runs `act` with a new scene."""

    async def run():
        scene = DeskScene()
        try:
            await asyncio.wait_for(act(scene), within)
        finally:
            scene.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()
