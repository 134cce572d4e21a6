"""How large the body of a request may be, how slow, and how much of all of them there may be.

A body is taken in before anybody knows who sends it: whoever opened connections and left their
forms unfinished held two megabytes of memory with each, for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import RequestAborted

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

# A picture is 20 MB at most; a form around it is small. Outside the desk nobody sends anything.
LIMIT: Final = 22 * 1024 * 1024
LIMIT_ELSEWHERE: Final = 16 * 1024
# Seconds for any body, and bytes a second for the rest of a long one.
WITHIN: Final = 20.0
SLOWEST: Final = 16 * 1024
# How much of what is refused is read away, and for how many seconds.
READ_AWAY: Final = 10 * LIMIT
READ_AWAY_FOR: Final = 20.0
# What may lie on the disk at once. Bodies that fit into memory are taken in whatever lies there, so
# that no crowd of large ones stands before a post.
TOGETHER: Final = 512 * 1024 * 1024


class Refused(Exception):
    """This body is not taken in: the status and the words of the answer."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words + " Nothing was changed.\n"


class Bodies:
    """The bodies that this process is taking in, or has taken in for a request that goes on."""

    def __init__(self) -> None:
        self._on_disk = 0

    @contextlib.asynccontextmanager
    async def taken(
        self, scope: MutableMapping[str, Any], receive: Receive
    ) -> AsyncIterator[IO[bytes]]:
        """The whole body, to be read. Raises Refused, and RequestAborted where the sender left."""
        counted = _Counted(self, scope, receive)
        with SpooledTemporaryFile(settings.FILE_UPLOAD_MAX_MEMORY_SIZE) as stored:
            try:
                await counted.store(stored)
                stored.seek(0)
                yield stored
            finally:
                self._on_disk -= counted.on_disk

    def lay_down(self, size: int) -> None:
        """So many bytes more lie on the disk. Raises Refused where there is no room for them."""
        self._on_disk += size
        if self._on_disk > TOGETHER:
            raise _no_room()


class _Counted:
    """The messages of one body, counted."""

    def __init__(self, bodies: Bodies, scope: MutableMapping[str, Any], receive: Receive) -> None:
        self._bodies = bodies
        self._receive = receive
        self._most = LIMIT if scope["path"].startswith("/desk/") else LIMIT_ELSEWHERE
        length = dict(scope["headers"]).get(b"content-length", b"0")
        self._declared = int(length) if length.isdigit() else 0
        self._seen, self._more = 0, True
        self.on_disk = 0

    async def store(self, stored: IO[bytes]) -> None:
        try:
            await self._store(stored)
        except Refused as refused:
            if refused.status != 408:
                await self._read_away()
            raise

    async def _read_away(self) -> None:
        # A browser that is cut off while it sends shows a broken connection, never the answer.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READ_AWAY_FOR):
                while self._more and self._seen < READ_AWAY:
                    await self._next()

    async def _store(self, stored: IO[bytes]) -> None:
        if self._declared > self._most:
            raise _too_large(self._most)
        try:
            async with asyncio.timeout(WITHIN + self._declared / SLOWEST):
                while self._more:
                    await self._store_next(stored)
        except TimeoutError:
            raise Refused(408, "This took too long to send.") from None
        except OSError as error:
            raise _no_room() from error

    async def _store_next(self, stored: IO[bytes]) -> None:
        piece = await self._next()
        if self._seen > self._most:
            raise _too_large(self._most)
        if self._seen > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            more, self.on_disk = self._seen - self.on_disk, self._seen
            self._bodies.lay_down(more)
        stored.write(piece)

    async def _next(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise RequestAborted
        piece: bytes = message.get("body", b"")
        self._seen += len(piece)
        self._more = bool(message.get("more_body"))
        return piece


def _too_large(most: int) -> Refused:
    size = f"{most >> 20} MB" if most >> 20 else f"{most >> 10} KB"
    return Refused(413, f"This is too large: {size} is the most that one form may send.")


def _no_room() -> Refused:
    return Refused(503, "There is no room for this at the moment. Try again soon.")
