"""Responses held in memory as bytes, for as long as they say what their coverage says.

A page is made once for each version of its coverage and compressed once for each coding. After that
it is written from memory, with no query, no template and no thread. Nothing here knows a framework:
the caller tells where a coverage is now.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import Final, NamedTuple

import brotli

BYTES_LIMIT: Final = 64 * 1024 * 1024
# Every entry is looked at once a second, which takes about a third of a microsecond each. 45,000
# entries, one for each cursor of `changes`, held up the event loop for a quarter of a second.
ENTRIES_LIMIT: Final = 8192
# What an entry takes beside its bytes: the objects of it, and its place in the tables.
ENTRY_OVERHEAD: Final = 1536
# How old a response may be that goes out because no new one can be made, in seconds.
STALE_LIMIT: Final = 300.0
_CODINGS: Final = ("br", "gzip", "")
_PER_ANSWER: Final = ("content-length", "content-encoding", "vary", "etag", "date", "connection")
_NEVER: Final = re.compile(r"q=0(\.0*)?")


class CacheKey(NamedTuple):
    """The host, since pages name their own address, and the path with its query."""

    host: bytes
    target: bytes


@dataclass(slots=True)
class CachedResponse:
    """A response to GET: for each coding the rest of its head, after the date, and its body.

    `slug` and `cursor` are the version of the coverage that it was made from; both are empty where
    the response depends on none. `current_at` is when it was last known to be current, in seconds
    of the cache's clock. `wanted` is set when it is asked for, and taken back by `purge`; `used` is
    taken back when room is made.
    """

    status: int
    status_line: bytes
    slug: str
    cursor: str
    etag: bytes
    bodies: dict[str, tuple[bytes, bytes]]
    unchanged: bytes
    size: int = 0
    current_at: float = 0.0
    wanted: bool = field(default=False)
    used: bool = field(default=False)

    def answer(
        self, method: str, fields: Mapping[bytes, bytes], age: int | None = None
    ) -> tuple[bytes, bytes, bytes]:
        """The bytes for one request, by its Accept-Encoding and If-None-Match.

        The head up to the value of its date, the lines after it, and the body, which HEAD has none
        of. `age` is in seconds, where the response may be out of date.
        """
        aged = b"" if age is None else b"age: %d\r\n" % age
        seen = fields.get(b"if-none-match")
        if seen and self.etag and self.etag.removeprefix(b"W/") in seen:
            return _NOT_MODIFIED, aged + self.unchanged, b""
        coding = best_coding(fields.get(b"accept-encoding", b""))
        head, body = self.bodies.get(coding) or self.bodies[""]
        return self.status_line, aged + head, b"" if method == "HEAD" else body


def prepare(
    headers: Mapping[str, str],
    body: bytes,
    *,
    slug: str = "",
    cursor: str = "",
    status: int = HTTPStatus.OK,
    codings: tuple[str, ...] = _CODINGS,
) -> CachedResponse:
    """A response with this body, in each of `codings` that makes it smaller, and in none.

    `headers` are those of the view. Cookies are not among them: the response is for everybody.
    """
    etag = b""
    fixed = b"".join(
        f"{name.lower()}: {value}\r\n".encode("latin-1")
        for name, value in headers.items()
        if name.lower() not in _PER_ANSWER
    )
    fixed += b"vary: accept-encoding\r\n"
    if given := next((value for name, value in headers.items() if name.lower() == "etag"), ""):
        etag = b"W/" + given.removeprefix("W/").encode()
        fixed += b"etag: %s\r\n" % etag
    bodies = {}
    for coding in (*(each for each in codings if each), ""):
        coded = _coded(coding, body)
        if coding and len(coded) >= len(body):
            continue
        named = f"content-encoding: {coding}\r\n".encode() if coding else b""
        bodies[coding] = (fixed + named + b"content-length: %d\r\n" % len(coded), coded)
    line = _status_line(HTTPStatus(status))
    prepared = CachedResponse(status, line, slug, cursor, etag, bodies, fixed)
    pieces = [each for pair in bodies.values() for each in pair]
    prepared.size = ENTRY_OVERHEAD + sum(map(sys.getsizeof, [*pieces, fixed, etag, slug, cursor]))
    return prepared


class ResponseCache:
    """Holds responses, together no more than BYTES_LIMIT and ENTRIES_LIMIT.

    `cursor_of` tells where a coverage is now, and None where that is not known; `watch` is told of
    every coverage that is asked for, so that it stays known. `clock` is in seconds.
    """

    def __init__(
        self,
        cursor_of: Callable[[str], str | None],
        watch: Callable[[str], None],
        clock: Callable[[], float],
    ) -> None:
        self._cursor_of = cursor_of
        self._watch = watch
        self._clock = clock
        # In the order in which they came, or were passed over when room was made.
        self._held: dict[tuple[bytes, bytes], CachedResponse] = {}
        self.size = 0

    def __contains__(self, key: CacheKey) -> bool:
        return key in self._held

    def __len__(self) -> int:
        return len(self._held)

    def current(self, key: tuple[bytes, bytes]) -> CachedResponse | None:
        """The response, if there is one and nothing was committed since that it lacks."""
        found = self._held.get(key)
        if found is None or (found.slug and self._cursor_of(found.slug) != found.cursor):
            return None
        found.wanted = found.used = True
        return found

    def stale(self, key: CacheKey) -> tuple[CachedResponse, int] | None:
        """A response that nobody knows to be out of date, and its age in seconds.

        For when no new one can be made. Never one that is known to be overtaken: what it says may
        have been erased.
        """
        found = self._held.get(key)
        if found is None:
            return None
        age = self._clock() - found.current_at
        if age > STALE_LIMIT or self._cursor_of(found.slug) not in (None, found.cursor):
            return None
        return found, int(age)

    def put(self, key: CacheKey, response: CachedResponse) -> None:
        """Holds a response, and lets go of others where there is no room."""
        if response.slug:
            self._watch(response.slug)
        self.drop(key)
        response.current_at = self._clock()
        response.size += sum(map(sys.getsizeof, key))
        self._held[key] = response
        self.size += response.size
        while self.size > BYTES_LIMIT or len(self._held) > ENTRIES_LIMIT:
            self._make_room()

    def _make_room(self) -> None:
        """Lets go of the oldest response that nobody asked for since room was made last.

        A second chance for those that were used costs less than an order of use, which every
        answer from memory would have to keep.
        """
        while (held := self._held[key := next(iter(self._held))]).used:
            held.used = False
            self._held[key] = self._held.pop(key)
        self.drop(key)

    def drop(self, key: tuple[bytes, bytes]) -> None:
        """Lets go of a response, if there is one."""
        found = self._held.pop(key, None)
        if found is not None:
            self.size -= found.size

    def purge(self) -> None:
        """Lets go of what was overtaken; to be called about once a second.

        Keeps it where the cursor is not known, which says nothing about the response. And has the
        coverages watched whose pages were asked for since the last time.
        """
        cursors: dict[str, str | None] = {}
        now = self._clock()
        for key, held in list(self._held.items()):
            if not held.slug:
                continue
            if held.slug not in cursors:
                cursors[held.slug] = self._cursor_of(held.slug)
            if held.wanted:
                held.wanted = False
                self._watch(held.slug)
            cursor = cursors[held.slug]
            if cursor == held.cursor:
                held.current_at = now
            elif cursor is not None or now - held.current_at > STALE_LIMIT:
                self.drop(key)


@lru_cache(maxsize=256)
def best_coding(accepted: bytes) -> str:
    """`br`, `gzip` or '' (none), as an Accept-Encoding allows (RFC 9110, 12.5.3)."""
    allowed = set()
    for part in accepted.decode("latin-1").lower().split(","):
        coding, _, parameter = part.partition(";")
        if not _NEVER.fullmatch(parameter.replace(" ", "")):
            allowed.add(coding.strip())
    return next((coding for coding in _CODINGS if coding in allowed), "")


def _status_line(status: HTTPStatus) -> bytes:
    """A status line and the name of the header that follows it."""
    return f"HTTP/1.1 {status.value} {status.phrase}\r\ndate: ".encode()


_NOT_MODIFIED: Final = _status_line(HTTPStatus.NOT_MODIFIED)


def _coded(coding: str, body: bytes) -> bytes:
    if coding == "br":
        coded: bytes = brotli.compress(body, quality=6)
        return coded
    return gzip.compress(body, 6, mtime=0) if coding else body
