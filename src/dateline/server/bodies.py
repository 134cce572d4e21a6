"""Bounds the bodies of requests: each in size and in time, and all of them together.

A body is taken in before anybody knows who sends it. Forms that were never finished once held two
megabytes of memory each, for as long as their senders kept the connections open.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from django.conf import settings
from django.core.exceptions import RequestAborted

from .exchange import Receive, Scope

# Seconds for any body, and bytes a second for the rest of a long one.
WITHIN: Final = 20.0
SLOWEST: Final = 16 * 1024
# How much is read of a body that is refused, in multiples of its limit, and for how many seconds.
READ_AWAY: Final = 10
READ_AWAY_FOR: Final = 20.0
# Bytes of all bodies that may be on the disk at once. A body that fits into memory is taken in
# whatever is on the disk, so that large uploads never keep a post of text out.
TOGETHER: Final = 512 * 1024 * 1024


class BodyRefused(Exception):
    """A body that is not taken in, with the status and the sentence of the answer."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence + " Nothing was changed."


class Bodies:
    """The bodies that this process is taking in, or has taken in for a request that goes on."""

    def __init__(self) -> None:
        self._on_disk = 0

    @contextlib.asynccontextmanager
    async def taken(self, limit: int, scope: Scope, receive: Receive) -> AsyncIterator[IO[bytes]]:
        """The whole body, to be read, of at most `limit` bytes.

        Raises BodyRefused, and RequestAborted where the sender has gone.
        """
        counted = _CountedBody(self, limit, scope, receive)
        with SpooledTemporaryFile(settings.FILE_UPLOAD_MAX_MEMORY_SIZE) as stored:
            try:
                await counted.store(stored)
                stored.seek(0)
                yield stored
            finally:
                self._on_disk -= counted.on_disk

    def add_on_disk(self, size: int) -> None:
        """Counts bytes that go to the disk. Raises BodyRefused where there is no room for them."""
        self._on_disk += size
        if self._on_disk > TOGETHER:
            raise _no_room()


class _CountedBody:
    """One body, counted as it comes."""

    def __init__(self, bodies: Bodies, limit: int, scope: Scope, receive: Receive) -> None:
        self._bodies = bodies
        self._receive = receive
        self._limit = limit
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        self._declared = int(length) if length.isdigit() else 0
        self._waits_to_send = b"expect" in headers
        self._seen, self._more = 0, True
        self.on_disk = 0

    async def store(self, stored: IO[bytes]) -> None:
        try:
            await self._store(stored)
        except BodyRefused as refused:
            invited = self._seen > 0 or not self._waits_to_send
            if invited and refused.status is not HTTPStatus.REQUEST_TIMEOUT:
                await self._read_away()
            raise

    async def _read_away(self) -> None:
        # A browser that is cut off while it sends shows a broken connection, never the answer.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READ_AWAY_FOR):
                while self._more and self._seen < READ_AWAY * self._limit:
                    await self._next()

    async def _store(self, stored: IO[bytes]) -> None:
        if self._declared > self._limit:
            raise _too_large(self._limit)
        try:
            async with asyncio.timeout(WITHIN + self._declared / SLOWEST):
                while self._more:
                    await self._store_next(stored)
        except TimeoutError:
            raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT, "This took too long to send.") from None
        except OSError as error:
            raise _no_room() from error

    async def _store_next(self, stored: IO[bytes]) -> None:
        piece = await self._next()
        if self._seen > self._limit:
            raise _too_large(self._limit)
        if self._seen > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            more, self.on_disk = self._seen - self.on_disk, self._seen
            self._bodies.add_on_disk(more)
        stored.write(piece)

    async def _next(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise RequestAborted
        piece: bytes = message.get("body", b"")
        self._seen += len(piece)
        self._more = bool(message.get("more_body"))
        return piece


def _too_large(limit: int) -> BodyRefused:
    size = f"{limit >> 20} MB" if limit >> 20 else f"{limit >> 10} KB"
    sentence = f"This is too large: {size} is the most that one form may send."
    return BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)


def _no_room() -> BodyRefused:
    sentence = "There is no room for this at the moment. Try again soon."
    return BodyRefused(HTTPStatus.SERVICE_UNAVAILABLE, sentence)
