"""Limits the bodies of requests: the size and time of each, and the total size of all.

A body is received before it is known who sends it. Before these limits, an unfinished form held two
megabytes of memory for as long as its sender kept the connection open.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Final, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestAborted

from .exchange import Receive, Scope

# The time limit of a body in seconds. It is extended by the time that the declared length takes at
# the lowest accepted rate.
RECEIVE_WITHIN: Final = 20.0
MIN_BYTES_PER_SECOND: Final = 16 * 1024
# After a refusal, the rest of a body is read and discarded, up to so many times its size limit, and
# for so many seconds.
DISCARD_FACTOR: Final = 10
DISCARD_SECONDS: Final = 20.0
# The largest total size of all bodies on disk. A body that fits into memory is always accepted, so
# that large uploads cannot prevent the publishing of text.
ON_DISK_LIMIT: Final = 512 * 1024 * 1024
# The name of an uploaded file in the head of a part (RFC 7578, 4.2). A form in which no file was
# chosen has an empty name.
_FILE_NAME: Final = re.compile(rb'filename="[^"]')
# The bytes of a piece that may be the beginning of such a name.
_OVERLAP: Final = 10


class ReceivedBody(NamedTuple):
    """A whole body, and whether it seems to be a form with a file."""

    file: IO[bytes]
    has_upload: bool


class BodyRefused(Exception):
    """A body was refused. It has the status and the text of the response."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence + " Nothing was changed."


class Bodies:
    """The bodies of the requests that this process is handling."""

    def __init__(self) -> None:
        self._on_disk = 0

    @contextlib.asynccontextmanager
    async def received(
        self, limit: int, scope: Scope, receive: Receive
    ) -> AsyncIterator[ReceivedBody]:
        """Yields the whole body, at most `limit` bytes.

        Raises BodyRefused, and RequestAborted if the client disconnects.
        """
        counted = _CountedBody(self, limit, scope, receive)
        with SpooledTemporaryFile(settings.FILE_UPLOAD_MAX_MEMORY_SIZE) as stored:
            try:
                await counted.store(stored)
                stored.seek(0)
                yield ReceivedBody(stored, counted.has_upload)
            finally:
                self._on_disk -= counted.on_disk

    def add_on_disk(self, size: int) -> None:
        """Counts bytes that are written to disk. Raises BodyRefused beyond ON_DISK_LIMIT."""
        self._on_disk += size
        if self._on_disk > ON_DISK_LIMIT:
            raise _no_room()


class _CountedBody:
    """One body, with the number of bytes received so far."""

    def __init__(self, bodies: Bodies, limit: int, scope: Scope, receive: Receive) -> None:
        self._bodies = bodies
        self._receive = receive
        self._limit = limit
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        self._declared = int(length) if length.isdigit() else 0
        self._expects_continue = b"expect" in headers
        self._received, self._has_more = 0, True
        self.on_disk = 0
        self.has_upload = False
        self._end = b""

    async def store(self, stored: IO[bytes]) -> None:
        try:
            await self._store(stored)
        except BodyRefused as refused:
            is_sending = self._received > 0 or not self._expects_continue
            if is_sending and refused.status is not HTTPStatus.REQUEST_TIMEOUT:
                await self._discard_rest()
            raise

    async def _discard_rest(self) -> None:
        # If the connection is closed while a browser still sends, the browser shows an error page
        # of its own instead of the response.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DISCARD_SECONDS):
                while self._has_more and self._received < DISCARD_FACTOR * self._limit:
                    await self._next()

    async def _store(self, stored: IO[bytes]) -> None:
        if self._declared > self._limit:
            raise _too_large(self._limit)
        try:
            async with asyncio.timeout(RECEIVE_WITHIN + self._declared / MIN_BYTES_PER_SECOND):
                while self._has_more:
                    await self._store_next(stored)
        except TimeoutError:
            sentence = "The request took too long."
            raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT, sentence) from None
        except OSError as error:
            raise _no_room() from error

    async def _store_next(self, stored: IO[bytes]) -> None:
        piece = await self._next()
        if self._received > self._limit:
            raise _too_large(self._limit)
        if self._received > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            added, self.on_disk = self._received - self.on_disk, self._received
            self._bodies.add_on_disk(added)
        stored.write(piece)
        if not self.has_upload:
            searched = self._end + piece
            self.has_upload = _FILE_NAME.search(searched) is not None
            self._end = searched[-_OVERLAP:]

    async def _next(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise RequestAborted
        piece: bytes = message.get("body", b"")
        self._received += len(piece)
        self._has_more = bool(message.get("more_body"))
        return piece


def _too_large(limit: int) -> BodyRefused:
    size = f"{limit >> 20} MB" if limit >> 20 else f"{limit >> 10} KB"
    sentence = f"This is too large. The limit for a form is {size}."
    return BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)


def _no_room() -> BodyRefused:
    sentence = "The server has no disk space for this at the moment. Try again in a moment."
    return BodyRefused(HTTPStatus.SERVICE_UNAVAILABLE, sentence)
